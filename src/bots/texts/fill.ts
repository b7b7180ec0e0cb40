import { isChinese } from "../../language/languageFor.ts";
import type { Money } from "../../language/numbers/money.ts";
import { dateTimeFormat, numberFormat } from "../../language/times/formats.ts";
import type { Formats } from "./message.ts";

/** A place for a value: `{party}`, `{at:dateTime}`, `{contact.name}`. */
export const PLACE = /\{(\w+(?:\.\w+)*)(?::(\w+))?\}/g;

export const FORMATS = ["date", "time", "dateTime", "duration", "money", "number", "text"] as const;

const SECOND = 1_000;
const UNITS = [
  ["day", 86_400 * SECOND],
  ["hour", 3_600 * SECOND],
  ["minute", 60 * SECOND],
  ["second", SECOND],
] as const;
const DATE: Intl.DateTimeFormatOptions = { month: "long", day: "numeric", weekday: "long" };
const TIME: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };

/** Finds the words of `NAME.VALUE`. */
type Lookup = (key: string) => string | undefined;

/**
 * Puts values into the places of a text. A place without a value stays empty; a value that does not fit the place's
 * format stands as it is.
 */
export function fill(
  text: string,
  params: Readonly<Record<string, unknown>>,
  language: string,
  lookup: Lookup,
): string {
  return text.replace(PLACE, (_, name: string, format?: keyof Formats) => {
    const value = valueAt(params, name);
    if (value === undefined || value === null) return "";
    if (format === "text") return lookup(`${name}.${value}`) ?? String(value);
    return (format && FORMATTERS[format](value, language)) ?? plain(value);
  });
}

function valueAt(params: object, path: string): unknown {
  return path.split(".").reduce<unknown>((at, name) => {
    const inside = typeof at === "object" && at !== null && Object.hasOwn(at, name);
    return inside ? (at as Record<string, unknown>)[name] : undefined;
  }, params);
}

/** Puts values into every text of an activity, however deep. Keys and other values stay. */
export function fillDeep<T>(part: T, fillText: (text: string) => string): T {
  if (typeof part === "string") return fillText(part) as T;
  if (Array.isArray(part)) return part.map((one) => fillDeep(one, fillText)) as T;
  if (part === null || typeof part !== "object" || part instanceof Date) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, one]) => [name, fillDeep(one, fillText)]),
  ) as T;
}

function plain(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value as a place with this format shows it; undefined where the value does not fit the format. */
export function formatted(format: string, value: unknown, language: string): string | undefined {
  const format_ = Object.hasOwn(FORMATTERS, format) && format !== "text" ? format : undefined;
  return format_ && FORMATTERS[format_ as Exclude<keyof Formats, "text">](value, language);
}

type Formatter = (value: unknown, language: string) => string | undefined;

const FORMATTERS: Readonly<Record<Exclude<keyof Formats, "text">, Formatter>> = {
  date: (value, language) => wallClock(`${value}T00:00`, language, DATE),
  time: (value, language) => wallClock(`1970-01-01T${value}`, language, TIME),
  dateTime: (value, language) => wallClock(String(value), language, { ...DATE, ...TIME }),
  duration: (value, language) =>
    typeof value === "number" ? lengthOf(value, language) : undefined,
  number: (value, language) =>
    typeof value === "number" ? numberFormat(language).format(value) : undefined,
  money(value, language) {
    const { amount, currency } = value as Money;
    if (typeof amount !== "number" || !/^[A-Z]{3}$/.test(currency)) return undefined;
    const digits = Number.isInteger(amount) ? { maximumFractionDigits: 0 } : {};
    return numberFormat(language, { style: "currency", currency, ...digits }).format(amount);
  },
};

/** A clock time is said as it was written, wherever this process runs: its offset is not applied a second time. */
function wallClock(
  value: string,
  language: string,
  format: Intl.DateTimeFormatOptions,
): string | undefined {
  const shown = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(value)?.[0];
  const at = shown === undefined ? Number.NaN : Date.parse(`${shown}Z`);
  if (Number.isNaN(at)) return undefined;
  return dateTimeFormat(language, { ...format, timeZone: "UTC" }).format(at);
}

function lengthOf(ms: number, language: string): string {
  let rest = ms;
  const words: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(counted(count, unit, language));
  }
  return words.length === 0
    ? counted(0, "second", language)
    : words.join(isChinese(language) ? "" : " ");
}

function counted(count: number, unit: string, language: string): string {
  return numberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
}
