import { mock } from "node:test";
import { afterEach, expect, test, vi } from "vitest";
import { dialogue } from "../../src/bots/dialogue.ts";
import { integer } from "../../src/bots/prompts/numbers.ts";
import { checkTimers } from "../../src/testing/checkTimers.ts";
import { testDialogue } from "../../src/testing/dialogue/testDialogue.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

const table = dialogue()({
  id: "table",
  version: 1,
  texts: undefined as never,
  asks: { party: integer("ask.party", 1, 20) },
  start: "party",
  steps: {
    party: { ask: "party", next: "done", giveUp: "off", after: { "2h": "off" } },
    done: { end: "done" },
    off: { end: "bye" },
  },
});

afterEach(() => {
  vi.useRealTimers();
  mock.timers.reset();
});

test.each([
  ["Vitest's", () => void vi.useFakeTimers()],
  [
    "all of Vitest's",
    () =>
      void vi.useFakeTimers({
        toFake: [
          "setTimeout",
          "setImmediate",
          "setInterval",
          "Date",
          "performance",
          "queueMicrotask",
        ],
      }),
  ],
  ["Node's", () => mock.timers.enable()],
])("%s false timers do not stop the kits", async (_whose, fake) => {
  fake();
  const wechat = await testWeChat(async (context) => {
    if (context.activity.type !== "message") return;
    await context.sendActivity({ type: "delay", value: 7_000 });
    await context.sendActivity(`heard ${context.activity.text}`);
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("hello");
  await wechat.advance("48h");
  expect(mei.sees()).toEqual(["heard hello"]);
  await testDialogue(table).user("你好").expect("ask.party").wait("2h").expect("bye");
});

test("a bot that waits for a false timer, which never rings, is named", async () => {
  // As Jest's `useFakeTimers` does it.
  vi.useFakeTimers({ toFake: ["setTimeout", "setImmediate", "Date", "performance"] });
  const wechat = await testWeChat(async (context) => {
    if (context.activity.type === "message") await new Promise((done) => setTimeout(done, 100));
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await expect(mei.says("hello?")).rejects.toMatchObject({ code: "turn-hangs" });
  await wechat.close();
}, 30_000);

test("false timers that were there before the kit are said at once", async () => {
  vi.useFakeTimers();
  vi.resetModules();
  const early = await import("../../src/testing/testWeChat.ts");
  await expect(early.testWeChat(async () => {})).rejects.toMatchObject({ code: "false-timers" });
  expect(() => checkTimers(true)).toThrow("import it first");
  vi.useRealTimers();
  vi.resetModules();
  mock.timers.enable();
  const node = await import("../../src/testing/testWeChat.ts");
  await expect(node.testWeChat(async () => {})).rejects.toMatchObject({ code: "false-timers" });
});
