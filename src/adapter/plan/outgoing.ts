import type { CustomMessage, CustomMessageOptions } from "../../client/messages/customMessage.ts";
import type { Notification } from "../../client/messages/notification.ts";
import type { Words } from "../../language/words/road.ts";
import { TEXT_BYTES } from "../../protocol/limits.ts";
import type { NewsReply, Reply } from "../../protocol/reply.ts";
import { truncate, utf8Length } from "../../protocol/text.ts";
import type { Item } from "../../store/store.ts";

/**
 * One message in its forms: for a passive reply and for customer service, which can carry different kinds. An item of
 * the line carries it. Stored as JSON, so plain data only.
 */
export interface Outgoing {
  /** The message as a passive reply; for customer service too, where `custom` is absent. */
  readonly reply: Reply;
  /**
   * The message for customer service, where that is another kind or needs more: a message menu, a mini program card.
   */
  readonly custom?: CustomMessage;
  /** The message in words, for joining it to a text. Texts need none; a message that has none goes alone. */
  readonly words?: string;
  /** An article that may share one reply with its neighbours. */
  readonly card?: true;
  /** The message belongs to the one before it: joined, no blank line stands between them. */
  readonly beneath?: true;
  /** The notification that stands in for the message where no customer-service message may be sent. */
  readonly notification?: Notification;
  /** Milliseconds since the epoch after which it is not worth showing. Default: the road's `holdMs` from now. */
  readonly expiresAt?: number;
  /** How customer service shows the message: under which agent's name, or as made by AI. */
  readonly marks?: CustomMessageOptions;
  /** The question that stands over a late answer. */
  readonly about?: string;
}

/** Room kept in every text for a heading and a notice, in bytes of UTF-8. */
const RESERVED_BYTES = 256;
/** The longest piece of text that one message holds, in bytes of UTF-8. */
export const PIECE_BYTES = TEXT_BYTES - RESERVED_BYTES;
/** The longest question that a heading repeats, in bytes of UTF-8. */
const QUESTION_BYTES = 60;
const BETWEEN = "\n\n";

interface JoinOptions {
  /** The push that the reply answers: only other pushes' messages need a heading. */
  readonly pushKey: string;
  /** How many articles a news reply to that push may have. */
  readonly articles: number;
  /** At least so many messages have no other way: they become one reply, if they can. */
  readonly needed: number;
  /** At most so many messages of text are joined. */
  readonly most: number;
  /** The notice at the end of the reply, in any case. */
  readonly notice?: string | undefined;
  /** The line under what a model wrote: a passive reply has no mark of its own for that. */
  readonly byAi?: string;
  /** The notice at the end of the reply when messages remain. */
  readonly more?: string;
}

export interface Joined {
  readonly reply: Reply | undefined;
  readonly items: readonly Item[];
  /** The reply ends with a notice of how to get the rest. */
  readonly offers: boolean;
}

/**
 * Makes one passive reply of as many messages as go into it. A message that is not text goes in its own form if that
 * form says everything; neighbouring cards become the articles of one reply. Otherwise the message goes in words,
 * joined with what follows. Texts may pass a message that has no words, so that no answer waits behind a picture. A
 * late answer stands under its question.
 */
export function joinTexts(items: readonly Item[], options: JoinOptions): Joined {
  const own = inItsOwnForm(items, options);
  if (own !== undefined && own.items.length >= options.needed && options.notice === undefined) {
    return own;
  }
  const joined = inWords(items, options);
  return joined.items.length > 0 || joined.offers ? joined : (own ?? joined);
}

/** The first message in its own form, with the cards that may share its reply; undefined for texts. */
function inItsOwnForm(items: readonly Item[], { articles }: JoinOptions): Joined | undefined {
  const first = items[0];
  if (first === undefined) return undefined;
  const { reply } = outgoing(first);
  if (reply.type === "text") return undefined;
  if (reply.type !== "news" || !isCard(first)) {
    return { reply: within(reply, articles), items: [first], offers: false };
  }
  const end = items.findIndex((item) => !isCard(item));
  const cards = items.slice(0, Math.min(articles, end < 0 ? items.length : end));
  const all = cards.flatMap((item) => (outgoing(item).reply as NewsReply).articles);
  return { reply: { type: "news", articles: all }, items: cards, offers: false };
}

/** WeChat silently drops articles above its limit, so all are then said in words. */
function within(reply: Reply, articles: number): Reply {
  if (reply.type !== "news" || reply.articles.length <= articles) return reply;
  const lines = reply.articles.map(({ title, url }) => `${title}\n${url}`);
  return { type: "text", content: truncate(lines.join(BETWEEN), PIECE_BYTES) };
}

function inWords(items: readonly Item[], options: JoinOptions): Joined {
  const { pushKey, most, notice, more, byAi } = options;
  const said: Item[] = [];
  let text = "";
  for (const item of items) {
    const next = textOf(item, pushKey);
    if (next === undefined) continue;
    const between = outgoing(item).beneath ? "\n" : BETWEEN;
    const joined = text === "" ? next : text + between + next;
    const room = roomBeside(notice, more) - (isByAi(item) ? utf8Length(`${BETWEEN}${byAi}`) : 0);
    const fits = said.length === 0 || utf8Length(joined) <= room;
    if (said.length === most || !fits) break;
    text = joined;
    said.push(item);
  }
  const some = said.length > 0 && said.length < items.length;
  const ending = notice ?? (some ? more : undefined);
  const label = said.some(isByAi) ? byAi : undefined;
  const content = [text, label, ending].filter((part) => part).join(BETWEEN);
  return {
    reply: content === "" ? undefined : { type: "text", content },
    items: said,
    offers: ending !== undefined,
  };
}

/** The same messages; the last text also says how to get more. Undefined where there is no text. */
export function offering(items: readonly Item[], more: string): readonly Item[] | undefined {
  const index = items.findLastIndex((item) => isPlainText(outgoing(item)));
  if (index < 0) return undefined;
  return items.map((item, i) => (i === index ? ending(item, more) : item));
}

function isPlainText({ reply, custom }: Outgoing): boolean {
  return reply.type === "text" && (custom === undefined || custom.type === "text");
}

function ending(item: Item, more: string): Item {
  const { reply, custom: _, ...rest } = outgoing(item);
  if (reply.type !== "text") return item;
  const content = `${reply.content}${BETWEEN}${more}`;
  return { ...item, message: { ...rest, reply: { ...reply, content } } };
}

/** How many of a text's bytes remain beside an ending. */
function roomBeside(notice = "", more = ""): number {
  return TEXT_BYTES - utf8Length(BETWEEN) - Math.max(utf8Length(notice), utf8Length(more));
}

function textOf(item: Item, pushKey: string): string | undefined {
  const { reply, words, about } = outgoing(item);
  const text = reply.type === "text" ? reply.content : words;
  if (text === undefined || text === "") return undefined;
  const own = item.id.startsWith(`${pushKey}#`);
  return about === undefined || own ? text : `${about}\n${text}`;
}

function outgoing(item: Item): Outgoing {
  return item.message as Outgoing;
}

/** Whether a message can still be read. One that cannot leaves its place, and is shown to nobody. */
export function isReadable({ message }: Item): boolean {
  return message !== undefined;
}

/** Whether a model wrote the message, as the bot or the account says. */
function isByAi(item: Item): boolean {
  return outgoing(item).marks?.ai === true;
}

function isCard(item: Item): boolean {
  return outgoing(item).card === true;
}

/** Whether the message has a notification that may stand in for it. */
export function hasNotification(item: Item): boolean {
  return outgoing(item).notification !== undefined;
}

/** Whether the message hands the follower to the account's agents: only a passive reply can do that. */
export function isTransfer(item: Item): boolean {
  return outgoing(item).reply.type === "transfer_customer_service";
}

/** Whether customer service says the message better than a passive reply does. */
export function readsBetterLater(item: Item | undefined): boolean {
  if (item === undefined) return false;
  const { reply, custom } = outgoing(item);
  return custom !== undefined && custom.type !== "text" && reply.type === "text";
}

/** Puts the question over late answers; only the first text of a turn needs it. */
export function headed(items: readonly Item[], question: string, words: Words): readonly Item[] {
  const index = items.findIndex((item) => outgoing(item).reply.type === "text");
  if (index < 0 || question.trim() === "") return items;
  const oneLine = question.trim().replace(/\s+/g, " ");
  const about = words.about(truncate(oneLine, QUESTION_BYTES, "…"));
  return items.map((item, i) =>
    i === index ? { ...item, message: { ...outgoing(item), about } } : item,
  );
}
