import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Activity } from "@microsoft/agents-activity";
import {
  AgentApplication,
  type AgentApplicationOptions,
  MemoryStorage,
  TurnState,
} from "@microsoft/agents-hosting";
import { describe, expect, onTestFinished, test } from "vitest";
import type { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { WeChatFileDownloader } from "../../src/agents/files.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { later } from "../../src/bots/later.ts";
import { sleep } from "../../src/clock.ts";
import { ManualClock, testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT, testRoad } from "../helpers/road.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

function adapter(): WeChatAgentAdapter {
  const made = new WeChatAgentAdapter({ accounts: [ACCOUNT], log: SILENT });
  onTestFinished(() => made.close());
  return made;
}

type Options = Partial<AgentApplicationOptions<TurnState>>;

/** An application as Microsoft documents it: with an adapter and a storage. */
function application(options: Options = {}): AgentApplication<TurnState> {
  return new AgentApplication<TurnState>({
    adapter: adapter(),
    storage: new MemoryStorage(),
    ...options,
  });
}

/** What a follower sees who says one thing, and so many minutes later. */
async function seen(app: AgentApplication<TurnState>, text: string, verified = true) {
  const wechat = await testWeChat(app, { verified });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says(text);
  await wechat.advance("1min");
  return mei.sees();
}

test("this test's environment is what its project says", () => {
  expect(["test", "production"]).toContain(process.env.NODE_ENV);
});

describe("an AgentApplication is built", () => {
  test("with `adapter` and `botStorage`, on a server of its own", async () => {
    let app: AgentApplication<TurnState> | undefined;
    const road = await testRoad(
      (context) => app?.run(context as never) as unknown as Promise<void>,
      {},
      (settings) => {
        const made = new WeChatAgentAdapter(settings as never);
        app = new AgentApplication<TurnState>({ adapter: made, storage: made.botStorage });
        app.onActivity("message", async (context) => {
          await context.sendActivity(`heard: ${context.activity.text}`);
        });
        return made as unknown as WeChatAdapter;
      },
    );
    expect((await road.says("hello")).text).toBe("heard: hello");
  });

  test("in a function of the turn's context, which its module's imports tell from a bot of Bot Framework", async () => {
    const source = `import sdk from ${JSON.stringify(import.meta.resolve("@microsoft/agents-hosting"))};
      const app = new sdk.AgentApplication();
      app.onActivity("message", async (context) => {
        const { conversation } = context.activity.getConversationReference();
        await context.sendActivity(context.activity.text + " of " + conversation.id.length);
      });
      export default (context) => app.run(context);`;
    const folder = tempFolder({ "agent.mjs": source });
    const child = resolve(import.meta.dirname, "loadedChild.ts");
    const args = [child, join(folder, "agent.mjs"), "hi"];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(JSON.parse(stdout)).toEqual([expect.stringMatching(/^hi of \d+$/)]);
  });

  test.each([
    ["storage alone", "new AgentApplication({ storage: new MemoryStorage() })"],
    ["nothing at all", "new AgentApplication()"],
  ])("with %s, in a module that a server loads", async (_what, making) => {
    const hosting = import.meta.resolve("@microsoft/agents-hosting");
    const source = `import sdk from ${JSON.stringify(hosting)};
      const { AgentApplication, MemoryStorage } = sdk;
      const app = ${making};
      app.onMessage("fail", async () => { throw new Error("planted"); });
      app.onActivity("message", async (context) => {
        const reference = context.activity.getConversationReference();
        await app.sendProactiveActivity("any", reference, "by the app: " + context.activity.text);
      });
      app.onError(async (context) => { await context.sendActivity("handled by the agent"); });
      export default app;`;
    const folder = tempFolder({ "agent.mjs": source });
    const child = resolve(import.meta.dirname, "loadedChild.ts");
    const args = [child, join(folder, "agent.mjs"), "hi", "fail"];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(JSON.parse(stdout)).toEqual(["by the app: hi", "handled by the agent"]);
  });
});

describe("every option and member that reaches for the adapter", () => {
  test("app.onError is heard, and what it says replaces the apology", async () => {
    const app = application();
    app.onActivity("message", async () => {
      throw new Error("planted");
    });
    app.onError(async (context, error) => {
      await context.sendActivity(`Sorry, something went wrong: ${error.message}`);
    });
    expect(await seen(app, "hi")).toEqual(["Sorry, something went wrong: planted"]);
  });

  test("without app.onError the follower reads our apology, not the SDK's", async () => {
    const app = application();
    app.onActivity("message", async () => {
      throw new Error("planted");
    });
    expect(await seen(app, "hi")).toEqual(["抱歉，出了点问题，请稍后再试。"]);
  });

  test("longRunningMessages: what comes at once and what comes after the turn", async () => {
    const clock = new ManualClock();
    const app = application({ longRunningMessages: true });
    app.onActivity("message", async (context) => {
      await context.sendActivity("working on it");
      await sleep(clock, 30_000);
      await context.sendActivity(`ready: ${context.activity.text}`);
    });
    const wechat = await testWeChat(app, { clock });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("report");
    await wechat.advance("1min");
    expect(mei.sees()).toEqual(["working on it", "ready: report"]);
  });

  test("an error after the turn of longRunningMessages reaches app.onError", async () => {
    const app = application({ longRunningMessages: true });
    app.onActivity("message", async () => {
      throw new Error("planted");
    });
    app.onError(async (context, error) => {
      await context.sendActivity(`handled: ${error.message}`);
    });
    expect(await seen(app, "hi")).toEqual(["handled: planted"]);
  });

  test("transcriptLogger gets both sides", async () => {
    const lines: string[] = [];
    const transcriptLogger = {
      logActivity: (activity: Activity) =>
        void lines.push(`${activity.from?.role}: ${activity.text}`),
    };
    const app = application({ transcriptLogger });
    app.onActivity("message", async (context) => {
      await context.sendActivity("hello");
    });
    await seen(app, "hi");
    expect(lines).toContain("user: hi");
    expect(lines).toContain("bot: hello");
  });

  test("startTypingTimer does not show or hold up anything", async () => {
    const clock = new ManualClock();
    const app = application({ startTypingTimer: true });
    app.onActivity("message", async (context) => {
      await sleep(clock, 9_000);
      await context.sendActivity("hello");
    });
    const wechat = await testWeChat(app, { clock });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("hi");
    await wechat.advance("1min");
    expect(mei.sees()).toEqual(["hello"]);
  });

  test("app.proactive keeps a conversation and writes to it later", async () => {
    const app = application();
    let id = "";
    app.onActivity("message", async (context) => {
      id = await app.proactive.storeConversation(context);
    });
    const wechat = await testWeChat(app);
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("remember me");
    await wechat.until(
      app.proactive.sendActivity(app.adapter, id, { type: "message", text: "later" } as Activity),
    );
    await wechat.advance("1min");
    expect(mei.sees()).toEqual(["later"]);
  });

  test("an application has the kit's adapter at once, with the jobs of the one that it was built with", async () => {
    const own = new WeChatAgentAdapter({
      accounts: [ACCOUNT],
      jobs: { report: async () => "the report" },
    });
    onTestFinished(() => own.close());
    const app = new AgentApplication<TurnState>({ adapter: own, storage: own.botStorage });
    app.onActivity("message", async (context) => {
      await later(context, "report");
      await context.sendActivity("soon");
    });
    const wechat = await testWeChat(app);
    expect(app.adapter).not.toBe(own);
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("report");
    await wechat.advance("10s");
    expect(mei.sees().join("\n")).toMatch(/^soon\n[\s\S]*the report$/);
  });

  test("writing first without an AppID, as the SDK's examples have it, is refused in words", async () => {
    const reference = { conversation: { id: "oMei" } };
    const app = application() as unknown as Record<
      string,
      (...given: unknown[]) => Promise<unknown>
    >;
    const forms = [
      () => app.sendProactiveActivity?.(reference, { type: "message", text: "hello" }),
      () => app.continueConversationAsync?.(reference, async () => {}),
    ];
    for (const write of forms) {
      const error = await Promise.resolve(write()).catch((failure) => failure);
      expect(error).toMatchObject({ code: "settings" });
      expect(String(error)).toContain("takes an AppID");
    }
  });

  test("app.sendProactiveActivity goes by our adapter, from the handler and from outside", async () => {
    const app = application();
    let outside: (() => Promise<unknown>) | undefined;
    app.onActivity("message", async (context) => {
      const reference = context.activity.getConversationReference() as never;
      await app.sendProactiveActivity("any", reference, "inside");
      outside = () => app.sendProactiveActivity("any", reference, "outside");
    });
    const wechat = await testWeChat(app);
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("hi");
    expect(mei.sees()).toEqual(["inside"]);
    await wechat.until(outside?.() ?? Promise.reject());
    await wechat.advance("1min");
    expect(mei.sees()).toEqual(["outside"]);
  });

  test("a conversation cannot be begun, and the refusal says what to do", async () => {
    await expect(adapter().createConversationAsync()).rejects.toMatchObject({
      code: "not-supported",
      message: expect.stringContaining("continueConversation"),
    });
  });
});

/** One value for every option: an application that has it answers as any other does. */
const EVERY: { [K in keyof AgentApplicationOptions<TurnState>]-?: () => Options[K] } = {
  adapter: () => adapter(),
  agentAppId: () => "any-app-id",
  storage: () => new MemoryStorage(),
  startTypingTimer: () => true,
  typing: () => ({ initialDelayMs: 10, intervalMs: 1_000 }),
  longRunningMessages: () => true,
  turnStateFactory: () => () => new TurnState(),
  fileDownloaders: () => [new WeChatFileDownloader()],
  authorization: () => ({ shop: { azureBotOAuthConnectionName: "shop" } }) as never,
  adaptiveCardsOptions: () => ({ actionSubmitFilter: "verb" }),
  removeRecipientMention: () => true,
  normalizeMentions: () => true,
  transcriptLogger: () => ({ logActivity: () => {} }),
  headerPropagation: () => () => {},
  agentName: () => "An agent",
  connections: () => adapter().connectionManager,
  proactive: () => ({ storage: new MemoryStorage() }),
};

test.each(Object.keys(EVERY) as (keyof typeof EVERY)[])("with the option %s", async (name) => {
  const app = application({ [name]: EVERY[name]() });
  app.onActivity("message", async (context) => {
    await context.sendActivity(`heard: ${context.activity.text}`);
  });
  expect(await seen(app, "hi")).toEqual(["heard: hi"]);
});

test("with all of them at once", async () => {
  const all = Object.entries(EVERY).map(([name, make]) => [name, make()]);
  const app = application(Object.fromEntries(all));
  app.onActivity("message", async (context) => {
    await context.sendActivity(`heard: ${context.activity.text}`);
  });
  expect(await seen(app, "hi")).toEqual(["heard: hi"]);
});

test("state is kept in the adapter's store where the agent has no storage of its own", async () => {
  const app = application({ storage: undefined as never });
  expect(app.options.storage).toBeUndefined();
  app.onActivity("message", async (context, state) => {
    const n = (state.getValue<number>("conversation.n") ?? 0) + 1;
    state.setValue("conversation.n", n);
    await context.sendActivity(String(n));
  });
  app.onTurn("afterTurn", async () => true);
  const wechat = await testWeChat(app);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("one");
  await mei.says("two");
  expect(mei.sees()).toEqual(["1", "2"]);
});
