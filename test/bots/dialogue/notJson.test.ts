import { expect, test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { callback, lookup, service } from "../../../src/machines/dialogue/service.ts";
import { testDialogue } from "../../../src/testing/dialogue/testDialogue.ts";
import { ok, party } from "./booking.ts";

const silent = { info() {}, warn() {}, error() {} };
const circular = () => {
  const one: { self?: unknown } = {};
  one.self = one;
  return one;
};

/** Asks, calls what gives `result`, asks again. */
function paying(result: () => unknown, kind: typeof service | typeof lookup) {
  let runs = 0;
  const pays = dialogue<void, unknown>()({
    id: "paying",
    version: 1,
    asks: { party, ok },
    calls: {
      pay: kind(() => {
        runs += 1;
        return result();
      }),
    },
    start: "party",
    steps: {
      party: { ask: "party", next: "pay" },
      pay: {
        call: "pay",
        with: () => undefined,
        done: "ok",
        fail: [{ when: (_, { error }) => error?.code === "not-json", to: "bad" }, "other"],
      },
      ok: { ask: "ok", next: "done" },
      done: { end: "done", output: (a) => a.pay },
      bad: { end: "bad" },
      other: { end: "other" },
    },
  });
  return { pays, runs: () => runs };
}

test("a result that JSON cannot hold takes the failure branch at once, after one run", async () => {
  for (const kind of [service, lookup]) {
    for (const result of [() => ({ total: 10n }), circular, () => [1n]]) {
      const { pays, runs } = paying(result, kind);
      await testDialogue(pays, { troubles: ["none"], log: silent })
        .user("hi")
        .user("3")
        .expect("ask.party", "bad")
        .wait("10m")
        .expect();
      expect(runs()).toBe(1);
    }
  }
});

test("a result is the same value at once as after it was stored", async () => {
  const at = new Date("2026-12-01T09:00:00Z");
  const { pays } = paying(() => ({ at, none: undefined, list: new Map([[1, 2]]) }), service);
  await testDialogue(pays, { troubles: ["none"] })
    .user("hi")
    .user("3")
    .user("是")
    .expect("ask.party", "ask.ok", "done")
    .expectOutput({ at: "2026-12-01T09:00:00.000Z", list: {} });
});

test("a callback's result too", async () => {
  const pays = dialogue()({
    id: "paying",
    version: 1,
    calls: { pay: callback<undefined, unknown>(() => {}) },
    start: "pay",
    steps: {
      pay: { call: "pay", with: () => undefined, done: "done", fail: "bad" },
      done: { end: "done" },
      bad: { end: "bad" },
    },
  });
  const options = { callbackSecret: "x".repeat(32), log: silent, troubles: ["none" as const] };
  await testDialogue(pays, options).user("hi").calledBack("pay", { total: 1n }).expect("bad");
});

test("an answer that JSON cannot hold is told before the next question is asked", async () => {
  const big = { ...party, read: () => ({ ok: true as const, value: 4n as unknown as number }) };
  const asking = dialogue()({
    id: "asking",
    version: 1,
    asks: { big, ok },
    start: "big",
    steps: {
      big: { ask: "big", next: "ok" },
      ok: { ask: "ok", next: "done" },
      done: { end: "done" },
    },
  });
  await testDialogue(asking, { troubles: ["none"], log: silent })
    .user("hi")
    .user("4")
    .expect("ask.party", "engine.sorry", "ask.party");
});
