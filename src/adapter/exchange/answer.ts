import type { Push } from "../../protocol/push.ts";
import { type Reply, writeReply } from "../../protocol/reply.ts";

/** Makes the bytes that WeChat accepts for a passive reply: encrypted and signed, or as it is. */
export type Seal = (xml: string, now: number) => string;

/** The bytes that answer a push: a sealed passive reply, or `success` where there is none. */
export function answerOf(
  reply: Reply | undefined,
  push: Push | undefined,
  seal: Seal,
  now: number,
): string {
  if (reply === undefined || push === undefined) return "success";
  const head = { to: push.from, from: push.to, createTime: Math.floor(now / 1_000) };
  return seal(writeReply(reply, head), now);
}

/** The content type of an answer: a reply is XML, `success` is text. */
export function typeOf(answer: string): string {
  return answer.startsWith("<") ? "text/xml; charset=utf-8" : "text/plain; charset=utf-8";
}
