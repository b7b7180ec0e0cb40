import { connect } from "node:net";

/** One request of the generator. */
export interface Malformed {
  readonly bytes: Buffer;
  /** HTTP itself is well formed, however odd what is asked: it must get a status. */
  readonly speaksHttp: boolean;
}

type Random = () => number;

const METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"];
/** What targets are made of. Every mark that means something in an address, and what our own paths are made of. */
const PIECES = [
  ..."/?#[]@:;=&%.\\~!$'()*+,|{}^`<>\"",
  "//",
  "..",
  "http:",
  "https://",
  "localhost",
  "wechat",
  "media",
  "component",
  "start",
  "back",
  "api",
  "events",
  "healthz",
  "readyz",
  "metrics",
  "signature=",
  "timestamp=",
  "id=",
  "until=",
  "wx0123456789abcdef",
];
/** Targets that lead somewhere, to go wrong behind it. */
const ROOTS = [
  "/wechat",
  "/wechat/media/wx0123456789abcdef",
  "/wechat/component/start/",
  "/wechat/component/back/",
  "/healthz",
  "/readyz",
  "/metrics",
  "/api/events",
  "/api/act",
  "/api/login",
  "/cgi-bin/token",
  "/",
];
const HEADERS = [
  "Host",
  "Origin",
  "Cookie",
  "Content-Type",
  "Content-Encoding",
  "Accept-Encoding",
  "Accept-Language",
  "User-Agent",
  "Authorization",
  "Last-Event-ID",
  "Range",
  "If-None-Match",
  "Sec-Fetch-Site",
  "Sec-Fetch-Mode",
  "X-Forwarded-For",
  "Forwarded",
];
/** Headers that end or bend HTTP itself. */
const BENT = [
  "Transfer-Encoding: chunked, chunked",
  "Transfer-Encoding: identity",
  "Content-Length: -1",
  "Content-Length: 99999999999999999999",
  "Content-Length: 3\r\nContent-Length: 4",
  "Expect: nothing",
  "Connection: Upgrade\r\nUpgrade: websocket",
  "No colon here",
  ": no name",
  "Folded: one\r\n two",
];

/** Requests that are wrong in ways that a seed decides: made when they are needed, written down nowhere. */
export function* malformedRequests(random: Random, count: number): Generator<Malformed> {
  for (let n = 0; n < count; n++) yield random() < 0.75 ? oddRequest(random) : noRequest(random);
}

/** HTTP without a mistake around an address, headers and a body of any kind. */
function oddRequest(random: Random): Malformed {
  const method = pick(random, METHODS);
  const length = random() < 0.5 ? 0 : Math.floor(random() * 300);
  const lines = [
    `${method} ${target(random)} HTTP/1.1`,
    `Host: ${random() < 0.5 ? "127.0.0.1" : text(random, 12)}`,
    ...Array.from({ length: Math.floor(random() * 5) }, () => header(random)),
    `Content-Length: ${length}`,
    "Connection: close",
  ];
  const body = Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  return {
    bytes: Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), body]),
    speaksHttp: true,
  };
}

function header(random: Random): string {
  // A second `Host` is HTTP's own business; every other one may be odd, and may come twice.
  return `${pick(random, HEADERS.slice(1))}: ${text(random, 40)}`;
}

/** Something whose HTTP is broken: bytes changed, cut off, contradicting headers. */
function noRequest(random: Random): Malformed {
  const { bytes } = oddRequest(random);
  const [first = "", ...rest] = bytes.toString("latin1").split("\r\n");
  switch (Math.floor(random() * 4)) {
    case 0:
      return broken(bytes.subarray(0, Math.floor(random() * bytes.length)));
    case 1: {
      const changed = Buffer.from(bytes);
      for (let n = 0; n < 8; n++) {
        changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
      }
      return broken(changed);
    }
    case 2:
      return broken(Buffer.from([first, pick(random, BENT), ...rest].join("\r\n"), "latin1"));
    default:
      return broken(Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))));
  }
}

function broken(bytes: Buffer): Malformed {
  return { bytes, speaksHttp: false };
}

/** Without a space or a control character: that would be HTTP's mistake, not the address's. */
function target(random: Random): string {
  const pieces = Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
    random() < 0.15 ? latin(random, 33) : pick(random, PIECES),
  ).join("");
  const start = random();
  if (start < 0.4) return `${pick(random, ROOTS)}${pieces}`;
  return start < 0.8 ? `/${pieces}` : pieces;
}

function text(random: Random, longest: number): string {
  const length = Math.floor(random() * longest);
  return Array.from({ length }, () => latin(random, 32)).join("");
}

/** A printable character of Latin-1, from this one on. */
function latin(random: Random, from: number): string {
  const code = from + Math.floor(random() * (256 - from));
  return String.fromCharCode(code >= 127 && code < 160 ? code - 60 : code);
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** What came back: a status, or the connection's end without one. */
export type Answered = number | "closed" | "silence";

/** No limit of the server is longer: its own for a whole request is eight seconds. */
const PATIENCE_MS = 20_000;

/**
 * A host's own server closes a connection whose other side says that it says no more, also where an answer is on its way
 * that waits for a disk: only after so long, in milliseconds, is that said. Our own servers hear it at once.
 */
const SAYS_NO_MORE_MS = 300;

/** Says it, then that it says no more, and listens for what comes back. */
export function utter(
  port: number,
  bytes: Buffer,
  saysNoMoreMs = SAYS_NO_MORE_MS,
): Promise<Answered> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let heard = "";
    const patience = setTimeout(() => end("silence"), PATIENCE_MS);
    const saysNoMore = setTimeout(() => socket.end(), saysNoMoreMs);
    function end(answered: Answered): void {
      clearTimeout(patience);
      clearTimeout(saysNoMore);
      socket.destroy();
      resolve(answered);
    }
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(heard)?.[1];
      // Interim answers are followed by the real one.
      if (status === "100") heard = heard.slice(heard.indexOf("\r\n\r\n") + 4);
      else if (status !== undefined) end(Number(status));
    });
    socket.on("error", () => end("closed"));
    socket.on("close", () => end("closed"));
    socket.write(bytes);
  });
}

/** A request with what came back for it, for people who have to mend it. */
export interface Wrong {
  readonly answered: Answered;
  readonly request: string;
}

/**
 * Sends so many, a few at a time; gives those that got what they must not get, and how many of each answer there were.
 * `saysNoMoreMs`: after how long each says that it says no more.
 */
export async function attack(port: number, random: Random, count: number, saysNoMoreMs?: number) {
  const wrong: Wrong[] = [];
  const tally = new Map<Answered, number>();
  const requests = malformedRequests(random, count);
  async function one(): Promise<void> {
    for (const { bytes, speaksHttp } of requests) {
      const answered = await utter(port, bytes, saysNoMoreMs);
      tally.set(answered, (tally.get(answered) ?? 0) + 1);
      const bad = answered === "silence" || (answered === "closed" ? speaksHttp : answered === 500);
      if (bad) wrong.push({ answered, request: JSON.stringify(bytes.toString("latin1")) });
    }
  }
  await Promise.all(Array.from({ length: 8 }, one));
  return { wrong, tally };
}
