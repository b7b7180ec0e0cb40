import { readChoice } from "../../language/choices/choice.ts";
import type { PromptOption, Reading } from "../../language/reading.ts";
import { fold } from "../../language/tidy.ts";
import { isSentence } from "../../language/usualWords.ts";
import { readAgreement, readYesNo } from "../../language/yesNo.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import { demand, type PromptSettings, prompt, typed } from "./prompt.ts";

/** One thing to choose, under its id. */
export interface Choice {
  /** What is shown: a message key of the bot's texts, or the words themselves. */
  readonly label: string;
  /** Other words for the same, of any language. */
  readonly also?: readonly string[];
}

export interface ChoiceSettings<Id extends string> extends PromptSettings<Id> {
  /** If labels are message keys: the texts whose wordings in every language are understood too. */
  readonly texts?: { wordings(key: string): readonly string[] } | undefined;
  /**
   * Whether a question or a longer message that names one choice chooses it. For topics: 发货了吗 is about delivery.
   * Default false: 有包间吗 does not choose the private room.
   */
  readonly questions?: boolean | undefined;
  /** The topic of a sentence that names none of the topics. Default: the question is asked again. */
  readonly otherwise?: Id | undefined;
}

/**
 * Asks to choose: `choice("ask.service", { dine: { label: "Dine in", also: ["table"] } })`. It understands a tapped
 * item, a number that is the whole message (2, ２, 二, 第二个, the last one), a name, a synonym, and a part of a name that
 * only one choice has. Reasons: `not-understood`, `out-of-range`, `several`, `more`.
 */
export function choice<const Choices extends Readonly<Record<string, Choice | string>>>(
  ask: string,
  choices: Choices,
  settings: ChoiceSettings<keyof Choices & string> = {},
): Prompt<keyof Choices & string> {
  type Id = keyof Choices & string;
  const options = Object.entries(choices).map(([id, one]) => optionOf(id, one));
  const { texts, questions = false, otherwise } = settings;
  const names = ({ id, label, also = [] }: PromptOption) => [
    id,
    label,
    ...also,
    ...(texts?.wordings(label) ?? []),
  ];
  demand(options.length > 0, "choice", ask, "has nothing to choose");
  for (const id of Object.keys(choices)) {
    demand(
      !/^\d+$/.test(id),
      "choice",
      ask,
      `has the id "${id}": a number is a place, give it a name`,
    );
  }
  const samples = options.flatMap(({ id, also }, i) => [
    { input: { text: "", tapped: id }, value: id as Id },
    { input: { text: String(i + 1) }, value: id as Id },
    ...(also?.[0] === undefined ? [] : [{ input: { text: also[0] }, value: id as Id }]),
  ]);
  return prompt<Id>(
    "choice",
    ask,
    {
      options,
      samples,
      questions,
      read(input) {
        const reading = readChoice(input, options, names) as Reading<Id>;
        if (reading.ok) return reading;
        const about = questions ? aboutOne(input.text, options, names) : undefined;
        if (about !== undefined) return { ok: true, value: about as Id };
        const isOther = otherwise !== undefined && isSentence(input.text);
        if (isOther && reading.reason === "not-understood") return { ok: true, value: otherwise };
        return inOwnWords(reading, input.text, options, names);
      },
    },
    settings,
  );
}

/** The option that a message names, if it names exactly one; its other words do not matter. */
function aboutOne(
  text: string,
  options: readonly PromptOption[],
  names: (option: PromptOption) => readonly string[],
): string | undefined {
  // With a sign behind it that is in no name, only a whole name is found. Question marks are removed before.
  const said = `${text.replace(/[?？!！。.~\s]+|[吗呢么啊呀吧]+[?？!！。.~\s]*$/g, " ")} ¤`;
  const reading = readChoice({ text: said }, options, names);
  if (reading.ok || reading.reason !== "more") return undefined;
  return options.find(({ label }) => label === reading.heard)?.id;
}

/** Says what was heard in the follower's own words: a label may be a message key, which nobody should read. */
function inOwnWords(
  reading: Extract<Reading<never>, { ok: false }>,
  text: string,
  options: readonly PromptOption[],
  names: (option: PromptOption) => readonly string[],
): Reading<never> {
  const option = options.find(({ label }) => label === reading.heard);
  if (option === undefined) return reading;
  const said = fold(text);
  const heard = names(option)
    .filter((name) => said.includes(fold(name)))
    .sort((a, b) => b.length - a.length)[0];
  return heard === undefined ? reading : { ...reading, heard };
}

function optionOf(id: string, one: Choice | string): PromptOption {
  return typeof one === "string" ? { id, label: one } : { id, ...one };
}

/**
 * Asks whether the answers are right; its text shows them. Yes goes on. "否", "不对" and "7 位" do not throw everything
 * away: the follower is asked what is not right, and then that is changed. Only a follower who wants none of it (不订了,
 * 算了) gives false. Reasons: those of {@link yesNo}.
 */
export function confirm(ask: string, settings: YesNoSettings = {}): Prompt<boolean> {
  const asked = yesNo(ask, settings);
  const samples = [
    ...asked.samples.filter(({ value }) => value),
    ...typed(["算了", false], ["never mind", false]),
  ];
  return prompt(
    "yesNo",
    ask,
    {
      ...(asked.options && { options: asked.options }),
      samples,
      summary: true,
      read: ({ text, tapped }) => readTapped(tapped, settings) ?? readAgreement(text),
    },
    settings,
  );
}

export interface YesNoSettings extends PromptSettings<boolean> {
  /** Whether yes and no are shown to tap. Default true. */
  readonly options?: boolean | undefined;
}

/** Message keys of the two options; a bot's texts may have their own words for them. */
const YES_NO: readonly PromptOption[] = [
  { id: "yes", label: "prompt.yes" },
  { id: "no", label: "prompt.no" },
];

/**
 * Asks for yes or no: 好的, 不用了, yes please, not really, 1, 2, 👍. Questions, hedges and double negations do not answer
 * it. Reasons: `not-understood`, `more`.
 */
export function yesNo(ask: string, settings: YesNoSettings = {}): Prompt<boolean> {
  const { options = true } = settings;
  return prompt(
    "yesNo",
    ask,
    {
      ...(options && { options: YES_NO }),
      samples: [
        ...typed(["好的", true], ["yes", true], ["不用了", false], ["no", false]),
        ...(options ? [{ input: { text: "", tapped: "yes" }, value: true }] : []),
      ],
      read({ text, tapped }) {
        return readTapped(tapped, settings) ?? readYesNo(text);
      },
    },
    settings,
  );
}

function readTapped(
  tapped: string | undefined,
  { options = true }: YesNoSettings,
): Reading<boolean> | undefined {
  const isTapped = options && (tapped === "yes" || tapped === "no");
  return isTapped ? { ok: true, value: tapped === "yes" } : undefined;
}
