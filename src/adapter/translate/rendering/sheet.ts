import type { MediaType } from "../../../client/endpoints/media.ts";
import type { CustomMessage } from "../../../client/messages/customMessage.ts";
import { type Phrases, phrasesFor } from "../../../language/words/rendering.ts";
import { MENU_ITEM_BYTES, MENU_ITEMS } from "../../../protocol/limits.ts";
import { splitText, utf8Length } from "../../../protocol/text.ts";
import type { NumberChoice, Numbered } from "../../../store/openChoices.ts";
import { type Outgoing, PIECE_BYTES } from "../../plan/outgoing.ts";
import type { Form } from "./adaptive/form.ts";
import { link } from "./links.ts";

/** A file that WeChat must hold before it can be shown. */
export interface Upload {
  readonly upload: { readonly type: MediaType; readonly source: string };
  /** A small picture for it, which it can do without. */
  readonly thumb?: string;
  readonly made: (mediaId: string, thumbMediaId?: string) => Outgoing;
  /** What is said where it cannot be uploaded. */
  readonly instead: readonly Outgoing[];
}

export type Part = Outgoing | Upload;

/** What was said otherwise than the bot meant; `kind` is stable, and each is logged once. */
export interface Warning {
  readonly kind: string;
  readonly how: string;
}

/**
 * What one activity becomes, written from top to bottom: words gather into texts, other kinds stand
 * between them.
 */
export class Sheet {
  readonly phrases: Phrases;
  readonly locale: string;
  readonly number: NumberChoice;
  /** What is to be asked one by one. */
  form: Form | undefined;
  readonly parts: Part[] = [];
  readonly warnings: Warning[] = [];
  readonly #tapLinks: boolean;
  #blocks: string[] = [];

  /** `tapLinks`: choices in words are links that answer by themselves. */
  constructor(locale: string, number: NumberChoice, tapLinks = false) {
    this.locale = locale;
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
    const block = joined(lines);
    if (block !== "") this.#blocks.push(block);
  }

  /** Something that is not words. */
  part(part: Part): void {
    this.flush();
    this.parts.push(part);
  }

  warn(kind: string, how: string): void {
    this.warnings.push({ kind, how });
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
    this.parts.push({ reply: { type: "text", content }, ...(custom && { custom }) });
  }

  /** Ends the text that is being written. */
  flush(): void {
    const text = this.#blocks.join("\n\n");
    this.#blocks = [];
    this.parts.push(...textParts(text));
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

/** A text as one or more messages. */
export function textParts(text: string): Outgoing[] {
  return splitText(text, PIECE_BYTES)
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
