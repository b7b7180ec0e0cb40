import type { PromptContext, PromptInput, PromptOption, Reading } from "../../language/reading.ts";

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
  /** The same, where it depends on what the dialogue was begun with. `read` finds it in its context. */
  optionsFor?(input: unknown): readonly PromptOption[];
  /** The least and the most that a number may be; of a sum, its amount. */
  readonly range?: readonly [least: number, most: number];
  /**
   * Whether nearly any words are an answer. Then what else a message may mean (help, another dialogue, a
   * correction) is looked for first, and no correction is taken for it. Default: whether its kind is `text`.
   */
  readonly free?: boolean;
  /** Of a free prompt: whether a question is an answer like any other. Default false: the follower is asked. */
  readonly questions?: boolean;
  /** Of a free prompt: whether what was said before it was asked counts. Default false. */
  readonly before?: boolean;
  /** Of a yes/no question: whether it shows what was answered, so that a no means that something of it is wrong. */
  readonly summary?: boolean;
  /** The same prompt once it is known how its question reads, in each language: its words may say what an answer is of. */
  worded?(wordings: readonly string[]): Prompt<T>;
  /** Answers that must be understood, for tests and generated paths. */
  readonly samples: readonly PromptSample<T>[];
  /** Understands an answer. It never throws for what a person typed. */
  read(input: PromptInput, context: PromptContext): Reading<T> | Promise<Reading<T>>;
}

export interface PromptSample<T> {
  readonly input: PromptInput;
  /** What it must be understood as; absent: anything. */
  readonly value?: T;
}

/** Whether nearly any words are an answer to it. */
export function isFree({ free, kind }: Pick<Prompt<unknown>, "free" | "kind">): boolean {
  return free ?? kind === "text";
}
