import type { MediaType } from "../../../client/endpoints/media.ts";
import type { CustomMessage } from "../../../client/messages/customMessage.ts";
import { SendError } from "../../../errors.ts";
import { type Phrases, phrasesFor, type Unshowable } from "../../../language/words/rendering.ts";
import { MENU_ITEM_BYTES, MENU_ITEMS } from "../../../protocol/limits.ts";
import { splitText, utf8Length } from "../../../protocol/text.ts";
import type { NumberChoice, Numbered } from "../../../store/openChoices.ts";
import { type Outgoing, PIECE_BYTES } from "../../plan/outgoing.ts";
import type { Form } from "./adaptive/form.ts";
import { link } from "./links.ts";
import { plainText } from "./markup/markdown.ts";

/** A file that WeChat must hold before it can be shown. */
export interface Upload {
  readonly upload: { readonly type: MediaType; readonly source: string };
  /** A small picture for it, which it can do without. */
  readonly thumb?: string;
  readonly made: (mediaId: string, thumbMediaId?: string) => Outgoing;
  /** What is said where it cannot be uploaded. */
  readonly instead: readonly Outgoing[];
  /** What is said instead holds no way to see it. */
  readonly lost?: true;
}

export type Part = Outgoing | Upload;

/** What was said otherwise than the bot meant; `kind` is stable, and each is logged once. */
export interface Warning {
  readonly kind: string;
  readonly how: string;
  /** Something that the bot meant to show is not to be seen: logged each time. */
  readonly lost?: true;
}

/** What the words of a sheet depend on. */
export interface SheetFacts {
  /** The language of what we say ourselves. */
  readonly locale: string;
  /** Gives numbers to choices, and remembers them. */
  readonly number: NumberChoice;
  /** Whether choices in words are links that answer by themselves. Default false. */
  readonly tapLinks?: boolean | undefined;
  /** Where the follower's clock is. Default: China. */
  readonly timeZone?: string | undefined;
  /** Whether markdown loses its marks. Default true; texts with `textFormat` `plain` are left alone. */
  readonly markdown?: boolean | undefined;
  /** Where the follower signs in to a connection; undefined where he cannot. */
  readonly signInLink?: ((connection: string) => string | undefined) | undefined;
  /** The bot's own words for what cannot be shown. */
  readonly instead?: string | undefined;
}

/**
 * What one activity becomes, written from top to bottom: words gather into texts, other kinds stand
 * between them.
 */
export class Sheet {
  readonly phrases: Phrases;
  readonly locale: string;
  readonly timeZone: string;
  readonly number: NumberChoice;
  /** What is to be asked one by one. */
  form: Form | undefined;
  readonly parts: Part[] = [];
  readonly warnings: Warning[] = [];
  readonly signInLink: (connection: string) => string | undefined;
  readonly #tapLinks: boolean;
  readonly #markdown: boolean;
  #instead: string;
  #blocks: string[] = [];
  /** What comes next belongs to what was written last. */
  #beneath = false;

  constructor({
    locale,
    number,
    tapLinks = false,
    timeZone = "Asia/Shanghai",
    markdown = true,
    instead = "",
    signInLink = () => undefined,
  }: SheetFacts) {
    this.signInLink = signInLink;
    this.#instead = instead;
    this.#markdown = markdown;
    this.locale = locale;
    this.timeZone = timeZone;
    this.number = number;
    this.#tapLinks = tapLinks;
    this.phrases = phrasesFor(locale);
  }

  /** Whether anything was written. */
  get isEmpty(): boolean {
    return this.parts.length === 0 && this.#blocks.length === 0;
  }

  /** A block of lines; blank ones are left out. */
  words(...lines: readonly string[]): void {
    for (const line of lines) checkLength(line);
    const block = joined(lines);
    if (block !== "") this.#blocks.push(block);
  }

  /** Something that is not words. */
  part(part: Part): void {
    this.flush();
    this.parts.push(part);
    this.#beneath = false;
  }

  /** What is written next belongs to the part before it: joined, no blank line stands between them. */
  beneath(): void {
    this.#beneath = true;
  }

  warn(kind: string, how: string): void {
    this.warnings.push({ kind, how });
  }

  /** Markdown as plain text, in the sheet's words. */
  readonly plain = (words: string): string =>
    this.#markdown ? plainText(words, this.phrases) : words;

  /** Says the bot's own words for what cannot be shown, once; false where it has none. */
  saysInstead(): boolean {
    const words = this.#instead;
    this.words(words);
    this.#instead = "";
    return words !== "";
  }

  /** Says that something cannot be shown, and what it is called; the log says why. */
  unshown(kind: Unshowable, why: string, name = ""): void {
    if (!this.saysInstead()) this.words(this.phrases.unshown(kind, name));
    this.warnings.push({ kind: `unshown ${kind}`, how: `words say so: ${why}`, lost: true });
  }

  /**
   * Choices under what was written last: a message menu by customer service, a numbered list in words.
   * A menu has no links in its head, so with a link the list it is.
   */
  choices(numbered: readonly Numbered[], head = this.phrases.choose): void {
    if (numbered.length === 0) return;
    if (this.#blocks.length === 0) this.#blocks.push(head);
    const list = joined(numbered.map((one) => inList(one, this.#tapLinks)));
    const before = this.#blocks.join("\n\n");
    const content = `${before}\n${list}`;
    if (utf8Length(content) > PIECE_BYTES || before.includes("<a ")) {
      this.#blocks = [content];
      return void this.flush();
    }
    this.#blocks = [];
    const custom = menuOf(before, numbered);
    const beneath = this.#beneath && ({ beneath: true } as const);
    this.parts.push({ reply: { type: "text", content }, ...(custom && { custom }), ...beneath });
    this.#beneath = false;
  }

  /** Ends the text that is being written. */
  flush(): void {
    const text = this.#blocks.join("\n\n");
    this.#blocks = [];
    const parts = textParts(text);
    const [first, ...rest] = parts;
    if (first === undefined) return;
    this.parts.push(this.#beneath ? { ...first, beneath: true } : first, ...rest);
    this.#beneath = false;
  }
}

/** With its number, unless the bot has written it there already. */
function inList({ number, id, title }: Numbered, isLink: boolean): string {
  const own = /^\s*(\d+)\s*[.、)）:：]/.exec(title)?.[1];
  const shown = isLink ? link(title, tapAddress(id, title)) : title;
  return Number(own) === number ? shown : `${number}. ${shown}`;
}

/** A tap sends the title as the follower's text, with the id, as one in a message menu does. field: bots in the open */
function tapAddress(id: string, title: string): string {
  return `weixin://bizmsgmenu?msgmenucontent=${encodeURIComponent(title)}&msgmenuid=${id}`;
}

/**
 * The longest text of one activity, in bytes of UTF-8: about a hundred messages. WeChat takes five by customer
 * service for each of the follower's, so that more would never be read.
 */
const LONGEST_TEXT_BYTES = 200_000;

/** Throws `text-too-long` for a text that is not said at all rather than for a part. What is no text passes. */
function checkLength(text: unknown): void {
  if (typeof text !== "string" || text.length * 3 <= LONGEST_TEXT_BYTES) return;
  const bytes = utf8Length(text);
  if (bytes <= LONGEST_TEXT_BYTES) return;
  throw new SendError(
    "text-too-long",
    `The text has ${bytes} bytes, one activity may have ${LONGEST_TEXT_BYTES}: shorten it, send a link or a file, or several activities.`,
  );
}

/** Models begin with empty lines, which would be an empty half of a bubble; an indent of the first line stays. */
const EMPTY_LINES_BEFORE = /^(?:[^\S\r\n]*[\r\n])+/;

/** A text as one or more messages, without empty lines before it. Throws `text-too-long`. */
export function textParts(text: string): Outgoing[] {
  checkLength(text);
  return splitText(text.replace(EMPTY_LINES_BEFORE, ""), PIECE_BYTES)
    .filter((piece) => piece.trim() !== "")
    .map((content) => ({ reply: { type: "text", content } }));
}

export function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "")
    .join("\n");
}

function menuOf(head: string, numbered: readonly Numbered[]): CustomMessage | undefined {
  const fits = ({ title }: Numbered) => utf8Length(title) <= MENU_ITEM_BYTES;
  if (numbered.length > MENU_ITEMS || !numbered.every(fits)) return undefined;
  return {
    type: "msgmenu",
    head,
    items: numbered.map(({ id, title }) => ({ id, content: title })),
  };
}
