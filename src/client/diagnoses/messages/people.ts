import { type Family, say } from "../entry.ts";

/** The person whom a call is about. */

/** Whom a message goes to. */
export const RECIPIENTS: Family = {
  trigger: say(
    "A call names a person whom it cannot be about.",
    "调用所指定的用户不适用于该接口。",
  ),
  purpose: say(
    "An account reaches only people who have turned to it, each under an openid made for this account.",
    "账号只能联系主动与它发生关系的用户，而且每个用户的 `openid` 只对该账号有效。",
  ),
  checks: [
    say(
      "Check that the openid came from a push or a call of this very account.",
      "确认 `openid` 来自本账号的推送或接口，而不是其他账号。",
    ),
    say(
      "Ask `user/info` what WeChat knows of the person: `subscribe` is 1 for a follower.",
      "用 `user/info` 查询该用户：`subscribe` 为 1 表示已关注。",
    ),
    say(
      "Remove the person from lists and scheduled work if they have left.",
      "若用户已离开，请将其从名单和定时任务中移除。",
    ),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    40031: {
      errmsg: "invalid openid list",
      en: "The list of openids has a wrong form.",
      zh: "`openid` 列表的格式不合法。",
    },
    40032: {
      errmsg: "invalid openid list size",
      en: "The list of openids is empty or too long for this call.",
      zh: "`openid` 列表为空，或超过了该接口的上限。",
      first: say(
        "Split the list: 100 for user information, 50 for tagging, 20 for the blacklist.",
        "拆分列表：批量查用户信息最多 100 个，打标签最多 50 个，黑名单最多 20 个。",
      ),
    },
    40106: {
      errmsg: "invalid user name",
      en: "The name of the user is not valid.",
      zh: "用户名不合法。",
    },
    40112: {
      errmsg: "can not set bind openid",
      en: "An openid cannot be bound here.",
      zh: "此处不能绑定 `openid`。",
    },
    40132: {
      errmsg: "invalid username",
      en: "The WeChat id given is not valid.",
      zh: "所填的微信号不合法。",
    },
    41009: {
      errmsg: "missing openid",
      en: "The openid is missing from the request.",
      zh: "请求中缺少 `openid`。",
    },
    43005: {
      errmsg: "require friend relations",
      en: "The two users are not friends, and this call needs them to be.",
      zh: "双方不是好友，而该调用要求好友关系。",
    },
    43006: {
      errmsg: "require not block",
      en: "The recipient has blocked the sender.",
      zh: "接收者屏蔽了发送者。",
      retry: "no",
    },
    45019: {
      errmsg: "too many openid, please input less",
      en: "Too many openids stand in one request.",
      zh: "一次请求中的 `openid` 过多。",
      first: say("Split the list and call several times.", "拆分列表，分多次调用。"),
    },
    45036: {
      errmsg: "User receive announcement limit",
      en: "This person has already received as many announcements as one may.",
      zh: "该用户收到的公告已达上限。",
      retry: "later",
    },
    45037: {
      errmsg: "user out of time limit or never talked in tempsession",
      en: "The person is outside the temporary session, or never spoke in it.",
      zh: "用户不在临时会话的时限内，或从未在其中发言。",
      first: say(
        "Wait until the person writes in the temporary session.",
        "等待用户在临时会话中发言。",
      ),
      retry: "after-contact",
    },
    45038: {
      errmsg: "user subscribed, cannot use tempsession api",
      en: "The person follows the account, so the temporary-session API is not for them.",
      zh: "用户已关注公众号，不适用临时会话接口。",
      first: say("Send an ordinary customer-service message instead.", "改用普通的客服消息发送。"),
      retry: "no",
    },
    46004: {
      errmsg: "user no exist",
      en: "There is no such user.",
      zh: "没有这个用户。",
    },
    49003: {
      errmsg: "not match openid with appid",
      en: "The openid belongs to another account.",
      zh: "`openid` 属于另一个账号。",
    },
    50003: {
      errmsg: "user unexpected, maybe not in white list",
      en: "The person is not one that this call may address, perhaps not on a test list.",
      zh: "该用户不在此调用允许的范围内，可能不在测试名单里。",
    },
    50006: {
      errmsg: "user has switched off friends authorization",
      en: "The person has switched off friends' authorisation.",
      zh: "用户关闭了好友授权。",
    },
  },
};

/** "Is typing". */
export const TYPING: Family = {
  trigger: say('"Is typing" is sent with a wrong command.', "发送输入状态时用了错误的命令。"),
  purpose: say(
    "The sign stands for somebody who is about to answer, so WeChat watches how it is used.",
    "输入状态表示对方即将回复，因此微信会检查它的用法。",
  ),
  checks: [
    say(
      "Let the adapter send it: it knows the words and the pace.",
      "交给适配器发送：它了解命令和节奏。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    45072: {
      errmsg: "invalid command",
      en: "The `command` is neither `Typing` nor `CancelTyping`.",
      zh: "`command` 既不是 `Typing` 也不是 `CancelTyping`。",
      first: say(
        "Send one of the two words, with exactly these capitals.",
        "使用这两个取值之一，注意大小写。",
      ),
    },
  },
};

/** Tags, groups and remarks. */
export const TAGS: Family = {
  trigger: say(
    "Tags, groups or remarks of followers are changed.",
    "修改用户的标签、分组或备注时发生。",
  ),
  purpose: say(
    "Tags are the account's own order; their number and names are bounded to stay fast and readable.",
    "标签是账号自己的分类；限制数量和名称是为了查询快速、便于阅读。",
  ),
  checks: [
    say(
      "Read the present tags with `tags/get` and compare ids and names.",
      "用 `tags/get` 读取现有标签，核对编号和名称。",
    ),
    say(
      "Mend the call; messages to followers are not touched by it.",
      "修正该调用；发给用户的消息不受影响。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    40050: {
      errmsg: "invalid timeline type",
      en: "The id of the group is not valid.",
      zh: "分组编号不合法。",
    },
    40051: {
      errmsg: "invalid group name",
      en: "The name of the group is not valid.",
      zh: "分组名称不合法。",
    },
    40092: {
      errmsg: "invalid remark name",
      en: "The remark is not allowed or too long.",
      zh: "备注名不合法或过长。",
      first: say("Use fewer than 30 characters.", "少于 30 个字符。"),
    },
    40152: {
      errmsg: "invalid group id",
      en: "There is no group with this id.",
      zh: "没有使用该编号的分组。",
    },
    45016: {
      errmsg: "can't modify sys group",
      en: "The group is WeChat's own and cannot be changed.",
      zh: "系统自带的分组不能修改。",
      retry: "no",
    },
    45017: {
      errmsg: "can't set group name too long sys group",
      en: "The name of the group is too long.",
      zh: "分组名称过长。",
    },
    45018: {
      errmsg: "too many group now, no need to add new",
      en: "The account has as many groups as it may.",
      zh: "分组数量已达上限。",
    },
    45056: {
      errmsg: "too many tag now, no need to add new",
      en: "The account has 100 tags, the most it may have.",
      zh: "标签已达 100 个的上限。",
      first: say("Delete a tag that is not used.", "删除不再使用的标签。"),
    },
    45057: {
      errmsg: "can't delete the tag that has too many fans",
      en: "The tag has more than 100,000 followers and cannot be deleted at once.",
      zh: "标签下的用户超过 10 万，不能直接删除。",
      first: say(
        "Untag followers until fewer than 100,000 are left.",
        "先取消部分用户的标签，降到 10 万以下。",
      ),
    },
    45058: {
      errmsg: "can't modify sys tag",
      en: "The tags 0, 1 and 2 are WeChat's own and cannot be changed.",
      zh: "编号 0、1、2 的标签由系统保留，不能修改。",
      retry: "no",
    },
    45059: {
      errmsg: "can not tagging one user too much",
      en: "The follower carries 20 tags already.",
      zh: "该用户身上的标签已达 20 个。",
      first: say("Take another tag off first.", "先取消其他标签。"),
    },
    45157: {
      errmsg: "invalid tag name",
      en: "The name of the tag is not allowed, or another tag has it.",
      zh: "标签名不合法，或与其他标签重名。",
    },
    45158: {
      errmsg: "tag name too long",
      en: "The name of the tag is longer than 30 bytes.",
      zh: "标签名超过 30 字节。",
      first: say("Ten Chinese characters fill 30 bytes.", "十个汉字即占 30 字节。"),
    },
    45159: {
      errmsg: "invalid tag id",
      en: "There is no tag with this id.",
      zh: "没有使用该编号的标签。",
    },
  },
};
