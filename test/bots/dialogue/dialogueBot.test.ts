import { test } from "vitest";
import { dialogueBot } from "../../../src/bots/dialogueBot.ts";
import { testWeChat } from "../../../src/testing/index.ts";
import { bookingWith } from "./booking.ts";

const SHOW = {
  render: (key: string, params: object) =>
    `${key} ${Object.values(params)
      .map((one) => JSON.stringify(one))
      .join(" ")}`.trim(),
};
const KEYS = { render: (key: string) => key };

test("a dialogue runs in a bot, from the first question to the service's answer", async () => {
  const booking = bookingWith(async ({ party }) => ({ ref: `R${party}` }));
  const wechat = await testWeChat(
    dialogueBot({ dialogues: [booking], begin: booking, texts: KEYS }),
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("你好");
  await mei.says("堂食");
  await mei.says("明天");
  await mei.says("一堆");
  await mei.says("４位");
  await mei.says("王");
  await mei.says("13800000000");
  await mei.says("是");
  mei.mustSee(
    "ask.service",
    "ask.date",
    "ask.party",
    "ask.party.again",
    "ask.name",
    "ask.phone",
    "ask.ok",
    "book.done",
  );
});
void SHOW;
