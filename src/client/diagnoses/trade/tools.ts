import { type Family, say } from "../entry.ts";

/** QR codes, and WeChat's tools for looking at calls. */

/** QR codes with a scene. */
export const QR_CODES: Family = {
  trigger: say("A QR code is created or read.", "创建或读取二维码时发生。"),
  purpose: say(
    "A printed code must work for ever, so WeChat bounds how many there are and what they carry.",
    "印出去的二维码要一直有效，因此微信限制其数量和内容。",
  ),
  checks: [
    say(
      "Compare action, scene and life with the page of `qrcode/create`.",
      "对照 `qrcode/create` 的文档检查动作、场景值和有效期。",
    ),
    say(
      "Create codes with a scene as a verified service account only.",
      "只有已认证的服务号才能创建带参数的二维码。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    40052: {
      errmsg: "invalid action name",
      en: "The `action_name` of the QR code is unknown.",
      zh: "二维码的 `action_name` 不被识别。",
      first: say(
        "Use `QR_SCENE`, `QR_STR_SCENE`, `QR_LIMIT_SCENE` or `QR_LIMIT_STR_SCENE`.",
        "使用 `QR_SCENE`、`QR_STR_SCENE`、`QR_LIMIT_SCENE` 或 `QR_LIMIT_STR_SCENE`。",
      ),
    },
    40053: {
      errmsg: "invalid action info, please check document",
      en: "The `action_info` of the QR code is wrong.",
      zh: "二维码的 `action_info` 不合法。",
    },
    40129: {
      errmsg: "invalid scene",
      en: "The scene of the QR code is not allowed.",
      zh: "二维码的场景值不合法。",
      first: say(
        "Use a number from 1 to 100,000 for a permanent code, or a string of 1 to 64 characters.",
        "永久二维码用 1 到 100000 的数字，或用 1 到 64 个字符的字符串。",
      ),
    },
    40131: {
      errmsg: "out of limit of ticket",
      en: "Too many tickets have been asked for.",
      zh: "申请的票据数量超过上限。",
    },
    40159: {
      errmsg: "invalid length for path, or the data is not json string",
      en: "The path is too long, or the body is not JSON.",
      zh: "路径过长，或请求体不是 JSON。",
    },
    40169: {
      errmsg: "invalid length for scene, or the data is not json string",
      en: "The scene is too long, or the body is not JSON.",
      zh: "场景值过长，或请求体不是 JSON。",
    },
    45029: {
      errmsg: "qrcode count out of limit",
      en: "The account has created as many QR codes as it may.",
      zh: "二维码数量已达上限。",
      first: say(
        "Use temporary codes: an account has 100,000 permanent ones at most.",
        "改用临时二维码：一个账号最多有 10 万个永久二维码。",
      ),
    },
    45096: {
      errmsg: "invalid qrcode",
      en: "The QR code is not valid.",
      zh: "二维码无效。",
    },
    45097: {
      errmsg: "invalid qrcode prefix",
      en: "The beginning of the QR code's address is not valid.",
      zh: "二维码地址的前缀不合法。",
    },
    49006: {
      errmsg: "missing arg two_dim_code",
      en: "The `two_dim_code` is missing.",
      zh: "缺少 `two_dim_code`。",
    },
    49007: {
      errmsg: "invalid two_dim_code",
      en: "The `two_dim_code` is not valid.",
      zh: "`two_dim_code` 不合法。",
    },
    49008: {
      errmsg: "invalid qrcode",
      en: "The picture or address is no QR code that WeChat can read.",
      zh: "图片或地址不是微信能识别的二维码。",
    },
    49009: {
      errmsg: "missing arg qrcode",
      en: "The QR code is missing from the request.",
      zh: "请求中缺少二维码。",
    },
  },
};

/** Quotas, rids and the network check. */
export const TOOLS: Family = {
  trigger: say(
    "One of WeChat's tools is asked about a quota, a rid or the network.",
    "使用微信的额度、`rid` 查询或网络检测工具时发生。",
  ),
  purpose: say(
    "The tools show an account its own calls only.",
    "这些工具只向账号展示它自己的调用。",
  ),
  checks: [
    say("Compare the parameters with the page of the tool.", "对照该工具的文档检查参数。"),
    say(
      "Use the token of the account that made the call in question.",
      "使用当初发起该调用的账号的令牌。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    40201: {
      errmsg: "invalid check url",
      en: "The address to be checked is not valid.",
      zh: "要检测的地址不合法。",
    },
    40202: {
      errmsg: "invalid check action",
      en: "The `action` of the network check is not `dns`, `ping` or `all`.",
      zh: "网络检测的 `action` 不是 `dns`、`ping` 或 `all`。",
    },
    40203: {
      errmsg: "invalid check operator",
      en: "The `check_operator` of the network check is unknown.",
      zh: "网络检测的 `check_operator` 不被识别。",
      first: say(
        "Use `CHINANET`, `UNICOM`, `CAP` or `DEFAULT`.",
        "使用 `CHINANET`、`UNICOM`、`CAP` 或 `DEFAULT`。",
      ),
    },
    76001: {
      en: "The rid does not exist.",
      zh: "该 `rid` 不存在。",
    },
    76002: {
      en: "The rid is empty or of a wrong form.",
      zh: "`rid` 为空或格式错误。",
      first: say(
        "Copy all three groups of the rid, without the word before them.",
        "完整复制 `rid` 的三段，不要带前缀。",
      ),
    },
    76003: {
      en: "The rid belongs to another account's call.",
      zh: "该 `rid` 属于其他账号的调用。",
    },
    76004: {
      en: "The rid is older than seven days.",
      zh: "该 `rid` 已超过 7 天。",
      retry: "no",
    },
    76021: {
      en: "The `cgi_path` is wrong.",
      zh: "`cgi_path` 填写错误。",
      first: say(
        "Begin it with `/cgi-bin/` and leave out the query; `/sns/` paths are not counted.",
        "以 `/cgi-bin/` 开头，不带查询参数；`/sns/` 路径不支持查询。",
      ),
    },
    76022: {
      en: "The token belongs to another kind of account than the API that is asked about.",
      zh: "所用令牌与要查询的接口不属于同一类账号。",
    },
  },
};
