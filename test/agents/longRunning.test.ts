import { AgentApplication, type TurnState } from "@microsoft/agents-hosting";
import { expect, test } from "vitest";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { sleep } from "../../src/clock.ts";
import { ManualClock, testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT } from "../helpers/road.ts";

/** What is seen of an answer that `longRunningMessages` works on for so many seconds, and after how many. */
async function worked(seconds: number, verified: boolean, first?: string) {
  const clock = new ManualClock();
  const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
  const app = new AgentApplication<TurnState>({ adapter, longRunningMessages: true });
  app.onActivity("message", async (context) => {
    if (context.activity.text !== "report") return void (await context.sendActivity("yes?"));
    if (first !== undefined) await context.sendActivity(first);
    await sleep(clock, seconds * 1_000);
    await context.sendActivity("ready");
  });
  const wechat = await testWeChat(app, { clock, verified, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  const began = clock.now();
  await mei.says("report");
  await wechat.advance("1min");
  const { events } = wechat.platform.timeline;
  const shown = events.filter(({ type }) => type === "message.shown");
  const at = shown.map((event) => Math.round((event.at - began) / 1_000));
  const early = [...mei.sees()];
  await mei.says("and?");
  return { at, early, later: mei.sees().join("\n") };
}

test("an account with customer service: the turn ends at once, the result follows", async () => {
  expect(await worked(8, true)).toMatchObject({ early: ["ready"], at: [8] });
});

test("without customer service what is ready within WeChat's tries is the answer", async () => {
  expect(await worked(8, false)).toMatchObject({ early: ["ready"], at: [8] });
});

test("without customer service what takes longer is announced, with how to get it", async () => {
  const { at, early, later } = await worked(30, false);
  expect(early).toEqual([expect.stringMatching(/^Still working on it\. Send anything/)]);
  expect(at[0]).toBeLessThanOrEqual(15);
  expect(later).toContain("ready");
});

test("words that are said at once are seen at once, whatever follows", async () => {
  for (const verified of [true, false]) {
    const { at, early, later } = await worked(30, verified, "This takes a while.");
    expect(early[0]).toBe("This takes a while.");
    expect(at[0]).toBe(0);
    expect([...early, later].join("\n")).toContain("ready");
  }
});
