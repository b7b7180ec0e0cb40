import { join } from "node:path";
import {
  ConversationState,
  MemoryStorage,
  TeamsInfo,
  type TurnContext,
  UserState,
} from "botbuilder";
import { DialogManager } from "botbuilder-dialogs";
import {
  AdaptiveBotComponent,
  AdaptiveDialog,
  GetActivityMembers,
  GetConversationMembers,
  LanguageGeneratorExtensions,
  OAuthInput,
  OnUnknownIntent,
  ResourceExtensions,
  SendActivity,
  UpdateActivity,
} from "botbuilder-dialogs-adaptive";
import { ServiceCollection } from "botbuilder-dialogs-adaptive-runtime-core";
import { ResourceExplorer } from "botbuilder-dialogs-declarative";
import { MultiLanguageLG } from "botbuilder-lg";
import { describe, expect, test } from "vitest";
import { chinesePrompts } from "../../src/bots/chinesePrompts.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

/** What Composer writes: a `.dialog` and its `.lg` files, one for each language. */
const FOLDER = join(import.meta.dirname, "composer");
const START = Date.parse("2026-12-01T10:30:00+08:00");

/** The folder's dialogs, as Composer's runtime loads them. */
function explorer(): ResourceExplorer {
  const services = new ServiceCollection({ declarativeTypes: [] });
  new AdaptiveBotComponent().configureServices(services, {} as never);
  const { declarativeTypes } = services.mustMakeInstances<{ declarativeTypes: never[] }>(
    "declarativeTypes",
  );
  return new ResourceExplorer({ declarativeTypes }).addFolder(FOLDER, true, false);
}

/** The unmodified bot around a root dialog. */
function botOf(dialog: AdaptiveDialog, resources?: ResourceExplorer) {
  const storage = new MemoryStorage();
  const manager = new DialogManager(dialog);
  manager.conversationState = new ConversationState(storage);
  manager.userState = new UserState(storage);
  if (resources !== undefined) ResourceExtensions.useResourceExplorer(manager, resources);
  LanguageGeneratorExtensions.useLanguageGeneration(manager);
  return async (context: TurnContext) => {
    await manager.onTurn(context);
    await manager.conversationState.saveChanges(context);
    await manager.userState?.saveChanges(context);
  };
}

const table = () => {
  const resources = explorer();
  return botOf(resources.loadType<AdaptiveDialog>("table.dialog"), resources);
};

const updating = (id: string) =>
  new UpdateActivity().configure({ activityId: id as never, activity: "new" as never });
const signingIn = () =>
  new OAuthInput().configure({
    connectionName: "connection" as never,
    title: "Sign in" as never,
    text: "Please" as never,
  });

/** What is said in a bubble, of a menu with its items. */
function wordsOf(seen: unknown): string {
  const { msgmenu } = seen as { msgmenu?: { head_content: string; list: { content: string }[] } };
  if (msgmenu === undefined) return String(seen);
  return [msgmenu.head_content, ...msgmenu.list.map(({ content }) => content)].join(" ");
}

describe.each([true, false])("a Composer bot, account verified: %s", (verified) => {
  async function talk(said: readonly string[], locale: string): Promise<string[]> {
    const clock = new ManualClock(START);
    const wechat = await testWeChat(table(), { verified, locale, clock });
    wechat.adapter.use(chinesePrompts());
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    const seen = [mei.sees().map(wordsOf).join(" ")];
    for (const one of said) {
      await mei.says(one);
      seen.push(mei.sees().map(wordsOf).join(" ").replace(/\s+/g, " "));
    }
    await wechat.close();
    return seen;
  }

  test("its dialog, language generation and inputs run as they are, in Chinese", async () => {
    const said = ["你好", "一个都不要", "包间", "营业时间", "十几个", "两位", "三天后", "没问题"];
    const seen = await talk(said, "zh-CN");
    expect(seen[0]).toBe("欢迎！");
    expect(seen[1]).toMatch(/^哪种座位？.*大厅.*包间.*花园/);
    expect(seen[2]).toContain("请再说一次。");
    expect(seen[3]).toBe("几位？");
    expect(seen[4]).toBe("11:00 到 22:00。 几位？");
    expect(seen[5]).toContain("请再说一次。");
    expect(seen[6]).toBe("什么时候？");
    expect(seen[7]).toMatch(/^包间，2 位，2026-12-04，对吗？/);
    expect(seen[8]).toMatch(/^已订：包间，2 位。.*再订一桌.*谢谢/);
  });

  test("… and in English, with its own file", async () => {
    const said = ["hi", "花园", "5 people", "tomorrow at 7pm", "nope"];
    const seen = await talk(said, "en-US");
    expect(seen[0]).toBe("Welcome!");
    expect(seen[4]).toContain("花园, 5, 2026-12-02 19:00:00. Right?");
    expect(seen[5]).toBe("Not booked.");
  });

  /** What the bot's error handler gets, and what the follower sees. */
  async function failing(bot: (context: TurnContext) => Promise<void>) {
    const errors: Error[] = [];
    const wechat = await testWeChat(bot, { verified });
    wechat.adapter.onTurnError = async (context, error) => {
      errors.push(error);
      await context.sendActivity("sorry");
    };
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    errors.length = 0;
    mei.sees();
    await mei.says("hi");
    const seen = mei.sees();
    await wechat.close();
    // What a dialog throws stands in the SDK's own error.
    const wrapped = errors.map((one) => (one as { error?: Error }).error ?? one);
    return { codes: wrapped.map((one) => (one as { code?: unknown }).code), wrapped, seen };
  }

  const within = (...actions: never[]) =>
    botOf(
      new AdaptiveDialog("root").configure({
        autoEndDialog: true,
        triggers: [new OnUnknownIntent(actions)],
      }),
    );

  test.each([
    [
      "GetConversationMembers",
      () =>
        within(new GetConversationMembers().configure({ property: "turn.all" as never }) as never),
    ],
    ["GetActivityMembers", () => within(new GetActivityMembers() as never)],
    ["UpdateActivity", () => within(updating("1") as never)],
    ["TeamsInfo.getMember", () => (context: TurnContext) => TeamsInfo.getMember(context, "x")],
    [
      "TeamsInfo.getTeamDetails",
      () => (context: TurnContext) => TeamsInfo.getTeamDetails(context, "x"),
    ],
    ["deleteActivity", () => (context: TurnContext) => context.deleteActivity("1")],
    [
      "createConversation",
      () => (context: TurnContext) =>
        context.adapter.createConversationAsync("a", "wechat", "", "", {} as never, async () => {}),
    ],
  ] as const)("%s is refused clearly, with a stable code", async (_, bot) => {
    const { codes, wrapped, seen } = await failing(bot() as never);
    expect(codes).toEqual(["not-supported"]);
    expect(wrapped[0]?.message).toMatch(/^WeChat cannot .+\. .+/);
    expect(seen).toEqual(["sorry"]);
  });

  test("OAuthInput on an account where nobody can sign in is said in words, and is no error", async () => {
    const { codes, seen } = await failing(within(signingIn() as never));
    expect(codes).toEqual([]);
    expect(seen).toEqual(["（这里暂时无法登录）"]);
  });

  test("what a dialog sends before the refusal arrives", async () => {
    const bot = within(new SendActivity("one") as never, updating("1") as never);
    const { codes, seen } = await failing(bot);
    expect(codes).toEqual(["not-supported"]);
    expect(seen.join(" ").replace(/\s+/g, " ")).toBe("one sorry");
  });
});

test("MultiLanguageLG finds a language by the letters of the activity's locale", () => {
  const english = join(FOLDER, "table.lg");
  const chinese = join(FOLDER, "table.zh-cn.lg");
  const said = (key: string, locale: string) =>
    new MultiLanguageLG(
      undefined,
      new Map([
        ["", english],
        [key, chinese],
      ]),
    ).generate("Welcome", {}, locale);
  expect(said("zh-CN", "zh-CN")).toBe("欢迎！");
  // The SDK's own surprise, told in docs/composer.md.
  expect(said("zh-cn", "zh-CN")).toBe("Welcome!");
  expect(said("zh-cn", "zh-CN".toLowerCase())).toBe("欢迎！");
});
