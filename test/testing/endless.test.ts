import { expect, test } from "vitest";
import { sleep } from "../../src/clock.ts";
import { ManualClock, testWeChat } from "../../src/testing/index.ts";

/** A bot that does something to every message. */
const onMessage =
  (run: (context: { sendActivity(said: string | object): Promise<unknown> }) => Promise<void>) =>
  async (context: Parameters<typeof run>[0] & { readonly activity: { readonly type: string } }) => {
    if (context.activity.type === "message") await run(context);
  };

test.each([true, false])(
  "a bot that talks without end is named, and its loop ends (verified: %s)",
  async (verified) => {
    let caught: unknown;
    const wechat = await testWeChat(
      onMessage(async (context) => {
        try {
          for (let n = 1; ; n++) await context.sendActivity(`sentence ${n}`);
        } catch (error) {
          caught = error;
          throw error;
        }
      }),
      { verified },
    );
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    const says = mei.says("tell me");
    await expect(says).rejects.toMatchObject({
      code: "turn-endless",
      message: expect.stringMatching(/more than 2000 messages[\s\S]*Mei: say tell me/),
    });
    // The bot's own call was refused: nothing goes on behind the test.
    expect(caught).toMatchObject({ code: "turn-endless" });
    await wechat.close();
  },
  30_000,
);

test("a bot that shows for ever that it types, or that waits, is named", async () => {
  for (const activity of [{ type: "typing" }, { type: "delay", value: 1_000 }]) {
    const wechat = await testWeChat(
      onMessage(async (context) => {
        for (;;) await context.sendActivity(activity);
      }),
    );
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await expect(mei.says("hello?")).rejects.toMatchObject({ code: "turn-endless" });
    await wechat.close();
  }
}, 30_000);

test("a bot that waits on the clock again and again is named by the clock, also with patience", async () => {
  for (const patienceMs of [undefined, 50]) {
    const clock = new ManualClock();
    const wechat = await testWeChat(
      onMessage(async () => {
        for (;;) await sleep(clock, 10_000);
      }),
      { clock, patienceMs },
    );
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await expect(mei.says("wait")).rejects.toMatchObject({
      code: "turn-endless",
      message: expect.stringContaining("more than 2 h by the kit's clock"),
    });
    await wechat.close();
  }
}, 30_000);

test("a bot that takes twenty minutes by the clock, or says a hundred things, is no such bot", async () => {
  const clock = new ManualClock();
  const wechat = await testWeChat(
    onMessage(async (context) => {
      await sleep(clock, 20 * 60_000);
      for (let n = 1; n <= 100; n++) await context.sendActivity(`${n}`);
    }),
    { clock, settings: { turnLimit: "30m" } },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("go on");
  expect(mei.reads().join("")).toContain("1");
  await wechat.close();
}, 30_000);
