import { ROAD } from "../language/words/road.ts";
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

/** What stands under a text that a model wrote, where WeChat shows no line of its own. */
const MARKS = Object.values(ROAD).map(({ byAi }) => byAi);
const MARKED = '"is_ai_msg":1';

/** Whether a model wrote it: the message says so to WeChat, or in words. */
export function isByAi({ message }: EventOf<"message.shown">): boolean {
  const words = JSON.stringify(message);
  return words.includes(MARKED) || MARKS.some((mark) => words.includes(mark));
}

/** Messages in one, however they were cut: without blanks and marks. */
export function inAll(words: readonly string[]): string {
  const text = MARKS.reduce((rest, mark) => rest.replaceAll(mark, ""), words.join("\n"));
  return text.replace(/\s+/g, "");
}

/** A sight on one line. */
export function sightInWords(sight: Sight): string {
  if (typeof sight === "string") return `"${sight.replaceAll("\n", "⏎")}"`;
  if (typeof sight.fault === "string") return `✗ ${FAULT_NOTICE} (${sight.fault})`;
  const [kind, content] = Object.entries(sight)[0] ?? ["nothing", ""];
  return `[${kind}] ${typeof content === "string" ? content : JSON.stringify(content)}`;
}

interface MenuItem {
  readonly id: string;
  readonly content: string;
}

/** A sight as somebody reads it: its words, and what of it can be tapped. */
interface Read {
  /**
   * A text as it is; a message menu line by line; anything else by its kind, `[image]` or `[news] its title`, the notice
   * that the account is out of order as `[fault] late`.
   */
  readonly words: string;
  readonly items: readonly MenuItem[];
}

/** Reads what stands on the phone. */
export function readSight(sight: Sight): Read {
  if (typeof sight === "string") return { words: sight, items: [] };
  const [[kind, content] = ["nothing", ""]] = Object.entries(sight);
  if (kind === "fault") return { words: `[fault] ${content}`, items: [] };
  if (kind !== "msgmenu") return { words: `[${kind}] ${titleIn(content)}`.trimEnd(), items: [] };
  const menu = content as MessageMenu;
  const { head_content, list = [], tail_content } = menu;
  const items = list.map(({ id, content: words }) => ({ id: String(id), content: words }));
  const lines = [head_content, ...items.map((item) => item.content), tail_content];
  const words = lines.filter((line) => line !== undefined && line !== "").join("\n");
  return { words, items };
}

interface MessageMenu {
  readonly head_content?: string;
  readonly list?: readonly { readonly id: string | number; readonly content: string }[];
  readonly tail_content?: string;
}

function titleIn(content: unknown): string {
  const { title, articles } = (content ?? {}) as {
    readonly title?: unknown;
    readonly articles?: readonly { readonly title?: unknown }[];
  };
  const titles = articles?.map((one) => one.title) ?? [title];
  return titles.filter((one) => typeof one === "string").join(" · ");
}
