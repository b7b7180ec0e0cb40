import { ConversationState, MemoryStorage, type TurnContext } from "botbuilder";
import {
  ChoicePrompt,
  ConfirmPrompt,
  DialogSet,
  DialogTurnStatus,
  ListStyle,
  type Prompt,
} from "botbuilder-dialogs";
import { describe, expect, test } from "vitest";
import { chinesePrompts } from "../../src/bots/chinesePrompts.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

/** A bot that asks one thing and says what it understood. */
function asking(prompt: Prompt<unknown>, options: object) {
  const conversation = new ConversationState(new MemoryStorage());
  const dialogs = new DialogSet(conversation.createProperty("dialog"));
  dialogs.add(prompt);
  return async (context: TurnContext) => {
    const dialog = await dialogs.createContext(context);
    const { status, result } = await dialog.continueDialog();
    if (status === DialogTurnStatus.empty) await dialog.prompt(prompt.id, options as never);
    if (status === DialogTurnStatus.complete) {
      await context.sendActivity(`→ ${typeof result === "object" ? result.value : result}`);
    }
    await conversation.saveChanges(context);
  };
}

async function answerTo(
  bot: (context: TurnContext) => Promise<void>,
  answer: string,
  { with: isWith = true, locale = "zh-CN", verified = false } = {},
): Promise<unknown> {
  const wechat = await testWeChat(bot, { locale, verified });
  if (isWith) wechat.adapter.use(chinesePrompts());
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  if (mei.sees().length === 0) await mei.says("你好");
  mei.sees();
  await mei.says(answer);
  const seen = mei.sees().at(-1);
  await wechat.close();
  return typeof seen === "string" ? seen.replace(/^→ /, "") : seen;
}

const STYLES = [ListStyle.auto, ListStyle.list, ListStyle.suggestedAction, ListStyle.heroCard];
const confirm = () => asking(new ConfirmPrompt("p"), { prompt: "可以吗？" });
function choose(style: ListStyle) {
  const prompt = new ChoicePrompt("p");
  prompt.style = style;
  return asking(prompt, {
    prompt: "哪一个？",
    retryPrompt: "再选一次。",
    choices: ["绿色", "红色", "人工客服"],
  });
}

describe("ConfirmPrompt in Chinese", () => {
  test.each([
    ...["是", "好的", "确认", "yes", "可以", "1"].map((answer) => [answer, "true"] as const),
    ...["否", "不要", "取消", "no", "不用了", "2"].map((answer) => [answer, "false"] as const),
  ])("%s is %s", async (answer, value) => {
    expect(await answerTo(confirm(), answer)).toBe(value);
  });

  test("what is no answer is asked again", async () => {
    expect(await answerTo(confirm(), "明天再说吧")).toContain("可以吗？");
  });

  test("without the middleware the SDK does not understand them", async () => {
    for (const answer of ["否", "确认", "yes"]) {
      expect(await answerTo(confirm(), answer, { with: false })).toContain("可以吗？");
    }
  });
});

describe.each(STYLES)("ChoicePrompt in Chinese, style %s", (style) => {
  test.each([
    ["绿", "绿色"],
    ["红", "红色"],
    ["人工", "人工客服"],
    ["我要红色的", "红色"],
    ["3", "人工客服"],
    ["第二个", "红色"],
  ])("%s is %s", async (answer, value) => {
    expect(await answerTo(choose(style), answer)).toBe(value);
  });

  test("色, which two of them have, is asked again", async () => {
    expect(await answerTo(choose(style), "色")).toContain("再选一次");
  });
});
