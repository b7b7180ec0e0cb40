import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const MOST_BYTES = 256 * 1_024;

/** A request's body; undefined where it is longer than any that a desk sends. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  return size > MOST_BYTES ? undefined : Buffer.concat(chunks).toString();
}

/** Whether two secrets are the same; how long it takes says nothing of them. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
