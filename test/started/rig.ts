import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Platform } from "../../src/simulator/platform.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import { freePort } from "../helpers/redis.ts";
import { type Child, runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { wireAccount } from "../helpers/wechat.ts";

export const CONSOLE_TOKEN = "a-token-that-is-long-enough-for-the-console";
const SETS = [1, 2, 3, 7, 15];
const START_MS = 60_000;

/** Says back what it hears; `slow`: after the turn's first try; `later`, `throw`: from a timer, after the turn. */
const BOT = `
export default {
  async run(context) {
    const { type, text } = context.activity;
    if (type !== "message") return;
    if (text === "later") setTimeout(() => context.sendActivity("too late"), 100);
    if (text === "throw") setTimeout(() => { throw new Error("nobody catches this"); }, 100);
    if (text === "reject") void Promise.reject(new Error("nobody looks at this"));
    if (text === "slow") await new Promise((resolve) => setTimeout(resolve, 6_000));
    await context.sendActivity("heard: " + text);
  },
};
`;

/**
 * The server as `npm start` starts it, in a process of its own, with everything on that can be set from outside,
 * and a simulated WeChat in front of it: one account with its secret, one under a rate limit, one that is linked
 * through a third-party platform.
 */
export async function startEverything(store: string, folder = tempFolder()) {
  const simulator = await startSimulator({ seed: "started" });
  const { platform } = simulator;
  const pusher = createPusher({ clock: systemClock, transport: httpTransport });
  const delivery = createDelivery(platform, pusher);
  onTestFinished(async () => {
    delivery.close();
    await simulator.close();
  });
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const [own, limited] = [wireAccount(), wireAccount()].map((account) => {
    const { appId, originalId, token, encodingAESKey, mode } = account;
    const url = `${base}/wechat/${appId}`;
    const { settings } = platform.addAccount({
      appId,
      originalId,
      server: { url, token, encodingAESKey, mode },
    });
    return { ...account, appSecret: settings.appSecret };
  }) as [OwnAccount, OwnAccount];
  const keys = { token: "platformtoken", encodingAESKey: own.encodingAESKey };
  const component = platform.addComponent({
    sets: SETS,
    server: { ...keys, url: `${base}/wechat/component`, mode: "safe" },
    messageUrl: `${base}/wechat/$APPID$`,
  }).settings;
  const files = {
    "bot.mjs": BOT,
    "accounts.json": JSON.stringify([
      { ...settings(limited), rateLimit: { pushes: 2, perMs: 60_000 } },
    ]),
  };
  const cwd = tempFolder(files);
  const env = {
    PORT: String(port),
    WECHAT_APP_ID: own.appId,
    WECHAT_APP_SECRET: own.appSecret,
    WECHAT_TOKEN: own.token,
    WECHAT_ENCODING_AES_KEY: own.encodingAESKey,
    WECHAT_ORIGINAL_ID: own.originalId,
    WECHAT_WINDOW_EVENTS: "60",
    WECHAT_ACCOUNTS: "accounts.json",
    WECHAT_COMPONENT_APP_ID: component.appId,
    WECHAT_COMPONENT_SECRET: component.appSecret,
    WECHAT_COMPONENT_TOKEN: keys.token,
    WECHAT_COMPONENT_ENCODING_AES_KEY: keys.encodingAESKey,
    WECHAT_PUBLIC_URL: base,
    WECHAT_STORE: store === "sqlite:" ? `sqlite:${join(folder, "wechat.db")}` : store,
    WECHAT_STORE_KEY: randomBytes(32).toString("base64"),
    WECHAT_KEEP_DAYS: "90",
    WECHAT_ON_UNSUBSCRIBE: "forget",
    WECHAT_LOG_ERRORS: "whole",
    WECHAT_API_BASE: simulator.url,
    WECHAT_METRICS_PORT: String(await freePort()),
    WECHAT_CONSOLE_PORT: String(await freePort()),
    WECHAT_CONSOLE_TOKEN: CONSOLE_TOKEN,
  };

  async function start(): Promise<Child> {
    const child = runBin(["start", "bot.mjs"], { cwd, env });
    await expect.poll(() => child.stdout() + child.stderr(), PATIENCE).toMatch(/Metrics on/);
    return child;
  }

  return {
    platform,
    own,
    limited,
    component,
    ports: { public: port, metrics: env.WECHAT_METRICS_PORT, console: env.WECHAT_CONSOLE_PORT },
    base,
    start,
    /** Somebody new who follows an account. */
    async follower({ appId }: OwnAccount) {
      const { openid } = platform.addFollower(appId);
      const act = (action: Parameters<typeof delivery.act>[2]) =>
        delivery.act(appId, openid, action);
      await act({ do: "follow" });
      return {
        openid,
        says: (text: string) => act({ do: "say", text }),
        /** What stands on his screen, in order. */
        sees: () => shown(platform, openid),
      };
    },
  };
}

interface OwnAccount extends ReturnType<typeof wireAccount> {
  readonly appSecret: string;
}

const PATIENCE = { timeout: START_MS };

function settings({ appId, appSecret, token, encodingAESKey, originalId }: OwnAccount) {
  return { appId, appSecret, token, encodingAESKey, originalId };
}

function shown(platform: Platform, openid: string): readonly string[] {
  return platform.timeline
    .of("message.shown")
    .filter((event) => event.openid === openid)
    .map(({ message }) => String((message.text as { content?: unknown } | undefined)?.content));
}

/** The lines of a process's log, read as JSON; whatever is none of them stands as it is. */
export function logOf(child: Child): readonly (Readonly<Record<string, unknown>> | string)[] {
  return child
    .stderr()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      try {
        return JSON.parse(line) as Readonly<Record<string, unknown>>;
      } catch {
        return line;
      }
    });
}
