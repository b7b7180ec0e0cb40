import type { Clock } from "../../clock.ts";
import type { HttpResponse } from "../exchange/exchange.ts";

/** How much the socket is handed at once, in bytes. */
const CHUNK_BYTES = 64 * 1_024;
/** How many bytes a reader must take per second on average; a slower reader is cut. */
const LEAST_RATE = 16 * 1_024;
/** The time that every reader gets on top, in milliseconds. */
const GRACE_MS = 15_000;

/**
 * Writes the bytes as fast as the other side takes them and ends the response. Resolves when the bytes are in the
 * operating system's hands or the reader is gone. A client that does not read is cut, so that it holds no file.
 */
export async function giveFile(
  response: HttpResponse,
  bytes: Uint8Array,
  clock: Clock,
): Promise<void> {
  const startedAt = clock.now();
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    if (response.write(bytes.subarray(at, at + CHUNK_BYTES))) continue;
    const until = startedAt + GRACE_MS + (at / LEAST_RATE) * 1_000;
    if (await happens(response, "drain", until - clock.now(), clock)) continue;
    response.destroy();
    return;
  }
  const until = startedAt + GRACE_MS + (bytes.length / LEAST_RATE) * 1_000;
  response.end();
  if (!(await happens(response, "finish", until - clock.now(), clock))) response.destroy();
}

/** Whether the event comes in time, and before the connection ends. */
function happens(
  response: HttpResponse,
  event: "drain" | "finish",
  ms: number,
  clock: Clock,
): Promise<boolean> {
  if (event === "finish" && response.writableFinished) return Promise.resolve(true);
  if (response.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (happened: boolean) => () => {
      cancel();
      response.off(event, came);
      response.off("close", gone);
      resolve(happened);
    };
    const [came, gone] = [end(true), end(false)];
    const cancel = clock.after(Math.max(ms, 0), gone);
    response.on(event, came);
    response.on("close", gone);
  });
}
