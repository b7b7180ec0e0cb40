import { expect, test } from "vitest";
import { testWeChat } from "../../src/testing/testWeChat.ts";

const HOUR_MS = 3_600_000;

/** A bot that writes down its events and says a last word. */
async function farewell(minutesBefore?: number, verified = true) {
  const heard: unknown[] = [];
  const wechat = await testWeChat(
    async (context) => {
      const { type, name, value, text } = context.activity;
      if (type === "message") await context.sendActivity(`you said ${text}`);
      if (type !== "event") return;
      heard.push([name, (value as { until: number }).until - wechat.clock.now()]);
      if (name === "windowExpiring") await context.sendActivity("Anything else?");
    },
    {
      verified,
      settings: { ...(minutesBefore !== undefined && { windowEvents: { minutesBefore } }) },
    },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  return { wechat, mei, heard };
}

test("the bot hears that the window will end while it may still write, and that it has ended", async () => {
  const { wechat, mei, heard } = await farewell(60);
  await mei.says("hi");
  await wechat.advance("46h");
  expect(heard).toEqual([]);
  await wechat.advance("65m");
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject(["windowExpiring", expect.any(Number)]);
  expect((heard[0] as [string, number])[1]).toBeGreaterThan(HOUR_MS - 10_000);
  expect(wechat.transcript()).toContain("Anything else?");
  await wechat.advance("2h");
  expect(heard.map((one) => (one as [string])[0])).toEqual(["windowExpiring", "windowExpired"]);
});

test("an account that may not write is not told to say a last word: it would be read two days late", async () => {
  const { wechat, mei, heard } = await farewell(60, false);
  await mei.says("hi");
  await wechat.advance("50h");
  expect(heard.map((one) => (one as [string])[0])).toEqual(["windowExpired"]);
  mei.sees();
  await mei.says("hi again");
  mei.mustSee("you said hi again");
});

test("every message moves the end; leaving cancels it", async () => {
  const { wechat, mei, heard } = await farewell(60);
  await mei.says("hi");
  await wechat.advance("40h");
  await mei.says("still here");
  await wechat.advance("40h");
  expect(heard).toEqual([]);
  await mei.unfollows();
  await wechat.advance("40h");
  expect(heard).toEqual([]);
});

test("nobody hears anything who did not ask for it", async () => {
  const { wechat, mei, heard } = await farewell();
  await mei.says("hi");
  await wechat.advance("50h");
  expect(heard).toEqual([]);
});
