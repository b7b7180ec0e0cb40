import { type Family, say } from "../entry.ts";

/** Tokens, AppSecrets and web logins: who is calling. */

/** The token of a call. */
export const TOKENS: Family = {
  trigger: say(
    "A call carries a token that WeChat does not take, or none.",
    "调用所带的令牌不被微信接受，或没有带令牌。",
  ),
  purpose: say(
    "The token proves which account calls. It is short-lived, so that a leaked one is of little use.",
    "令牌用来证明是哪个账号在调用；有效期很短，泄露后的损失有限。",
  ),
  checks: [
    say(
      "Check that the token is of the kind that this API wants, and of this account.",
      "确认令牌的种类符合该接口的要求，并且属于本账号。",
    ),
    say(
      "Fetch a new token and repeat the call once; a second refusal has another cause.",
      "重新获取令牌后只重试一次；若再次被拒，则另有原因。",
    ),
  ],
  retry: "once-with-a-new-token",
  route: ["customer-service", "passive"],
  codes: {
    40040: {
      errmsg: "invalid plugin token",
      en: "The plugin token is not one that WeChat has issued.",
      zh: "插件令牌不是微信发放的有效令牌。",
    },
    40042: {
      errmsg: "invalid plugin session",
      en: "The plugin session is unknown or over.",
      zh: "插件会话不存在或已结束。",
    },
    40180: {
      errmsg: "invalid client tmp token",
      en: "The temporary client token is not one that WeChat has issued.",
      zh: "客户端临时令牌不是微信发放的有效令牌。",
    },
    40185: {
      errmsg: "invalid auth_token, or auth_token is expired",
      en: "The `auth_token` is wrong or has run out.",
      zh: "`auth_token` 错误或已过期。",
    },
    41001: {
      errmsg: "access_token missing",
      en: "The call carries no access token at all.",
      zh: "调用时完全没有带 `access_token`。",
      first: say(
        "Look at the address that was called: `access_token=` must be there, and neither empty nor `undefined`.",
        "查看实际请求的地址：必须带有 `access_token=`，且值不能为空或 `undefined`。",
      ),
      retry: "after-mending",
    },
    42004: {
      errmsg: "plugin token expired",
      en: "The plugin token has run out.",
      zh: "插件令牌已过期。",
    },
    42006: {
      errmsg: "component_access_token expired",
      en: "The platform's `component_access_token` has run out.",
      zh: "第三方平台的 `component_access_token` 已过期。",
      first: say(
        "Fetch a new one with `api_component_token` and the newest ticket.",
        "用最新的票据调用 `api_component_token` 重新获取。",
      ),
    },
    42009: {
      errmsg: "client tmp token expired",
      en: "The temporary client token has run out.",
      zh: "客户端临时令牌已过期。",
    },
    45063: {
      errmsg: "accesstoken is not xiaochengxu",
      en: "The token is not that of a mini program, and this API only serves mini programs.",
      zh: "令牌不属于小程序，而该接口只供小程序使用。",
      first: say("Do not call this API for an Official Account.", "不要以公众号的身份调用该接口。"),
      retry: "no",
    },
    48012: {
      errmsg: "invalid token",
      en: "A token in the request is not valid.",
      zh: "请求中的令牌无效。",
    },
    49001: {
      errmsg: "not same appid with appid of access_token",
      en: "The AppID in the body is not the account of the access token.",
      zh: "请求体里的 AppID 与 `access_token` 所属的账号不一致。",
      first: say(
        "Take the token of the account whose AppID stands in the body.",
        "使用请求体中那个 AppID 对应账号的令牌。",
      ),
      retry: "after-mending",
    },
  },
};

/** What a token is fetched with. */
export const CREDENTIALS: Family = {
  trigger: say(
    "A token is asked for with credentials that are missing or wrong.",
    "获取令牌时，凭证缺失或错误。",
  ),
  purpose: say(
    "Only the owner of the account, or a platform that it has authorised, may act for it.",
    "只有账号的所有者或其授权的平台才能代表账号调用接口。",
  ),
  checks: [
    say(
      "Compare AppID and secret in the settings with the console, character by character.",
      "将配置中的 AppID 和密钥与后台逐个字符核对。",
    ),
    say(
      "Look at the request as it was sent: a proxy or an empty setting may have dropped a parameter.",
      "查看实际发出的请求：代理或空配置可能丢掉了参数。",
    ),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    40002: {
      errmsg: "invalid grant_type",
      en: "`grant_type` is not the word that this endpoint expects.",
      zh: "`grant_type` 不是该接口要求的取值。",
      first: say(
        "Send exactly `client_credential` for the account's token, `authorization_code` for a web login.",
        "获取账号令牌时必须写 `client_credential`，网页授权时必须写 `authorization_code`。",
      ),
    },
    40094: {
      errmsg: "invalid component credential",
      en: "The platform's own AppID and secret do not belong together.",
      zh: "第三方平台自己的 AppID 与密钥不匹配。",
    },
    41002: {
      errmsg: "appid missing",
      en: "The AppID is missing from the request.",
      zh: "请求中缺少 AppID。",
    },
    41003: {
      errmsg: "refresh_token missing",
      en: "The `refresh_token` is missing from the request.",
      zh: "请求中缺少 `refresh_token`。",
    },
    41004: {
      errmsg: "appsecret missing",
      en: "The AppSecret is missing from the request.",
      zh: "请求中缺少 AppSecret。",
      first: say(
        "Set `WECHAT_APP_SECRET` and start again; an empty setting counts as none.",
        "设置 `WECHAT_APP_SECRET` 后重启；空值等于没有设置。",
      ),
    },
    41018: {
      errmsg: "missing component_appid",
      en: "The platform's `component_appid` is missing from the request.",
      zh: "请求中缺少第三方平台的 `component_appid`。",
    },
    41019: {
      errmsg: "missing platform_secret",
      en: "The platform's secret is missing from the request.",
      zh: "请求中缺少第三方平台的密钥。",
    },
    41020: {
      errmsg: "missing platform_ticket",
      en: "The platform's ticket is missing from the request.",
      zh: "请求中缺少第三方平台的票据。",
      first: say(
        "Wait for the next `component_verify_ticket` push and store it before asking for tokens.",
        "等待下一次 `component_verify_ticket` 推送，先保存再去获取令牌。",
      ),
    },
    41021: {
      errmsg: "missing component_access_token",
      en: "The `component_access_token` is missing from the request.",
      zh: "请求中缺少 `component_access_token`。",
    },
  },
};

/** Web logins: WeChat's OAuth. The codes below 20,000 are shown by the page, not by the API. */
export const WEB_LOGINS: Family = {
  trigger: say(
    "A person goes through the web authorisation, or its code is exchanged for a token.",
    "用户正在进行网页授权，或用授权得到的 `code` 换取令牌。",
  ),
  purpose: say(
    "A web page learns who somebody is only with a proof that is fresh, used once, and made for it.",
    "网页只有凭借新鲜、一次性且专为其签发的凭证，才能得知用户身份。",
  ),
  checks: [
    say(
      "Check that the link was made for this AppID, with its parameters in the documented order.",
      "确认授权链接使用的是本 AppID，且参数顺序与文档一致。",
    ),
    say("Exchange each code once, at once, on the server.", "每个 `code` 只在服务端立即兑换一次。"),
    say(
      "Send the person through the authorisation again: a new code is the only cure for an old one.",
      "让用户重新走一遍授权：旧的 `code` 只能用新的来代替。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    10003: {
      en: "The page's domain is not the one registered for web authorisation.",
      zh: "跳转页面的域名与登记的网页授权域名不一致。",
      first: say(
        "Compare `redirect_uri` with the web authorisation domain in the console: host only, no path, no port.",
        "将 `redirect_uri` 与后台登记的网页授权域名核对：只写主机名，不带路径和端口。",
      ),
    },
    10004: {
      en: "The account is banned, so nobody can log in through it.",
      zh: "公众号已被封禁，无法用它授权登录。",
    },
    10005: {
      en: "The account lacks the right to this OAuth scope.",
      zh: "公众号没有该授权作用域的权限。",
      first: say(
        "Use a verified service account, or a test account while developing.",
        "使用已认证的服务号；开发时可用测试号。",
      ),
    },
    10006: {
      en: "The person must follow the test account first.",
      zh: "用户须先关注该测试号。",
    },
    10009: {
      en: "The authorisation page was asked for too often.",
      zh: "授权页面的访问过于频繁。",
      first: say("Look for a redirect loop in the page.", "检查页面是否循环跳转。"),
      retry: "later",
    },
    10010: {
      en: "The `scope` of the authorisation link is empty.",
      zh: "授权链接的 `scope` 为空。",
    },
    10011: {
      en: "The `redirect_uri` of the authorisation link is empty.",
      zh: "授权链接的 `redirect_uri` 为空。",
    },
    10012: {
      en: "The AppID of the authorisation link is empty.",
      zh: "授权链接的 AppID 为空。",
    },
    10013: {
      en: "The `state` of the authorisation link is empty.",
      zh: "授权链接的 `state` 为空。",
    },
    10015: {
      en: "The account has not authorised this third-party platform for web logins.",
      zh: "公众号没有授权该第三方平台代为网页授权。",
    },
    10016: {
      en: "An AppID of the open platform cannot be used on this page.",
      zh: "该页面不支持开放平台的 AppID。",
    },
    40029: {
      errmsg: "invalid code",
      en: "The OAuth code is not valid: wrong, cut off, or of another account.",
      zh: "网页授权的 `code` 无效：写错、被截断或属于其他账号。",
    },
    40030: {
      errmsg: "invalid refresh_token",
      en: "The OAuth `refresh_token` is not valid.",
      zh: "网页授权的 `refresh_token` 无效。",
    },
    40163: {
      errmsg: "code been used",
      en: "The OAuth code has already been exchanged.",
      zh: "网页授权的 `code` 已经被使用过。",
      first: say(
        "Look for a page that loads twice: the browser's reload, a prefetch, two redirects.",
        "检查页面是否加载了两次：浏览器刷新、预加载或重复跳转。",
      ),
    },
    40188: {
      errmsg: "invalid scope",
      en: "The `scope` is not valid.",
      zh: "`scope` 不合法。",
      first: say(
        "Use `snsapi_base` or `snsapi_userinfo`.",
        "使用 `snsapi_base` 或 `snsapi_userinfo`。",
      ),
    },
    41008: {
      errmsg: "missing code",
      en: "The OAuth code is missing from the request.",
      zh: "请求中缺少网页授权的 `code`。",
    },
    42002: {
      errmsg: "refresh_token expired",
      en: "The OAuth `refresh_token` has run out: it lives 30 days.",
      zh: "网页授权的 `refresh_token` 已过期：有效期为 30 天。",
    },
    42003: {
      errmsg: "code expired",
      en: "The OAuth code has run out: it lives five minutes.",
      zh: "网页授权的 `code` 已过期：有效期为 5 分钟。",
    },
    42007: {
      errmsg: "access_token and refresh_token exception",
      en: "The person changed the WeChat password, which ends all their web tokens.",
      zh: "用户修改了微信密码，其网页授权令牌全部失效。",
    },
  },
};
