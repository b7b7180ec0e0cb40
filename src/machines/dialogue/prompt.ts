/**
 * A question with its understanding: what is asked, and how an answer becomes a value. Recognising is
 * impure and stands outside of the machine; the machine sees the value.
 */
export interface Prompt<T> {
  /** For example `integer`: what drawings and logs call it. */
  readonly kind: string;
  /** The message key of the question. */
  readonly ask: string;
  /** Message keys after a miss, by attempt; the last one repeats. Default: the question again. */
  readonly retry?: readonly string[];
  /** Misses before the dialogue gives up. Default 3. */
  readonly max?: number;
  /** What can be chosen, where the answers are known. */
  readonly options?: readonly PromptOption[];
  /** Answers that must be understood, for tests and generated paths. */
  readonly samples: readonly PromptSample<T>[];
  /** Understands an answer. It never throws for what a person typed. */
  read(input: PromptInput, context: PromptContext): Reading<T> | Promise<Reading<T>>;
}

/** One thing to choose. */
export interface PromptOption {
  /** The value that an answer gives. */
  readonly id: string;
  /** The message key or text that is shown. */
  readonly label: string;
  /** Other words for the same. */
  readonly also?: readonly string[];
}

export interface PromptSample<T> {
  readonly input: PromptInput;
  readonly value: T;
}

/** What a follower gave: words, something tapped, or something native. */
export interface PromptInput {
  /** Typed, or recognised from a voice message; empty where there are no words. */
  readonly text: string;
  /** The id behind a tapped item of a message menu or menu bar. */
  readonly tapped?: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content?: unknown }[];
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
}

/** An understood answer, or why not: `reason` is a word that a retry text may be chosen by. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly heard?: string };
