import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import { errorFacts, type Log } from "./log.ts";

/** Answers one request. What it throws, or rejects with, is nobody else's business. */
export type Answering = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void> | void;

/** Who answers, for the log: `public`, `console`, `metrics` … */
interface Listener {
  readonly name: string;
  readonly log: Log;
}

/**
 * A server of Node's own of which no request can end the process: what `answer` throws is logged with its cause
 * and answered 500. What is no HTTP Node itself answers with 400, or ends the connection.
 */
export function guardedServer(
  listener: Listener,
  answer: Answering,
  options: ServerOptions = {},
): Server {
  const owed = new WeakMap<Socket, Owed>();
  const server = createServer(options, (request, response) => {
    owed.set(request.socket, response);
    void answerAtAll(listener, response, () => answer(request, response));
  });
  hearOut(server, owed);
  // Before that, an error is why it cannot listen, and whoever asked it to has to know.
  server.once("listening", () => {
    server.on("error", (error) => {
      listener.log.error(
        { listener: listener.name, ...errorFacts(error, listener.log) },
        "a listener failed",
      );
    });
  });
  return server;
}

/** Set on a response: see {@link isGoneOnceSilent}. */
const GONE_ONCE_SILENT = Symbol("gone once silent");
type Owed = ServerResponse & { [GONE_ONCE_SILENT]?: true };

/**
 * Lets each request have its status, also where the other side has said meanwhile that it says no more: it may well listen.
 * Node would end the connection at once, without a word, if the answer waits for a store or for WeChat. A stream that has
 * begun is ended, because nobody else would notice that its reader is gone.
 */
function hearOut(server: Server, owed: WeakMap<Socket, Owed>): void {
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on("connection", (socket) => {
    socket.on("end", () => {
      const response = owed.get(socket);
      const waits = response?.headersSent === false && response[GONE_ONCE_SILENT] !== true;
      if (!waits) socket.end();
    });
  });
}

/**
 * Notes of a request that whoever says no more is gone: WeChat, which waits for so long and then asks again. An answer that
 * is written into such a connection would be taken for seen.
 */
export function isGoneOnceSilent(request: IncomingMessage, response: ServerResponse): void {
  (response as Owed)[GONE_ONCE_SILENT] = true;
  if (request.socket.readableEnded) request.socket.end();
}

/** Runs what answers a request, and answers 500 where it fails. Never rejects. */
export function answerAtAll(
  { name, log }: Listener,
  response: ServerResponse,
  run: () => unknown,
): Promise<void> {
  // Somebody writes although the other side is gone, or after the end: without a listener that ends the process.
  response.on("error", ignore);
  // No `async` function: a request may wait for seconds, and such a function would keep room for everything that it
  // knows.
  return begin(run).catch((error) => {
    log.error({ listener: name, ...errorFacts(error, log) }, "a request could not be answered");
    fail(response);
  });
}

/** Rejects with what is thrown at once, too. */
function begin(run: () => unknown): Promise<void> {
  try {
    return Promise.resolve(run()) as Promise<void>;
  } catch (error) {
    return Promise.reject(error);
  }
}

function ignore(): void {}

/** In single statements: libraries replace Node's own methods by ones that give nothing back. */
function fail(response: ServerResponse): void {
  try {
    if (response.headersSent) return void response.destroy();
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.statusCode = 500;
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Connection", "close");
    response.end("Something went wrong here.\n");
  } catch {
    response.destroy();
  }
}
