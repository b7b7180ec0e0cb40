import { isSkip } from "../../../language/words/forms.ts";
import type { Field, FieldOption } from "../rendering/adaptive/form.ts";
import { ordinalOf } from "./ordinal.ts";

/** What understanding an answer depends on beside the words. */
export interface AnswerContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** An IANA name. */
  readonly timeZone: string;
}

/** A value as an Adaptive Card submits it, or why there is none. */
export type Answered =
  | { readonly value: string }
  | { readonly wrong: Exclude<Field["kind"], "toggle" | "choices"> | "required" | "range" };

/** Understands an answer to one field. `tapped` is the value of a choice that was tapped or named. */
export function readAnswer(
  field: Field,
  answer: string,
  tapped: string | undefined,
  context: AnswerContext,
): Answered {
  const { kind, options = [] } = field;
  if (tapped !== undefined && kind !== "choices" && options.some(({ value }) => value === tapped)) {
    return { value: tapped };
  }
  const text = answer.normalize("NFKC").trim();
  if (isSkip(text) && !named(options, text)) {
    return field.required ? { wrong: "required" } : { value: field.initial ?? "" };
  }
  switch (kind) {
    case "text":
      return readText(field, answer.trim());
    case "number":
      return within(field, readNumber(text), "number", Number);
    case "date":
      return within(field, readDate(text, context), "date", String);
    case "time":
      return within(field, readTime(text), "time", String);
    case "toggle":
    case "choice": {
      const option = optionOf(options, text);
      return option === undefined ? { wrong: "choice" } : { value: option.value };
    }
    case "choices": {
      const chosen = text
        .split(/[,，、;；\s]+/)
        .filter(Boolean)
        .map((one) => optionOf(options, one));
      if (chosen.length === 0 || chosen.includes(undefined)) return { wrong: "choice" };
      return { value: [...new Set(chosen.map((one) => one?.value ?? ""))].join(",") };
    }
  }
}

function readText({ longest, pattern }: Field, text: string): Answered {
  if (longest !== undefined && [...text].length > longest) return { wrong: "range" };
  return pattern === undefined || matches(pattern, text) ? { value: text } : { wrong: "text" };
}

/** A pattern comes from the bot's card; one that is none counts as met. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text.slice(0, 1_000));
  } catch {
    return true;
  }
}

function within<T extends string | number>(
  { min, max }: Field,
  value: string | undefined,
  wrong: "number" | "date" | "time",
  comparable: (value: string) => T,
): Answered {
  if (value === undefined) return { wrong };
  const low = min !== undefined && comparable(value) < comparable(min);
  const high = max !== undefined && comparable(value) > comparable(max);
  return low || high ? { wrong: "range" } : { value };
}

function readNumber(text: string): string | undefined {
  const digits = text.replaceAll(",", "").replace(/\s*(?:个|個|人|位|元|块|塊)$/, "");
  if (/^[+-]?\d+(?:\.\d+)?$/.test(digits)) return String(Number(digits));
  const ordinal = ordinalOf(digits);
  return ordinal === undefined ? undefined : String(ordinal);
}

const DAYS: Readonly<Record<string, number>> = {
  今天: 0,
  明天: 1,
  后天: 2,
  後天: 2,
  today: 0,
  tomorrow: 1,
};

function readDate(text: string, { now, timeZone }: AnswerContext): string | undefined {
  const day = DAYS[text.toLowerCase()];
  const today = dateIn(timeZone, now);
  if (day !== undefined) return dateIn("UTC", Date.parse(today) + day * 86_400_000);
  const full = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (full !== null) return realDate(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = /^(\d{1,2})[-/.月](\d{1,2})[日号號]?$/.exec(text);
  if (short === null) return undefined;
  const [year, month, date] = [Number(today.slice(0, 4)), Number(short[1]), Number(short[2])];
  const thisYear = realDate(year, month, date);
  // A day without a year is the next one of that name.
  return thisYear !== undefined && thisYear < today ? realDate(year + 1, month, date) : thisYear;
}

function dateIn(timeZone: string, moment: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone }).format(moment);
}

function realDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}

function readTime(text: string): string | undefined {
  const [, before = "", hours = "", minutes = "", after = ""] =
    /^(上午|早上|中午|下午|晚上)?(\d{1,2})(?:[:点點时時](\d{1,2}|半)?分?)?\s*(am|pm)?$/i.exec(
      text,
    ) ?? [];
  if (hours === "") return undefined;
  const isLate = /下午|晚上/.test(before) || /pm/i.test(after);
  const hour = Number(hours) + (isLate && Number(hours) < 12 ? 12 : 0);
  const minute = minutes === "半" ? 30 : Number(minutes || 0);
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const YES = new Set([
  "是",
  "是的",
  "对",
  "好",
  "好的",
  "要",
  "同意",
  "yes",
  "y",
  "ok",
  "on",
  "true",
]);
const NO = new Set(["否", "不", "不是", "不要", "不用", "不同意", "no", "n", "off", "false"]);

function optionOf(options: readonly FieldOption[], text: string): FieldOption | undefined {
  const own = named(options, text);
  if (own !== undefined) return own;
  const number = ordinalOf(text);
  if (number !== undefined) return options[number - 1];
  const [first, second] = options;
  if (options.length !== 2 || first?.title !== "yes" || second?.title !== "no") return undefined;
  const word = text.toLowerCase();
  return YES.has(word) ? first : NO.has(word) ? second : undefined;
}

/** By its name; by a part of it where that fits only one. */
function named(options: readonly FieldOption[], text: string): FieldOption | undefined {
  const plain = (title: string) => title.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const word = plain(text);
  if (word === "") return undefined;
  const whole = options.filter(({ title }) => plain(title) === word);
  if (whole.length > 0) return whole[0];
  const part = options.filter(({ title }) => [...word].length > 1 && plain(title).includes(word));
  return part.length === 1 ? part[0] : undefined;
}
