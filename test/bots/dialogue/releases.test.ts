import type { TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { dialogueBot } from "../../../src/bots/dialogueBot.ts";
import type { DialogueOptions } from "../../../src/bots/dialogueOptions.ts";
import { callback } from "../../../src/machines/dialogue/service.ts";
import { testDialogue } from "../../../src/testing/dialogue/testDialogue.ts";
import { testWeChat } from "../../../src/testing/index.ts";
import { ok, party } from "./booking.ts";

/* Two releases of a bot serve the same follower: whoever gets his push, nothing is lost and no answer strays. */

const words: Readonly<Record<string, string>> = {
  "ask.party": "几位？",
  "ask.newcomer": "几份？",
  booked: "订好了",
  late: "已过时",
  bought: "买好了",
  paid: "付好了",
};
const texts = { render: (key: string) => words[key] ?? key };
const SECRET = "a-secret-of-at-least-32-characters!!";

const book = dialogue()({
  id: "book",
  version: 1,
  asks: { party },
  start: "party",
  steps: { party: { ask: "party", next: "done" }, done: { end: "booked" } },
});
const bookWithLimit = dialogue()({
  id: "book",
  version: 2,
  migrate: { 1: (kept) => kept },
  asks: { party },
  start: "party",
  steps: {
    party: { ask: "party", next: "done", after: { "1h": "late" } },
    done: { end: "booked" },
    late: { end: "late" },
  },
});
const newcomer = dialogue()({
  id: "newcomer",
  version: 1,
  asks: { party: { ...party, ask: "ask.newcomer" } },
  start: "party",
  steps: { party: { ask: "party", next: "done" }, done: { end: "bought" } },
});

/** Releases in the order of their making; `serve` names the one whose process gets what comes. */
async function releases(...options: readonly DialogueOptions[]) {
  const lines: string[] = [];
  const log = {
    info() {},
    warn: (_facts: object, message: string) => void lines.push(`warn: ${message}`),
    error: (_facts: object, message: string) => void lines.push(`error: ${message}`),
  };
  const bots = options.map((one) => dialogueBot({ texts, callbackSecret: SECRET, log, ...one }));
  let serving = 0;
  const wechat = await testWeChat(
    (context: TurnContext) => bots[serving]?.run(context) as Promise<void>,
    { adapter: { log } },
  );
  const person = wechat.follower();
  await person.subscribes();
  person.sees();
  return {
    wechat,
    bots,
    person,
    lines,
    serve: (release: number) => {
      serving = release - 1;
    },
  };
}

test("a dialogue that only the newer release knows is left alone by the older one", async () => {
  const { person, serve } = await releases(
    { dialogues: [book], begin: book },
    { dialogues: [book, newcomer], begin: newcomer },
  );
  serve(2);
  await person.says("买");
  expect(person.sees()).toEqual(["几份？"]);
  serve(1);
  await person.says("5");
  expect(person.sees()).toEqual(["engine.newer"]);
  serve(2);
  await person.says("5");
  expect(person.sees()).toEqual(["买好了"]);
});

test("a dialogue that the newer release has removed is dropped, as before", async () => {
  const { person, serve } = await releases(
    { dialogues: [book, newcomer], begin: newcomer },
    { dialogues: [book], begin: book },
  );
  await person.says("买");
  expect(person.sees()).toEqual(["几份？"]);
  serve(2);
  await person.says("5");
  expect(person.sees()).toEqual(["几位？"]);
});

test("`release` says which one is the later, whenever it was made", async () => {
  const { person, serve } = await releases(
    { release: 2, dialogues: [book, newcomer], begin: newcomer },
    { release: 1, dialogues: [book], begin: book },
  );
  await person.says("买");
  expect(person.sees()).toEqual(["几份？"]);
  serve(2);
  await person.says("5");
  expect(person.sees()).toEqual(["engine.newer"]);
});

test("a timer of the newer release that the older one finds due comes as soon as the newer is there", async () => {
  const { wechat, person, serve } = await releases(
    { dialogues: [book], begin: book },
    { dialogues: [bookWithLimit], begin: bookWithLimit },
  );
  serve(2);
  await person.says("订位");
  serve(1);
  await wechat.advance("2h");
  expect(person.sees()).toEqual(["几位？"]);
  serve(2);
  await wechat.advance("1m");
  expect(person.sees().at(-1)).toBe("已过时");
});

test("the older release refuses the result of a newer one's service, which is brought again", async () => {
  let token = "";
  const pay = dialogue()({
    id: "pay",
    version: 1,
    calls: {
      charge: callback<undefined, number>((_nothing, call) => {
        token = call.token;
      }),
    },
    start: "charge",
    steps: {
      charge: { call: "charge", with: () => undefined, done: "done", fail: "done" },
      done: { end: "paid" },
    },
  });
  const { wechat, bots, person, lines, serve } = await releases(
    { dialogues: [book], begin: book },
    { dialogues: [pay], begin: pay },
  );
  serve(2);
  await person.says("付款");
  expect(token).not.toBe("");
  const [older, newer] = bots;
  const brought = older?.settle(wechat.adapter, token, { output: 7 }) as Promise<boolean>;
  await expect(wechat.until(brought)).rejects.toMatchObject({ code: "newer-record" });
  // It is no fault of the bot's, and is told once.
  expect(lines).toEqual(["warn: the dialogues of a later release are left alone"]);
  await wechat.until(newer?.settle(wechat.adapter, token, { output: 7 }) as Promise<boolean>);
  expect(person.sees().at(-1)).toBe("付好了");
});

test("back leads to a step that a migration renamed, and passes over one that is gone", async () => {
  const before = (history: readonly string[]) =>
    JSON.stringify({ v: 1, f: [{ d: "renamed", w: 1, s: "ok", a: { n: 4 }, h: history }] });
  const renamed = dialogue()({
    id: "renamed",
    version: 2,
    migrate: {
      1: ({ state, answers, input }) => ({
        state: state === "n" ? "count" : state,
        answers: { count: answers.n },
        input,
      }),
    },
    asks: { count: party, ok },
    start: "count",
    steps: {
      count: { ask: "count", next: "ok" },
      ok: { ask: "ok", next: "done" },
      done: { end: "booked" },
    },
  });
  await testDialogue(renamed)
    .stored(before(["n"]))
    .user("返回")
    .expect("ask.party");
  await testDialogue(renamed)
    .stored(before(["gone"]))
    .user("返回")
    .expect("engine.nothing", "ask.ok");
});
