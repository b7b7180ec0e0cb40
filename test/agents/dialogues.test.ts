import { AgentApplication, type TurnState } from "@microsoft/agents-hosting";
import { expect, test } from "vitest";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { sleep } from "../../src/clock.ts";
import {
  chinesePrompts,
  dialogue,
  dialogueBot,
  integer,
  need,
  service,
  texts,
  yesNo,
} from "../../src/index.ts";
import { ManualClock, testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT } from "../helpers/road.ts";

/** Books a table, at a restaurant that takes so many milliseconds to answer. */
function bookingAfter(clock: ManualClock, ms: number) {
  return dialogue<void, { party: number }>()({
    id: "agent-booking",
    version: 1,
    texts: texts("zh", {
      "ask.party": "几位？",
      "ask.ok": "确定吗？",
      done: "订好了",
      failed: "没订上",
    }),
    asks: { party: integer("ask.party", 1, 20), ok: yesNo("ask.ok") },
    calls: {
      book: service(async () => {
        await sleep(clock, ms);
        return { ref: "R1" };
      }),
    },
    start: "party",
    steps: {
      party: { ask: "party", next: "ok" },
      ok: { ask: "ok", next: "book" },
      book: { call: "book", with: () => ({}), done: "done", fail: "failed" },
      failed: { end: "failed" },
      done: { end: "done", output: (a) => ({ party: need(a, "party").party }) },
    },
  });
}

function application(): AgentApplication<TurnState> {
  const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
  adapter.use(chinesePrompts());
  return new AgentApplication<TurnState>({ adapter });
}

test.each([100, 40_000])(
  "a dialogueBot runs in an application, its service takes %i ms",
  async (ms) => {
    const clock = new ManualClock();
    const app = application();
    const booking = bookingAfter(clock, ms);
    const bot = dialogueBot({ dialogues: [booking], begin: booking });
    app.onActivity("message", (context) => bot.run(context));
    const wechat = await testWeChat(app, { clock });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("你好");
    await mei.says("四位");
    await mei.says("好的");
    await wechat.advance("2min");
    expect(
      mei
        .sees()
        .map((sight) => JSON.stringify(sight))
        .join("\n"),
    ).toMatch(/几位？.*确定吗？.*订好了/s);
  },
);

test("a dialogue runs inside of a handler, and gives its output", async () => {
  const clock = new ManualClock();
  const app = application();
  const booking = bookingAfter(clock, 100);
  const outputs: unknown[] = [];
  app.onActivity("message", async (context) => {
    const result = await booking.run(context);
    if (result.status === "done") outputs.push(result.output);
  });
  const wechat = await testWeChat(app, { clock, verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const words of ["你好", "三个人", "可以"]) await mei.says(words);
  await wechat.advance("1min");
  expect(outputs).toEqual([{ party: 3 }]);
});
