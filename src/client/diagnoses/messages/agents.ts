import { type Family, say } from "../entry.ts";

/** Agents: people who answer for the account. */

export const AGENTS: Family = {
  trigger: say(
    "An agent account, an invitation, a session or a chat record is worked on.",
    "操作客服账号、邀请、会话或聊天记录时发生。",
  ),
  purpose: say(
    "A follower must always know who speaks, and is served by one agent at a time.",
    "用户始终应知道对方是谁，并且同一时间只由一位客服接待。",
  ),
  checks: [
    say(
      "Read the agents with `getkflist` and compare the whole name, `prefix@account`.",
      "用 `getkflist` 读取客服列表，核对包含 `@` 及其后部分的完整账号名。",
    ),
    say(
      "Leave out `kf_account` to send in the account's own name meanwhile.",
      "在此期间可不填 `kf_account`，以公众号自己的名义发送。",
    ),
  ],
  retry: "after-mending",
  route: ["customer-service", "passive"],
  codes: {
    61400: {
      errmsg: "kf_account error",
      en: "The agent account is wrong.",
      zh: "客服账号有误。",
    },
    61401: {
      errmsg: "kf system alredy transfer",
      en: "The account has moved to the new agent system already.",
      zh: "账号已迁移到新版客服系统。",
      first: say("Use the calls of the new system.", "改用新版客服接口。"),
      retry: "no",
    },
    61451: {
      en: "A parameter of the agent call is wrong.",
      zh: "客服接口的参数错误。",
    },
    61452: {
      en: "There is no such agent account.",
      zh: "客服账号不存在或无效。",
    },
    61453: {
      en: "An agent account of this name exists already.",
      zh: "同名客服账号已经存在。",
    },
    61454: {
      en: "The name of the agent account is longer than 10 characters before the `@`.",
      zh: "客服账号名在 `@` 之前超过 10 个字符。",
    },
    61455: {
      en: "The name of the agent account has characters other than letters and digits.",
      zh: "客服账号名含有字母和数字以外的字符。",
    },
    61456: {
      en: "The account has as many agents as it may: 100, or 10 by the old rule.",
      zh: "客服账号数量已达上限：现为 100 个，旧规则为 10 个。",
      first: say("Delete agents who have left.", "删除已离职的客服账号。"),
    },
    61457: {
      en: "The agent's picture is of a wrong file type.",
      zh: "客服头像的文件类型不合法。",
      first: say("Use JPG, best 640 by 640 pixels.", "使用 JPG，建议 640×640 像素。"),
    },
    65400: {
      errmsg: "please enable new custom service, or wait for a while if you have enabled",
      en: "The new agent system is not switched on, or not ready yet.",
      zh: "新版客服功能尚未开通，或开通后仍在生效中。",
      first: say(
        "Switch it on in the console and wait some minutes.",
        "在后台开通该功能并等待几分钟。",
      ),
    },
    65401: {
      errmsg: "invalid custom service account",
      en: "The agent account is not valid.",
      zh: "客服账号无效。",
    },
    65402: {
      errmsg: "the custom service account need to bind a wechat user",
      en: "No WeChat user is bound to the agent account.",
      zh: "客服账号还没有绑定微信用户。",
      first: say(
        "Invite the person with `inviteworker` and have them accept.",
        "用 `inviteworker` 邀请对方并请其接受。",
      ),
    },
    65403: {
      errmsg: "illegal nickname",
      en: "The agent's nickname is not allowed.",
      zh: "客服昵称不合法。",
      first: say(
        "Use at most 16 characters and no reserved words.",
        "不超过 16 个字符，且不含禁用词。",
      ),
    },
    65404: {
      errmsg: "illegal custom service account",
      en: "The agent account's name is not allowed.",
      zh: "客服账号名不合法。",
    },
    65405: {
      errmsg: "custom service account number reach limit",
      en: "The number of agent accounts is at its limit.",
      zh: "客服账号数量达到上限，不能再添加。",
      first: say("Delete agents who have left.", "删除已离职的客服账号。"),
    },
    65406: {
      errmsg: "custom service account exists",
      en: "The agent account exists already, so it cannot be added.",
      zh: "要添加的客服账号已存在。",
      retry: "not-needed",
    },
    65407: {
      errmsg: "the wechat user have been one of your workers",
      en: "This WeChat user is one of the account's agents already.",
      zh: "该微信用户已经是本账号的客服。",
      retry: "not-needed",
    },
    65408: {
      errmsg: "you have already invited the wechat user",
      en: "This WeChat user has been invited already.",
      zh: "已经邀请过该微信用户。",
      retry: "not-needed",
    },
    65409: {
      errmsg: "wechat account invalid",
      en: "The WeChat id of the invited person is not valid.",
      zh: "被邀请者的微信号无效。",
    },
    65410: {
      errmsg: "too many custom service accounts bound by the worker",
      en: "The invited person is bound to too many agent accounts.",
      zh: "被邀请者绑定的客服账号过多。",
      first: say("Have them leave another account first.", "请对方先解除其他绑定。"),
    },
    65411: {
      errmsg: "a effective invitation to bind the custom service account exists",
      en: "An invitation for this agent account is still open.",
      zh: "该客服账号有一个未失效的绑定邀请。",
      first: say("Wait until it is accepted or has run out.", "等待对方接受或邀请失效。"),
      retry: "later",
    },
    65412: {
      errmsg: "the custom service account have been bound by a wechat user",
      en: "A WeChat user is bound to this agent account already.",
      zh: "该客服账号已经绑定了微信用户。",
      retry: "not-needed",
    },
    65413: {
      errmsg: "no effective session for the customer",
      en: "The customer has no open session with an agent.",
      zh: "该用户当前没有进行中的客服会话。",
      first: say(
        "Open a session before closing or moving it; if it is over, go on without.",
        "先创建会话再关闭或转接；若已结束则无需处理。",
      ),
    },
    65414: {
      errmsg: "another worker is serving the customer",
      en: "Another agent serves this customer.",
      zh: "该用户正由其他客服接待。",
      first: say(
        "Leave the customer with that agent, or close that session first.",
        "让对方继续接待，或先关闭其会话。",
      ),
    },
    65415: {
      errmsg: "the worker is not online",
      en: "The agent is not online.",
      zh: "客服不在线。",
      first: say(
        "Ask `getonlinekflist` for an agent who is online before opening a session.",
        "创建会话前先用 `getonlinekflist` 查询在线客服。",
      ),
      retry: "later",
    },
    65416: {
      errmsg: "param invalid, please check",
      en: "A parameter of the chat-record call is wrong.",
      zh: "查询聊天记录的参数错误。",
    },
    65417: {
      errmsg: "it is too long from the starttime to endtime",
      en: "The span of the chat record is too long.",
      zh: "查询聊天记录的时间跨度过长。",
      first: say("Ask for at most 24 hours at a time.", "每次查询不超过 24 小时。"),
    },
  },
};
