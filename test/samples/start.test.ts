import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { BotLogic } from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { loadBot } from "../../src/loadBot.ts";
import { Services } from "../../src/services.ts";
import { testWeChat } from "../../src/testing/index.ts";

const samples = resolve(import.meta.dirname, "../../samples");
const silent = { info: () => {}, warn: () => {}, error: () => {} };

test.each(readdirSync(samples))("npm start -- samples/%s has a bot that greets", async (name) => {
  let logic: BotLogic | undefined;
  const kit = await testWeChat((context) => logic?.(context) ?? Promise.resolve());
  const services = new Services(kit.adapter, systemClock, silent);
  const bot = await loadBot(resolve(samples, name), services);
  if (bot.sdk === "Bot Framework") logic = bot.logic;
  const wechat = bot.sdk === "Bot Framework" ? kit : await testWeChat(bot.agent);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("你好");
  expect(mei.sees().length).toBeGreaterThan(0);
});
