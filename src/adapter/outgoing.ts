import { TEXT_BYTES } from "../protocol/limits.ts";
import type { Reply } from "../protocol/reply.ts";
import { truncate, utf8Length } from "../protocol/text.ts";
import type { Item } from "../store/store.ts";
import type { Words } from "./words.ts";

/** What an item of the line carries. Stored as JSON: plain data only. */
export interface Outgoing {
  readonly reply: Reply;
  /** The question that a late answer is headed with. */
  readonly about?: string;
}

/** Room kept in every text for a heading and a notice, in bytes of UTF-8. */
const RESERVED_BYTES = 256;
/** The longest piece of text that one message holds, in bytes of UTF-8. */
export const PIECE_BYTES = TEXT_BYTES - RESERVED_BYTES;
/** The longest question that a heading repeats, in bytes of UTF-8. */
const QUESTION_BYTES = 60;
const BETWEEN = "\n\n";

export interface JoinOptions {
  /** The push that the reply answers: only other pushes' messages need a heading. */
  readonly pushKey: string;
  /** At most so many messages. */
  readonly most?: number;
  /** Said at the end in any case. */
  readonly notice?: string | undefined;
  /** Said at the end when messages remain. */
  readonly more?: string;
}

export interface Joined {
  readonly reply: Reply | undefined;
  readonly items: readonly Item[];
  /** The reply ends with a notice of how to get the rest. */
  readonly offers: boolean;
}

/**
 * Makes one passive reply of as many messages as go into it: neighbouring texts are joined, any other
 * kind goes alone. A late answer stands under its question.
 */
export function joinTexts(items: readonly Item[], options: JoinOptions): Joined {
  const { pushKey, most = Number.POSITIVE_INFINITY, notice, more } = options;
  const first = items[0];
  if (first !== undefined && outgoing(first).reply.type !== "text") {
    return { reply: outgoing(first).reply, items: [first], offers: false };
  }
  let text = "";
  let count = 0;
  const room = TEXT_BYTES - utf8Length(BETWEEN + longer(notice, more));
  for (const item of items) {
    const next = textOf(item, pushKey);
    if (next === undefined || count === most) break;
    const joined = text === "" ? next : text + BETWEEN + next;
    if (count > 0 && utf8Length(joined) > room) break;
    text = joined;
    count += 1;
  }
  const ending = notice ?? (count < items.length ? more : undefined);
  const content = [text, ending].filter((part) => part).join(BETWEEN);
  return {
    reply: content === "" ? undefined : { type: "text", content },
    items: items.slice(0, count),
    offers: ending !== undefined,
  };
}

function longer(a = "", b = ""): string {
  return utf8Length(a) > utf8Length(b) ? a : b;
}

function textOf(item: Item, pushKey: string): string | undefined {
  const { reply, about } = outgoing(item);
  if (reply.type !== "text") return undefined;
  const own = item.id.startsWith(`${pushKey}#`);
  return about === undefined || own ? reply.content : `${about}\n${reply.content}`;
}

function outgoing(item: Item): Outgoing {
  return item.message as Outgoing;
}

/** Heads late answers with the question they answer; only the first text of a turn needs it. */
export function headed(items: readonly Item[], question: string, words: Words): readonly Item[] {
  const index = items.findIndex((item) => outgoing(item).reply.type === "text");
  if (index < 0 || question.trim() === "") return items;
  const oneLine = question.trim().replace(/\s+/g, " ");
  const about = words.about(truncate(oneLine, QUESTION_BYTES, "…"));
  return items.map((item, i) =>
    i === index ? { ...item, message: { ...outgoing(item), about } } : item,
  );
}
