import type { Activity, CardAction } from "botbuilder";
import { WeChatError } from "../../errors.ts";
import { inLanguage, languageFor, regionFor } from "../../language/languageFor.ts";
import type { PromptOption } from "../../language/reading.ts";
import { EXPLANATIONS } from "../../language/words/explanations.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import type { Params, Texts } from "../../machines/dialogue/texts.ts";
import { FORMATS, fill, fillDeep, PLACE } from "./fill.ts";
import type { Arguments, BotMessage, Written } from "./message.ts";

export type Messages = Readonly<Record<string, Written>>;
/** Another language has the same keys; its messages may differ. */
export type Translation<Base> = { readonly [Key in keyof Base]: Written };

/** A catalogue of messages: every key in every language. */
export interface Catalogue<Base> extends Texts<keyof Base & string, BotMessage> {
  readonly keys: readonly (keyof Base & string)[];
  readonly languages: readonly string[];
  /** Whether there is a message under a key, the engine's explanations included. */
  has(key: string): boolean;
  /** A message, with the values that it needs, in the language that `locale` means. */
  say<Key extends keyof Base & string>(
    locale: string,
    key: Key,
    ...params: Arguments<Base[Key]>
  ): BotMessage;
  render(key: string, params: Params, locale: string): BotMessage | undefined;
  /** A prompt's question with its choices. After a miss the reason comes first, unless the prompt has retry texts. */
  question(prompt: Prompt<unknown>, params: Params, locale: string): BotMessage | undefined;
  /** How a key reads in every language, where it is plain words. */
  wordings(key: string): readonly string[];
}

/**
 * Makes a catalogue: `texts("en", { hello: "Hello {name}" }, { zh: { hello: "{name}，你好" } })`. The first language is
 * the fallback for followers who speak none of the languages. It decides which keys there are and which values each
 * key needs. Throws {@link WeChatError} with the code `texts`, which names every missing key, every place that the
 * first language does not know, and every format that does not exist.
 */
export function texts<
  const Base extends Messages,
  Others extends Readonly<Record<string, Translation<Base>>>,
>(fallback: string, base: Base, others: Others = {} as Others): Catalogue<Base> {
  const all: Readonly<Record<string, Messages>> = { [fallback]: base, ...others };
  const languages = Object.keys(all);
  refuseMistakes(fallback, base, others);

  const written = (key: string, language: string): Written | undefined => ownOf(all[language], key);
  const builtIn = (key: string, locale: string): string | undefined =>
    ownOf<string>(inLanguage(locale, EXPLANATIONS), key);
  const languageHere = (locale: string) => languageFor(locale, languages) ?? fallback;

  function render(key: string, params: Params, locale: string): BotMessage | undefined {
    const language = languageHere(locale);
    const message = written(key, language) ?? builtIn(key, language);
    const made = typeof message === "function" ? message(params) : message;
    const lookup = (other: string) => wordsOf(other, language);
    const put = (text: string) => fill(text, params, regionFor(locale, language), lookup);
    return made === undefined || typeof message === "function" ? made : fillDeep(made, put);
  }

  function wordsOf(key: string, locale: string): string | undefined {
    const message = render(key, {}, locale);
    return typeof message === "string" ? message : message?.text;
  }

  /** Whether a message is a function of values: without values it has no words. */
  function needsValues(key: string, language: string): boolean {
    const message = written(key, languageHere(language));
    return typeof message === "function" && message.length > 0;
  }

  function why({ ask }: Prompt<unknown>, params: Params, locale: string): BotMessage | undefined {
    const { reason } = params;
    if (typeof reason !== "string") return undefined;
    const keys = [`${ask}.${reason}`, `prompt.${reason}`, "prompt.not-understood"];
    const key = keys.find((one) => render(one, params, locale) !== undefined);
    return key === undefined ? undefined : render(key, params, locale);
  }

  return {
    keys: Object.keys(base) as (keyof Base & string)[],
    languages,
    has: (key) => written(key, fallback) !== undefined || builtIn(key, fallback) !== undefined,
    say: (locale, key, ...[params]) => render(key, (params ?? {}) as Params, locale) as BotMessage,
    render,
    question(prompt, params, locale) {
      const asked = render(prompt.ask, params, locale);
      if (asked === undefined) return undefined;
      const reason = prompt.retry === undefined ? why(prompt, params, locale) : undefined;
      const title = ({ label }: PromptOption) => wordsOf(label, locale) ?? label;
      return withOptions(joined(reason, asked), prompt.options ?? [], title);
    },
    wordings: (key) =>
      [...languages, ...Object.keys(EXPLANATIONS)]
        .map((language) => (needsValues(key, language) ? undefined : wordsOf(key, language)))
        .filter((words) => words !== undefined),
  };
}

/** Puts the reason over the question. A reason that is more than words is sent without the question. */
export function joined(reason: BotMessage | undefined, asked: BotMessage): BotMessage {
  const words = typeof reason === "string" ? reason : reason?.text;
  if (words === undefined || words === "") return asked;
  if (typeof asked === "string") return `${words}\n${asked}`;
  return { ...asked, text: [words, asked.text].filter(Boolean).join("\n") };
}

/** Choices as suggested actions: a list to tap or numbers to type, as the channel can. Their ids come back. */
export function withOptions(
  asked: BotMessage,
  options: readonly PromptOption[],
  title: (option: PromptOption) => string,
): BotMessage {
  if (options.length === 0) return asked;
  const activity: Partial<Activity> =
    typeof asked === "string" ? { type: "message", text: asked } : asked;
  if (activity.suggestedActions !== undefined) return activity;
  const actions = options.map((option): CardAction => {
    const shown = title(option);
    const value = { menuId: option.id };
    return { type: "messageBack", title: shown, text: shown, displayText: shown, value };
  });
  return { ...activity, suggestedActions: { to: [], actions } };
}

function ownOf<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

function refuseMistakes(
  fallback: string,
  base: Messages,
  others: Readonly<Record<string, Messages>>,
): void {
  const problems: string[] = [];
  for (const [language, messages] of Object.entries({ [fallback]: base, ...others })) {
    if (!isTag(language)) problems.push(`"${language}" is no language tag.`);
    for (const key of Object.keys(base)) {
      if (ownOf(messages, key) === undefined) problems.push(`"${key}" is missing in ${language}.`);
    }
    for (const [key, message] of Object.entries(messages)) {
      const original = ownOf(base, key);
      if (original === undefined) problems.push(`"${key}" of ${language} is not in ${fallback}.`);
      else problems.push(...strangePlaces(key, language, message, original));
    }
  }
  if (problems.length > 0) {
    throw new WeChatError("texts", `These texts cannot be used. ${problems.join(" ")}`);
  }
}

function isTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1;
  } catch {
    return false;
  }
}

function strangePlaces(
  key: string,
  language: string,
  message: Written,
  original: Written,
): string[] {
  const problems: string[] = [];
  const rootOf = (place = "") => place.split(".")[0] as string;
  const known = new Set(placesOf(original).map(([, name]) => rootOf(name)));
  for (const [, name, format] of placesOf(message)) {
    if (!known.has(rootOf(name)) && typeof original !== "function") {
      problems.push(`"${key}" of ${language} has a place for "${name}" that nothing fills.`);
    }
    if (format !== undefined && !(FORMATS as readonly string[]).includes(format)) {
      problems.push(
        `"${key}" of ${language} has the format "${format}": take one of ${FORMATS.join(", ")}.`,
      );
    }
  }
  return problems;
}

function placesOf(message: Written): RegExpMatchArray[] {
  if (typeof message === "function") return [];
  return [...JSON.stringify(message).matchAll(PLACE)];
}
