import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { type Clock, steadyNow } from "../../clock.ts";
import { WeChatError } from "../../errors.ts";
import { isGoneOnceSilent } from "../../lastResort.ts";
import { BODY_BYTES } from "../../protocol/limits.ts";

/** A request as restify, Express and bare `http` hand it over. */
export type HttpRequest = IncomingMessage & {
  readonly body?: unknown;
  /** The bytes as they came, where the host reads every body itself. */
  readonly rawBody?: unknown;
};
/** A response of restify, Express or bare `http`. */
export type HttpResponse = ServerResponse;

/** One HTTP exchange on any server. We read the request once and answer it once; the other side may cut it. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  /** When WeChat began to wait, as far as we can know; milliseconds. */
  readonly startedAt: number;
  /** Whether an answer can no longer reach the other side. */
  readonly closed: boolean;
  /** Calls `run` once when the other side is gone or the answer is out. */
  onClosed(run: () => void): void;
  /** The body as text. Throws {@link UnreadableBody}. */
  body(): Promise<string>;
  /** Resolves to whether the bytes went into an open connection. Answers once; later calls do nothing. */
  answer(status: number, body: string, type?: string): Promise<boolean>;
  /** Ends the connection without an answer, so that WeChat asks again. */
  abandon(): void;
}

/** A body that cannot be taken; `status` says why in HTTP's words. */
export class UnreadableBody extends WeChatError {
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super("unreadable-body", message);
    this.status = status;
  }
}

/** `stalledMs`: how long the event loop stood still just before; WeChat was already waiting then. */
export function openExchange(
  request: HttpRequest,
  response: HttpResponse,
  clock: Clock,
  stalledMs: number,
): Exchange {
  return new HttpExchange(request, response, steadyNow(clock) - stalledMs);
}

// It is a class because a getter in an object literal gives every object a hidden class of its own, which
// keeps request and response alive until the next full garbage collection.
class HttpExchange implements Exchange {
  readonly method: string;
  readonly url: string;
  readonly startedAt: number;
  readonly #request: HttpRequest;
  readonly #response: HttpResponse;
  #answered = false;
  #closed: (() => void) | undefined;
  #wrote: ((isOut: boolean) => void) | undefined;

  constructor(request: HttpRequest, response: HttpResponse, startedAt: number) {
    this.method = request.method ?? "GET";
    this.url = request.url ?? "/";
    this.startedAt = startedAt;
    this.#request = request;
    this.#response = response;
  }

  get closed(): boolean {
    const response = this.#response;
    return (
      this.#answered ||
      response.destroyed ||
      response.writableEnded ||
      this.#request.socket.destroyed
    );
  }

  onClosed(run: () => void): void {
    isGoneOnceSilent(this.#request, this.#response);
    this.#listen();
    this.#closed = run;
  }

  /** One listener for both who want to know: a second one costs each push a list of listeners. */
  #listen(): void {
    if (this.#closed !== undefined || this.#wrote !== undefined) return;
    this.#response.on("close", () => {
      this.#wrote?.(this.#response.writableFinished);
      this.#closed?.();
    });
  }

  body(): Promise<string> {
    return new Promise((resolve, reject) => readBody(this.#request, resolve, reject));
  }

  answer(status: number, body: string, type = "text/plain; charset=utf-8"): Promise<boolean> {
    if (this.closed) return Promise.resolve(false);
    this.#answered = true;
    writeHead(this.#request, this.#response, status, body, type);
    return new Promise((resolve) => {
      this.#listen();
      this.#wrote = resolve;
      // Node's own "close" event would do, but hosts that imitate Node's response have only this one.
      this.#response.on("finish", () => resolve(true));
      this.#response.end(body);
    });
  }

  abandon(): void {
    if (!this.closed) this.#request.socket.destroy();
  }
}

function writeHead(
  request: HttpRequest,
  response: HttpResponse,
  status: number,
  body: string,
  type: string,
): void {
  const headers: OutgoingHttpHeaders = {
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(body),
    "X-Content-Type-Options": "nosniff",
  };
  // The rest of an unread body must not be taken for the next request, and a client that was refused gets
  // no second request on this connection. The header is always set, because headers must not tell refusals
  // apart. HTTP/2 has no such header, and ends the one stream.
  const ends = status !== 200 || !request.complete;
  if (ends && !(request.httpVersionMajor >= 2)) headers.Connection = "close";
  response.writeHead(status, headers);
}

/** May throw at once, as the executor of a promise may. */
function readBody(
  request: HttpRequest,
  resolve: (body: string) => void,
  reject: (error: unknown) => void,
): void {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw new UnreadableBody(415, "The body is compressed; WeChat never does that.");
  }
  const { body, rawBody } = request;
  // Hosts of functions parse every body and keep the bytes beside it. With Express `body` may then be empty.
  const read = isText(rawBody) && (!isText(body) || body.length === 0) ? rawBody : body;
  if (isText(read)) {
    resolve(typeof read === "string" ? withinLimit(read) : decode(read));
  } else {
    checkUnread(request, body);
    collect(request, resolve, reject);
  }
}

/** Whether a host has read the body and left it as it came. */
function isText(body: unknown): body is string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array;
}

function checkUnread(request: HttpRequest, parsed: unknown): void {
  if (request.readableEnded || (isObject(parsed) && Object.keys(parsed).length > 0)) {
    throw new UnreadableBody(
      400,
      "A body parser has consumed the request: mount the adapter before it, or let it leave XML as text or its bytes in `rawBody`.",
    );
  }
  if (Number(request.headers["content-length"] ?? 0) > BODY_BYTES) throw tooLarge();
  // The request's events are over, so nobody would ever tell us.
  if (request.destroyed) throw cutOff();
}

/** A body that is being read. */
interface Reading {
  readonly chunks: Buffer[];
  size: number;
  readonly resolve: (body: string) => void;
  readonly reject: (error: unknown) => void;
}

function collect(
  request: HttpRequest,
  resolve: Reading["resolve"],
  reject: Reading["reject"],
): void {
  // The request keeps its listeners for as long as its answer is waited for, so what they see is let go at the end.
  let reading: Reading | undefined = { chunks: [], size: 0, resolve, reject };
  request.on("data", (data: Buffer | string) => {
    if (reading !== undefined && !take(reading, data)) request.pause();
  });
  request.on("end", () => {
    const all = reading;
    reading = undefined;
    if (all !== undefined) finish(all);
  });
  // "close" follows every body. An error for each body, with its stack, would cost more than reading the body.
  const cut = () => reading?.reject(cutOff());
  request.on("error", cut);
  request.on("close", cut);
}

/** Takes a piece of a body; false where that is too much. */
function take(reading: Reading, data: Buffer | string): boolean {
  // A host that asked for text (`setEncoding`) gets text, and so do we.
  const chunk = typeof data === "string" ? Buffer.from(data) : data;
  reading.size += chunk.length;
  // The bytes are counted here, because a chunked body declares no length and a declared length may lie.
  const fits = reading.size <= BODY_BYTES;
  if (fits) reading.chunks.push(chunk);
  else reading.reject(tooLarge());
  return fits;
}

function finish({ chunks, resolve, reject }: Reading): void {
  try {
    resolve(decode(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
  } catch (error) {
    reject(error);
  }
}

/** A text that is cut within a character has U+FFFD there, as an encrypted text has. */
function decode(bytes: Uint8Array): string {
  if (bytes.length > BODY_BYTES) throw tooLarge();
  const own = Buffer.isBuffer(bytes);
  const buffer = own ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString("utf8");
}

function withinLimit(text: string): string {
  if (Buffer.byteLength(text) > BODY_BYTES) throw tooLarge();
  return text;
}

function cutOff(): UnreadableBody {
  return new UnreadableBody(400, "The body was cut off.");
}

function tooLarge(): UnreadableBody {
  return new UnreadableBody(413, `The body is larger than ${BODY_BYTES} bytes.`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
