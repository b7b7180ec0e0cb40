import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** What a raw connection gave until the other side closed it. */
export interface Heard {
  readonly text: string;
  /** From the connection's beginning until it was closed, in milliseconds. */
  readonly closedAfterMs: number;
}

/** The bytes of a request; a body declares its length unless `headers` say otherwise. */
export function requestBytes(
  method: string,
  target: string,
  body: string | Buffer = "",
  headers: Readonly<Record<string, string>> = {},
): Buffer {
  const own: Record<string, string> = { Host: "bot.example", "Content-Type": "text/xml" };
  if (method === "POST" && headers["Transfer-Encoding"] === undefined) {
    own["Content-Length"] = String(Buffer.byteLength(body));
  }
  const lines = Object.entries({ ...own, ...headers }).map(([name, value]) => `${name}: ${value}`);
  const head = `${method} ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body)]);
}

/** Writes parts with pauses between them and listens until the connection is closed. */
export function speak(
  port: number,
  parts: Iterable<string | Buffer>,
  pauseMs = 0,
  patienceMs = 12_000,
): Promise<Heard> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const patience = setTimeout(() => socket.destroy(), patienceMs);
    socket.on("data", (chunk) => chunks.push(chunk));
    // Whoever is cut off while writing gets an error; the close says all that matters.
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(patience);
      const closedAfterMs = performance.now() - startedAt;
      resolve({ text: Buffer.concat(chunks).toString("latin1"), closedAfterMs });
    });
    socket.on("connect", async () => {
      for (const part of parts) {
        if (socket.destroyed) return;
        socket.write(part);
        if (pauseMs > 0) await wait(pauseMs);
      }
    });
  });
}

/** One request that asks for the connection to be closed; the date, which changes by itself, is blanked. */
export async function once(port: number, bytes: Buffer): Promise<string> {
  const { text } = await speak(port, [bytes]);
  return text.replace(/^Date: .*$/m, "Date: -");
}

export function statusOf(text: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
}
