import { type BotMessage, texts } from "../../src/index.ts";

interface Answered {
  readonly question: string;
  readonly answer: string;
  /** Of a template of the account; undefined where it has none. */
  readonly templateId: string | undefined;
}

/** WeChat cuts what stands in one place of a template. */
const PLACE_CHARACTERS = 20;

/** Later than 48 hours an account may not write freely: then the notification goes in the message's place. */
function notified(text: string, { question, answer, templateId }: Answered): BotMessage {
  if (templateId === undefined) return text;
  const short = (words: string) => words.slice(0, PLACE_CHARACTERS);
  const data = { question: short(question), answer: short(answer) };
  const notification = { kind: "template", templateId, data };
  return { type: "message", text, channelData: { notification } };
}

export const words = texts(
  "en",
  {
    welcome: "Hello! Ask us anything about your order.",
    "ask.topic": "What is it about?",
    "topic.delivery": "Delivery",
    "topic.returns": "Returning something",
    "topic.invoice": "Invoices",
    "topic.other": "Something else",
    "faq.told": "{answer:text}",
    "answer.delivery": "Orders leave our house within a day, and are with you two days later.",
    "answer.returns": "You can return everything within 7 days. Send it to 15 Plum Lane, Shanghai.",
    "answer.invoice": "Your invoice is in the parcel. We also send it by mail: just ask.",
    "ask.helped": "Does that answer your question?",
    glad: "Good to hear. Have a nice day!",
    "ask.question": "Then please put it in your own words. A colleague will answer it.",
    "ticket.filed":
      "Thank you, a colleague looks into it. Add what you like, in words or pictures. You will hear from us here; if not, say something tomorrow and you see the answer.",
    "ticket.failed": "We could not file your question. Please call 021-6278 2051.",
    "ticket.answered": (answered: Answered) =>
      notified(`About “${answered.question}”: ${answered.answer}`, answered),
    "window.last":
      "We still look into your question. WeChat lets us write to you for one more hour: say anything, and we " +
      "can reach you for two more days. Otherwise say something later, and you see the answer.",
    "engine.wait":
      "Your question is with a colleague. Add what you like, or ask about delivery, returns, invoices.",
    "engine.noHuman":
      "Nobody can chat with you here. Put your question in words and a colleague answers it, or call 021-6278 2051.",
  },
  {
    zh: {
      welcome: "您好！订单方面有什么问题都可以问。",
      "ask.topic": "想咨询哪方面？",
      "topic.delivery": "配送",
      "topic.returns": "退货",
      "topic.invoice": "发票",
      "topic.other": "其他",
      "faq.told": "{answer:text}",
      "answer.delivery": "下单后一天内发货，两天后送达。",
      "answer.returns": "七天内可以退货，请寄到上海市梅花巷 15 号。",
      "answer.invoice": "发票随包裹寄出，也可以发电子发票，说一声就行。",
      "ask.helped": "解决您的问题了吗？",
      glad: "那就好，祝您愉快！",
      "ask.question": "请描述一下您的问题，同事会来回答。",
      "ticket.filed":
        "收到，同事正在了解。要补充的，文字、图片直接发就行。有结果会在这里告诉您；要是没收到，明天来说句话就能看到。",
      "ticket.failed": "问题没有提交成功，请打 021-6278 2051。",
      "ticket.answered": (answered: Answered) =>
        notified(`关于“${answered.question}”：${answered.answer}`, answered),
      "window.last":
        "您的问题我们还在了解。按微信的规定，一小时后我们就不能再给您发消息了：随便回复一句，两天内都能联系到您；" +
        "之后来说句话也能看到结果。",
      "engine.wait": "您的问题同事正在处理。有要补充的直接说，也可以问配送、退货、发票。",
      "engine.noHuman":
        "这里没有人工客服在线。您用文字留言，同事看到就会回答；着急的话请打 021-6278 2051。",
    },
  },
);
