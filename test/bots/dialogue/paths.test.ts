import { describe, expect, test } from "vitest";
import { handoffDialogue } from "../../../src/bots/people/handoff.ts";
import { dialogue, form, need, phone, service, text } from "../../../src/index.ts";
import type { AnyService } from "../../../src/machines/dialogue/service.ts";
import { paths } from "../../../src/testing/dialogue/paths.ts";
import { bookingWith } from "./booking.ts";

const WHO = [{ agents: "online" }, { agents: "offline" }, { agents: "none" }, {}];

const booking = bookingWith(async () => ({ ref: "R1" }));

describe("each edge of the booking", async () => {
  for (const { name, run } of await paths(booking, { inputs: [{}, { name: "王" }] }))
    test(name, run);
});

/** As the tutorial's reader writes it: any words are an answer, and the service fails in two ways. */
const order = dialogue()({
  id: "order",
  version: 1,
  asks: { name: text("ask.name"), dish: text("ask.dish", { samples: ["noodles", "rice"] }) },
  calls: {
    order: service((dish: string) => ({ dish }), {
      samples: [{ dish: "noodles" }],
      fails: [{ code: "full" }],
    }),
  },
  start: "name",
  steps: {
    name: { ask: "name", next: "dish" },
    dish: { ask: "dish", next: "order" },
    order: {
      call: "order",
      with: (a) => need(a, "dish").dish,
      done: "done",
      fail: [{ when: (_, { error }) => error?.code === "full", label: "full", to: "full" }, "bad"],
    },
    full: { end: "full" },
    bad: { end: "bad" },
    done: { end: "done" },
  },
});

describe("each edge of a dialogue of plain texts whose service fails in two ways", async () => {
  for (const { name, run } of await paths(order)) test(name, run);
});

describe("each edge of a form, which skips what is known and ends without a word", async () => {
  const contact = form({
    ...{ id: "contact", version: 1, patience: "2h" },
    asks: { name: text("ask.name"), phone: phone("ask.phone") },
  });
  const all = await paths(contact);
  test("of each question that it is known", () => {
    const known = all.filter(({ name }) => name.includes(" is known]"));
    expect(known.map(({ moves }) => moves.length > 0)).toEqual([true, true]);
  });
  for (const { name, run } of all) test(name, run);
});

test("a branch that no sample shows says what to give", async () => {
  const given = order.calls.order as AnyService;
  const { fails: _, ...options } = given.options;
  const all = await paths({ ...order, calls: { order: { ...given, options } } });
  const branch = all.find(({ name }) => name.includes("[full]"));
  await expect(branch?.run()).rejects.toThrow(
    /No path takes "failed order \[full\]"[\s\S]*`fails` of a service/,
  );
});

describe("each edge of the handoff", async () => {
  for (const { name, run } of await paths(handoffDialogue(), { inputs: WHO })) test(name, run);
});
