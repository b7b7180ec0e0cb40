import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import restify from "restify";
import type { Observe } from "./adapter/watch/observe.ts";
import { WeChatAdapter } from "./adapter/weChatAdapter.ts";
import type { CallEvent } from "./client/call.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Config, modeOf } from "./config.ts";
import { startConsole } from "./console/console.ts";
import { Watch } from "./console/watch.ts";
import { SettingsError } from "./errors.ts";
import { loadBot } from "./loadBot.ts";
import { type Log, stderrLog } from "./log.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { serveMetrics } from "./metrics/serveMetrics.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";

/** A running server. */
export interface RunningServer {
  /** For example `http://localhost:3978/wechat`. */
  readonly address: string;
  readonly adapter: WeChatAdapter;
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
}

/** After the last turn: how long its answer may take into the socket, in milliseconds. */
const LAST_ANSWERS_MS = 250;

/**
 * Puts a bot behind restify: WeChat's address, and two for whoever looks after the process. Throws
 * {@link SettingsError} when the port cannot be had.
 */
export async function startServer(
  config: Config,
  botPath: string,
  { log = stderrLog, clock = systemClock, store: given, observe }: ServerParts = {},
): Promise<RunningServer> {
  const store = given ?? (await openConfigured(config, clock));
  const metrics = config.metricsPort === undefined ? undefined : createMetrics();
  const watch = config.console && new Watch({ clock });
  const watchers = [{ observe, observeCall: undefined }, metrics?.hooks, watch?.hooks].filter(
    (one) => one?.observe !== undefined,
  ) as readonly Watcher[];
  const adapter = new WeChatAdapter({
    accounts: config.accounts,
    component: config.component,
    apiBase: config.apiBase,
    onUnsubscribe: config.onUnsubscribe ?? "keep",
    publicUrl: config.publicUrl,
    log,
    clock,
    store,
    ...(watch && { onDispatchFailed: watch.hooks.onDispatchFailed }),
    ...(watchers.length > 0 && {
      observe: together(watchers.map(({ observe }) => observe)),
      observeCall: together(watchers.map(({ observeCall }) => observeCall)),
    }),
  });
  const logic = await loadBot(botPath, { adapter, clock, log }).catch(async (error) => {
    await adapter.close();
    throw error;
  });
  const server = restify.createServer({ name: "botbuilder-adapter-wechat" });
  harden(server.server);

  const inFlight = new Set<Promise<void>>();
  let closing = false;
  async function answer(req: restify.Request, res: restify.Response): Promise<void> {
    // On a connection that was open before; WeChat asks again, and another process answers.
    if (closing) {
      res.statusCode = 503;
      res.setHeader("Connection", "close");
      return void res.end();
    }
    const answered = adapter.process(req, res, logic).finally(() => inFlight.delete(answered));
    inFlight.add(answered);
    await answered;
  }
  for (const path of ["/wechat", "/wechat/:appId"]) {
    server.get(path, answer);
    server.post(path, answer);
  }
  if (config.component !== undefined) {
    for (const way of ["start", "back"]) {
      server.get(`/wechat/component/${way}/:secret`, async (req, res) => {
        await sendLinkPage(adapter, req, res);
      });
    }
  }
  server.get("/wechat/media/:appId", async (req, res) => adapter.serveMedia(req, res));
  server.get("/healthz", async (_req, res) => {
    // Where time was moved, whoever signs pushes must know what time it is here.
    if (clock !== systemClock) res.header("Date", new Date(clock.now()).toUTCString());
    res.send(200, { ok: true });
  });
  server.get("/readyz", async (_req, res) => {
    const ready = await adapter.ready().then(
      () => !closing,
      () => false,
    );
    res.send(ready ? 200 : 503, { ready });
  });

  async function giveUp(error: unknown): Promise<never> {
    server.close();
    await adapter.close();
    throw error;
  }
  const { port } = await listen(server, config.port).catch(giveUp);
  const figures = metrics && (await serveMetrics(metrics, config.metricsPort ?? 0).catch(giveUp));
  const page =
    config.console &&
    watch &&
    (await startConsole({
      settings: config.console,
      adapter,
      linking: config.component && adapter.linking,
      accounts: config.accounts,
      watch,
      clock,
      log,
    }).catch(async (error) => {
      await figures?.close();
      return giveUp(error);
    }));
  if (config.production && modeOf(config) === "plain") warnOfPlainMode(log);
  return {
    address: `http://localhost:${port}/wechat`,
    adapter,
    metricsAddress: figures?.address,
    consoleAddress: page?.address,
    async close() {
      closing = true;
      await figures?.close();
      await page?.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await adapter.close();
      await Promise.race([Promise.allSettled([...inFlight]), wait(LAST_ANSWERS_MS)]);
      server.server.closeAllConnections();
      await closed;
    },
  };
}

/** The store that the configuration names. */
function openConfigured({ store, storeKey, keepMs = 0 }: Config, clock: Clock): Promise<Store> {
  return openStore(store, { key: storeKey, keepMs, clock });
}

/** Who hears of the road, and of calls. */
interface Watcher {
  readonly observe: Observe;
  readonly observeCall: ((event: CallEvent) => void) | undefined;
}

/** All who listen as one, in this order. */
function together<E>(all: readonly (((event: E) => void) | undefined)[]): (event: E) => void {
  const listeners = all.filter((one) => one !== undefined);
  return (event) => {
    for (const listener of listeners) listener(event);
  };
}

/** The pages on which an account's administrator authorises. */
async function sendLinkPage(
  adapter: WeChatAdapter,
  { url = "/", headers }: restify.Request,
  res: restify.Response,
): Promise<void> {
  const page = await adapter.linking.page({
    url,
    userAgent: headers["user-agent"] ?? "",
    acceptLanguage: headers["accept-language"] ?? "",
  });
  res.writeHead(page?.status ?? 404, { ...page?.headers });
  res.end(page?.body ?? "");
}

function listen(server: restify.Server, port: number): Promise<AddressInfo> {
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
      "can send any message in any follower's name. Choose safe mode in WeChat's console and set " +
      "WECHAT_ENCODING_AES_KEY.",
  );
}

/**
 * Bounds on what a stranger can cost us. Node's own defaults are 60 s for headers, 300 s for a request,
 * and a look at both only every 30 s.
 */
function harden(server: import("node:http").Server): void {
  server.headersTimeout = 5_000;
  server.requestTimeout = 8_000;
  server.keepAliveTimeout = 5_000;
  server.maxConnections = 2_000;
  server.maxRequestsPerSocket = 1_000;
  // Read when the server begins to listen; restify gives no way to hand them to the constructor.
  Object.assign(server, { connectionsCheckingInterval: 1_000, maxHeaderSize: 8_192 });
}
