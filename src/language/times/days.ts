import { isChinese, languageFor } from "../languageFor.ts";
import { type Day, dateOf, dayOf, weekdayOf } from "./calendar.ts";
import type { TimeContext } from "./said.ts";

/** A day that a text begins with, and what is left behind it. */
export interface FoundDay {
  readonly value: Day;
  readonly rest: string;
  /** Only the name of a weekday: of any week, where a date stands beside it. */
  readonly anyWeek?: true;
  /** And it is today's: nobody can tell whether today is meant or the next one. */
  readonly doubtful?: true;
  /** An evening by its name (平安夜): an hour of it whose half is open may be either. */
  readonly eve?: true;
}

/** Takes a day from the beginning of a folded text. */
export type TakeDay = (text: string, context: TimeContext) => FoundDay | undefined;

export function foundDay(
  text: string,
  taken: { readonly 0: string },
  value: Day | undefined,
): FoundDay | undefined {
  return value === undefined ? undefined : { value, rest: text.slice(taken[0].length) };
}

/** The next day with that name, 0 is Monday; on a day of that name the next one, in doubt. */
export function nextWeekday(
  text: string,
  taken: { readonly 0: string },
  index: number,
  today: Day,
): FoundDay {
  const value = today + ((index - weekdayOf(today) + 6) % 7) + 1;
  const rest = text.slice(taken[0].length);
  const found = { value, rest, anyWeek: true } as const;
  return value === today + 7 ? { ...found, doubtful: true } : found;
}

/** A weekday of this week, of the next one (1), the one after (2). */
export function weekdayIn(weeks: number, index: number, today: Day): Day {
  return today - weekdayOf(today) + index + 7 * weeks;
}

/** The next such date, today included. */
export function nextDate(today: Day, month: number, day: number): Day | undefined {
  const { year } = dateOf(today);
  // The 29th of February may be seven years away.
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const next = dayOf({ year: year + ahead, month, day });
    if (next !== undefined && next >= today) return next;
    if (next === undefined && day !== 29) return undefined;
  }
  return undefined;
}

/** That day of this month, of the next one (1), and so on. */
export function dayInMonth(today: Day, months: number, day: number): Day | undefined {
  const { year, month } = dateOf(today);
  const index = year * 12 + month - 1 + months;
  return dayOf({ year: Math.floor(index / 12), month: (index % 12) + 1, day });
}

/** The last day of this month, of the next one (1), and so on. */
export function endOfMonth(today: Day, months: number): Day | undefined {
  const next = dayInMonth(today, months + 1, 1);
  return next === undefined ? undefined : next - 1;
}

/** The last day of the next such month, this one included. */
export function lastOfMonth(today: Day, month: number): Day | undefined {
  if (!(month >= 1 && month <= 12)) return undefined;
  return endOfMonth(today, (month - dateOf(today).month + 12) % 12);
}

/** The 15th: of this month, or of the next when it is over. */
export function nextDayOfMonth(today: Day, day: number): Day | undefined {
  const here = dayInMonth(today, 0, day);
  return here === undefined || here >= today ? here : dayInMonth(today, 1, day);
}

/**
 * A date in digits: 2026-12-05, 2026/12/05, 2026.12.5, 20261205; 12-5, in Chinese 12.5. 12/5 is in May where
 * English but American is spoken. 12/11/2026 has its year last only in English.
 */
export const numericDate: TakeDay = (text, { today, locale }) => {
  const full = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d|[-/.]\d)/.exec(text);
  if (full !== null) return foundDay(text, full, dateFrom(full[1], full[3], full[4]));
  const compact = /^(20\d\d)(\d\d)(\d\d)(?!\d)/.exec(text);
  if (compact !== null) {
    return foundDay(text, compact, dateFrom(compact[1], compact[2], compact[3]));
  }
  const english = languageFor(locale, ["en-US", "en"]);
  const dayFirst = english === "en" && locale.length > english.length;
  const last = /^(\d{1,2})\/(\d{1,2})\/(20\d\d)(?!\d)/.exec(text);
  if (last !== null && english !== undefined) {
    const [month, day] = dayFirst ? [last[2], last[1]] : [last[1], last[2]];
    return foundDay(text, last, dateFrom(last[3], month, day));
  }
  if (last !== null && (Number(last[1]) > 12 || Number(last[2]) > 12)) {
    const [month, day] = Number(last[1]) > 12 ? [last[2], last[1]] : [last[1], last[2]];
    return foundDay(text, last, dateFrom(last[3], month, day));
  }
  const short = /^(\d{1,2})([-/.])(\d{1,2})(?!\d|[-/.:]\d)/.exec(text);
  if (short === null || (short[2] === "." && !isChinese(locale))) return undefined;
  // No month has a number above 12: 20/10 is in October everywhere.
  const turned = short[2] === "/" && (dayFirst ? Number(short[3]) <= 12 : Number(short[1]) > 12);
  const [month, day] = turned ? [short[3], short[1]] : [short[1], short[3]];
  return foundDay(text, short, nextDate(today, Number(month), Number(day)));
};

function dateFrom(year?: string, month?: string, day?: string): Day | undefined {
  return dayOf({ year: Number(year), month: Number(month), day: Number(day) });
}
