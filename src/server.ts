import type { AddressInfo } from "node:net";
import restify from "restify";
import { WeChatAdapter } from "./adapter/weChatAdapter.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { loadBot } from "./loadBot.ts";
import { type Log, stderrLog } from "./log.ts";

/** A running server. */
export interface RunningServer {
  /** For example `http://localhost:3978/wechat`. */
  readonly address: string;
  /** Stops taking requests, lets turns in flight end, closes the store. At most five seconds. */
  close(): Promise<void>;
}

/** Puts a bot behind restify: WeChat's address, and two for whoever looks after the process. */
export async function startServer(
  config: Config,
  botPath: string,
  log: Log = stderrLog,
): Promise<RunningServer> {
  const adapter = new WeChatAdapter({ accounts: [config.account], log });
  const logic = await loadBot(botPath, { adapter, clock: systemClock, log });
  const server = restify.createServer({ name: "botbuilder-adapter-wechat" });
  harden(server.server);

  for (const path of ["/wechat", "/wechat/:appId"]) {
    server.get(path, async (req, res) => adapter.process(req, res, logic));
    server.post(path, async (req, res) => adapter.process(req, res, logic));
  }
  server.get("/healthz", async (_req, res) => void res.send(200, { ok: true }));
  server.get("/readyz", async (_req, res) => {
    const ready = await adapter.ready().then(
      () => true,
      () => false,
    );
    res.send(ready ? 200 : 503, { ready });
  });

  const { port } = await listen(server, config.port);
  return {
    address: `http://localhost:${port}/wechat`,
    async close() {
      server.server.closeIdleConnections();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await adapter.close();
      server.server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: restify.Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, () => resolve(server.address() as AddressInfo));
  });
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
