import type { PromptContext, PromptInput, PromptOption, Reading } from "../../language/reading.ts";

/**
 * A question with its understanding: what is asked, and how an answer becomes a value. Recognising is
 * impure and stands outside of the machine; the machine sees the value.
 */
export interface Prompt<T> {
  /** The kind of prompt, for drawings and logs, such as `integer`. */
  readonly kind: string;
  /** The message key of the question. */
  readonly ask: string;
  /** Message keys after a miss, by attempt; the last one repeats. Default: the question again. */
  readonly retry?: readonly string[];
  /** How many misses make the dialogue give up. Default 3. */
  readonly max?: number;
  /** What can be chosen, where the answers are known. */
  readonly options?: readonly PromptOption[];
  /** The options, where they depend on what the dialogue was begun with. `read` finds them in its context. */
  optionsFor?(input: unknown): readonly PromptOption[];
  /** The least and the most that a number may be; for a sum of money, its amount. */
  readonly range?: readonly [least: number, most: number];
  /**
   * Whether nearly any words are an answer. If so, the other meanings of a message (help, another dialogue, a
   * correction) are looked for first, and no correction counts as an answer. Default: true only for the kind `text`.
   */
  readonly free?: boolean;
  /**
   * For a free prompt: whether a question counts as an answer. Default false: the follower is asked whether it does.
   */
  readonly questions?: boolean;
  /** For a free prompt: whether words count that were said before it was asked. Default false. */
  readonly before?: boolean;
  /** For a yes/no question: whether it shows the answers, so that "no" means that one of them is wrong. */
  readonly summary?: boolean;
  /**
   * The same prompt, told how its question reads in each language: those words may say what kind of answer is meant.
   */
  worded?(wordings: readonly string[]): Prompt<T>;
  /** Answers that must be understood, for tests and generated paths. */
  readonly samples: readonly PromptSample<T>[];
  /** Understands an answer. Never throws, whatever a person typed. */
  read(input: PromptInput, context: PromptContext): Reading<T> | Promise<Reading<T>>;
}

export interface PromptSample<T> {
  readonly input: PromptInput;
  /** The value that the sample must give; absent: any value. */
  readonly value?: T;
}

/** Whether nearly any words are an answer to the prompt. */
export function isFree({ free, kind }: Pick<Prompt<unknown>, "free" | "kind">): boolean {
  return free ?? kind === "text";
}
