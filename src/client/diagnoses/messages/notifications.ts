import { type Family, say } from "../entry.ts";

/** Template messages, subscription messages and mass sends. */

/** Templates and subscriptions. */
export const TEMPLATES: Family = {
  trigger: say(
    "A template or subscription message is sent, or the account's templates are changed.",
    "发送模板消息或订阅消息，或修改账号的模板时发生。",
  ),
  purpose: say(
    "Notices reach people outside a conversation, so WeChat reviews their form in advance.",
    "通知会在会话之外打扰用户，因此微信预先审核它的格式。",
  ),
  checks: [
    say(
      "Compare the message with the template in the console: its id, the names of its fields, their kinds.",
      "将消息与后台的模板对照：编号、字段名和字段类型。",
    ),
    say("Send it once to yourself before it goes to many.", "大量发送之前，先给自己发送一条。"),
    say(
      "Let the adapter hold the message until the follower's next contact meanwhile.",
      "在此期间由适配器暂存消息，待用户下次联系时发送。",
    ),
  ],
  retry: "after-mending",
  route: ["customer-service", "held"],
  codes: {
    40034: {
      errmsg: "invalid template size",
      en: "The size of the template is wrong.",
      zh: "模板的大小不合法。",
    },
    40036: {
      errmsg: "invalid template_id size",
      en: "The `template_id` has a wrong length.",
      zh: "`template_id` 的长度不合法。",
    },
    40037: {
      errmsg: "invalid template_id",
      en: "The `template_id` is not in this account's list.",
      zh: "`template_id` 不在本账号的模板列表中。",
      first: say(
        "Copy the id from this account's own list: every account has its own ids.",
        "从本账号的模板列表复制编号：每个账号的编号各不相同。",
      ),
    },
    40064: {
      errmsg: "invalid app type",
      en: "The kind of app is unknown.",
      zh: "应用类型不被识别。",
    },
    40074: {
      errmsg: "invalid pay template id",
      en: "The id of the payment template is unknown.",
      zh: "支付模板编号不存在。",
    },
    40081: {
      errmsg: "invalid template_id",
      en: "The id names no template.",
      zh: "该编号没有对应的模板。",
    },
    40102: {
      errmsg: "invalid industry id",
      en: "The id of the industry is unknown.",
      zh: "行业编号不存在。",
    },
    40103: {
      errmsg: "invalid industry index",
      en: "The place of the industry in the settings is wrong.",
      zh: "行业设置的序号不合法。",
    },
    40138: {
      errmsg: "emphasis word can not be first neither remark",
      en: "The emphasised word may be neither the first line nor the remark.",
      zh: "强调字段不能是首行或备注。",
    },
    40170: {
      errmsg: "args count exceed count limit",
      en: "The template has more arguments than allowed.",
      zh: "模板参数的数量超过上限。",
    },
    40176: {
      errmsg: "invalid template id",
      en: "The id of the template is of a wrong kind.",
      zh: "模板编号类型不符。",
    },
    40241: {
      errmsg: "The message is duplicate in 60 seconds",
      en: "The same message went to this person within the last 60 seconds.",
      zh: "60 秒内已向该用户发送过相同的消息。",
      first: say("Do not repeat it: the first copy was taken.", "不要重发：第一条已被受理。"),
      retry: "not-needed",
    },
    41028: {
      errmsg: "invalid form id",
      en: "The form id is wrong or has run out.",
      zh: "`form_id` 不正确或已过期。",
    },
    41029: {
      errmsg: "form id used count reach limit",
      en: "The form id was used as often as it may be.",
      zh: "`form_id` 的使用次数已达上限。",
    },
    41030: {
      errmsg: "invalid page",
      en: "The page that the notification opens does not exist in the released mini program.",
      zh: "通知要打开的页面在已发布的小程序中不存在。",
      first: say(
        "Compare the path with `app.json` of the released version.",
        "与已发布版本的 `app.json` 核对路径。",
      ),
    },
    43100: {
      errmsg: "change template too frequently",
      en: "The templates were changed too often.",
      zh: "模板修改过于频繁。",
      first: say("Wait; the industry may change once a month.", "请等待；行业每月只能修改一次。"),
      retry: "later",
    },
    43102: {
      errmsg: "the tempalte is not subscriptiontype",
      en: "The template is not one for subscriptions.",
      zh: "该模板不是订阅类型。",
      first: say("Choose a subscription template.", "改选订阅类型的模板。"),
    },
    43103: {
      errmsg: "the api only can cancel the subscription",
      en: "This API can only cancel a subscription.",
      zh: "该接口只能取消订阅。",
    },
    43105: {
      errmsg: "news has no binding relation with template_id",
      en: "The article is not bound to the template.",
      zh: "图文与模板没有绑定关系。",
    },
    45012: {
      errmsg: "template size out of limit",
      en: "The template is too large.",
      zh: "模板大小超过限制。",
    },
    45013: {
      errmsg: "too many template args",
      en: "The template has too many arguments.",
      zh: "模板参数过多。",
    },
    45014: {
      errmsg: "template message size out of limit",
      en: "The notification as a whole is too large.",
      zh: "整条通知的大小超过限制。",
    },
    45026: {
      errmsg: "template num exceeds limit",
      en: "The account has as many templates as it may.",
      zh: "账号的模板数量已达上限。",
      first: say(
        "Delete templates that are not used: 25 are allowed.",
        "删除不再使用的模板：上限为 25 个。",
      ),
    },
    45027: {
      errmsg: "template conflict with industry",
      en: "The template belongs to another industry than the account's.",
      zh: "模板与账号设置的行业不符。",
    },
    45051: {
      errmsg: "template msg use invalid link",
      en: "The notification contains a link that is not allowed.",
      zh: "模板消息含有不允许的链接。",
    },
    47501: {
      errmsg: "activity_id error",
      en: "The `activity_id` is wrong.",
      zh: "`activity_id` 错误。",
    },
    47502: {
      errmsg: "target_state error",
      en: "The `target_state` is wrong.",
      zh: "`target_state` 错误。",
    },
    47503: {
      errmsg: "version_type error",
      en: "The `version_type` is wrong.",
      zh: "`version_type` 错误。",
    },
    47504: {
      errmsg: "activity_id",
      en: "The `activity_id` has run out.",
      zh: "`activity_id` 已过期。",
    },
  },
};

/** Mass sends. Codes below 40,000 come in the `MASSSENDJOBFINISH` event as `err(10001)`. */
export const MASS_SENDS: Family = {
  trigger: say(
    "A message to many is handed in, looked at or judged.",
    "提交、查询群发消息，或群发消息接受审核时发生。",
  ),
  purpose: say(
    "One mass message reaches everybody, so its number is small and its content is reviewed.",
    "群发会送达所有人，因此次数很少，内容也要审核。",
  ),
  checks: [
    say(
      "Look at the mass message in the console: its state and WeChat's reason are shown there.",
      "在后台查看该群发消息：可看到状态和微信给出的原因。",
    ),
    say(
      "Mend it and hand it in with a new `clientmsgid`.",
      "修正后使用新的 `clientmsgid` 再次提交。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    10001: {
      en: "Result of a mass send: refused as advertising.",
      zh: "群发结果：因涉嫌广告未能发出。",
    },
    20001: {
      en: "Result of a mass send: refused as political.",
      zh: "群发结果：因涉嫌政治内容未能发出。",
    },
    20002: {
      en: "Result of a mass send: refused as pornographic.",
      zh: "群发结果：因涉嫌色情未能发出。",
    },
    20004: {
      en: "Result of a mass send: refused as harmful to society.",
      zh: "群发结果：因涉嫌社会危害未能发出。",
    },
    20006: {
      en: "Result of a mass send: refused as criminal.",
      zh: "群发结果：因涉嫌违法犯罪未能发出。",
    },
    20008: {
      en: "Result of a mass send: refused as fraud.",
      zh: "群发结果：因涉嫌欺诈未能发出。",
    },
    20013: {
      en: "Result of a mass send: refused for copyright.",
      zh: "群发结果：因涉嫌版权问题未能发出。",
    },
    21000: {
      en: "Result of a mass send: refused for another reason of content.",
      zh: "群发结果：因其他内容原因未能发出。",
    },
    22000: {
      en: "Result of a mass send: refused as mutual promotion of accounts.",
      zh: "群发结果：因涉嫌互推未能发出。",
    },
    30001: {
      en: "Result of a mass send: the check of originality failed, and the sender chose not to go on.",
      zh: "群发结果：原创校验系统出错，且设置为不继续群发。",
      retry: "later",
    },
    30002: {
      en: "Result of a mass send: an article is a reprint, and the sender chose not to go on.",
      zh: "群发结果：有文章被判定为转载，且设置为不继续群发。",
      first: say(
        "Set `send_ignore_reprint` to 1 if reprinting is allowed.",
        "若允许转载，将 `send_ignore_reprint` 设为 1。",
      ),
    },
    30003: {
      en: "Result of a mass send: an article is a reprint that its author forbids.",
      zh: "群发结果：有文章被判定为作者禁止的转载。",
    },
    40059: {
      errmsg: "invalid msg id",
      en: "The id of the mass message is not valid.",
      zh: "群发消息的编号不合法。",
    },
    40060: {
      errmsg: "invalid article idx",
      en: "The number of the article in the mass message is not valid.",
      zh: "群发图文中的文章序号不合法。",
    },
    40065: {
      errmsg: "invalid msg status",
      en: "The state of the message is not one that WeChat knows.",
      zh: "消息状态不被识别。",
    },
    40130: {
      errmsg: "invalid openid list size, at least two openid",
      en: "A mass send to a list needs at least two openids.",
      zh: "按列表群发至少需要两个 `openid`。",
      first: say(
        "For one person send a customer-service message or a notification.",
        "只发给一个人时，请用客服消息或通知。",
      ),
    },
    44007: {
      errmsg: "repeated msg id",
      en: "The message id was used before.",
      zh: "消息编号重复。",
    },
    45000: {
      errmsg: "msg_id size out of limit",
      en: "The message id is too long.",
      zh: "消息编号超过长度限制。",
    },
    45028: {
      errmsg: "has no masssend quota",
      en: "There is no mass send left for the account today, or for its readers this month.",
      zh: "账号当天的群发次数，或读者本月可收的次数，已用完。",
      first: say(
        "Subscription accounts: once a day. Service accounts: four a reader in a calendar month.",
        "公众号（原订阅号）每天一次；服务号每位读者每个自然月四次。",
      ),
      retry: "later",
    },
    45052: {
      errmsg: "masssend msg use invalid type",
      en: "The mass message uses a type that is not allowed.",
      zh: "群发消息使用了不允许的类型。",
    },
    45065: {
      errmsg: "clientmsgid exist",
      en: "This `clientmsgid` was used for an earlier mass send, which counts.",
      zh: "相同 `clientmsgid` 的群发已经存在，以那一次为准。",
      first: say(
        "Take the `msg_id` in the reply: it is that of the first send.",
        "使用返回的 `msg_id`：它就是第一次群发的编号。",
      ),
      retry: "not-needed",
    },
    45066: {
      errmsg: "same clientmsgid retry too fast",
      en: "The same `clientmsgid` was tried again within a minute.",
      zh: "一分钟内重复提交了相同的 `clientmsgid`。",
      first: say(
        "Wait one minute, then repeat with the same `clientmsgid`.",
        "等待一分钟，再用相同的 `clientmsgid` 重试。",
      ),
      retry: "next-minute",
    },
    45067: {
      errmsg: "clientmsgid size out of limit",
      en: "The `clientmsgid` is longer than 64 bytes.",
      zh: "`clientmsgid` 超过 64 字节。",
    },
    45083: {
      errmsg: "the speed out of range",
      en: "The speed of the mass send is not a number from 0 to 4.",
      zh: "群发速度不在 0 到 4 之间。",
    },
    45084: {
      errmsg: "No speed message",
      en: "The speed of the mass send is missing.",
      zh: "没有设置群发速度。",
    },
    45090: {
      errmsg: "invalid group msg ticket",
      en: "The ticket of the group message is not valid.",
      zh: "群发消息的票据无效。",
    },
    48003: {
      errmsg: "user not agree mass-send protocol",
      en: "The account has not agreed to the terms of mass sends.",
      zh: "账号尚未同意群发协议。",
      first: say(
        "Have an administrator agree to them in the console.",
        "请管理员在后台同意该协议。",
      ),
    },
  },
};
