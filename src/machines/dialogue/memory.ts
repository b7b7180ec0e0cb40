import { assign, emit } from "xstate";
import type { PromptOption } from "../../language/reading.ts";
import type { Prompt } from "./prompt.ts";
import type { About, Failure } from "./spec.ts";
import type { Params } from "./texts.ts";

/**
 * What a dialogue's machine does while it runs: what it remembers, what the author's functions may look at, what it
 * says. `compile.ts` decides where it goes.
 */

/** The context of every dialogue's machine. */
export interface Memory {
  readonly input: unknown;
  /** When the dialogue began. */
  readonly now: number;
  readonly answers: Answered;
  /** Misses at the present question. */
  readonly misses: number;
}

type Answered = Readonly<Record<string, unknown>>;

/** What a dialogue's machine is begun with. */
export interface Begun {
  readonly input?: unknown;
  readonly now?: number;
}

/** What a dialogue's machine emits; `of` is the dialogue, once a runner has it. */
export type Said = { readonly of?: string } & SaidWhat;
type SaidWhat =
  | {
      readonly type: "say";
      readonly key: string;
      readonly params: Params;
      readonly ask?: string;
      /** The options on offer, where they depend on the conversation. */
      readonly options?: readonly PromptOption[];
    }
  /** Something that no text key names, for example the event that hands a conversation over. */
  | { readonly type: "activity"; readonly activity: object };

/** What guards and actions get from XState. */
export interface Happening {
  readonly context: Memory;
  readonly event: {
    readonly type: string;
    readonly now?: number;
    readonly input?: Begun;
    readonly [field: string]: unknown;
  };
}

/** The memory of a dialogue that begins. */
export function begin(
  given: ((input: never) => object) | undefined,
  { input, now = 0 }: Begun,
): Memory {
  return { input, now, misses: 0, answers: { ...given?.(input as never) } };
}

/** The input of a dialogue that another dialogue uses. */
export function begun(input: unknown, happening: Happening): Begun {
  return { input, now: aboutOf(happening).now };
}

/** What a function of the author's may look at. */
function aboutOf({ context, event }: Happening): About<never> {
  const now = event.now ?? event.input?.now ?? context.now;
  const { error } = event;
  return { input: context.input as never, now, ...(isFailure(error) && { error }) };
}

function isFailure(error: unknown): error is Failure {
  return typeof error === "object" && error !== null && "message" in error;
}

/** A function of the author's. */
export type Look<T> = (answers: never, about: About<never>) => T;

export function looking<T>(look: Look<T> | undefined): (happening: Happening) => T | undefined {
  return (happening) => look?.(happening.context.answers as never, aboutOf(happening));
}

/** Puts a new answer into a happening, so that the conditions right after it see the answer. */
export type See = (happening: Happening) => Happening;
export const asItIs: See = (happening) => happening;
export const seeing =
  (name: string, field: "value" | "output"): See =>
  ({ context, event }) => ({
    event,
    context: { ...context, answers: { ...context.answers, [name]: event[field] } },
  });
export const keep = (name: string, field: "value" | "output") =>
  assign((happening: Happening) => ({ answers: seeing(name, field)(happening).context.answers }));
export const forgetMisses = assign({ misses: 0 });
export const countMiss = assign(({ context }: Happening) => ({ misses: context.misses + 1 }));

/** An action that says something. `look` gives what the text may mention; by default the answers. */
export function says(key: string, look: Look<unknown> | undefined) {
  const mention = looking(look);
  return emit((happening: Happening): Said => {
    const given = mention(happening) as Params | undefined;
    return { type: "say", key, params: given ?? happening.context.answers };
  });
}

/** An action that says something, for `raw` steps. */
export function saying(said: Said) {
  return emit(said);
}

/** The action that asks a question. */
export function asks(prompt: Prompt<unknown>, ask: string) {
  return emit(({ context }: Happening): Said => {
    const params = context.answers;
    return { type: "say", key: prompt.ask, params, ask, ...offered(prompt, context) };
  });
}

/** The action that asks a question again after a miss. */
export function asksAgain(prompt: Prompt<unknown>, ask: string) {
  return emit(({ context, event: { reason, heard } }: Happening): Said => {
    const { answers, misses } = context;
    const params = { ...answers, attempt: misses, reason, heard };
    return { type: "say", key: retryKey(prompt, misses), params, ask, ...offered(prompt, context) };
  });
}

function offered(
  prompt: Prompt<unknown>,
  { input }: Memory,
): { options?: readonly PromptOption[] } {
  return prompt.optionsFor === undefined ? {} : { options: prompt.optionsFor(input) };
}

function retryKey({ ask, retry }: Prompt<unknown>, misses: number): string {
  if (retry === undefined || retry.length === 0) return ask;
  return retry[Math.min(misses, retry.length) - 1] ?? ask;
}
