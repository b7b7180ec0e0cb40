import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { channelOf, type WeChatAdapter } from "./adapter/weChatAdapter.ts";
import type { ServedBot } from "./anyBot.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Answering, guardedServer } from "./lastResort.ts";
import type { Log } from "./log.ts";
import { readVerifyFile, verifyFileName } from "./web/verifyFiles.ts";

/** What the public listener leads to. */
interface PublicListenerParts {
  readonly adapter: WeChatAdapter;
  readonly bot: Pick<ServedBot, "process">;
  /** Whether accounts are linked by authorisation, so that there are pages for it. */
  readonly linksAccounts: boolean;
  /** The folder with the `MP_verify_….txt` of our domains. Default: none. */
  readonly verifyFiles?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The server that WeChat reaches. */
interface PublicListener {
  readonly server: Server;
  /** From now on every delivery is answered 503, so that WeChat asks another process. */
  refuse(): void;
  /** Resolves when every delivery that was taken is answered. */
  answered(): Promise<void>;
}

/**
 * Bounds on what a stranger can cost us. Node's own defaults are 60 s for headers, 300 s for a request,
 * and a look at both only every 30 s.
 */
const BOUNDS = {
  headersTimeout: 5_000,
  requestTimeout: 8_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8_192,
} as const;
const MAX_CONNECTIONS = 2_000;
const MAX_REQUESTS_A_CONNECTION = 1_000;

/** WeChat's address, its files, the pages for linking, and two addresses for whoever looks after the process. */
export function createPublicListener(parts: PublicListenerParts): PublicListener {
  const { adapter, bot, log } = parts;
  const inFlight = new Set<Promise<void>>();
  let refusing = false;

  function deliver(request: IncomingMessage, response: ServerResponse): Promise<void> | void {
    if (refusing) {
      response.setHeader("Connection", "close");
      return end(response, 503, "ending");
    }
    const answered = bot.process(request, response).finally(() => inFlight.delete(answered));
    inFlight.add(answered);
    return answered;
  }

  async function ready(response: ServerResponse): Promise<void> {
    const takes = await adapter.ready().then(
      () => !refusing,
      () => false,
    );
    const { serving } = channelOf(adapter);
    const releases = serving.map((one) => ({ ...one, since: new Date(one.since).toISOString() }));
    // Two are no fault of this process: a deploy is on its way, or waits to be finished.
    const facts = { ready: takes, ...(releases.length > 1 && { releases }) };
    json(response, takes ? 200 : 503, facts);
  }

  async function verify(response: ServerResponse, name: string): Promise<void> {
    const { verifyFiles: folder } = parts;
    const content = folder === undefined ? undefined : await readVerifyFile(folder, name);
    if (content === undefined) return end(response, 404, "not found");
    end(response, 200, content);
  }

  const answer: Answering = (request, response) => {
    const { method = "", url = "/" } = request;
    const path = URL.parse(url, "http://localhost")?.pathname;
    if (path === undefined) {
      // Whoever cannot write an address gets no second request on this connection.
      response.setHeader("Connection", "close");
      return end(response, 400, "bad request");
    }
    const file = verifyFileName(path);
    if (file !== undefined && method === "GET") return verify(response, file);
    if (/^\/wechat(?:\/[^/]+)?\/*$/.test(path)) return deliver(request, response);
    if (method !== "GET" && method !== "HEAD") return end(response, 404, "not found");
    if (path === "/healthz") return healthy(response, parts.clock);
    if (path === "/readyz") return ready(response);
    if (/^\/wechat\/media\/[^/]+$/.test(path)) return adapter.serveMedia(request, response);
    if (/^\/wechat\/signin\/[^/]+$/.test(path)) return adapter.serveSignIn(request, response);
    if (parts.linksAccounts && path.startsWith("/wechat/component/")) {
      return sendLinkPage(adapter, request, response);
    }
    return end(response, 404, "not found");
  };

  const server = guardedServer({ name: "public", log }, answer, BOUNDS);
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = MAX_REQUESTS_A_CONNECTION;
  return {
    server,
    refuse() {
      refusing = true;
    },
    async answered() {
      await Promise.allSettled([...inFlight]);
    },
  };
}

function healthy(response: ServerResponse, clock: Clock): void {
  // Where time was moved, whoever signs pushes must know what time it is here.
  if (clock !== systemClock) response.setHeader("Date", new Date(clock.now()).toUTCString());
  json(response, 200, { ok: true });
}

/** The pages on which an account's administrator authorises. */
async function sendLinkPage(
  adapter: WeChatAdapter,
  { url = "/", headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const page = await adapter.linking.page({
    url,
    userAgent: headers["user-agent"] ?? "",
    acceptLanguage: headers["accept-language"] ?? "",
  });
  if (page === undefined) return end(response, 404, "not found");
  response.writeHead(page.status, { ...page.headers });
  response.end(page.body);
}

function json(response: ServerResponse, status: number, value: object): void {
  end(response, status, JSON.stringify(value), "application/json");
}

function end(
  response: ServerResponse,
  status: number,
  body: string,
  type = "text/plain; charset=utf-8",
): void {
  response.statusCode = status;
  response.setHeader("Content-Type", type);
  response.setHeader("Content-Length", Buffer.byteLength(body));
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.end(body);
}
