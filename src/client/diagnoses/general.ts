import { type Entries, say } from "./entry.ts";

/** The two codes that any call may get. */
export const GENERAL: Entries = {
  [-1]: {
    cause: say(
      "WeChat is busy or has failed inside. The call itself may be all right.",
      "微信系统繁忙或内部故障。调用本身可能没有问题。",
    ),
    trigger: say(
      "Any call, at any time; more often under many calls at once.",
      "任何调用都可能随时遇到；大量并发时更常见。",
    ),
    purpose: say("This is no rule: WeChat asks for patience.", "这不是限制，只是请开发者稍候。"),
    checks: [
      say(
        "Try again after some seconds, with growing pauses and a bound; the adapter does so by itself.",
        "隔几秒再试，逐渐拉长间隔并限制次数；适配器会自动这样做。",
      ),
      say(
        "Mind duplicates: customer-service messages have no idempotency key. Repeat one only when WeChat has clearly refused it.",
        "注意重复：客服消息没有去重标识，只有在微信明确拒绝之后才能重发。",
      ),
      say("Send fewer calls at the same time if it comes in bursts.", "若成批出现，请降低并发。"),
      say(
        "If it stays for one call only, look at its body: some APIs say this of input that they cannot digest.",
        "若只有某个调用持续出现，检查其请求体：有些接口对无法处理的输入也会这样返回。",
      ),
    ],
    retry: "soon",
    route: ["customer-service", "passive", "held"],
    see: [45011, 61450],
  },
  0: {
    errmsg: "ok",
    cause: say("There is no error: the call succeeded.", "没有错误，调用成功。"),
    trigger: say(
      "WeChat has taken the call. For a message that means accepted, not read.",
      "微信已受理该调用。对消息来说，表示已受理，不代表已读。",
    ),
    purpose: say(
      "WeChat gives no receipt for customer-service messages.",
      "微信不为客服消息提供送达回执。",
    ),
    checks: [
      say(
        "Do nothing. If the user sees nothing all the same, check that the openid is theirs, and look at the chat on another device.",
        "无需处理。若用户仍未看到，核对 `openid` 是否为其本人，并换一台设备查看会话。",
      ),
      say(
        "For a notification, wait for its event (`TEMPLATESENDJOBFINISH`): it says whether it arrived.",
        "对于通知，等待其事件（`TEMPLATESENDJOBFINISH`）：其中写明是否送达。",
      ),
    ],
    retry: "not-needed",
    route: ["not-affected"],
  },
};
