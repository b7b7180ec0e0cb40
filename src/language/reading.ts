/** What a recogniser gets and gives; the prompts of dialogues and the forms of cards are made of it. */

/** One thing to choose. */
export interface PromptOption {
  /** The value that an answer gives. */
  readonly id: string;
  /** The message key or text that is shown. */
  readonly label: string;
  /** Other words for the same. */
  readonly also?: readonly string[];
}

/** What a follower gave: words, something tapped, or something native. */
export interface PromptInput {
  /** Typed, or recognised from a voice message; empty where there are no words. */
  readonly text: string;
  /** The id behind a tapped item of a message menu or menu bar. */
  readonly tapped?: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content?: unknown }[];
  /** Something came that WeChat does not hand on, a sticker for example. */
  readonly unreadable?: true;
  readonly location?: {
    readonly latitude: number;
    readonly longitude: number;
    readonly label: string;
  };
}

/** What understanding depends on beside the words. */
export interface PromptContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** An IANA name. */
  readonly timeZone: string;
  /** A BCP 47 tag. */
  readonly locale: string;
  /** What is offered, of a prompt with `optionsFor`. */
  readonly options?: readonly PromptOption[];
}

/** An understood answer, or why not: `reason` is a word that a retry text may be chosen by. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly heard?: string };
