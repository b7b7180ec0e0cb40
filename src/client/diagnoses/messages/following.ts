import { type Entries, say } from "../entry.ts";

/** Whether a person follows, wants to be written to, and is the one who is meant. */
export const FOLLOWING: Entries = {
  43004: {
    errmsg: "require subscribe",
    cause: say(
      "The recipient does not follow the account. They unfollowed, or never followed.",
      "接收者没有关注公众号。可能已经取消关注，也可能从未关注。",
    ),
    trigger: say(
      "A template message or a mass message goes to somebody who is not a follower. (A customer-service message to them gets 45015 instead.)",
      "向未关注的用户发送模板消息或群发消息时发生。（若发送的是客服消息，则返回 45015。）",
    ),
    purpose: say(
      "Notices may only reach people who have chosen to hear from the account, and who can end it by unfollowing.",
      "通知只能发给愿意接收的用户，而用户随时可以通过取消关注来终止。",
    ),
    checks: [
      say(
        "Guide the user to follow again: show the account's QR code or name where you still meet them (web page, mini program, receipt, phone). No message can reach them in the chat.",
        "引导用户重新关注：在仍能接触到用户的地方（网页、小程序、小票、电话）展示公众号二维码或名称。此时无法在会话中联系到对方。",
      ),
      say(
        "Check whether they unfollowed: look for their `unsubscribe` push in the log, or ask `user/info` (`subscribe: 0`). If so, stop their scheduled notices.",
        "检查用户是否已取消关注：在日志中查找其 `unsubscribe` 推送，或调用 `user/info`（`subscribe: 0`）。若已取关，停止其定时通知。",
      ),
      say(
        "Check whether they came by a scan without following: an openid from a web login, a payment or a scanned page does not mean that they follow. Only a `subscribe` push does.",
        "检查用户是否只扫码而未关注：网页授权、支付或扫码页面得到的 `openid` 不代表已关注，以 `subscribe` 推送为准。",
      ),
      say(
        "Check that the account is a service account with that right: template messages need a verified one ({at:rights}).",
        "检查账号是否为具备该权限的服务号：模板消息要求已认证的服务号（查看：{at:rights}）。",
      ),
      say(
        "For people who need not follow, use one-time subscription messages: they reach those who agreed, in WeChat's service notifications (服务通知).",
        "若不要求用户关注，可改用一次性订阅消息：用户同意后，会在“服务通知”中收到。",
      ),
    ],
    retry: "after-following",
    // A template would meet the same refusal; the one-time subscription of the last check would not.
    route: ["passive", "held"],
    see: [50005, 45015, 43101],
    page: "https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html",
  },
  50005: {
    errmsg: "user is unsubscribed",
    cause: say(
      "The person has unfollowed the account, or never followed it.",
      "用户已取消关注公众号，或从未关注。",
    ),
    trigger: say(
      "A call that serves followers only is made for somebody who is not one.",
      "对已取关或从未关注的用户，调用了仅面向已关注用户的接口。",
    ),
    purpose: say(
      "Unfollowing is how a person ends the relation; WeChat enforces it at once.",
      "取消关注意味着用户结束了关系，微信会立即生效。",
    ),
    checks: [
      say(
        "Stop sending to this person and discard what is held for them.",
        "停止向该用户发送，并清除为其暂存的消息。",
      ),
      say(
        "Find out how the `unsubscribe` push was missed: look in the log for its time, and at `MarkFail` alarms from WeChat around it.",
        "查明为何漏掉了 `unsubscribe` 推送：在日志中查找其时间，以及前后是否有微信的推送失败告警。",
      ),
      say(
        "Make sure that the openid belongs to this account, not to a test account or a sister account.",
        "确认 `openid` 属于本账号，而不是测试号或同主体的其他账号。",
      ),
      say(
        "Invite the person to follow again outside WeChat's chat: QR code, web page, mini program.",
        "在会话之外邀请用户重新关注：二维码、网页或小程序。",
      ),
    ],
    retry: "after-following",
    route: ["held"],
    see: [43004, 45015, 40003],
  },
  48002: {
    errmsg: "user block receive message",
    cause: say(
      "The follower has switched off messages from this account. They still follow it.",
      "用户关闭了接收该公众号的消息。对方仍在关注。",
    ),
    trigger: say(
      'A message is sent by the account itself while "Receive messages" is off in the follower\'s settings for it.',
      "用户在公众号设置中关闭“接收消息”后，账号主动下发消息时发生。",
    ),
    purpose: say(
      "People can silence an account without leaving it, and the account has to respect that.",
      "用户可以在不取关的情况下让公众号安静，账号必须尊重。",
    ),
    checks: [
      say(
        "Do not try to get round it: no other sending call will be welcome either.",
        "不要设法绕过：换一个下发接口同样不受欢迎。",
      ),
      say(
        "Keep the message until they write; then answer passively.",
        "暂存消息，等用户来消息时再被动回复。",
      ),
      say(
        'If they complain of missing messages, tell them to open the account\'s page, its settings, and switch on "Receive messages" (接收消息).',
        "若用户反映收不到消息，请对方打开公众号主页的设置，开启“接收消息”。",
      ),
      say(
        "Look at how often you write: people switch off what writes too much.",
        "检查发送频率：消息过多才会被用户关闭。",
      ),
    ],
    retry: "after-contact",
    route: ["passive", "held"],
    see: [43101, 45015],
  },
  43019: {
    errmsg: "require remove blacklist",
    cause: say(
      "The account itself has put this person on its blacklist.",
      "该用户被本公众号列入了黑名单。",
    ),
    trigger: say(
      "A message goes to a person on the blacklist.",
      "向黑名单中的用户发送消息时发生。",
    ),
    purpose: say(
      "An account that does not want to hear from somebody may not write to them either.",
      "账号既然不愿接收对方的消息，也就不能再向对方发送。",
    ),
    checks: [
      say(
        "Look for the person in `tags/members/getblacklist`, or in the console's blacklist (黑名单).",
        "用 `tags/members/getblacklist` 或在后台黑名单中查找该用户。",
      ),
      say(
        "Ask who put them there and why before changing it.",
        "改动之前，先弄清是谁因何将其拉黑。",
      ),
      say(
        "Take them off with `tags/members/batchunblacklist`, or stop writing to them.",
        "用 `tags/members/batchunblacklist` 移出，或停止向其发送。",
      ),
    ],
    retry: "after-mending",
    route: ["none"],
    see: [48002, 50002],
  },
  43101: {
    errmsg: "user refuse to accept the msg",
    cause: say(
      "The person has given no consent for this subscription message. They refused it, cancelled it, never were asked, or their one consent is used up.",
      "用户没有同意接收这条订阅消息。可能拒绝、已取消、从未被询问，或一次性同意已经用掉。",
    ),
    trigger: say(
      "A one-time or subscription message is sent without a consent that is still unused.",
      "在没有剩余授权次数时发送一次性订阅消息或订阅通知。",
    ),
    purpose: say(
      "Each notice needs the person's own yes, template by template.",
      "每条通知都需要用户针对该模板亲自同意。",
    ),
    checks: [
      say(
        "Ask for consent again at a moment when it makes sense to the user: one yes is one message.",
        "在用户能理解的时机再次请求授权：同意一次只能发送一条。",
      ),
      say(
        "Compare the `template_id` (and the `scene`) with those that the user agreed to.",
        "核对 `template_id`（以及 `scene`）是否与用户同意的一致。",
      ),
      say(
        "Read `subscribe_msg_popup_event` and `subscribe_msg_change_event` in the log: they tell who accepted, who refused.",
        "查看日志中的 `subscribe_msg_popup_event` 与 `subscribe_msg_change_event`：其中记录了谁同意、谁拒绝。",
      ),
      say(
        "Hold the message until the next contact meanwhile.",
        "在此期间暂存消息，待用户下次联系时发送。",
      ),
    ],
    retry: "no",
    route: ["held", "customer-service"],
    see: [43004, 48002],
    page: "https://developers.weixin.qq.com/doc/service/api/notify/notify/api_sendnewsubscribemsg.html",
  },
  40003: {
    errmsg: "invalid openid",
    cause: say(
      "WeChat knows no such openid for this account. It is malformed, belongs to another account, or (for some calls) to somebody who does not follow.",
      "对本账号来说，这个 `openid` 无效。可能格式错误、属于其他账号，或（对部分接口）对方没有关注。",
    ),
    trigger: say(
      "Any call that names a person: a message, user information, a tag, an agent session.",
      "任何指定用户的调用：发消息、查用户信息、打标签、创建客服会话。",
    ),
    purpose: say(
      "The same person has a different openid in every account, so that accounts cannot trade their followers.",
      "同一个人在每个账号下的 `openid` 都不同，账号之间无法交换用户。",
    ),
    checks: [
      say(
        "Compare the openid with the `FromUserName` of the person's push, letter by letter: 28 characters as a rule, capitals matter.",
        "将 `openid` 与该用户推送中的 `FromUserName` 逐个字符核对：通常为 28 个字符，区分大小写。",
      ),
      say(
        "Check that it comes from this account: not from a mini program, a test account, an open-platform login, and not a unionid.",
        "确认它来自本账号：不是小程序、测试号、开放平台登录的 `openid`，也不是 `unionid`。",
      ),
      say(
        "Check that the token of the call belongs to the same account.",
        "确认调用所用的令牌属于同一个账号。",
      ),
      say(
        "Check that the person follows, if the call serves followers only.",
        "若接口只面向已关注的用户，确认对方已经关注。",
      ),
    ],
    retry: "no",
    route: ["passive"],
    see: [50005, 49003, 40013],
  },
  50002: {
    errmsg: "user limited",
    cause: say(
      "The person's WeChat account is restricted: frozen by WeChat or closed by its owner.",
      "用户的微信账号受限。可能被微信冻结，或已由本人注销。",
    ),
    trigger: say(
      "A message or call concerns such a person.",
      "对这类用户发送消息或调用接口时发生。",
    ),
    purpose: say(
      "A frozen account takes no part in WeChat, neither sending nor receiving.",
      "被冻结的账号不能使用微信，既不能发送也不能接收。",
    ),
    checks: [
      say(
        "Do nothing about the call: nothing on your side is wrong.",
        "无需修改调用：我方没有错误。",
      ),
      say(
        "Leave the person out of scheduled messages until they write again.",
        "在对方再次来消息之前，不要再向其定时发送。",
      ),
      say(
        "Reach them another way (telephone, e-mail) if it is important.",
        "如有要事，请改用电话或邮件联系。",
      ),
    ],
    retry: "no",
    route: ["none"],
    see: [50005, 48002],
  },
};
