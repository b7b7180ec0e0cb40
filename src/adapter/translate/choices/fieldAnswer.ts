import { readChoice } from "../../../language/choices/choice.ts";
import { readNumber } from "../../../language/numbers/number.ts";
import type { PromptOption, Reading } from "../../../language/reading.ts";
import { readSeveral } from "../../../language/several.ts";
import { readDate, readTime } from "../../../language/times/moment.ts";
import { isSkip } from "../../../language/usualWords.ts";
import { readYesNo } from "../../../language/yesNo.ts";
import type { Field, FieldOption } from "../rendering/adaptive/form.ts";

/** What understanding an answer depends on besides its words. */
interface AnswerContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** An IANA name. */
  readonly timeZone: string;
  /** A BCP 47 tag. Default `zh-CN`. */
  readonly locale?: string;
}

/** A value as an Adaptive Card submits it, or why there is none. */
type Answered =
  | { readonly value: string }
  | { readonly wrong: Exclude<Field["kind"], "toggle" | "choices"> | "required" | "range" };

/**
 * Understands an answer to one field, as a prompt of that kind does. `tapped`: the value of a choice that was tapped
 * or named.
 */
export function readAnswer(
  field: Field,
  answer: string,
  tapped: string | undefined,
  context: AnswerContext,
): Answered | Promise<Answered> {
  const { kind, options = [] } = field;
  if (tapped !== undefined && kind !== "choices" && options.some(({ value }) => value === tapped)) {
    return { value: tapped };
  }
  if (kind === "toggle" || kind === "choice") return readOption(field, answer);
  if (kind === "choices") return readOptions(field, answer);
  if (isSkip(answer)) return skipped(field);
  const here = { ...context, locale: context.locale ?? "zh-CN" };
  switch (kind) {
    case "text":
      return readText(field, answer.trim());
    case "number":
      return within(field, readNumber(answer), "number", Number);
    case "date":
      return later(readDate(answer, here, { past: true }), (day) =>
        within(field, day, kind, String),
      );
    case "time":
      return later(readTime(answer, here), (time) => within(field, time, kind, String));
  }
}

function skipped({ required, initial }: Field): Answered {
  return required ? { wrong: "required" } : { value: initial ?? "" };
}

function readText({ longest, pattern }: Field, text: string): Answered {
  if (longest !== undefined && [...text].length > longest) return { wrong: "range" };
  return pattern === undefined || matches(pattern, text) ? { value: text } : { wrong: "text" };
}

/** Whether a text matches a pattern from the bot's card. An invalid pattern matches everything. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text.slice(0, 1_000));
  } catch {
    return true;
  }
}

function later<T>(reading: T | Promise<T>, then: (reading: T) => Answered) {
  return reading instanceof Promise ? reading.then(then) : then(reading);
}

function within<T extends string | number>(
  { min, max }: Field,
  reading: Reading<string | number>,
  wrong: "number" | "date" | "time",
  comparable: (value: string) => T,
): Answered {
  if (!reading.ok) return { wrong };
  const value = String(reading.value);
  const low = min !== undefined && comparable(value) < comparable(min);
  const high = max !== undefined && comparable(value) > comparable(max);
  return low || high ? { wrong: "range" } : { value };
}

function readOption(field: Field, answer: string): Answered {
  const { options = [] } = field;
  if (isYesNo(options)) {
    const said = readYesNo(answer);
    const option = said.ok ? options[said.value ? 0 : 1] : undefined;
    if (option !== undefined) return { value: option.value };
  }
  const named = readChoice({ text: answer }, promptOptions(options), ({ label }) => [label]);
  if (named.ok) return { value: options[Number(named.value)]?.value ?? "" };
  return isSkip(answer) ? skipped(field) : { wrong: "choice" };
}

function readOptions(field: Field, answer: string): Answered {
  const { options = [] } = field;
  const reading = readSeveral(answer, promptOptions(options));
  if (!reading.ok) return isSkip(answer) ? skipped(field) : { wrong: "choice" };
  return { value: reading.value.map((id) => options[Number(id)]?.value ?? "").join(",") };
}

function promptOptions(options: readonly FieldOption[]): readonly PromptOption[] {
  return options.map(({ title }, i) => ({ id: String(i), label: title }));
}

/** A toggle's two options, as the form words them. */
function isYesNo([first, second, third]: readonly FieldOption[]): boolean {
  return first?.title === "yes" && second?.title === "no" && third === undefined;
}
