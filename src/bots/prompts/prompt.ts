import { WeChatError } from "../../errors.ts";
import type { PromptContext, PromptInput, PromptOption, Reading } from "../../language/reading.ts";
import type { Prompt, PromptSample } from "../../machines/dialogue/prompt.ts";
import { echoing } from "./echoing.ts";

/** The settings that every kind of question has. */
export interface PromptSettings<T> {
  /**
   * Message keys after a miss, by attempt; the last one repeats. Default: the reason of the miss, and the question
   * again.
   */
  readonly retry?: string | readonly string[] | undefined;
  /** How many misses make the dialogue give up. Default 3. */
  readonly max?: number | undefined;
  /**
   * Judges an understood value: undefined takes it, a word says why not, and retry texts can be chosen by that word.
   * It may ask a service. An error that it throws ends the turn as a failure of the bot.
   */
  readonly check?: Check<T> | undefined;
  /**
   * Answers that must be understood, for tests and generated paths. Default: some of the kind, within its bounds.
   * Typed answers may be plain strings: `["Ann", "Bob"]`. An answer relative to the clock ("明天") has a value that
   * only stands in for the real one.
   */
  readonly samples?: readonly (PromptSample<T> | string)[] | undefined;
}

export type Check<T> = (
  value: T,
  context: PromptContext,
) => string | undefined | Promise<string | undefined>;

/** What makes a kind of question. */
export interface PromptKind<T> {
  readonly samples: readonly PromptSample<T>[];
  readonly options?: readonly PromptOption[];
  readonly range?: readonly [least: number, most: number];
  readonly free?: boolean;
  readonly questions?: boolean;
  readonly before?: boolean;
  readonly summary?: boolean;
  read(input: PromptInput, context: PromptContext): Reading<T> | Promise<Reading<T>>;
}

const MAX_MISSES = 3;

/**
 * Makes a question of a kind of your own; the ready kinds are made with it too. Throws {@link WeChatError} with the
 * code `prompt` for a question that cannot be asked.
 */
export function prompt<T>(
  kind: string,
  ask: string,
  { samples, options, range, free, questions, before, summary, read }: PromptKind<T>,
  settings: PromptSettings<T> = {},
): Prompt<T> {
  const { max = MAX_MISSES, check } = settings;
  const retry = typeof settings.retry === "string" ? [settings.retry] : settings.retry;
  demand(ask !== "", kind, ask, "has no message key: name the message that asks it");
  demand(Number.isInteger(max) && max > 0, kind, ask, "needs a `max` of 1 or more misses");
  demand(
    retry?.length !== 0,
    kind,
    ask,
    "has an empty `retry`: leave it out to repeat the question",
  );
  return {
    kind,
    ask,
    ...(retry && { retry }),
    max,
    ...(options && { options }),
    ...(range && { range }),
    ...(free !== undefined && { free }),
    ...(questions && { questions }),
    ...(before && { before }),
    ...(summary && { summary }),
    samples: samplesOf(settings) ?? samples,
    worded(wordings) {
      return echoing(this, wordings);
    },
    read: check === undefined ? read : (input, context) => checked(input, context, read, check),
  };
}

async function checked<T>(
  input: PromptInput,
  context: PromptContext,
  read: PromptKind<T>["read"],
  check: Check<T>,
): Promise<Reading<T>> {
  const reading = await read(input, context);
  if (!reading.ok) return reading;
  const reason = await check(reading.value, context);
  if (reason === undefined) return reading;
  const heard = input.text.trim();
  return { ok: false, reason, ...(heard !== "" && { heard }) };
}

/** Throws when a prompt's settings make no sense. */
export function demand(holds: boolean, kind: string, ask: string, problem: string): void {
  if (!holds) throw new WeChatError("prompt", `The ${kind} prompt "${ask}" ${problem}.`);
}

/** The samples that somebody gave; undefined where none are given. */
function samplesOf<T>({ samples }: PromptSettings<T>): readonly PromptSample<T>[] | undefined {
  return samples?.map((one) => (typeof one === "string" ? { input: { text: one } } : one));
}

/** Samples of what is typed. */
export function typed<T>(
  ...pairs: readonly (readonly [text: string, value: T])[]
): PromptSample<T>[] {
  return pairs.map(([text, value]) => ({ input: { text }, value }));
}

/** A miss with what was heard. */
export function miss(reason: string, heard?: string): Reading<never> {
  return { ok: false, reason, ...(heard !== undefined && { heard }) };
}
