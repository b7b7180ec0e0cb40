import { dialogue } from "../../../src/bots/dialogue.ts";
import type { PromptInput, Reading } from "../../../src/language/reading.ts";
import { need } from "../../../src/machines/dialogue/need.ts";
import type { Prompt } from "../../../src/machines/dialogue/prompt.ts";
import { service } from "../../../src/machines/dialogue/service.ts";

/** Prompts as plain as can be: the real ones have tests of their own. */
function prompt<T>(
  kind: string,
  ask: string,
  samples: readonly (readonly [string, T])[],
  read: (text: string) => T | undefined,
  more: Partial<Prompt<T>> = {},
): Prompt<T> {
  return {
    kind,
    ask,
    samples: samples.map(([text, value]) => ({ input: { text }, value })),
    read({ text }: PromptInput): Reading<T> {
      const value = read(text);
      return value === undefined ? { ok: false, reason: "unclear" } : { ok: true, value };
    },
    ...more,
  };
}

const between = (low: number, high: number) => (text: string) => {
  const n = Number(text.normalize("NFKC").replace(/[位人]$/, ""));
  return text !== "" && n >= low && n <= high ? n : undefined;
};

export const kind = prompt(
  "choice",
  "ask.service",
  [
    ["堂食", "dine"],
    ["包间", "room"],
  ],
  (text) => ({ 堂食: "dine" as const, 包间: "room" as const })[text],
  {
    options: [
      { id: "dine", label: "堂食" },
      { id: "room", label: "包间" },
    ],
  },
);
export const party = prompt("integer", "ask.party", [["4", 4]], between(1, 20), {
  retry: ["ask.party.again", "ask.party.last"],
});
export const words = (ask: string, sample: string) =>
  prompt("text", ask, [[sample, sample]], (text) =>
    text.length > 0 && text !== "¿?" ? text : undefined,
  );
export const ok = prompt(
  "yesNo",
  "ask.ok",
  [
    ["是", true],
    ["否", false],
  ],
  (text) => ({ 是: true, yes: true, 否: false, no: false })[text],
);

export const contact = dialogue<{ name?: string }, { name: string; phone: string }>()({
  id: "contact",
  version: 1,
  asks: {
    name: words("ask.name", "王"),
    phone: prompt("phone", "ask.phone", [["13800000000", "13800000000"]], (t) =>
      /^\d{11}$/.test(t) ? t : undefined,
    ),
  },
  given: (input) => input,
  start: "name",
  steps: {
    name: { ask: "name", unless: (a) => a.name !== undefined, next: "phone" },
    phone: { ask: "phone", next: "done" },
    done: { end: true, output: (a) => need(a, "name", "phone") },
  },
});

export interface Booked {
  readonly ref: string;
}

/** The booking of a table, with everything that can happen to one. `book` is what the restaurant does. */
export function bookingWith(
  book: (
    order: { service: string; party: number; phone: string },
    call: { key: string },
  ) => Promise<Booked>,
) {
  return dialogue<{ name?: string }, Booked>()({
    id: "booking",
    version: 2,
    names: { party: ["人数", "people"] },
    asks: { service: kind, date: words("ask.date", "明天"), party, ok },
    calls: { book: service(book, { samples: [{ ref: "R1" }] }) },
    uses: { contact },
    start: "service",
    on: { windowExpiring: "hurry" },
    steps: {
      service: { ask: "service", next: "date", giveUp: "human", after: { "2h": "lapsed" } },
      date: { ask: "date", next: "party", after: { "2h": "lapsed" } },
      party: { ask: "party", next: "contact", giveUp: "human", after: { "2h": "lapsed" } },
      contact: { use: "contact", with: (_, { input }) => input, next: "confirm" },
      confirm: {
        ask: "ok",
        next: [{ when: (a) => a.ok === true, label: "yes", to: "booking" }, "cancelled"],
      },
      booking: {
        call: "book",
        with: (a) => {
          const {
            service: what,
            party: people,
            contact: who,
          } = need(a, "service", "party", "contact");
          return { service: what, party: people, phone: who.phone };
        },
        done: "done",
        fail: "failed",
        after: { "2m": "failed" },
      },
      failed: { say: "book.failed", next: "confirm" },
      hurry: { end: "book.hurry" },
      done: { end: "book.done", output: (a) => need(a, "book").book },
      cancelled: { end: "book.cancelled" },
      human: { end: "human.soon" },
      lapsed: { end: "book.lapsed" },
    },
  });
}
