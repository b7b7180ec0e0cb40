import { expect, test } from "vitest";
import { assign, createActor, emit, fromCallback, fromPromise, setup } from "xstate";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { fromMachine } from "../../../src/machines/dialogue/define.ts";
import { testDialogue } from "../../../src/testing/dialogue/testDialogue.ts";
import { bookingWith, ok, party } from "./booking.ts";

const machine = setup({
  types: {} as {
    context: { party: number };
    output: number;
    events: { type: "answer.party"; value: number } | { type: "miss" } | { type: "resume" };
    emitted: { type: "say"; key: string; params: object };
  },
  actors: { double: fromPromise(async ({ input }: { input: number }) => input * 2) },
}).createMachine({
  id: "counting",
  context: { party: 0 },
  initial: "party",
  states: {
    party: {
      meta: { ask: "party" },
      entry: emit({ type: "say", key: "how.many", params: {} }),
      on: {
        "answer.party": {
          target: "double",
          actions: assign({ party: ({ event }) => event.value }),
        },
        miss: { actions: emit({ type: "say", key: "a.number", params: {} }) },
        resume: { actions: emit({ type: "say", key: "how.many", params: {} }) },
      },
      after: { 3600000: "done" },
    },
    double: {
      invoke: {
        src: "double",
        input: ({ context }) => context.party,
        onDone: { target: "done", actions: assign({ party: ({ event }) => event.output }) },
        onError: "done",
      },
    },
    done: { type: "final" },
  },
  output: ({ context }) => context.party,
});

test("a machine of XState's own is a dialogue", async () => {
  const counting = fromMachine(machine, { asks: { party } });
  await testDialogue(counting)
    .user("hi")
    .expect("how.many")
    .user("¿?")
    .expect("a.number")
    .user("帮助")
    .expect("engine.help", "how.many")
    .user("4")
    .expectOutput(8);
  await testDialogue(counting).user("hi").wait("1h").expect("how.many").expectOutput(0);
});

test("it is used by other dialogues as they are", async () => {
  const counting = fromMachine(machine, { asks: { party } });
  const outer = dialogue<void, unknown>()({
    id: "outer",
    version: 1,
    asks: { ok },
    uses: { counting },
    start: "ok",
    steps: {
      ok: { ask: "ok", next: "count" },
      count: { use: "counting", next: "done" },
      done: { end: "bye", output: (a) => a.counting },
    },
  });
  await testDialogue(outer)
    .user("hi")
    .user("是")
    .user("4")
    .expect("ask.ok", "how.many", "bye")
    .expectOutput(8);
});

test("a dialogue's machine is an ordinary one: XState's own actor runs it", () => {
  const actor = createActor(bookingWith(async () => ({ ref: "R1" })).machine, {
    input: { input: {}, now: 0 },
  });
  const said: string[] = [];
  actor.on("*", (event) => said.push((event as { key?: string }).key ?? ""));
  actor.start();
  actor.send({ type: "answer.service", value: "dine" } as never);
  actor.send({ type: "answer.date", value: "明天" } as never);
  expect(actor.getSnapshot().value).toBe("party");
  expect(said.slice(-2)).toEqual(["ask.date", "ask.party"]);
  actor.stop();
});

test("actors that would have to live between two messages are refused", () => {
  const live = setup({ actors: { ticks: fromCallback(() => {}) } }).createMachine({
    id: "live",
    initial: "a",
    states: { a: { invoke: { src: "ticks" }, on: { go: "b" } }, b: { type: "final" } },
  });
  expect(() => fromMachine(live)).toThrow(/"ticks" would have to live between two messages/);
});
