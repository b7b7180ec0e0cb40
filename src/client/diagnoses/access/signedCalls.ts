import { type Family, say } from "../entry.ts";

/** Calls of an account that switched on signatures and encryption (服务端接口签名与加密). */
export const SIGNED_CALLS: Family = {
  trigger: say(
    "The account has signed calls (API security) switched on, and a call is not signed and encrypted as it asks.",
    "账号开启了「API 安全」，而调用没有按要求签名和加密。",
  ),
  purpose: say(
    "A stolen token alone must not be enough to call the API.",
    "只偷到 `access_token` 的人不应能调用接口。",
  ),
  checks: [
    say(
      "Give the account's `apiSecurity` the keys and their numbers from the console's page on API security.",
      "在账号的 `apiSecurity` 中填入后台「API 安全」里的密钥及其编号。",
    ),
    say(
      "Check that the account's `apiSecurity` names the algorithms that are chosen there.",
      "确认 `apiSecurity` 的算法与后台所选一致。",
    ),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    40230: {
      en: "The call says no `Wechatmp-Serial`.",
      zh: "请求缺少 `Wechatmp-Serial`。",
    },
    40231: {
      en: "The call says no `Wechatmp-TimeStamp`.",
      zh: "请求缺少 `Wechatmp-TimeStamp`。",
    },
    40232: {
      en: "The call has no `Wechatmp-Signature`.",
      zh: "请求缺少 `Wechatmp-Signature`。",
    },
    40233: {
      en: "The call says no `Wechatmp-Appid`.",
      zh: "请求缺少 `Wechatmp-Appid`。",
    },
    40234: {
      en: "The signature of the call does not fit, or the call has none at all.",
      zh: "请求的签名不正确，或完全没有签名。",
    },
    40235: {
      en: "The body of the call cannot be opened with the account's symmetric key.",
      zh: "无法用账号的对称密钥解开请求内容。",
    },
    40236: {
      en: "`Wechatmp-Appid` is no AppID.",
      zh: "`Wechatmp-Appid` 不是有效的 AppID。",
    },
    40237: {
      en: "`Wechatmp-Appid` is another account than the token's.",
      zh: "`Wechatmp-Appid` 与 `access_token` 所属账号不一致。",
    },
    40238: {
      en: "The account has no symmetric key in the console.",
      zh: "账号没有在后台设置对称密钥。",
    },
    40239: {
      en: "The account has no public key in the console.",
      zh: "账号没有在后台设置应用公钥。",
    },
    40240: {
      en: "The time of the call is too far from WeChat's.",
      zh: "请求的时间戳与微信服务器相差过大。",
      first: say("Set the machine's clock (NTP).", "校准服务器的时间。"),
    },
  },
};
