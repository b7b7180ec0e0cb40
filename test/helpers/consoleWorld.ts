import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TurnContext } from "botbuilder";
import type { AccountSettings } from "../../src/adapter/accounts/account.ts";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import { type Console, startConsole } from "../../src/console/console.ts";
import type { ConsoleSettings } from "../../src/console/settings.ts";
import { Watch } from "../../src/console/watch.ts";
import type { Examine } from "../../src/console/wire.ts";
import { authorise } from "../../src/simulator/actions/authorising.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";
import type { ComponentOptions } from "../../src/simulator/world/component.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { noteRelease } from "../../src/store/releases.ts";

export const TOKEN = "a-token-that-is-long-enough-for-the-console";
const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
export const SETS = [1, 2, 3, 7, 15];

const echo: BotLogic = async (context: TurnContext) => {
  if (context.activity.type === "message") await context.sendActivity(context.activity.text);
};

export interface WorldOptions {
  readonly settings?: Partial<ConsoleSettings>;
  readonly component?: ComponentOptions;
  readonly clock?: Clock;
  /** The bot. Default: it says back what it hears. */
  readonly logic?: BotLogic;
  /** Accounts with secrets of their own, and what checks them. */
  readonly own?: readonly AccountSettings[];
  readonly examine?: Examine;
  /** The release of the bot that this process serves, and the one that another process does. */
  readonly releases?: readonly [own: number, other: number];
}

/** A third-party platform with its console, and a simulated WeChat. Without vitest: for pictures as well. */
export async function openConsoleWorld(options: WorldOptions = {}) {
  const { settings, component: more, clock, own = [], examine, releases, logic = echo } = options;
  const simulator = await startSimulator({ seed: "console" });
  const server = createServer(async (req, res) => {
    const { url = "/", headers } = req;
    const page = /^\/wechat\/component\/(?:start|back)\//.test(url)
      ? await adapter.linking.page({
          url,
          userAgent: headers["user-agent"] ?? "",
          acceptLanguage: headers["accept-language"] ?? "",
        })
      : undefined;
    if (page === undefined) return adapter.process(req, res, logic);
    res.writeHead(page.status, { ...page.headers });
    res.end(page.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { token: "platformtoken", encodingAESKey: KEY };
  const { platform } = simulator;
  const component = platform.addComponent({
    sets: SETS,
    name: "Our platform",
    server: { ...keys, url: `${base}/wechat/component`, mode: "safe" },
    messageUrl: `${base}/wechat/$APPID$`,
    ...more,
  });
  const { appId, appSecret } = component.settings;
  const logged: { readonly facts: Readonly<Record<string, unknown>>; readonly message: string }[] =
    [];
  const note = (facts: object, message: string) =>
    void logged.push({ facts: facts as Readonly<Record<string, unknown>>, message });
  const log = { info() {}, warn: note, error: note };
  const store = new MemoryStore();
  const [release, other] = releases ?? [];
  if (other !== undefined) await noteRelease(store, { release: other, by: "b", now: Date.now() });
  const watch = new Watch({ store, log, process: "shop-1 10" });
  const adapter: WeChatAdapter = new WeChatAdapter({
    accounts: [],
    component: { appId, appSecret, ...keys, publicUrl: base },
    apiBase: simulator.url,
    ...{ log, store, release },
    ...watch.hooks,
  });
  const page: Console = await startConsole({
    settings: { port: 0, token: TOKEN, ...settings },
    adapter,
    linking: adapter.linking,
    accounts: own,
    examine,
    watch,
    clock: clock ?? systemClock,
    log,
  });
  const pusher = createPusher({ clock: systemClock, transport: httpTransport });
  const delivery = createDelivery(platform, pusher);
  async function close(): Promise<void> {
    delivery.close();
    await page.close();
    server.closeAllConnections();
    server.close();
    await watch.close();
    await adapter.close();
    await simulator.close();
  }

  /** Resolves when every notice that is on its way has been answered. */
  async function quiet(): Promise<void> {
    do await new Promise((resolve) => setTimeout(resolve, 20));
    while (delivery.inFlight > 0);
  }
  /** An account of WeChat's with one follower. */
  function addAccount(account: AccountOptions = {}) {
    const linked = platform.addAccount(account).settings;
    const { openid } = platform.addFollower(linked.appId);
    platform.act(linked.appId, openid, { do: "follow" });
    return { ...linked, openid };
  }
  async function ticket(): Promise<void> {
    platform.pushTicket(appId);
    await quiet();
  }
  return {
    adapter,
    simulator,
    platform,
    component,
    delivery,
    page,
    watch,
    logged,
    base,
    close,
    quiet,
    addAccount,
    ticket,
    /** The administrator agrees, without a page. */
    async link(account: AccountOptions = {}) {
      const linked = addAccount(account);
      await ticket();
      const weChats = await adapter.linking.component.authorisationPage({ redirectUri: base });
      const code = new URL(weChats).searchParams.get("pre_auth_code") ?? "";
      authorise(platform, appId, linked.appId, SETS, code);
      await quiet();
      return linked;
    },
    says: (linked: { readonly appId: string; readonly openid: string }, text: string) =>
      delivery.act(linked.appId, linked.openid, { do: "say", text }),
    /** The bot writes first. */
    async writes(linked: { readonly originalId: string; readonly openid: string }, text: string) {
      const reference = {
        conversation: { id: linked.openid, isGroup: false, name: "", conversationType: "" },
        bot: { id: linked.originalId, name: "" },
      };
      await adapter.continueConversation(reference, async (context) => {
        await context.sendActivity(text);
      });
    },
    ...consoleClient(page),
  };
}

/** Asks the console as its page does, and as others might. */
function consoleClient({ address }: Console) {
  async function ask(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ) {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(method === "POST" && { origin: address, "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") ?? false;
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  }
  async function login(token = TOKEN) {
    const answer = await ask("POST", "/api/login", { body: { token } });
    const cookie = answer.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
    const session = await ask("GET", "/api/session", { headers: { cookie } });
    return { ...answer, cookie, csrf: session.body.csrf as string };
  }
  return {
    ask,
    login,
    /** Logged in: asks and orders with cookie and CSRF token. */
    async enter() {
      const { cookie, csrf } = await login();
      return {
        cookie,
        csrf,
        get: (path: string) => ask("GET", path, { headers: { cookie } }),
        post: (path: string, body: unknown) =>
          ask("POST", path, { body, headers: { cookie, "x-csrf": csrf } }),
      };
    },
  };
}
