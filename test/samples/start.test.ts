import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { loadBot } from "../../src/loadBot.ts";
import { testWeChat } from "../../src/testing/index.ts";

const samples = resolve(import.meta.dirname, "../../samples");
const silent = { info: () => {}, warn: () => {}, error: () => {} };

test.each(readdirSync(samples))("npm start -- samples/%s has a bot that greets", async (name) => {
  let logic: Awaited<ReturnType<typeof loadBot>> | undefined;
  const wechat = await testWeChat((context) => logic?.(context) ?? Promise.resolve());
  const { adapter } = wechat;
  logic = await loadBot(resolve(samples, name), { adapter, clock: systemClock, log: silent });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("你好");
  expect(mei.sees().length).toBeGreaterThan(0);
});
