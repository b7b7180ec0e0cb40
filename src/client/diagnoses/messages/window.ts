import {
  ACTION_GRANT_MESSAGES,
  ACTION_GRANT_MS,
  MESSAGE_GRANT_MESSAGES,
  MESSAGE_GRANT_MS,
  TYPING_MS,
  TYPING_NEEDS_CONTACT_MS,
} from "../../../protocol/limits.ts";
import { type Entries, hours, minutes, say, seconds } from "../entry.ts";

const SEND_PAGE =
  "https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html";
const TYPING_PAGE =
  "https://developers.weixin.qq.com/doc/service/api/customer/message/api_typing.html";

/** The customer-service window: when an account may write, and how often. */
export const WINDOW: Entries = {
  45015: {
    errmsg: "response out of time limit or subscription is canceled",
    cause: say(
      "No customer-service window is open for this follower. They have done nothing lately that opens one, or they no longer follow the account.",
      "该用户当前没有打开的客服消息窗口。可能是近期没有能打开窗口的互动，也可能已经取消关注。",
    ),
    trigger: say(
      `A customer-service message is sent more than ${hours(MESSAGE_GRANT_MS)} hours after the follower's last message, or more than ${minutes(ACTION_GRANT_MS)} minute after a follow, a scan, or a tap on a menu item that counts (\`click\`, \`scancode_push\`, \`scancode_waitmsg\`). It also comes at any time after they have unfollowed. Opening the chat or tapping a link opens no window.`,
      `在用户最后一条消息的 ${hours(MESSAGE_GRANT_MS)} 小时之后，或在关注、扫码、点击有效菜单（\`click\`、\`scancode_push\`、\`scancode_waitmsg\`）的 ${minutes(ACTION_GRANT_MS)} 分钟之后发送客服消息；用户取消关注后也会随时出现。仅仅打开会话或点击链接不会打开窗口。`,
    ),
    purpose: say(
      "An account may speak to people who have just turned to it, and to nobody else. That keeps advertising out of everybody's chats.",
      "账号只能与刚刚主动联系它的用户对话，以免用户的会话被广告打扰。",
    ),
    checks: [
      say(
        `Wait for the user to write again: one message opens ${hours(MESSAGE_GRANT_MS)} hours and ${MESSAGE_GRANT_MESSAGES} messages. Let the adapter hold the message; it goes out first at their next contact.`,
        `等待用户再次发来消息：一条消息即可打开 ${hours(MESSAGE_GRANT_MS)} 小时、${MESSAGE_GRANT_MESSAGES} 条的窗口。由适配器暂存这条消息，用户下次联系时最先发出。`,
      ),
      say(
        "Or switch to the passive flow: answer inside the reply to the user's own push. It needs no window.",
        "或改走被动回复流程：在用户推送的应答里直接回复，不需要窗口。",
      ),
      say(
        "Use subscription messages (or template messages, on a verified service account) for notices that cannot wait. They do not depend on the window, but on the user's consent.",
        "不能等待的通知请改用订阅消息（已认证的服务号也可用模板消息）。它们不依赖窗口，而取决于用户是否同意。",
      ),
      say(
        "Check whether the user still follows: `user/info` answers `subscribe: 0` for one who has left. Then nothing goes out until they follow again.",
        "检查用户是否仍在关注：`user/info` 返回 `subscribe: 0` 表示已取关，此时在其重新关注之前什么也发不出去。",
      ),
      say(
        "Compare the time of the user's last push in the log with {at|the time of this call}. If that is within the window, look for a queue or a clock that runs late.",
        "将日志中用户最后一次推送的时间与{at|本次调用的时间}对比。若仍在窗口之内，请检查队列是否积压、时钟是否偏差。",
      ),
    ],
    retry: "after-contact",
    route: ["passive", "held", "notification"],
    see: [45047, 43004, 48001],
    page: SEND_PAGE,
  },
  45047: {
    errmsg: "out of response count limit",
    cause: say(
      "The follower's window is open, but its messages are used up.",
      "该用户的窗口仍然打开，但可发的条数已经用完。",
    ),
    trigger: say(
      `A message more than allowed: the ${MESSAGE_GRANT_MESSAGES + 1}th after one message of the user, or the ${ACTION_GRANT_MESSAGES + 1}th after a follow, a scan or a menu tap. Only messages sent through the API are counted.`,
      `超出了允许的条数：用户发来一条消息后的第 ${MESSAGE_GRANT_MESSAGES + 1} 条，或关注、扫码、点击菜单后的第 ${ACTION_GRANT_MESSAGES + 1} 条。只有通过接口发送的消息计数。`,
    ),
    purpose: say(
      "A conversation has two sides: an account that talks on without being answered is stopped.",
      "对话应有来有往：用户没有回应时，账号不能一直说下去。",
    ),
    checks: [
      say(
        "Do not send it again: every try gets the same answer until the user acts.",
        "不要重发：用户没有新的互动之前，每次都会得到同样的结果。",
      ),
      say(
        "Wait for the user to write again; the count starts afresh. Let the adapter hold the message until then.",
        "等待用户再次发来消息，条数会重新计算。在此之前由适配器暂存消息。",
      ),
      say(
        "Answer the next message passively: a passive reply is not known to use the count.",
        "用户下次来消息时用被动回复作答：目前没有迹象表明被动回复占用条数。",
      ),
      say(
        "Send fewer, longer messages: join texts that belong together, and drop progress messages.",
        "减少条数：把相关的文字合并成一条，去掉进度提示。",
      ),
      say(
        "Look for another sender on the same account: a second server, a console auto-reply, a human agent's tool.",
        "检查同一账号是否还有其他发送方：另一台服务器、后台自动回复或人工客服工具。",
      ),
    ],
    retry: "after-contact",
    route: ["passive", "held", "notification"],
    see: [45015, 45009],
    page: SEND_PAGE,
  },
  45080: {
    errmsg:
      "need sending message to user, or recving message from user in the last 30 seconds before typing",
    cause: say(
      `"Is typing" came without a recent message. There was none in either direction in the last ${seconds(TYPING_NEEDS_CONTACT_MS)} seconds.`,
      `发送输入状态之前没有近期的消息往来。最近 ${seconds(TYPING_NEEDS_CONTACT_MS)} 秒内双方都没有消息。`,
    ),
    trigger: say(
      "The bot begins to work long after the user wrote, or on its own account.",
      "距离用户来消息已久，或机器人自行开始工作时发生。",
    ),
    purpose: say(
      "The sign belongs to a conversation that goes on now.",
      "输入状态只属于正在进行的对话。",
    ),
    checks: [
      say(
        "Ignore it: nothing is lost but the sign. Send the answer itself.",
        "忽略即可：损失的只是一个提示，直接发送答复。",
      ),
      say(
        "Send the sign at the beginning of the work, directly after the user's message.",
        "在收到用户消息后、开始工作时就发送输入状态。",
      ),
    ],
    retry: "no",
    route: ["not-affected"],
    see: [45081, 45015],
    page: TYPING_PAGE,
  },
  45081: {
    errmsg: "you are already typing",
    cause: say('"Is typing" is shown already.', "输入状态已经在显示。"),
    trigger: say(
      `The sign is sent again within about ${seconds(TYPING_MS)} seconds.`,
      `在大约 ${seconds(TYPING_MS)} 秒之内重复发送了输入状态。`,
    ),
    purpose: say(
      "One sign is enough; repeating it only costs calls.",
      "一次就够了，重复只会浪费调用。",
    ),
    checks: [
      say("Ignore it: the user sees the sign.", "忽略即可：用户能看到提示。"),
      say(
        "If it comes often, look for two processes that send it for one turn.",
        "若经常出现，检查是否有两个进程为同一轮对话重复发送。",
      ),
    ],
    retry: "not-needed",
    route: ["not-affected"],
    see: [45080],
    page: TYPING_PAGE,
  },
};
