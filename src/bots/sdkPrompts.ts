import { createRequire } from "node:module";
import type { TurnContext } from "botbuilder";
import { readChoice } from "../language/choices/choice.ts";
import { readNumber } from "../language/numbers/number.ts";
import type { PromptContext, PromptOption, Reading } from "../language/reading.ts";
import { fold } from "../language/tidy.ts";
import { readDate, readDateTime, readTime } from "../language/times/moment.ts";
import { CANCEL } from "../language/usualWords.ts";
import { readYesNo } from "../language/yesNo.ts";

/**
 * Puts our recognisers in place of those of the SDKs' prompts and inputs. The classes are found among the modules
 * that the process has loaded, because this package depends on none of them. Each class is changed once, and we read
 * only the turns that are marked.
 */

/** The key in the turn state of a turn whose answers we read. Its value: what understanding depends on. */
export const READ_HERE = Symbol.for("botbuilder-adapter-wechat.readHere");

/** A choice as `botbuilder-dialogs` knows it. */
interface SdkChoice {
  readonly value?: string;
  readonly synonyms?: readonly string[];
  readonly action?: { readonly title?: string; readonly value?: unknown };
}

/** A choice that was found. */
interface FoundChoice {
  readonly value: string;
  readonly index: number;
  readonly score: number;
  readonly synonym: string;
}

/** Reads an answer to a question of the SDK; undefined asks again. */
type Read = (text: string, context: PromptContext, choices: readonly SdkChoice[]) => unknown;

const readBoolean: Read = (text, context, choices) => {
  const reading = readYesNo(text);
  if (reading.ok) return reading.value;
  // Asked whether he is sure, a follower who says "cancel" is not sure: that is a no.
  if (CANCEL.has(fold(text))) return false;
  // Choices with words of their own: "take it", "leave it".
  const chosen =
    choices.length === 2 ? (readFound(text, context, choices) as FoundChoice) : undefined;
  return chosen === undefined ? undefined : chosen.index === 0;
};

const readFound: Read = (text, _, choices): FoundChoice | undefined => {
  const options = choices.map(({ value = "" }, index) => ({ id: `c${index}`, label: value }));
  const named = ({ id }: PromptOption) => wordsOf(choices[indexOf(id)] ?? {});
  const reading = readChoice({ text }, options, named);
  const index = reading.ok ? indexOf(reading.value) : byOneSign(text, choices);
  const found = index === undefined ? undefined : choices[index];
  return found === undefined || index === undefined
    ? undefined
    : { value: found.value ?? "", index, score: 1, synonym: text };
};

const indexOf = (id: string) => Number(id.slice(1));

function wordsOf({ value, synonyms = [], action }: SdkChoice): string[] {
  const words = [value, action?.title, action?.value, ...synonyms];
  return words.filter((word): word is string => typeof word === "string" && word !== "");
}

/** One Chinese character says as much as a word: 绿 means 绿色, if no other name has that character. */
function byOneSign(text: string, choices: readonly SdkChoice[]): number | undefined {
  const sign = fold(text);
  if (!/^\p{Script=Han}$/u.test(sign)) return undefined;
  const having = choices.flatMap((choice, index) =>
    wordsOf(choice).some((word) => fold(word).includes(sign)) ? [index] : [],
  );
  return having.length === 1 ? having[0] : undefined;
}

const readCount: Read = (text) => valueIn(readNumber(text));

/** A date, a time or both in the SDK's form: `timex`, and a value without a zone, by the account's clock. */
const readResolution: Read = async (text, context) => {
  const moment = valueIn(await readDateTime(text, context, { past: true }));
  if (moment === undefined) {
    const date = valueIn(await readDate(text, context, { past: true }));
    return date === undefined ? undefined : [{ timex: date, type: "date", value: date }];
  }
  const [day = "", clock = ""] = moment.slice(0, 16).split("T");
  const hour = clock.replace(/:00$/, "");
  // A time without a date must not get one. If the same words name no day and fit any, they are only a time.
  const named = await readDate(text, context, { past: true });
  const ofAnyDay = await readDateTime(`${day} ${text}`, context, { past: true });
  const isTime = ofAnyDay.ok && !named.ok;
  const time = isTime ? valueIn(await readTime(text, context)) : undefined;
  if (time !== undefined) return [{ timex: `T${hour}`, type: "time", value: `${time}:00` }];
  return [{ timex: `${day}T${hour}`, type: "datetime", value: `${day} ${clock}:00` }];
};

function valueIn<T>(reading: Reading<T>): T | undefined {
  return reading.ok ? reading.value : undefined;
}

const KINDS: Readonly<Record<string, Read>> = {
  ConfirmPrompt: readBoolean,
  ChoicePrompt: readFound,
  NumberPrompt: readCount,
  DateTimePrompt: readResolution,
  ConfirmInput: readBoolean,
  ChoiceInput: readFound,
  NumberInput: readCount,
  DateTimeInput: readResolution,
};
const FILES = /[\\/](?:botbuilder-dialogs|botbuilder-dialogs-adaptive|agents-hosting-dialogs)[\\/]/;
const changed = new WeakSet<object>();

type AnyClass = { readonly prototype: Record<string, (...args: never[]) => unknown> };

const { cache } = createRequire(import.meta.url);

/** How many modules are loaded. While the number stays the same, there are no new prompts. */
export function loadedModules(): number {
  return Object.keys(cache).length;
}

/**
 * Puts our recognisers into the loaded prompts and inputs, and into those of `modules`. Returns how many classes read
 * with them.
 */
export function teachPrompts(modules: readonly object[]): number {
  const loaded = Object.entries(cache).flatMap(([file, module]) =>
    FILES.test(file) ? [module?.exports as unknown] : [],
  );
  let count = 0;
  for (const exported of [...modules, ...loaded]) {
    if (typeof exported !== "object" || exported === null) continue;
    for (const [name, read] of Object.entries(KINDS)) {
      const found = (exported as Record<string, unknown>)[name];
      if (typeof found !== "function") continue;
      teach(found as unknown as AnyClass, name, read);
      count += 1;
    }
  }
  return count;
}

function teach({ prototype }: AnyClass, name: string, read: Read): void {
  if (changed.has(prototype)) return;
  changed.add(prototype);
  const method = name.endsWith("Input") ? "onRecognizeInput" : "onRecognize";
  const own = prototype[method];
  if (own === undefined) return;
  prototype[method] = (method === "onRecognize" ? asPrompt : asInput)(own, read) as never;
}

type Original = (...args: never[]) => unknown;
type State = Record<string, unknown>;

/** `onRecognize(context, state, options)` of a prompt. */
function asPrompt(own: Original, read: Read) {
  return async function (this: State, context: TurnContext, state: State, options: State) {
    const here = readingHere(context);
    if (here === undefined)
      return own.call(this as never, ...([context, state, options] as never[]));
    const choices = choicesOf(options?.choices) ?? choicesOf(this.confirmChoices) ?? [];
    const value = await read(context.activity.text, here, choices);
    return value === undefined ? { succeeded: false } : { succeeded: true, value };
  };
}

const VALUE = "this.value";

/** What an input of an adaptive dialog looks like to us. */
interface Input {
  readonly outputFormat?: { getValue(state: unknown): unknown };
}

/** `onRecognizeInput(dc)` of an input of an adaptive dialog: what was recognised stands in the dialog's state. */
function asInput(own: Original, read: Read) {
  return async function (this: Input, dc: State) {
    const { context, state } = dc as unknown as {
      context: TurnContext;
      state: { getValue(path: string): unknown; setValue(path: string, value: unknown): void };
    };
    const here = readingHere(context);
    const said = state.getValue(VALUE);
    if (here === undefined || typeof said !== "string") {
      return own.call(this as never, ...([dc] as never[]));
    }
    const options = state.getValue("this.options") as { choices?: unknown } | undefined;
    const value = await read(said, here, choicesOf(options?.choices) ?? []);
    if (value === undefined) return "unrecognized";
    const format = (): unknown => this.outputFormat?.getValue(state);
    if (read === readFound) {
      const { index, value: name } = value as FoundChoice;
      state.setValue(VALUE, format() === "index" ? index : name);
      return "valid";
    }
    state.setValue(VALUE, value);
    if (this.outputFormat !== undefined) state.setValue(VALUE, format());
    return "valid";
  };
}

function readingHere(context: TurnContext): PromptContext | undefined {
  const here = context.turnState.get<PromptContext | undefined>(READ_HERE);
  const { type, text } = context.activity;
  return type === "message" && typeof text === "string" && text !== "" ? here : undefined;
}

function choicesOf(given: unknown): readonly SdkChoice[] | undefined {
  if (!Array.isArray(given)) return undefined;
  return given.map((one) => (typeof one === "string" ? { value: one } : (one as SdkChoice)));
}
