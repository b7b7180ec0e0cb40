import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import restify from "restify";
import type { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import type { BotLogic } from "../../src/index.ts";

/** A server that a test must close. */
export interface TestServer {
  readonly port: number;
  /** Where the adapter listens, without a query. */
  readonly url: string;
  close(): Promise<void>;
}

export type Mount = (adapter: WeChatAdapter, logic: BotLogic) => Promise<TestServer>;

const XML = ["text/xml", "application/xml"];

/** Every way in which the adapter is put behind a server. */
export const MOUNTS: { readonly [name: string]: Mount } = {
  http: (adapter, logic) =>
    listening(createServer((req, res) => void adapter.process(req, res, logic))),
  restify: (adapter, logic) => listening(onRestify(adapter, logic)),
  "restify with bodyParser and queryParser": (adapter, logic) =>
    listening(
      onRestify(adapter, logic, [
        ...restify.plugins.bodyParser(),
        restify.plugins.queryParser(),
      ] as restify.RequestHandler[]),
    ),
  express: (adapter, logic) => listening(onExpress(adapter, logic)),
  "express with json": (adapter, logic) =>
    listening(onExpress(adapter, logic, express.json(), express.urlencoded())),
  "express with text": (adapter, logic) =>
    listening(onExpress(adapter, logic, express.text({ type: XML, limit: "1mb" }))),
  "express with raw": (adapter, logic) =>
    listening(onExpress(adapter, logic, express.raw({ type: XML, limit: "1mb" }))),
};

/** Express whose handlers before the adapter are the test's. */
export function expressBehind(...before: express.RequestHandler[]): Mount {
  return (adapter, logic) => listening(onExpress(adapter, logic, ...before));
}

function onRestify(
  adapter: WeChatAdapter,
  logic: BotLogic,
  before: restify.RequestHandler[] = [],
): Server {
  const server = restify.createServer();
  if (before.length > 0) server.use(before);
  for (const path of ["/wechat", "/wechat/:appId"]) {
    server.get(path, async (req, res) => adapter.process(req, res, logic));
    server.post(path, async (req, res) => adapter.process(req, res, logic));
  }
  return server.server as Server;
}

function onExpress(
  adapter: WeChatAdapter,
  logic: BotLogic,
  ...before: express.RequestHandler[]
): Server {
  const app = express();
  if (before.length > 0) app.use(...(before as [express.RequestHandler]));
  app.all(["/wechat", "/wechat/:appId"], (req, res) => adapter.process(req, res, logic));
  return createServer(app);
}

/** Listens on a free port of the loopback. */
export async function listening(server: Server): Promise<TestServer> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/wechat`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
