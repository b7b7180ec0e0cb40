import { expect, test } from "vitest";
import { assign, createMachine, emit, setup, transition } from "xstate";
import { WeChatError } from "../../src/errors.ts";
import { followerMachine } from "../../src/machines/follower.ts";
import { checkMachine, first, next } from "../../src/machines/pure.ts";
import { RULES, randomWalk } from "./walks.ts";

test.each(RULES)("%s: the reused scope does what xstate's transition() does", (rule) => {
  let compared = 0;
  for (let seed = 1; seed <= 100; seed++) {
    let ours = first(followerMachine)[0];
    ours = followerMachine.resolveState({
      value: ours.value,
      context: { ...ours.context, rule },
    });
    let theirs = ours;
    for (const { event } of randomWalk(seed, 24, rule)) {
      for (const one of [{ type: "clock", at: event.at } as const, event]) {
        ours = next(followerMachine, ours, one)[0];
        theirs = transition(followerMachine, theirs, one)[0];
        expect(ours.value).toEqual(theirs.value);
        expect(ours.context).toEqual(theirs.context);
        expect(ours.status).toBe(theirs.status);
        compared += 1;
      }
    }
  }
  expect(compared).toBe(100 * 24 * 2);
});

const lamp = setup({
  types: {} as {
    context: { taps: number };
    events: { type: "tap" };
    emitted: { type: "told"; taps: number };
  },
  actions: { ring() {}, count: assign(({ context }) => ({ taps: context.taps + 1 })) },
}).createMachine({
  id: "lamp",
  context: { taps: 0 },
  initial: "off",
  entry: "ring",
  states: {
    off: { on: { tap: { target: "on", actions: ["count", { type: "ring" }] } } },
    on: {
      entry: emit(({ context }) => ({ type: "told", taps: context.taps })),
      after: { 7200000: "off" },
      on: { tap: { target: "off", actions: "count" } },
    },
  },
});

test("effects come back as data, in order, and those of two calls do not mix", () => {
  const [off, entered] = first(lamp);
  const [on, effects] = next(lamp, off, { type: "tap" });
  expect(entered.map(({ type }) => type)).toEqual(["ring"]);
  expect(effects.map(({ type }) => type)).toEqual(
    transition(lamp, off, { type: "tap" })[1].map(({ type }) => type),
  );
  expect(effects.map(({ type }) => type)).toEqual(["ring", "xstate.emit", "xstate.raise"]);
  expect(on.context.taps).toBe(1);
  expect(off.context.taps).toBe(0);
  expect(next(lamp, on, { type: "tap" })[1].map(({ type }) => type)).toEqual(["xstate.cancel"]);
});

test("a machine that throws leaves the next call as it was", () => {
  const broken = createMachine({
    on: {
      go: {
        actions: assign(() => {
          throw new Error("no");
        }),
      },
    },
  });
  expect(() => next(broken, first(broken)[0], { type: "go" })).toThrow("no");
  expect(next(lamp, first(lamp)[0], { type: "tap" })[1]).toHaveLength(3);
});

const mistakes: readonly (readonly [string, () => ReturnType<typeof createMachine>, RegExp])[] = [
  [
    "an unknown initial",
    () => createMachine({ id: "m", initial: "bb", states: { a: {}, b: {} } }),
    /"m" begins in "bb"; its states are "a", "b"/,
  ],
  [
    "an unknown initial of an inner state",
    () =>
      createMachine({ id: "m", initial: "a", states: { a: { initial: "y", states: { x: {} } } } }),
    /"m\.a" begins in "y"; its states are "x"/,
  ],
  [
    "an unknown target",
    () => createMachine({ id: "m", initial: "a", states: { a: { on: { go: "bb" } }, b: {} } }),
    /'m\.a'.*'bb' does not exist/,
  ],
  [
    "an unknown history default",
    () =>
      createMachine({
        id: "m",
        initial: "a",
        states: { a: {}, back: { type: "history", target: "nowhere" } },
      }),
    /history "m\.back" falls back to "nowhere"/,
  ],
  [
    "a guard and an action without implementation",
    () => createMachine({ id: "m", on: { go: { guard: "maybe", actions: ["ring"] } } }),
    /names the guard "maybe".*names the action "ring"/,
  ],
  [
    "a service and a delay without implementation",
    () => createMachine({ id: "m", invoke: { src: "book" }, after: { soon: { actions: [] } } }),
    /names the actor "book".*names the delay "soon"/,
  ],
];

test.each(mistakes)("%s is named when the machine is defined", (_, make, message) => {
  expect(() => checkMachine(make)).toThrow(message);
  expect(() => checkMachine(make)).toThrow(WeChatError);
});

test("a machine without mistakes comes back as it is", () => {
  expect(checkMachine(lamp)).toBe(lamp);
  expect(checkMachine(() => lamp)).toBe(lamp);
});
