import { expect, test } from "vitest";
import type { Observed } from "../../src/adapter/watch/observe.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

test("who watches the road hears deliveries, turns, routes and fates in order, and no text", async () => {
  const seen: Observed[] = [];
  const wechat = await testWeChat(
    async (context) => {
      await context.sendActivities([{ text: "a secret" }, { text: "another" }]);
    },
    { adapter: { observe: (event) => void seen.push(event) } },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  seen.length = 0;
  await mei.says("a question");
  expect(mei.sees()).toEqual(["a secret", "another"]);
  expect(seen.map(({ see }) => see)).toEqual(["delivery", "turn", "step", "fate"]);
  const [delivery, turn, step, fate] = seen;
  expect(delivery).toMatchObject({
    follower: { openid: mei.openid },
    msgId: expect.stringMatching(/^\d+$/),
  });
  expect(turn).toMatchObject({ attempts: 1, record: { r: "following", w: "open" } });
  expect(step).toMatchObject({ route: "first-rides", last: true, held: [] });
  if (step?.see !== "step" || fate?.see !== "fate") throw new Error("other events");
  expect([step.rides.length, step.later]).toEqual([1, [fate.id]]);
  expect(fate).toMatchObject({ fate: "sent", errcode: undefined });
  expect(JSON.stringify(seen)).not.toMatch(/secret|question/);
});
