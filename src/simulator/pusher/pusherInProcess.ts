import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable, Writable } from "node:stream";
import type { HttpAnswer } from "../answer/answer.ts";
import type { Transport } from "./pusherHttp.ts";
import type { PushRequest } from "./pusherRequest.ts";

/** What answers requests: a handler of `node:http`, restify or Express, or an adapter's `process`. */
type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Hands requests to a handler in this process: no network, no sockets, no timer, so that a test's clock
 * is the only one. The handler gets as much of a request and a response as servers use.
 */
export function inProcessTransport(handler: Handler): Transport {
  return function handOver(request) {
    const { promise: answer, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    const incoming = new Incoming(request);
    const outgoing = new Outgoing(incoming.socket);
    outgoing.once("finish", () => resolve(outgoing.answer()));
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) reject(new Error("socket hang up"));
    });
    run(handler, incoming, outgoing).catch(() => incoming.socket.destroy());
    return { answer, cut: () => incoming.socket.destroy() };
  };
}

async function run(handler: Handler, incoming: Incoming, outgoing: Outgoing): Promise<void> {
  await handler(
    incoming as unknown as IncomingMessage,
    outgoing as unknown as ServerResponse<IncomingMessage>,
  );
}

/** The connection that both sides share: either may end it. */
class Connection {
  readonly remoteAddress = "127.0.0.1";
  readonly encrypted = false;
  destroyed = false;
  readonly #sides: { destroy(): void }[] = [];

  share(side: { destroy(): void }): void {
    this.#sides.push(side);
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    for (const side of this.#sides) side.destroy();
  }
}

class Incoming extends Readable {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly httpVersion = "1.1";
  readonly socket = new Connection();
  complete = false;
  readonly #body: Buffer;

  constructor({ method, url, headers, body }: PushRequest) {
    super();
    const { pathname, search, host } = new URL(url);
    this.method = method;
    this.url = pathname + search;
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    this.headers = { host, ...Object.fromEntries(lower) };
    this.#body = Buffer.from(body, "utf8");
    this.socket.share(this);
  }

  override _read(): void {
    if (this.#body.length > 0) this.push(this.#body);
    this.complete = true;
    this.push(null);
  }
}

class Outgoing extends Writable {
  statusCode = 200;
  headersSent = false;
  readonly socket: Connection;
  readonly #headers = new Map<string, unknown>();
  readonly #chunks: Buffer[] = [];

  constructor(socket: Connection) {
    super();
    this.socket = socket;
    socket.share(this);
  }

  setHeader(name: string, value: unknown): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  getHeader(name: string): unknown {
    return this.#headers.get(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.#headers.delete(name.toLowerCase());
  }

  writeHead(status: number): this {
    this.statusCode = status;
    return this;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.headersSent = true;
    this.#chunks.push(chunk);
    done();
  }

  answer(): HttpAnswer {
    return { status: this.statusCode, body: Buffer.concat(this.#chunks).toString("utf8") };
  }
}
