import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { guardedServer } from "../lastResort.ts";
import type { Log } from "../log.ts";
import type { StaticFile } from "./files.ts";
import { PAGE_HEADERS, refusalOf } from "./guards.ts";

/** One request of the page, already known to come from it. */
export interface PageRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The address at the other end of the connection. */
  readonly from: string;
  /** Absent where there is none. */
  header(name: string): string | undefined;
  /** The body. Throws {@link Answer} 400 or 413 where it is no JSON or too long. */
  json(): Promise<unknown>;
}

/** Why something is refused: a code for programs and a sentence for people. */
interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What a route gives back; may also be thrown. */
export class Answer {
  readonly status: number;
  readonly body: Buffer | string;
  readonly headers: Readonly<Record<string, string>>;
  /** What {@link no} was told. */
  readonly refusal: Refusal | undefined;

  constructor(
    status: number,
    body: Buffer | string,
    headers: Readonly<Record<string, string>>,
    refusal?: Refusal,
  ) {
    this.status = status;
    this.body = body;
    this.headers = headers;
    this.refusal = refusal;
  }

  static json(value: unknown, status = 200): Answer {
    return new Answer(status, JSON.stringify(value), JSON_TYPE);
  }

  /** A refusal with a code for programs and a sentence for people. */
  static no(status: number, code: string, message: string): Answer {
    const refusal = { code, message };
    return new Answer(status, JSON.stringify(refusal), JSON_TYPE, refusal);
  }

  /** The same refusal, with its sentence in Chinese beside it. Any other answer stays as it is. */
  in(chinese: (sentence: string) => string): Answer {
    if (this.refusal === undefined) return this;
    const { message } = this.refusal;
    const zh = chinese(message);
    if (zh === message) return this;
    return new Answer(this.status, JSON.stringify({ ...this.refusal, zh }), this.headers);
  }
}

const JSON_TYPE = { "content-type": "application/json" };

/** Takes the response over, for a stream of events. */
export type TakeOver = (response: ServerResponse) => void;

export interface PageServerOptions {
  /** Which page it is, for the log. */
  readonly name: string;
  /** The first port that is tried; 0 takes a free one. */
  readonly port: number;
  /** How many ports are tried, one after the other. Default 20. */
  readonly tries?: number | undefined;
  /** The address that is listened on. Default: this machine alone. */
  readonly host?: string | undefined;
  /** Hosts by which browsers reach us, beside this machine's own names. */
  readonly names?: readonly string[] | undefined;
  /** The longest body that is read. Default: 16 MB. */
  readonly bodyBytes?: number | undefined;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly log: Log;
  /** Says refusals in Chinese, for a page in that language. Default: they are English alone. */
  readonly inChinese?: ((sentence: string) => string) | undefined;
  /** Answers what is no file; `undefined`: there is no such thing. */
  readonly answer: (request: PageRequest) => Promise<Answer | TakeOver | undefined>;
}

export interface PageServer {
  /** For example `http://127.0.0.1:3979`. */
  readonly address: string;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
/** A taken port is no reason to give up: so many are tried. */
const PORTS_TRIED = 20;
/** A body that is so many times too long has no end. */
const ENDLESS = 4;
/** A video of WeChat's 10 MB, in base64. */
const BODY_BYTES = 16 * 1_024 * 1_024;

/**
 * Serves a page, on this machine only unless told otherwise, with every guard that a page needs which can do
 * things.
 */
export async function servePage(options: PageServerOptions): Promise<PageServer> {
  const { name, log } = options;
  const server = guardedServer({ name, log }, (req, res) => respond(req, res, options));
  const port = await listen(server, options);
  return {
    address: `http://${LOOPBACK}:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  req: IncomingMessage,
  res: ServerResponse,
  options: PageServerOptions,
): Promise<void> {
  const { files, names, inChinese } = options;
  const refused = refusalOf(req, names);
  const target = URL.parse(req.url ?? "/", `http://${LOOPBACK}`);
  const path = target?.pathname ?? "/";
  const isRead = req.method === "GET" || req.method === "HEAD";
  const file = refused === undefined && isRead ? files.get(path) : undefined;
  if (file !== undefined) return sendFile(req, res, file);
  const given =
    refused === undefined
      ? await asked(req, path, target?.searchParams ?? new URLSearchParams(), options)
      : Answer.no(refused.status, refused.code, refused.message);
  if (given !== undefined && !(given instanceof Answer)) return given(res);
  const answer = given ?? Answer.no(404, "not-found", "There is no such thing.");
  send(res, inChinese === undefined ? answer : answer.in(inChinese));
}

async function asked(
  req: IncomingMessage,
  path: string,
  query: URLSearchParams,
  { answer, bodyBytes = BODY_BYTES }: PageServerOptions,
): Promise<Answer | TakeOver | undefined> {
  try {
    return await answer({
      method: req.method ?? "GET",
      path,
      query,
      from: req.socket.remoteAddress ?? "",
      header: (name) => [req.headers[name]].flat()[0],
      json: () => readJson(req, bodyBytes),
    });
  } catch (error) {
    if (error instanceof Answer) return error;
    throw error;
  }
}

async function readJson(req: IncomingMessage, most: number): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    length += part.length;
    // Whoever still writes would not read the answer: the rest is taken, and let go of, unless it is without end.
    if (length > most * ENDLESS) break;
    if (length <= most) parts.push(part);
  }
  if (length > most) throw Answer.no(413, "too-large", "That is too large.");
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw Answer.no(400, "not-json", "The body is not JSON.");
  }
}

function sendFile(req: IncomingMessage, res: ServerResponse, file: StaticFile): void {
  const zips = /\bgzip\b/.test(String(req.headers["accept-encoding"] ?? ""));
  const zipped = zips ? file.gzipped : undefined;
  send(
    res,
    new Answer(200, zipped ?? file.content, {
      "content-type": file.type,
      "cache-control": file.hashed ? "public, max-age=31536000, immutable" : "no-cache",
      ...(zipped !== undefined && { "content-encoding": "gzip" }),
      vary: "accept-encoding",
    }),
  );
}

function send(res: ServerResponse, { status, body, headers }: Answer): void {
  res.writeHead(status, {
    ...PAGE_HEADERS,
    "cache-control": "no-store",
    "content-length": String(Buffer.byteLength(body)),
    ...headers,
  });
  // Node leaves the body of an answer to HEAD away by itself.
  res.end(body);
}

async function listen(
  server: Server,
  { port: first, tries = PORTS_TRIED, host = LOOPBACK }: PageServerOptions,
): Promise<number> {
  for (let port = first; ; port++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!taken || port >= Math.min(first + tries - 1, 65_535)) throw error;
    }
  }
}
