import { FAULT_NOTICE } from "../simulator/answer/answerFault.ts";
import type { EventOf } from "../simulator/world/timeline.ts";

/**
 * One thing on the follower's screen: a text as it is; anything else under its kind, for example
 * `{ image: "media id" }` or `{ news: { articles: […] } }`; the notice that the account is out of order
 * as `{ fault: "late" }`.
 */
export type Sight = string | { readonly [kind: string]: unknown };

/** What a shown message looks like on the phone. */
export function sightOf({ message, via }: EventOf<"message.shown">): Sight {
  const { msgtype } = message;
  if (typeof msgtype !== "string") return { [via]: message };
  const content = message[msgtype] as { readonly [name: string]: unknown } | undefined;
  if (msgtype === "text") return String(content?.content ?? "");
  const named = content?.media_id;
  return { [msgtype]: typeof named === "string" && isBare(content) ? named : (content ?? message) };
}

function isBare(content: object | undefined): boolean {
  return Object.keys(content ?? {}).length === 1;
}

/** A sight on one line. */
export function sightInWords(sight: Sight): string {
  if (typeof sight === "string") return `"${sight.replaceAll("\n", "⏎")}"`;
  if (typeof sight.fault === "string") return `✗ ${FAULT_NOTICE} (${sight.fault})`;
  const [kind, content] = Object.entries(sight)[0] ?? ["nothing", ""];
  return `[${kind}] ${typeof content === "string" ? content : JSON.stringify(content)}`;
}
