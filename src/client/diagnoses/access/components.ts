import { type Family, say } from "../entry.ts";

/** Third-party platforms ("components") that act for accounts. */

/** Authorising and confirming. */
export const COMPONENTS: Family = {
  trigger: say(
    "A third-party platform calls for itself or for an account that has authorised it.",
    "第三方平台以自身名义，或代已授权的公众号调用接口时发生。",
  ),
  purpose: say(
    "An account's owner decides which platform may act for it, and with which permission sets.",
    "由账号所有者决定哪个平台能代其操作，以及授予哪些权限集。",
  ),
  checks: [
    say(
      "Read the authorisation with `api_get_authorizer_info`: the sets in `func_info`, and their state.",
      "用 `api_get_authorizer_info` 查看授权情况：`func_info` 中的权限集及其状态。",
    ),
    say(
      "Check that platform, account and token of the call belong together.",
      "确认调用中的平台、公众号与令牌彼此对应。",
    ),
    say(
      "If it is not clear what was granted, have the administrator authorise again.",
      "若不清楚授予了什么，请管理员重新授权。",
    ),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    40091: {
      errmsg: "invalid component ticket",
      en: "The platform's ticket is not valid.",
      zh: "第三方平台的票据无效。",
      first: say("Use the newest ticket that was pushed.", "使用最近一次推送的票据。"),
    },
    61000: {
      errmsg: "invalid component type",
      en: "The type of the platform is not valid.",
      zh: "第三方平台类型无效。",
    },
    61001: {
      errmsg: "component type and component appid is not match",
      en: "The platform's type and its AppID do not belong together.",
      zh: "第三方平台类型与其 AppID 不匹配。",
    },
    61002: {
      errmsg: "the third appid is not open KF",
      en: "The platform has not opened agents for this account.",
      zh: "第三方平台没有开放客服能力。",
    },
    61008: {
      errmsg: "component req key is duplicated",
      en: "The key of the platform's request was used before.",
      zh: "第三方平台请求的键值重复。",
    },
    61009: {
      errmsg: "code is invalid",
      en: "The authorisation code is not valid.",
      zh: "授权码无效。",
      first: say(
        "Take `auth_code` from the newest redirect or `authorized` push, once.",
        "使用最近一次跳转或 `authorized` 推送中的 `auth_code`，且只用一次。",
      ),
    },
    61010: {
      errmsg: "code is expired",
      en: "The authorisation code has run out.",
      zh: "授权码已过期。",
      first: say(
        "Exchange the code at once when it arrives; start the authorisation again now.",
        "收到授权码后应立即兑换；现在请重新发起授权。",
      ),
    },
    61011: {
      errmsg: "invalid component",
      en: "The third-party platform is not valid: it is unknown, or not approved.",
      zh: "第三方平台无效：不存在或未通过审核。",
    },
    61012: {
      errmsg: "invalid option name",
      en: "The name of the option is not valid.",
      zh: "选项名称无效。",
      first: say(
        "Use `location_report`, `voice_recognize` or `customer_service`.",
        "使用 `location_report`、`voice_recognize` 或 `customer_service`。",
      ),
    },
    61013: {
      errmsg: "invalid option value",
      en: "The value of the option is not valid.",
      zh: "选项取值无效。",
      first: say(
        "Use 0 or 1; `location_report` also takes 2.",
        "使用 0 或 1；`location_report` 还可取 2。",
      ),
    },
    61014: {
      errmsg: "must use component token for component api",
      en: "An API of the platform was called with an account's token.",
      zh: "调用第三方平台接口时用了公众号的令牌。",
      first: say("Call it with `component_access_token`.", "改用 `component_access_token` 调用。"),
    },
    61015: {
      errmsg: "must use biz account token for not component api",
      en: "An API of the account was called with the platform's token.",
      zh: "调用公众号接口时用了第三方平台的令牌。",
      first: say(
        "Call it with the account's `authorizer_access_token`.",
        "改用该公众号的 `authorizer_access_token` 调用。",
      ),
    },
    61017: {
      errmsg: "function category is not authorized",
      en: "The permission set of this API has not been authorised.",
      zh: "该接口所属的权限集没有获得授权。",
      first: say(
        "Have the administrator scan the authorisation page again and tick the set.",
        "请管理员重新扫码授权并勾选该权限集。",
      ),
    },
    61018: {
      errmsg: "already confirm",
      en: "The permission set is confirmed already.",
      zh: "权限集已经确认过。",
      retry: "not-needed",
    },
    61019: {
      errmsg: "not need confirm",
      en: "The permission set needs no confirmation.",
      zh: "权限集不需要确认。",
      retry: "not-needed",
    },
    61020: {
      errmsg: "err parameter",
      en: "A parameter of the confirmation is wrong.",
      zh: "确认权限集的参数错误。",
    },
    61021: {
      errmsg: "can't confirm",
      en: "The permission set cannot be confirmed in its present state.",
      zh: "权限集目前的状态不能确认。",
      first: say(
        "Look at `confirm_info` in `api_get_authorizer_info`: `can_confirm` must be 1.",
        "查看 `api_get_authorizer_info` 返回的 `confirm_info`：`can_confirm` 须为 1。",
      ),
    },
    61022: {
      errmsg: "can't resubmit",
      en: "The confirmation cannot be handed in a second time.",
      zh: "确认请求不能重复提交。",
      retry: "no",
    },
    61024: {
      errmsg: "must use api(api_component_token) to get token for component acct",
      en: "The platform must fetch its token with `api_component_token`.",
      zh: "第三方平台必须用 `api_component_token` 获取令牌。",
    },
    61025: {
      errmsg: "read-only option",
      en: "The option can only be read.",
      zh: "该选项只读，不能修改。",
      retry: "no",
    },
    61026: {
      errmsg: "register access deny",
      en: "The platform may not register accounts.",
      zh: "第三方平台没有代注册的权限。",
      retry: "no",
    },
    61027: {
      errmsg: "register limit exceed",
      en: "The platform has registered as many accounts as it may.",
      zh: "第三方平台的代注册数量已达上限。",
      retry: "later",
    },
    61028: {
      errmsg: "component is unpublished",
      en: "The platform is not published yet, so only test accounts can be linked.",
      zh: "第三方平台尚未全网发布，只能授权测试账号。",
      first: say(
        "Add the account to the platform's test list, or publish the platform.",
        "将账号加入平台的授权测试名单，或完成全网发布。",
      ),
    },
    61029: {
      errmsg: "component need republish with base category",
      en: "The platform must be published again with the basic permission set.",
      zh: "第三方平台须补充基础权限集后重新全网发布。",
      first: say("Publish the platform again.", "重新进行全网发布。"),
    },
    61030: {
      errmsg: "component cancel authorization not allowed",
      en: "The platform may not cancel this authorisation itself.",
      zh: "第三方平台不能自行取消该授权。",
      first: say(
        "Ask the account's administrator to cancel it in the console.",
        "请公众号管理员在后台取消授权。",
      ),
      retry: "no",
    },
  },
};

/** Registering accounts for others. */
export const REGISTRATIONS: Family = {
  trigger: say(
    "A platform registers a mini program or account for somebody.",
    "第三方平台代他人注册小程序或账号时发生。",
  ),
  purpose: say(
    "Every account stands for a real person or company, and nobody may collect too many.",
    "每个账号都对应真实的个人或企业，任何人都不能囤积账号。",
  ),
  checks: [
    say(
      "Compare the data handed in with the person's papers and their WeChat name.",
      "将提交的资料与当事人的证件和微信实名信息核对。",
    ),
    say(
      "Ask the person to register by themselves on mp.weixin.qq.com if it stays refused.",
      "若仍被拒绝，请当事人自行在 mp.weixin.qq.com 注册。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    41033: {
      errmsg: "invaid register type",
      en: "The call is only for mini programs that were created through the API.",
      zh: "该调用只适用于通过接口创建的小程序。",
      retry: "no",
    },
    61051: {
      errmsg: "invalid realname type",
      en: "The kind of real-name check is not valid.",
      zh: "实名类型不合法。",
    },
    61052: {
      errmsg: "need to be certified",
      en: "The account must be certified first.",
      zh: "须先完成认证。",
    },
    61053: {
      errmsg: "realname exceed limits",
      en: "This real name has registered as many accounts as it may.",
      zh: "该实名主体的注册数量已达上限。",
    },
    61054: {
      errmsg: "realname in black list",
      en: "The real name is on a blacklist.",
      zh: "该实名主体在黑名单中。",
      retry: "no",
    },
    61055: {
      errmsg: "exceed quota per month",
      en: "The registrations of this month are used up.",
      zh: "本月的注册额度已用完。",
      retry: "later",
    },
    61056: {
      errmsg: "copy_wx_verify is required option",
      en: "The option `copy_wx_verify` is missing.",
      zh: "缺少必填选项 `copy_wx_verify`。",
    },
    61058: {
      errmsg: "invalid ticket",
      en: "The ticket of the registration is not valid.",
      zh: "注册所用的票据无效。",
    },
    61061: {
      errmsg: "overseas access deny",
      en: "Registration from abroad is refused.",
      zh: "不接受境外注册。",
      retry: "no",
    },
    61063: {
      errmsg: "admin exceed limits",
      en: "This administrator manages as many accounts as one may.",
      zh: "该管理员绑定的账号数量已达上限。",
    },
    61064: {
      errmsg: "admin in black list",
      en: "The administrator is on a blacklist.",
      zh: "该管理员在黑名单中。",
      retry: "no",
    },
    61065: {
      errmsg: "idcard exceed limits",
      en: "The ID card has registered as many accounts as it may.",
      zh: "该身份证的注册数量已达上限。",
    },
    61066: {
      errmsg: "idcard in black list",
      en: "The ID card is on a blacklist.",
      zh: "该身份证在黑名单中。",
      retry: "no",
    },
    61067: {
      errmsg: "mobile exceed limits",
      en: "The mobile number has registered as many accounts as it may.",
      zh: "该手机号的注册数量已达上限。",
    },
    61068: {
      errmsg: "mobile in black list",
      en: "The mobile number is on a blacklist.",
      zh: "该手机号在黑名单中。",
      retry: "no",
    },
    61069: {
      errmsg: "invalid admin",
      en: "The administrator is not valid.",
      zh: "管理员信息不合法。",
    },
    61070: {
      errmsg: "name, idcard, wechat name not in accordance",
      en: "Legal name, ID card and WeChat name do not belong to one person.",
      zh: "法人姓名、身份证与微信号不一致。",
    },
  },
};
