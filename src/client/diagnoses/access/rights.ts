import { type Family, say } from "../entry.ts";

/** What an account may do. */

/** The account lacks a right. */
export const RIGHTS: Family = {
  trigger: say(
    "An account calls something that its kind, its verification or an agreement does not cover.",
    "账号调用了其类型、认证状态或协议所不包含的功能。",
  ),
  purpose: say(
    "WeChat gives each right to the kinds of account that it can hold responsible for its use.",
    "微信只把权限授予能够为其使用负责的账号类型。",
  ),
  checks: [
    say(
      "Look the right up in the list of rights: {at:rights}.",
      "在权限列表中查看该权限：{at:rights}。",
    ),
    say(
      "Check the kind of the account and whether its verification (微信认证) is in force.",
      "确认账号类型，以及微信认证是否在有效期内。",
    ),
    say(
      "Stop making the call until the right is there: it will not begin to work by itself.",
      "取得权限之前停止该调用：它不会自行恢复。",
    ),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    40179: {
      errmsg: "Function is adjusted, rules are not allowed to add or update",
      en: "The function was changed; rules can no longer be added or updated.",
      zh: "该功能已调整，不能再新增或更新规则。",
      retry: "no",
    },
    40186: {
      errmsg: "invalid delegate",
      en: "The delegation is not valid.",
      zh: "委托关系不合法。",
    },
    40190: {
      errmsg: "invalid delegate time",
      en: "The time of the delegation is not valid.",
      zh: "委托时间不合法。",
    },
    40200: {
      errmsg: "invalid account type",
      en: "The account is of a kind that may not use this API or message type.",
      zh: "该类型的账号不能使用此接口或消息类型。",
      first: say(
        "Do not send message menus from a subscription or test account: use a numbered text.",
        "公众号（原订阅号）和测试号不要发送菜单消息：改用编号的纯文本。",
      ),
    },
    40204: {
      errmsg: "can not delete wash or rumor article",
      en: "A removed or refuted article cannot be deleted.",
      zh: "已被清理或辟谣的文章不能删除。",
      retry: "no",
    },
    43007: {
      errmsg: "require bizuser authorize",
      en: "The owner of the account has not authorised this.",
      zh: "公众号主体没有授权该操作。",
    },
    43014: {
      errmsg: "require check agent",
      en: "The call needs an agent's check that was not done.",
      zh: "该调用需要先通过代理校验。",
    },
    43015: {
      errmsg: "require authorize by wechat team to use this function!",
      en: "WeChat's team must authorise this function for the account first.",
      zh: "该功能须先由微信团队为账号开通。",
    },
    43016: {
      errmsg: "require verify",
      en: "The account must be verified first.",
      zh: "账号须先完成微信认证。",
      first: say(
        "Verify the account, or renew a verification that has run out.",
        "完成微信认证；若认证已过期，请续期。",
      ),
    },
    43104: {
      errmsg: "this appid does not have permission",
      en: "This AppID lacks the permission.",
      zh: "该 AppID 没有此权限。",
    },
    45030: {
      errmsg: "limit cardid, not support this function",
      en: "This function is not available for the given card.",
      zh: "该卡券不支持此功能。",
    },
    45032: {
      errmsg: "not inner ip for special acct in white-list",
      en: "The call is only for WeChat's own network.",
      zh: "该调用只允许微信内部网络使用。",
      retry: "no",
    },
    45062: {
      errmsg: "has agreement ad. please use mp.weixin.qq.com",
      en: "The account has an advertising agreement; this must be done in the console.",
      zh: "账号签有广告协议，此操作须在后台进行。",
      first: say("Do it on mp.weixin.qq.com.", "登录 mp.weixin.qq.com 操作。"),
      retry: "no",
    },
    45073: {
      errmsg: "not inner vip for sns in white list",
      en: "The call is only for accounts on an internal list.",
      zh: "该调用只供内部名单上的账号使用。",
      retry: "no",
    },
    45103: {
      errmsg: "This API has been unsupported",
      en: "WeChat no longer offers this API.",
      zh: "微信已不再提供该接口。",
      first: say("Look in the documentation for what replaced it.", "在官方文档中查找替代接口。"),
      retry: "no",
    },
    46101: {
      errmsg:
        "this api have been not supported since 2020-01-11 00:00:00, please use new api(subscribeMessage)!",
      en: "This API was closed on 2020-01-11; subscription messages took its place.",
      zh: "该接口已于 2020-01-11 停用，由订阅消息取代。",
      first: say("Use subscription notifications.", "改用订阅通知。"),
      retry: "no",
    },
    48007: {
      errmsg: "forbid to use other's voip call key",
      en: "The voice-call key belongs to somebody else.",
      zh: "语音通话密钥属于其他账号。",
    },
    48008: {
      errmsg: "no permission for this msgtype",
      en: "The account may not send this type of message.",
      zh: "账号没有发送该类型消息的权限。",
      first: say("Send the same thing as text with a link.", "改用带链接的文本发送同样的内容。"),
    },
    48009: {
      errmsg: "this api is expired",
      en: "The right to use this API has run out.",
      zh: "该接口的使用权已到期。",
    },
    48015: {
      en: "The account has no right to comments.",
      zh: "账号没有留言功能权限。",
    },
    48016: {
      en: 'The account does not qualify for the "watch more" setting of videos.',
      zh: "账号不满足视频“观看更多”的配置条件。",
    },
    50001: {
      errmsg: "api unauthorized or user unauthorized",
      en: "The API is not authorised, for the account or by the user.",
      zh: "该接口未获授权：账号没有权限，或用户没有授权。",
      first: say(
        "For `sns/userinfo`: send the person through the web authorisation with `snsapi_userinfo`.",
        "调用 `sns/userinfo` 时：让用户以 `snsapi_userinfo` 重新进行网页授权。",
      ),
    },
  },
};

/** WeChat has taken a right away. */
export const PUNISHMENTS: Family = {
  trigger: say(
    "WeChat has restricted the account, a template or an API because of a breach of its rules.",
    "微信因违规行为限制了账号、模板或接口。",
  ),
  purpose: say(
    "WeChat protects people from accounts that broke its rules, until they have been set right.",
    "在违规行为得到纠正之前，微信以此保护用户。",
  ),
  checks: [
    say(
      "Log in to mp.weixin.qq.com and read the notice: it names the breach and how long this lasts.",
      "登录 mp.weixin.qq.com 查看通知：其中写明违规原因和限制期限。",
    ),
    say(
      "Stop what led to it, and appeal there if it is a mistake.",
      "停止引发违规的行为；如有误判，可在后台申诉。",
    ),
    say(
      "Do not try again in a loop: it cannot help, and looks like abuse.",
      "不要循环重试：没有用，还可能被视为滥用。",
    ),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    40151: {
      errmsg: "invalid card info, text/pic hit antispam",
      en: "The words or picture of a card were caught by the spam filter.",
      zh: "卡券的文字或图片被反垃圾系统拦截。",
    },
    41031: {
      errmsg: "the form id have been blocked!",
      en: "This form id is blocked.",
      zh: "该 `form_id` 已被封禁。",
    },
    41032: {
      errmsg: "not allow to send message with submitted form id, for punishment",
      en: "Sending with form ids is forbidden as a punishment.",
      zh: "因违规，不允许用 `form_id` 下发消息。",
    },
    41034: {
      errmsg: "not allow to send message with submitted form id, for punishment",
      en: "Sending with submitted form ids has been forbidden as a punishment.",
      zh: "因违规，不允许用已提交的 `form_id` 下发消息。",
    },
    41035: {
      errmsg: "not allow to send message with prepay id, for punishment",
      en: "Sending with a prepay id is forbidden as a punishment.",
      zh: "因违规，不允许用 `prepay_id` 下发消息。",
    },
    43106: {
      errmsg: "not allow to add template, for punishment",
      en: "Adding templates is forbidden as a punishment.",
      zh: "因违规，账号被禁止添加模板。",
    },
    43116: {
      errmsg: "This template_id is banned",
      en: "WeChat has banned this template.",
      zh: "微信已封禁该模板。",
      first: say(
        "Take another template and read the notice about the ban in the console.",
        "更换模板，并在后台查看封禁通知。",
      ),
    },
    45087: {
      errmsg: "customer service message from this account have been blocked!",
      en: "The customer-service messages of this account are blocked.",
      zh: "该账号的客服消息已被封禁。",
    },
    45094: {
      errmsg: "not allow to send custom message when user enter session, for punishment",
      en: "As a punishment the account may not write first when a person enters the conversation.",
      zh: "因违规，用户进入会话时不允许下发客服消息。",
    },
    45102: {
      errmsg: "this api have been blocked temporarily.",
      en: "This API is blocked for a time.",
      zh: "该接口被暂时封禁。",
      retry: "later",
    },
    45501: {
      errmsg: "part or whole of the requests from the very app is temporary blocked by supervisor",
      en: "Requests of this app are blocked for a time, all or some of them.",
      zh: "该应用的全部或部分请求被暂时封禁。",
      retry: "later",
    },
    48011: {
      errmsg: "disabled template id",
      en: "The template is disabled.",
      zh: "该模板已被停用。",
      first: say("Choose another template in the console.", "在后台改选其他模板。"),
    },
    50004: {
      errmsg: "user not allow to use accesstoken, maybe for punishment",
      en: "The account may not fetch access tokens, perhaps as a punishment.",
      zh: "账号不允许获取令牌，可能是因违规受罚。",
    },
    50007: {
      en: "The account is frozen.",
      zh: "账号已被冻结。",
    },
  },
};
