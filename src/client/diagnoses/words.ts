import { type Retry, type Said, say, type Way } from "./entry.ts";

/** What the verdicts mean, for people. */
export const RETRY_WORDS: Readonly<Record<Retry, Said>> = {
  no: say("No. The same call gets the same answer.", "不能。同样的调用只会得到同样的结果。"),
  "not-needed": say(
    "Not needed. What was asked for is so already.",
    "不需要。所要求的状态已经达成。",
  ),
  soon: say("Yes, after a few seconds, with growing pauses.", "可以。隔几秒再试，并逐渐拉长间隔。"),
  "next-minute": say(
    "Yes, in the next minute, and more slowly.",
    "可以。等到下一分钟，并放慢速度。",
  ),
  tomorrow: say(
    "Yes, when WeChat's new day begins (it does not say when; expect midnight in Beijing).",
    "可以。等微信的新一天开始（官方未写明时刻，通常为北京时间零点）。",
  ),
  later: say("Yes, when the restriction has ended.", "可以。等限制解除之后再试。"),
  "after-contact": say(
    "Only after this user has been in contact again. Until then the answer stays the same.",
    "只有在该用户再次联系之后才行，之前重试结果不变。",
  ),
  "after-following": say(
    "Only after this person has followed. Until then the answer stays the same.",
    "只有在对方关注之后才行，之前重试结果不变。",
  ),
  "after-mending": say(
    "Only after the cause has been mended. Until then the answer stays the same.",
    "只有在原因排除之后才行，之前重试结果不变。",
  ),
  "once-with-a-new-token": say(
    "Once, with a new token. If that is refused too, the cause is another.",
    "换用新令牌重试一次；若仍被拒绝，则另有原因。",
  ),
};

/** The ways that remain for a message, for people. */
export const WAY_WORDS: Readonly<Record<Way, Said>> = {
  passive: say(
    "Passive reply: in the answer to the user's next push. It needs neither window nor token.",
    "被动回复：在用户下一次推送的应答中发出，不需要窗口，也不需要令牌。",
  ),
  held: say(
    "Held: the adapter keeps it until the user's next contact.",
    "暂存：由适配器保存，待用户下次联系时发出。",
  ),
  "customer-service": say(
    "Customer-service message: while the user's window is open and the call is accepted.",
    "客服消息：在用户窗口打开且调用被接受时发出。",
  ),
  notification: say(
    "Notification: a subscription or template message, where the user has agreed to it.",
    "通知：用户同意后，可用订阅消息或模板消息发出。",
  ),
  none: say("None: nothing reaches this person for now.", "没有：目前无法联系到该用户。"),
  "not-affected": say(
    "Not affected: this call carries no message to a user.",
    "不受影响：该调用不涉及发给用户的消息。",
  ),
};

/** What can honestly be said of a code that is in no table. */
export const UNKNOWN = {
  cause: (code: number) =>
    say(
      `WeChat's tables that we know do not list ${code}.`,
      `我们掌握的微信错误码表中没有 ${code}。`,
    ),
  trigger: say("We do not know when it happens.", "我们不清楚它何时出现。"),
  purpose: say("We do not know why WeChat answers so.", "我们不清楚微信为何这样返回。"),
  checks: [
    say(
      "Read WeChat's own text beside the code: it often names the field or the rule.",
      "阅读错误码旁边的原文：其中常写明字段或规则。",
    ),
    say(
      "Give the rid to WeChat's own diagnosis within seven days: {at:diagnosis}. `openapi/rid/get` shows the request as WeChat received it.",
      "七天内把 `rid` 交给微信的诊断工具：{at:diagnosis}；`openapi/rid/get` 可以看到微信收到的请求。",
    ),
    say(
      "Look for the code on the page of the API that was called; new codes appear there first.",
      "在所调用接口的官方页面查找该错误码：新的错误码最先出现在那里。",
    ),
    say(
      "Check which product answered: mini programs, WeChat Pay and WeCom have tables of their own.",
      "确认是哪个产品返回的：小程序、微信支付和企业微信各有自己的错误码表。",
    ),
    say(
      "Do not repeat the call blindly; answer the user passively meanwhile.",
      "不要盲目重试；在此期间用被动回复答复用户。",
    ),
  ],
} as const;
