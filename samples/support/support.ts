import { callback, choice, dialogue, type Intent, need, text, yesNo } from "../../src/index.ts";
import type { Helpdesk } from "./helpdesk.ts";
import { words } from "./texts.ts";

/** People ask about a topic more often than they name it: a question chooses it, too. */
const TOPIC = choice(
  "ask.topic",
  {
    delivery: {
      label: "topic.delivery",
      also: ["物流", "快递", "发货", "送货", "包裹", "shipping", "deliveries", "parcel", "package"],
    },
    returns: {
      label: "topic.returns",
      also: ["退款", "换货", "退换", "return", "returns", "refund", "send back"],
    },
    invoice: { label: "topic.invoice", also: ["开票", "invoice", "receipt"] },
    other: { label: "topic.other", also: ["别的"] },
  },
  { texts: words, questions: true, otherwise: "other" },
);
type Topic = "delivery" | "returns" | "invoice";

/** A question of the list, and the person behind it when the list does not help. */
export function supportBy(helpdesk: Helpdesk, templateId?: string) {
  return dialogue()({
    id: "support",
    version: 1,
    texts: words,
    asks: {
      topic: TOPIC,
      // Who says more than yes or no is not helped yet.
      helped: yesNo("ask.helped", { max: 1 }),
      question: text("ask.question", { shortest: 4, questions: true, before: true }),
    },
    calls: {
      file: callback(
        async ({ question }: { question: string }, { key, token }) =>
          helpdesk.file({ question, key, token }),
        {
          samples: [{ answer: "Done." }],
          more: ({ text, attachments: [file] }, { key, token = "" }) =>
            helpdesk.file({ question: text || `[${file?.contentType}]`, key, token }),
        },
      ),
    },
    start: "topic",
    steps: {
      topic: {
        ask: "topic",
        next: [{ when: (a) => a.topic === "other", label: "other", to: "question" }, "told"],
        giveUp: "question",
        after: { "1d": "gone" },
      },
      told: { say: "faq.told", with: (a) => ({ answer: a.topic }), next: "helped" },
      helped: {
        ask: "helped",
        next: [{ when: (a) => a.helped === true, label: "yes", to: "glad" }, "question"],
        giveUp: "question",
        after: { "1d": "gone" },
      },
      question: { ask: "question", next: "filed", giveUp: "failed", after: { "1d": "gone" } },
      filed: { say: "ticket.filed", next: "file" },
      // People take their time: the bot waits for days, and writes once more before it may not.
      file: {
        call: "file",
        with: (a) => ({ question: need(a, "question").question }),
        done: "answered",
        fail: "failed",
        on: { windowExpiring: { say: "window.last" } },
      },
      answered: {
        end: "ticket.answered",
        with: (a) => {
          const { question, file } = need(a, "question", "file");
          return { question, answer: file.answer, templateId };
        },
      },
      failed: { end: "ticket.failed" },
      glad: { end: "glad" },
      gone: { end: true },
    },
  });
}

/** One answer of the list: asked for in between, whatever stands. */
export const faq = dialogue<{ topic: Topic }>()({
  id: "faq",
  version: 1,
  texts: words,
  start: "told",
  steps: { told: { end: "faq.told", with: (_, { input }) => ({ answer: input.topic }) } },
});

export const welcome = dialogue()({
  id: "welcome",
  version: 1,
  texts: words,
  start: "told",
  steps: { told: { end: "welcome" } },
});

/** A topic that is asked about in between, whatever else the message says. */
export const topics: Intent = {
  name: "topics",
  meanwhile: true,
  begins: faq,
  async matches(input, context) {
    const reading = await TOPIC.read(input, context);
    return reading.ok && reading.value !== "other" ? { topic: reading.value } : false;
  },
};
