import { ConversationState, MemoryStorage, type TurnContext } from "botbuilder";
import {
  ChoicePrompt,
  ConfirmPrompt,
  DateTimePrompt,
  DialogSet,
  DialogTurnStatus,
  NumberPrompt,
  type Prompt,
} from "botbuilder-dialogs";
import { expect, test } from "vitest";
import { chinesePrompts } from "../../src/bots/chinesePrompts.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

const ASKED_AGAIN = "再说一次";
const START = Date.parse("2026-12-01T10:30:00+08:00");

/** A bot that asks one thing, hears of wishes to leave before it, and says what it understood as JSON. */
function asking(prompt: Prompt<unknown>, choices?: readonly string[]) {
  const conversation = new ConversationState(new MemoryStorage());
  const dialogs = new DialogSet(conversation.createProperty("dialog"));
  dialogs.add(prompt);
  return async (context: TurnContext) => {
    const dialog = await dialogs.createContext(context);
    if (/^(?:退出|quit|cancel)$/.test(context.activity.text ?? "")) {
      await context.sendActivity("interrupted");
      return;
    }
    const { status, result } = await dialog.continueDialog();
    if (status === DialogTurnStatus.empty) {
      const options = { prompt: "问", retryPrompt: ASKED_AGAIN, choices: choices?.slice() };
      await dialog.prompt(prompt.id, options as never);
    }
    if (status === DialogTurnStatus.complete) await context.sendActivity(JSON.stringify(result));
    await conversation.saveChanges(context);
  };
}

/** What the bot understood of each; undefined where it asked again. */
async function understood(
  prompt: () => Prompt<unknown>,
  said: readonly string[],
  { choices, verified = true, locale = "zh-CN", timeZone = "Asia/Shanghai" }: Options = {},
): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const one of said) {
    const clock = new ManualClock(START);
    const bot = asking(prompt(), choices);
    const settings = { timeZone };
    const wechat = await testWeChat(bot, { locale, verified, settings, clock });
    wechat.adapter.use(chinesePrompts());
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    if (mei.sees().length === 0) await mei.says("你好");
    mei.sees();
    await mei.says(one);
    const seen = JSON.stringify(mei.sees().at(-1) ?? "");
    answers.push(seen.includes(ASKED_AGAIN) ? undefined : parsed(JSON.parse(seen) as string));
    await wechat.close();
  }
  return answers;
}

interface Options {
  readonly choices?: readonly string[];
  readonly verified?: boolean;
  readonly locale?: string;
  readonly timeZone?: string;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

test("a number is the whole message, as people say it", async () => {
  const number = () => new NumberPrompt("n");
  const said = ["一个半", "两百五", "5位", "3 million", "十几", "2 or 3", "不要"];
  expect(await understood(number, said)).toEqual([
    ...[1.5, 250, 5, 3_000_000],
    ...[undefined, undefined, undefined],
  ]);
});

test("a moment is of the account's clock and zone, wherever the process runs", async () => {
  const moment = () => new DateTimePrompt("d");
  const said = ["三天后", "明天下午三点", "晚上8点", "半小时后", "今晚八点", "周五或周六"];
  expect(await understood(moment, said)).toEqual([
    [{ timex: "2026-12-04", type: "date", value: "2026-12-04" }],
    [{ timex: "2026-12-02T15", type: "datetime", value: "2026-12-02 15:00:00" }],
    [{ timex: "T20", type: "time", value: "20:00:00" }],
    [{ timex: "2026-12-01T11", type: "datetime", value: "2026-12-01 11:00:00" }],
    [{ timex: "2026-12-01T20", type: "datetime", value: "2026-12-01 20:00:00" }],
    undefined,
  ]);
  // In New York it is still the day before.
  const there = await understood(moment, ["tomorrow at 3:30pm"], {
    locale: "en-US",
    timeZone: "America/New_York",
  });
  expect(there).toEqual([
    [{ timex: "2026-12-01T15:30", type: "datetime", value: "2026-12-01 15:30:00" }],
  ]);
});

test("a choice is none where it is refused, doubled, or only mentioned", async () => {
  const choices = ["绿色", "红色", "人工客服"];
  const prompt = () => new ChoicePrompt("c");
  for (const verified of [true, false]) {
    const no = ["一个都不要", "两个都要", "我有3个问题", "绿色或红色", "红色吗？"];
    expect(await understood(prompt, no, { choices, verified })).toEqual(no.map(() => undefined));
    const yes = await understood(prompt, ["红色", "最后一个", "我要绿色的"], { choices, verified });
    expect(yes.map((one) => (one as { value?: string } | undefined)?.value)).toEqual([
      ...["红色", "人工客服", "绿色"],
    ]);
  }
});

test("what is neither yes nor no is asked again, in both languages", async () => {
  const confirm = () => new ConfirmPrompt("c");
  expect(await understood(confirm, ["好的", "不用了", "没问题"])).toEqual([true, false, true]);
  const english = { locale: "en-US" };
  expect(await understood(confirm, ["not sure", "yes or no", "sure", "nope"], english)).toEqual([
    ...[undefined, undefined, true, false],
  ]);
});

test("a bot's own interruption hears “quit” before the prompt takes it for a no", async () => {
  const confirm = () => new ConfirmPrompt("c");
  for (const verified of [true, false]) {
    const heard = await understood(confirm, ["退出", "quit", "cancel", "取消"], { verified });
    expect(heard).toEqual(["interrupted", "interrupted", "interrupted", false]);
  }
});
