import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import type { Platform } from "../../src/simulator/platform.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import { freePort } from "../helpers/redis.ts";
import { type Child, spawnBin } from "../helpers/serversInChildren.ts";
import { wireAccount } from "../helpers/wechat.ts";

export const CONSOLE_TOKEN = "a-token-that-is-long-enough-for-the-console";
const SETS = [1, 2, 3, 7, 15];

/** What a world is made of. */
export interface WorldParts {
  /** The module of the bot. */
  readonly bot: string;
  /** `memory:`, `sqlite:` for a file in the folder, or an address. */
  readonly store: string;
  /** An empty folder, in which everything lies. */
  readonly folder: string;
}

/**
 * A server as `npm start` starts it, in a process of its own, with everything on that can be set from outside, and a
 * simulated WeChat in front of it: one account with its secret, one under a rate limit, one platform through which
 * accounts are linked. Without vitest: for the soak as well.
 */
export async function openWorld({ bot, store, folder }: WorldParts) {
  const simulator = await startSimulator({ seed: "started" });
  const { platform } = simulator;
  const pusher = createPusher({ clock: systemClock, transport: httpTransport });
  const delivery = createDelivery(platform, pusher);
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
  const limits = { rateLimit: { pushes: 2, perMs: 60_000 } };
  writeFileSync(join(folder, "bot.mjs"), bot);
  writeFileSync(
    join(folder, "accounts.json"),
    JSON.stringify([{ ...settings(limited), ...limits }]),
  );
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

  return {
    platform,
    own,
    limited,
    component,
    ports: { public: port, metrics: env.WECHAT_METRICS_PORT, console: env.WECHAT_CONSOLE_PORT },
    base,
    /** Starts the server. It listens everywhere once it says where the figures are. */
    start: (): Child => spawnBin(["start", "bot.mjs"], { cwd: folder, env }),
    async close(): Promise<void> {
      delivery.close();
      await simulator.close();
    },
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
