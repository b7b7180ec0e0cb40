import { dialogue } from "../../src/bots/dialogue.ts";
import { type DialogueBot, dialogueBot } from "../../src/bots/dialogueBot.ts";
import { intent } from "../../src/bots/intents.ts";
import type { Log } from "../../src/log.ts";
import type { Prompt } from "../../src/machines/dialogue/prompt.ts";
import { callback, lookup, service } from "../../src/machines/dialogue/service.ts";
import type { AnyDialogue } from "../../src/machines/dialogue/spec.ts";

/*
 * Two releases of one bot. Between them dialogues are changed (with a migration and without), added and removed, steps
 * renamed, services and timers added. Every text names its key and what the dialogue knows, so that whoever reads it
 * sees whose answer stands where.
 */

/** What the bots ask outside. */
export interface Outside {
  /** Orders something; twice under one key is one order. */
  order(of: string, key: string): Promise<string>;
  /** Begins a payment whose result comes later, with the token. */
  pay(amount: string, token: string): Promise<void>;
}

/** How long the timers of these bots take. */
const TIMER = "4s";
const SECRET = "a-secret-of-at-least-32-characters!!";
/** What is logged of a push that a process of the older release leaves to the newer one. */
export const HANDED = "a push is left to a later release of the bot";
/** Unlike anything that people write: where a text of ours begins and ends. */
export const [OPEN, CLOSE] = ["⟦", "⟧"];

const texts = {
  render: (key: string, params: object) => `${OPEN}${key} ${JSON.stringify(params)}${CLOSE}`,
};

/** Takes every word that is an answer at all: one that strays is seen where it should not be. */
function asks(ask: string): Prompt<string> {
  return {
    kind: "text",
    ask,
    samples: [{ input: { text: "a0-0" }, value: "a0-0" }],
    read: ({ text }) =>
      /^a\d+-\d+$/.test(text) ? { ok: true, value: text } : { ok: false, reason: "unclear" },
  };
}

const strict = { slotFilling: false } as const;

function booking(release: number, { order }: Outside): AnyDialogue {
  const calls = {
    order: service(async ({ party }: { party: string }, { key }) => ({
      ref: await order(party, key),
    })),
  };
  const steps = {
    order: {
      call: "order",
      with: (a: { party?: string }) => ({ party: a.party ?? "" }),
      done: "done",
      fail: "failed",
    },
    done: { end: "end.book" },
    failed: { end: "end.failed" },
  } as const;
  if (release === 1) {
    return dialogue()({
      ...{ id: "book", version: 1, ...strict, calls, start: "party" },
      asks: { party: asks("ask.book.party"), day: asks("ask.book.day") },
      steps: {
        party: { ask: "party", next: "day" },
        day: { ask: "day", next: "order" },
        ...steps,
      },
    }) as AnyDialogue;
  }
  return dialogue()({
    ...{ id: "book", version: 2, ...strict, calls, start: "party" },
    migrate: {
      1: ({ state, answers: { day, ...answers }, input }) => ({
        state: state === "day" ? "date" : state,
        answers: day === undefined ? answers : { ...answers, date: day },
        input,
      }),
    },
    asks: {
      party: asks("ask.book.party"),
      date: asks("ask.book.date"),
      seat: asks("ask.book.seat"),
    },
    steps: {
      party: { ask: "party", next: "date", after: { "1h": "failed" } },
      date: { ask: "date", next: "seat" },
      seat: { ask: "seat", next: "order" },
      ...steps,
    },
  }) as AnyDialogue;
}

function payment(release: number, { pay }: Outside): AnyDialogue {
  const calls = {
    pay: callback<{ amount: string }, string>(({ amount }, { token }) => pay(amount, token)),
  };
  const first = {
    amount: { ask: "amount", next: "pay" },
    failed: { end: "end.failed" },
  } as const;
  const ask = { amount: asks("ask.pay.amount") };
  const charge = {
    call: "pay",
    with: (a: { amount?: string }) => ({ amount: a.amount ?? "" }),
    fail: "failed",
  } as const;
  if (release === 1) {
    return dialogue()({
      ...{ id: "pay", version: 1, ...strict, calls, asks: ask, start: "amount" },
      steps: { ...first, pay: { ...charge, done: "done" as const }, done: { end: "end.pay" } },
    }) as AnyDialogue;
  }
  return dialogue()({
    ...{ id: "pay", version: 2, ...strict, calls, start: "amount", migrate: { 1: (kept) => kept } },
    asks: { ...ask, tip: asks("ask.pay.tip") },
    steps: {
      ...first,
      pay: { ...charge, done: "tip" as const },
      tip: { ask: "tip", next: "done" },
      done: { end: "end.pay" },
    },
  }) as AnyDialogue;
}

/** The follower is silent at the second question, and the timer speaks. */
function reminder(id: string, version: number): AnyDialogue {
  return dialogue()({
    ...{ id, version, ...strict, start: "note" },
    ...(version > 1 && { migrate: { 1: (kept) => kept } }),
    asks: { note: asks(`ask.${id}.note`), quiet: asks(`ask.${id}.quiet`) },
    steps: {
      note: { ask: "note", next: "quiet", after: version > 1 ? { "1h": "told" } : {} },
      quiet: { ask: "quiet", next: "told", after: { [TIMER]: "told" } },
      told: { end: `end.${id}` },
    },
  }) as AnyDialogue;
}

/** Two questions. Of another version it begins again, where nothing migrates it. */
function twoQuestions(id: string, version: number): AnyDialogue {
  return dialogue()({
    ...{ id, version, ...strict, start: "one" },
    asks: { one: asks(`ask.${id}.one`), two: asks(`ask.${id}.two`) },
    calls: { look: lookup(async () => "seen") },
    steps: {
      one: { ask: "one", next: "look" },
      look: { call: "look", with: () => undefined, done: "two", fail: "two" },
      two: { ask: "two", next: "done" },
      done: { end: `end.${id}` },
    },
  }) as AnyDialogue;
}

/** What followers can begin: of both releases, of the first alone, of the second alone. */
export const KINDS = [
  "book",
  "pay",
  "remind",
  "survey",
  "same",
  "gift",
  "newcomer",
  "nudge",
] as const;
export type Kind = (typeof KINDS)[number];

/** A release of the bot: 1, or 2. */
export function botOf(release: number, outside: Outside, log: Log): DialogueBot {
  const dialogues: AnyDialogue[] = [
    booking(release, outside),
    payment(release, outside),
    reminder("remind", release),
    twoQuestions("survey", release),
    twoQuestions("same", 1),
    ...(release === 1
      ? [twoQuestions("gift", 1)]
      : [twoQuestions("newcomer", 1), reminder("nudge", 1)]),
  ];
  const bot = dialogueBot({
    ...{ dialogues, texts, log, release, callbackSecret: SECRET },
    // Whoever begins anew here answers each question anew.
    keepDrafts: false,
    intents: dialogues.map((one) => intent(one.id, [`begin ${one.id}`], one)),
  });
  bot.onMessage(async (context) => {
    await context.sendActivity(texts.render("none", {}));
  });
  return bot;
}
