import { AgentApplication, type TurnState } from "@microsoft/agents-hosting";
import { ActivityHandler, CardFactory, ConversationState, type TurnContext } from "botbuilder";
import { DialogSet, OAuthPrompt, WaterfallDialog } from "botbuilder-dialogs";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { openTown, type Town } from "../helpers/openTown.ts";

const PUBLIC = "https://bot.example.com";

/** A bot of Bot Framework that asks to sign in by `OAuthPrompt`, and says what came of it. */
function promptBot(adapter: WeChatAdapter): BotLogic {
  const state = new ConversationState(adapter.botStorage);
  const dialogs = new DialogSet(state.createProperty("dialogs"));
  dialogs.add(
    new OAuthPrompt("signIn", { connectionName: "shop", title: "Sign in", text: "Who are you?" }),
  );
  dialogs.add(
    new WaterfallDialog("profile", [
      async (step) => step.beginDialog("signIn"),
      async (step) => {
        await step.context.sendActivity(`token of ${step.result?.connectionName ?? "nobody"}`);
        return step.endDialog();
      },
    ]),
  );
  const bot = new ActivityHandler();
  bot.onDialog(async (context, next) => {
    const dialog = await dialogs.createContext(context);
    const { text } = context.activity;
    if (text === "sign out") {
      await signOut(context);
      await context.sendActivity("signed out");
    } else if (text === "card") {
      await context.sendActivity({
        attachments: [CardFactory.oauthCard("shop", "Sign in", "By a card")],
      });
    } else {
      const { status } = await dialog.continueDialog();
      if (status === "empty" && text === "profile") await dialog.beginDialog("profile");
      else if (status === "empty" && text !== undefined)
        await context.sendActivity(`heard ${text}`);
    }
    await state.saveChanges(context);
    await next();
  });
  return (context) => bot.run(context);
}

async function signOut(context: TurnContext): Promise<void> {
  const { adapter } = context as unknown as { adapter: { UserTokenClientKey: symbol } };
  const tokens = context.turnState.get(adapter.UserTokenClientKey);
  await tokens.signOutUser(context.activity.from.id, "shop", "wechat");
}

/** The same as an application of the Agents SDK whose route needs `authorization`. */
function application(adapter: WeChatAgentAdapter): AgentApplication<TurnState> {
  const app = new AgentApplication<TurnState>({
    adapter,
    storage: adapter.botStorage,
    authorization: {
      shop: { azureBotOAuthConnectionName: "shop", title: "Sign in", text: "Who are you?" },
    } as never,
  });
  app.onMessage(
    "profile",
    async (context) => {
      const { token } = await app.authorization.getToken(context, "shop");
      await context.sendActivity(`token of ${token === undefined ? "nobody" : "shop"}`);
    },
    ["shop"],
  );
  app.onMessage("sign out", async (context, state) => {
    await app.authorization.signOut(context, state, "shop");
    await context.sendActivity("signed out");
  });
  app.onMessage("card", async (context) => {
    await context.sendActivity({
      type: "message",
      attachments: [CardFactory.oauthCard("shop", "Sign in", "By a card")],
    } as never);
  });
  app.onActivity("message", async (context) => {
    await context.sendActivity(`heard ${context.activity.text}`);
  });
  return app;
}

const SHELLS = ["Bot Framework", "Agents SDK"] as const;

/** A town whose bot asks to sign in; with a simulated WeChat that has the page for it. */
async function town(
  shell: (typeof SHELLS)[number],
  signIn?: "snsapi_base",
  store = new MemoryStore(),
): Promise<Town> {
  let logic: BotLogic = async () => {};
  const options = {
    account: { ...(signIn && { signIn }), locale: "en", customerService: true },
    adapter: { store, ...(signIn && { publicUrl: PUBLIC }) },
  };
  const opened = await openTown((context) => logic(context), {
    ...options,
    ...(shell === "Agents SDK" && {
      create: (settings) => {
        const adapter = new WeChatAgentAdapter(settings as never);
        const app = application(adapter);
        const process = adapter.process.bind(adapter);
        adapter.process = (request, response) => process(request, response, app);
        return adapter as unknown as WeChatAdapter;
      },
    }),
  });
  if (shell === "Bot Framework") logic = promptBot(opened.adapter);
  onTestFinished(() => opened.close());
  return opened;
}

const LINK = /href="([^"]*\/connect\/oauth2\/authorize[^"]*)"/;

/** The way of a browser: WeChat's page as this person, then ours. */
async function follow(town: Town, text: string, as: string) {
  return visit(town.adapter, await wayBack(text, as));
}

async function wayBack(text: string, as: string): Promise<string> {
  const link = LINK.exec(text)?.[1]?.replaceAll("&amp;", "&").replace("#wechat_redirect", "");
  if (link === undefined) throw new Error(`no link in ${text}`);
  const there = await fetch(`${link}&as=${as}`, { redirect: "manual" });
  const back = there.headers.get("location") ?? "";
  expect(back).toMatch(/^https:\/\/bot\.example\.com\/wechat\/signin\//);
  return back;
}

async function visit(adapter: WeChatAdapter, url: string) {
  let [status, body] = [0, ""];
  const response = {
    on: () => {},
    writeHead: (code: number) => {
      status = code;
    },
    end: (text: string) => {
      body = text;
    },
  };
  const { pathname, search } = new URL(url);
  const request = { method: "GET", url: pathname + search, headers: { "accept-language": "en" } };
  await adapter.serveSignIn(request as never, response as never);
  return { status, body };
}

describe.each(SHELLS)("signing in on the shell for %s", (shell) => {
  test("a follower signs in by WeChat's page, the bot goes on, and knows him the next time", async () => {
    const opened = await town(shell, "snsapi_base");
    const mei = opened.follower();
    await mei.does({ do: "follow" });
    await mei.says("profile");
    const asked = mei.screen().at(-1) ?? "";
    expect(asked).toContain("Sign in");
    expect(await follow(opened, asked, mei.openid)).toMatchObject({
      status: 200,
      body: expect.stringContaining("You are signed in"),
    });
    await vi.waitFor(() => expect(mei.screen().at(-1)).toContain("token of shop"), 10_000);
    await mei.says("profile");
    expect(mei.screen().at(-1)).toContain("token of shop");
    await mei.says("sign out");
    expect(mei.screen().at(-1)).toContain("signed out");
    await mei.says("profile");
    expect(mei.screen().at(-1)).toMatch(LINK);
  });

  test("a second request to sign in takes the place of the first", async () => {
    const opened = await town(shell, "snsapi_base");
    const mei = opened.follower();
    await mei.does({ do: "follow" });
    for (const text of ["profile", "hello", "profile"]) await mei.says(text);
    await follow(opened, mei.screen().at(-1) ?? "", mei.openid);
    await vi.waitFor(() => expect(mei.screen().at(-1)).toContain("token of shop"), 10_000);
    await mei.says("hello");
    expect(mei.screen().at(-1)).toContain("heard hello");
    expect(mei.screen().filter((line) => /token of/.test(line))).toHaveLength(1);
  });

  test("who is forgotten is not signed in any more", async () => {
    const opened = await town(shell, "snsapi_base");
    const mei = opened.follower();
    await mei.does({ do: "follow" });
    await mei.says("profile");
    await follow(opened, mei.screen().at(-1) ?? "", mei.openid);
    await vi.waitFor(() => expect(mei.screen().at(-1)).toContain("token of shop"), 10_000);
    await opened.adapter.forget(mei.openid);
    await mei.says("profile");
    expect(mei.screen().at(-1)).toMatch(LINK);
  });

  test("a card of the bot's own leads there, too", async () => {
    const opened = await town(shell, "snsapi_base");
    const mei = opened.follower();
    await mei.does({ do: "follow" });
    await mei.says("card");
    const asked = mei.screen().at(-1) ?? "";
    expect(asked).toMatch(/By a card[\s\S]*Sign in/);
    expect((await follow(opened, asked, mei.openid)).status).toBe(200);
  });

  test("a link that was passed on signs nobody else in; one that was changed or is none is refused", async () => {
    const opened = await town(shell, "snsapi_base");
    const [mei, lin] = [opened.follower(), opened.follower()];
    for (const one of [mei, lin]) await one.does({ do: "follow" });
    await mei.says("profile");
    const asked = mei.screen().at(-1) ?? "";
    const before = mei.screen().length;
    expect((await follow(opened, asked, lin.openid)).status).toBe(403);
    const own = `${PUBLIC}/wechat/signin/${opened.appId}`;
    expect((await visit(opened.adapter, `${own}?to=${lin.openid}&code=x&signature=y`)).status).toBe(
      403,
    );
    expect((await visit(opened.adapter, `${PUBLIC}/wechat/signin/wx0`)).status).toBe(403);
    await lin.says("profile");
    expect(lin.screen().at(-1)).toMatch(LINK);
    expect(mei.screen().length).toBe(before);
  });

  test("where the account cannot, he reads so, no error follows, and the talk goes on", async () => {
    const opened = await town(shell);
    const mei = opened.follower();
    await mei.does({ do: "follow" });
    await mei.says("profile");
    expect(mei.screen().at(-1)).toBe("passive: (Signing in is not possible here.)");
    await mei.says("hello");
    expect(mei.screen().at(-1)).toBe("passive: heard hello");
    await mei.says("card");
    expect(mei.screen().at(-1)).toBe("passive: By a card\n(Signing in is not possible here.)");
    expect(opened.log.lines.join("\n")).toContain("signIn");
    expect(opened.log.lines.join("\n")).not.toMatch(/threw|apolog/);
  });
});

test("what an agent's follower writes before he signs in is heard, and the sign-in goes on behind it", async () => {
  const opened = await town("Agents SDK", "snsapi_base");
  const mei = opened.follower();
  await mei.does({ do: "follow" });
  await mei.says("profile");
  const asked = mei.screen().at(-1) ?? "";
  for (const text of ["one", "two", "three"]) {
    await mei.says(text);
    expect(mei.screen().at(-1)).toContain(`heard ${text}`);
  }
  await follow(opened, asked, mei.openid);
  await vi.waitFor(() => expect(mei.screen().at(-1)).toContain("token of shop"), 10_000);
  expect(mei.screen().filter((line) => /token of/.test(line))).toHaveLength(1);
  await mei.says("four");
  expect(mei.screen().at(-1)).toContain("heard four");
});

test("a phone that opens the page twice reads the same, also where the second comes to another process", async () => {
  const store = new MemoryStore();
  const opened = await town("Bot Framework", "snsapi_base", store);
  const { appId, simulator } = opened;
  const mei = opened.follower();
  await mei.does({ do: "follow" });
  await mei.says("profile");
  const back = await wayBack(mei.screen().at(-1) ?? "", mei.openid);
  const settings = simulator.platform.world.accounts.get(appId)?.settings;
  const { appSecret = "" } = settings ?? {};
  const account = { appId, appSecret, token: "towntoken", signIn: "snsapi_base" as const };
  const other = new WeChatAdapter({
    ...{ accounts: [account], apiBase: simulator.url, publicUrl: PUBLIC, store },
    log: { info() {}, warn() {}, error() {} },
  });
  onTestFinished(() => other.close());
  for (const adapter of [opened.adapter, other, opened.adapter]) {
    const { status, body } = await visit(adapter, back);
    expect([status, body]).toEqual([200, expect.stringContaining("You are signed in")]);
  }
});

test("signIn without what it needs is refused at start, in words", () => {
  const account = { appId: "wx0123456789abcdef", token: "token", signIn: "snsapi_base" } as const;
  expect(() => new WeChatAgentAdapter({ accounts: [account] })).toThrow(
    /needs its appSecret and a publicUrl/,
  );
  const wrong = { ...account, signIn: "always" as never };
  expect(() => new WeChatAgentAdapter({ accounts: [wrong] })).toThrow(/signIn "always" is unknown/);
});
