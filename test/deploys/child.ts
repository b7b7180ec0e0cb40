import cluster from "node:cluster";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { flushCompileCache } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import type { AccountSettings } from "../../src/adapter/accounts/account.ts";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { openStore } from "../../src/store/open.ts";
import { apiCourier } from "../chaos/courier.ts";
import { botOf, HANDED } from "./releases.ts";

/** What one process is told. */
export interface ChildConfig {
  readonly release: number;
  readonly port: number;
  readonly account: AccountSettings;
  readonly store: string;
  /** Where WeChat's API, the shop and the bank are. */
  readonly outside: string;
}

/*
 * One process of one release. SIGTERM ends it as a server should end: what it has begun comes to its end, or goes to
 * another process.
 */
const { release, port, account, store, outside } = JSON.parse(
  process.env.DEPLOYS_CHILD ?? "{}",
) as ChildConfig;

const tell = (log: string) => process.send?.({ log });
const log = {
  info: (_facts: object, message: string) => void (message === HANDED && tell(message)),
  warn: (_facts: object, message: string) => void tell(message),
  error: (facts: object, message: string) =>
    void tell(`${message} ${(facts as { error?: string }).error ?? ""}`),
};

async function ask(what: string, body: object): Promise<string> {
  const response = await fetch(`${outside}${what}`, { method: "POST", body: JSON.stringify(body) });
  return await response.text();
}

const bot = botOf(
  release,
  {
    order: (of, key) => ask("/order", { of, key }),
    pay: async (amount, token) => void (await ask("/pay", { amount, token })),
  },
  log,
);
const opened = await openStore(store);
const adapter = new WeChatAdapter({
  accounts: [{ ...account, customerService: true, locale: "en" }],
  store: opened,
  courier: apiCourier(`${outside}/message`, 5_000),
  logic: (context) => bot.run(context),
  ...{ log, release },
});

/** The bank brings a result: it is taken, or to be brought again. */
async function settle(body: string): Promise<number> {
  const { token, output } = JSON.parse(body) as { token: string; output: string };
  try {
    return (await bot.settle(adapter, token, { output })) ? 200 : 410;
  } catch {
    return 503;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url !== "/settle") {
    return adapter.process(request, response, (context) => bot.run(context));
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  response.writeHead(await settle(Buffer.concat(chunks).toString())).end();
}

/** After the last turn: how long its answer may take into the socket, in milliseconds. */
const LAST_ANSWERS_MS = 250;
const answering = new Set<Promise<void>>();
const server = createServer((request, response) => {
  const one = answer(request, response).finally(() => answering.delete(one));
  answering.add(one);
});
server.listen(port, "127.0.0.1", () => {
  process.send?.({ ready: process.pid });
  // Most of these processes are killed, and would leave nothing.
  flushCompileCache();
});

process.on("disconnect", () => process.exit());
process.once("SIGTERM", async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  if (cluster.isWorker) cluster.worker?.removeAllListeners("disconnect");
  await adapter.close();
  await Promise.race([Promise.allSettled(answering), sleep(LAST_ANSWERS_MS)]);
  // Somebody's connection on which nothing was asked yet would hold the process for a minute.
  server.closeAllConnections();
  await closed;
  process.exit();
});
