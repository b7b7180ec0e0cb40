import type { TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { type AccountSettings, openAccount } from "../../src/adapter/accounts/account.ts";
import { ACCOUNT } from "../helpers/road.ts";
import { shown, talkRig } from "./talkRig.ts";

const STILL = "Still working on it: you get the answer as soon as it is there.";

/** A bot that works for so many seconds, and says so many messages at the end. */
async function after(seconds: number, account: Partial<AccountSettings> = {}, messages = 1) {
  const settings = { turnLimit: "20m", locale: "en", ...account };
  const rig = talkRig(
    async (context: TurnContext) => {
      if (context.activity.text !== "work") return void (await context.sendActivity("yes?"));
      await rig.sleep(seconds * 1_000);
      for (let n = 1; n <= messages; n++) await context.sendActivity(`result ${n}`);
    },
    { account: settings },
  );
  const said = rig.says("work");
  await rig.pass(seconds * 1_000 + 5_000);
  return { sent: rig.sent, answered: await rig.until(said), rig };
}

test("a turn of minutes says three times at most that it goes on, each time after twice as long", async () => {
  const { sent } = await after(29 * 60, { turnLimit: "30m" });
  expect(sent).toEqual([STILL, STILL, STILL, "result 1"]);
});

test("the first words come after half a minute, and a quicker turn says none", async () => {
  expect((await after(28)).sent).toEqual(["result 1"]);
  expect((await after(40)).sent).toEqual([STILL, "result 1"]);
});

test("the account says when, and in which words; or that nothing is said", async () => {
  const words = "One moment …";
  const own = await after(16, { turnLimit: undefined, progress: { after: "10s", words } });
  expect(own.sent).toEqual([words, "result 1"]);
  expect((await after(100, { progress: false })).sent).toEqual(["result 1"]);
  expect((await after(100, { turnLimit: undefined })).sent).toEqual(["result 1"]);
});

test("a bot that speaks for itself is not interrupted", async () => {
  const rig = talkRig(
    async (context: TurnContext) => {
      for (let n = 1; n <= 3; n++) {
        await rig.sleep(25_000);
        await context.sendActivity(`step ${n}`);
      }
    },
    { account: { turnLimit: "10m", locale: "en" } },
  );
  const said = rig.says("work");
  await rig.pass(80_000);
  await rig.until(said);
  expect(rig.sent).toEqual(["step 1", "step 2", "step 3"]);
});

test("the last grant is the answer's", async () => {
  const spend = async (before: number) => {
    const rig = talkRig(
      async (context: TurnContext) => {
        await rig.sleep(6_000);
        for (let n = 1; n <= before; n++) await context.sendActivity(`part ${n}`);
        await rig.sleep(300_000);
        await context.sendActivity("the end");
      },
      { account: { turnLimit: "10m", locale: "en" } },
    );
    const said = rig.says("work");
    await rig.pass(320_000);
    await rig.until(said);
    return rig.sent.slice(before);
  };
  // A message of the follower's opens five.
  expect(await spend(3)).toEqual([STILL, "the end"]);
  expect(await spend(4)).toEqual(["the end"]);
});

test("an account without customer service hears nothing beside its answer", async () => {
  const { sent, answered, rig } = await after(100, { customerService: false });
  expect(sent).toEqual([]);
  expect(shown(answered)).toMatch(/^Still working on it\. Send anything/);
  expect(shown(await rig.until(rig.says("continue")))).toBe("About “work”:\nresult 1");
});

test("a mistake in it is refused when the account is opened", () => {
  for (const progress of [{ after: "1s" }, { after: "soon" }, { words: " " }]) {
    expect(() => openAccount({ ...ACCOUNT, progress })).toThrow("progress");
  }
  expect(openAccount({ ...ACCOUNT, progress: {} }).progress).toMatchObject({ afterMs: 30_000 });
});
