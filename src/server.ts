import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Observe } from "./adapter/watch/observe.ts";
import { channelOf, WeChatAdapter } from "./adapter/weChatAdapter.ts";
import { type BeforeBot, serve } from "./anyBot.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Config, modeOf } from "./config.ts";
import { startConsole } from "./console/console.ts";
import { Watch } from "./console/watch.ts";
import type { Examine } from "./console/wire.ts";
import { SettingsError } from "./errors.ts";
import { loadBot } from "./loadBot.ts";
import { type Log, stderrLogFor } from "./log.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { serveMetrics } from "./metrics/serveMetrics.ts";
import { createPublicListener } from "./publicListener.ts";
import { Services } from "./services.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";

/** A running server. */
export interface RunningServer {
  /** For example `http://localhost:3978/wechat`. */
  readonly address: string;
  readonly adapter: WeChatAdapter;
  /** What the bot's module made; undefined for a function of the turn's context. */
  readonly made: unknown;
  /** Lets something run before the bot in every turn, whichever SDK it is written with. */
  use(before: BeforeBot): void;
  /** Where this machine reads metrics; undefined where they are off. */
  readonly metricsAddress?: string | undefined;
  /** Where the operator's page is; undefined where it is off. */
  readonly consoleAddress?: string | undefined;
  /** Stops taking requests, lets turns in flight end, closes the store. About five seconds at most. */
  close(): Promise<void>;
}

/** What a server is made of beside its configuration. */
export interface ServerParts {
  /** Default: JSON lines on standard error. */
  readonly log?: Log;
  /** Default: what the configuration names. */
  readonly store?: Store;
  /** The time of adapter, store and bot. Default: the machine's. */
  readonly clock?: Clock;
  /** Hears what happens on the road. */
  readonly observe?: Observe;
  /** Checks an account, for the operator's page. Default: the page does not offer it. */
  readonly examine?: Examine;
}

/** After the last turn: how long its answer may take into the socket, in milliseconds. */
const LAST_ANSWERS_MS = 250;

/**
 * Puts a bot behind a server of Node's own: WeChat's address, and two for whoever looks after the process.
 * Throws {@link SettingsError} when the port cannot be had.
 */
export async function startServer(
  config: Config,
  botPath: string,
  { log: givenLog, clock = systemClock, store: given, observe, examine }: ServerParts = {},
): Promise<RunningServer> {
  const log = givenLog ?? stderrLogFor(config);
  const store = given ?? (await openConfigured(config, clock, log));
  const metrics = config.metricsPort === undefined ? undefined : createMetrics();
  // A process without a page notes its failures, too, for the page of another one.
  const watch = new Watch({ clock, store, log });
  const { observe: watchPeople, observeCall: watchCalls, onDispatchFailed } = watch.hooks;
  const observers = [observe, metrics?.hooks.observe, config.console && watchPeople].filter(
    (one) => one !== undefined,
  );
  const adapter = new WeChatAdapter({
    accounts: config.accounts,
    component: config.component,
    apiBase: config.apiBase,
    onUnsubscribe: config.onUnsubscribe ?? "keep",
    publicUrl: config.publicUrl,
    log,
    clock,
    store,
    onDispatchFailed,
    observeCall: together([metrics?.hooks.observeCall, watchCalls]),
    ...(observers.length > 0 && { observe: together(observers) }),
  });
  const services = new Services(adapter, clock, log);
  const { bot, made } = await loadBot(botPath, services)
    .then(async (loaded) => {
      if (loaded.release !== undefined) channelOf(adapter).serves(loaded.release);
      return { bot: await serve(loaded, services), made: loaded.made };
    })
    .catch(async (error) => {
      await adapter.close();
      throw error;
    });
  const linksAccounts = config.component !== undefined;
  const { verifyFiles } = config;
  const parts = { adapter, bot, linksAccounts, verifyFiles, clock, log };
  const listener = createPublicListener(parts);
  const { server } = listener;

  async function giveUp(error: unknown): Promise<never> {
    server.close();
    await adapter.close();
    throw error;
  }
  const { port } = await listen(server, config.port).catch(giveUp);
  const figures =
    metrics && (await serveMetrics(metrics, config.metricsPort ?? 0, log).catch(giveUp));
  const page =
    config.console &&
    (await startConsole({
      settings: config.console,
      adapter,
      linking: config.component && adapter.linking,
      accounts: config.accounts,
      examine,
      watch,
      clock,
      log,
    }).catch(async (error) => {
      await figures?.close();
      return giveUp(error);
    }));
  bot.recover();
  if (config.production && modeOf(config) === "plain") warnOfPlainMode(log);
  return {
    address: `http://localhost:${port}/wechat`,
    adapter,
    made,
    use: bot.use,
    metricsAddress: figures?.address,
    consoleAddress: page?.address,
    async close() {
      listener.refuse();
      await figures?.close();
      await page?.close();
      await watch.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await adapter.close();
      await Promise.race([listener.answered(), wait(LAST_ANSWERS_MS)]);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The store that the configuration names. */
function openConfigured(
  { store, storeKey, storeUnsealed, keepMs = 0 }: Config,
  clock: Clock,
  log: Log,
): Promise<Store> {
  return openStore(store, { key: storeKey, unsealed: storeUnsealed, keepMs, clock, log });
}

/** All who listen as one, in this order. */
function together<E>(all: readonly (((event: E) => void) | undefined)[]): (event: E) => void {
  const listeners = all.filter((one) => one !== undefined);
  return (event) => {
    for (const listener of listeners) listener(event);
  };
}

function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(portProblem(error, port)));
    server.listen(port, () => resolve(server.address() as AddressInfo));
  });
}

function portProblem(error: NodeJS.ErrnoException, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new SettingsError([`PORT ${port} is taken: stop what listens there or set another.`]);
    case "EACCES":
      return new SettingsError([`PORT ${port} is not for this user: set one from 1024 on.`]);
    default:
      return error;
  }
}

function warnOfPlainMode(log: Log): void {
  log.warn(
    { setting: "WECHAT_MODE" },
    "PLAIN MODE IN PRODUCTION: its signature does not cover the message, so whoever has seen one request " +
      "can send any message in any follower's name. Choose safe mode in WeChat's developer platform and set " +
      "WECHAT_ENCODING_AES_KEY.",
  );
}
