import {
  callback,
  choice,
  dialogue,
  type Intent,
  intent,
  need,
  text,
  yesNo,
} from "../../src/index.ts";
import type { Helpdesk } from "./helpdesk.ts";
import { words } from "./texts.ts";

const TOPICS = {
  delivery: { label: "topic.delivery", also: ["物流", "快递", "发货", "shipping", "deliveries"] },
  returns: { label: "topic.returns", also: ["退款", "换货", "return", "refund", "returns"] },
  invoice: { label: "topic.invoice", also: ["开票", "invoice", "receipt"] },
} as const;
type Topic = keyof typeof TOPICS;

/** A question of the list, and the person behind it when the list does not help. */
export function supportBy(helpdesk: Helpdesk, templateId?: string) {
  return dialogue()({
    id: "support",
    version: 1,
    texts: words,
    asks: {
      topic: choice(
        "ask.topic",
        { ...TOPICS, other: { label: "topic.other", also: ["别的"] } },
        { texts: words },
      ),
      helped: yesNo("ask.helped"),
      question: text("ask.question", { shortest: 4 }),
    },
    calls: {
      file: callback(
        async ({ question }: { question: string }, { key, token }) =>
          helpdesk.file({ question, key, token }),
        { samples: [{ answer: "Done." }] },
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
        giveUp: "glad",
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

/** Each topic by its name and its other words, as a whole message. */
export const topics: readonly Intent[] = Object.entries(TOPICS).map(([topic, { label, also }]) => {
  const named = intent(topic, [...also, ...words.wordings(label)], faq);
  return {
    ...named,
    matches: async (input, context) => ((await named.matches(input, context)) ? { topic } : false),
  };
});
