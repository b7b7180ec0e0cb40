import assert from "node:assert/strict";
import { test } from "node:test";
import { testWeChat } from "botbuilder-adapter-wechat/testing";
import bot from "./bot.ts";

test("who follows is greeted, and a question is answered", async () => {
  const wechat = await testWeChat(bot);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  assert.match(JSON.stringify(mei.sees()), /欢迎/);
  await mei.says("地址");
  mei.mustSee("上海市南京东路 1 号。");
});

test("an account that is not verified shows numbers, and understands them", async () => {
  const wechat = await testWeChat(bot, { verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  await mei.says("1");
  mei.mustSee("周一至周五 9:00–18:00。");
});
