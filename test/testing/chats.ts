import { milliseconds } from "../../src/duration.ts";
import { type Bot, type TestWeChat, testWeChat } from "../../src/testing/index.ts";

/** One thing that a tester does: says something, lets time pass, or acts otherwise. */
export type Did =
  | string
  | { readonly wait: string }
  | { readonly do: "image" | "unfollow" | "follow" };

/** What somebody says to each sample, with pauses in hours where there are some. */
export const CHATS: Readonly<Record<string, readonly Did[]>> = {
  booking: ["你好", "2", "明天晚上七点", "4", "李雷", "13800138000", "对", { wait: "3h" }, "谢谢"],
  support: ["I want a refund", "my order is broken", "yes", { wait: "30m" }, "hello?"],
  assistant: ["Tell me a story", "and another one"],
  waterfall: ["hi", "2", "Li", "yes", "200", "35", "skip"],
  agent: ["鸡蛋怎么做？", "菜谱", "1", { wait: "2m" }, "好了吗"],
};

/** What somebody else says to the same: ways that go wrong, that are given up, or that are native. */
export const OTHERS: Readonly<Record<string, readonly Did[]>> = {
  booking: [
    ...["Hello", "garden", "next Friday at 3am", "next Friday at 7pm", "opening hours", "30"],
    ...["13", "Ann Lee", "+86 138 0013 8000", "yes", "no", { wait: "2h" }],
  ],
  support: [{ do: "image" }, "配送", "解决了", "我要人工", { wait: "25h" }, "发票怎么开？"],
  assistant: ["你好", { do: "image" }, "人工", "reset", { wait: "1h" }, "讲个故事"],
  waterfall: ["hi", "Tram", "Bicycle", "Ann", "no", { do: "image" }, { wait: "1h" }, "hi"],
  agent: ["What about eggs?", "recipe", { do: "image" }, "1", { wait: "90s" }, "rice?"],
};

/** Plays a chat with somebody who has just followed, before WeChat in a box. Whoever asks for it closes it. */
export async function playChat(
  bot: Bot | string,
  chat: readonly Did[],
  verified = true,
): Promise<{ readonly wechat: TestWeChat; readonly openid: string }> {
  const wechat = await testWeChat(bot, { verified });
  const li = wechat.follower("Li Lei");
  await li.subscribes();
  for (const did of chat) {
    if (typeof did === "string") await li.says(did);
    else if ("do" in did) await li.does(did);
    else await wechat.advance(milliseconds(did.wait));
  }
  return { wechat, openid: li.openid };
}
