import { numberOf } from "../numbers/number.ts";
import { addMonths, dateOf, dayOf } from "./calendar.ts";
import {
  dayInMonth,
  endOfMonth,
  type FoundDay,
  foundDay,
  lastOfMonth,
  nextDate,
  nextDayOfMonth,
  nextWeekday,
  numericDate,
  type TakeDay,
  weekdayIn,
} from "./days.ts";
import { lengthOf } from "./duration.ts";
import { festivalDay } from "./festivals.ts";

const DAY_MS = 86_400_000;

/** A day that an English text begins with; a weekday beside a date must be that date's. */
export const englishDay: TakeDay = (text, context) => {
  for (const take of [
    named,
    weekday,
    monthAndDay,
    dayAndMonth,
    dayOfMonth,
    lastDay,
    countedDays,
    numericDate,
    festivalDay,
  ]) {
    const found = take(text, context);
    if (found !== undefined && endsHere(found)) return found;
  }
  return undefined;
};

/** Whether what follows is another word. */
function endsHere({ rest }: FoundDay): boolean {
  return !/^[a-z\d]/.test(rest);
}

const NAMED: readonly (readonly [words: RegExp, offset: number])[] = [
  [/^(?:the )?day after (?:tomorrow|tmrw?)/, 2],
  [/^(?:tomorrow|tomorow|tommorow|tommorrow|tmrw?|tomoz|2moro|2morrow)/, 1],
  [/^today/, 0],
  [/^(?:the )?day before yesterday/, -2],
  [/^yesterday/, -1],
];

const named: TakeDay = (text, { today }) => {
  for (const [words, offset] of NAMED) {
    const match = words.exec(text);
    if (match !== null) return foundDay(text, match, today + offset);
  }
  return undefined;
};

const WEEKDAYS = [
  "mon(?:day)?",
  "tue(?:s(?:day)?)?",
  "wed(?:s|nesday)?",
  "thu(?:r(?:s(?:day)?)?)?",
  "fri(?:day)?",
  "sat(?:urday)?",
  "sun(?:day)?",
];
const WEEKDAY = new RegExp(
  `^(?:(next|this coming|this|last|coming|next week(?:'s)?(?: on)?) )?(?:${WEEKDAYS.map((one) => `(${one})`).join("|")})\\b\\.?( (?:of )?next week\\b)?`,
);

/** Friday is the next one to come; this Friday is of this week and may be over, next Friday of the next one. */
const weekday: TakeDay = (text, { today }) => {
  const match = WEEKDAY.exec(text);
  if (match === null) return undefined;
  const index = match.slice(2, 9).findIndex((one) => one !== undefined);
  const which = match[1]?.startsWith("next week") || match[9] !== undefined ? "next" : match[1];
  if (match[1] !== undefined && match[9] !== undefined && match[1] !== "next") return undefined;
  if (which === undefined || which.endsWith("coming"))
    return nextWeekday(text, match, index, today);
  return foundDay(text, match, weekdayIn({ next: 1, this: 0, last: -1 }[which] ?? 0, index, today));
};

const MONTHS =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const MONTH_STARTS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const ORDINALS =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(
    " ",
  );
const ORDINAL = `(?:twenty|thirty)-(?:${ORDINALS.slice(0, 9).join("|")})|(?:twenty|thirty) (?:${ORDINALS.slice(0, 9).join("|")})|thirtieth|${ORDINALS.join("|")}`;
const DATE = `(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]|\\.\\d| ?[ap]\\.?m)|(${ORDINAL})`;
const YEAR = "(?:,? (20[2-9]\\d|next year|this year)(?![:\\d]))?";
const MONTH_DAY = new RegExp(`^(${MONTHS})\\.? (?:the )?(?:${DATE})${YEAR}`);
const DAY_MONTH = new RegExp(`^(?:the )?(?:${DATE}) (?:of )?(${MONTHS})\\b\\.?${YEAR}`);

const monthAndDay: TakeDay = (text, { today }) => {
  const match = MONTH_DAY.exec(text);
  if (match === null) return undefined;
  const [, month = "", digits, word, year] = match;
  return foundDay(text, match, dateIn(today, month, numberIn(digits, word), year));
};

const dayAndMonth: TakeDay = (text, { today }) => {
  const match = DAY_MONTH.exec(text);
  if (match === null) return undefined;
  const [, digits, word, month = "", year] = match;
  return foundDay(text, match, dateIn(today, month, numberIn(digits, word), year));
};

function dateIn(today: number, name: string, day: number, year: string | undefined) {
  const month = MONTH_STARTS.indexOf(name.slice(0, 3)) + 1;
  if (year === undefined) return nextDate(today, month, day);
  const here = dateOf(today).year;
  const of = year === "next year" ? here + 1 : year === "this year" ? here : Number(year);
  return dayOf({ year: of, month, day });
}

function numberIn(digits: string | undefined, word: string | undefined): number {
  if (digits !== undefined) return Number(digits);
  const [tens, ones] = (word ?? "").split(/[- ]/);
  if (word === "thirtieth") return 30;
  if (ones !== undefined) return (tens === "twenty" ? 20 : 30) + ORDINALS.indexOf(ones) + 1;
  return ORDINALS.indexOf(word ?? "") + 1;
}

const DAY_OF_MONTH =
  /^(?:(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: of (this|next) month| (this|next) month)?|(this|next) month(?: on)? the (\d{1,2})(?:st|nd|rd|th))/;

/** The 15th, the 5th of next month. */
const dayOfMonth: TakeDay = (text, { today }) => {
  const match = DAY_OF_MONTH.exec(text);
  if (match === null) return undefined;
  const [, first, of, plain, before, second] = match;
  const day = Number(first ?? second);
  const which = of ?? plain ?? before;
  if (which === undefined) return foundDay(text, match, nextDayOfMonth(today, day));
  return foundDay(text, match, dayInMonth(today, which === "next" ? 1 : 0, day));
};

const LAST_DAY = new RegExp(
  `^(?:the )?last day (?:of|in) (?:(this|the|next) (?:(month)|year)|(${MONTHS})\\b)`,
);

/** The last day of the month, of next year, of October. */
const lastDay: TakeDay = (text, { today }) => {
  const match = LAST_DAY.exec(text);
  if (match === null) return undefined;
  const [, which, month, name] = match;
  if (name !== undefined) {
    return foundDay(text, match, lastOfMonth(today, MONTH_STARTS.indexOf(name.slice(0, 3)) + 1));
  }
  const next = which === "next" ? 1 : 0;
  if (month !== undefined) return foundDay(text, match, endOfMonth(today, next));
  return foundDay(text, match, dayOf({ year: dateOf(today).year + next, month: 12, day: 31 }));
};

const COUNTED =
  /^(?:in (.+? (?:days?|weeks?|wks?|fortnights?|months?|years?))(?!\w| and)|(.+? (?:days?|weeks?|wks?|fortnights?|months?|years?)) (?:from (?:now|today)|later|hence)|(a week|one week) today)/;

/** In 3 days, a week from now, two months later. */
const countedDays: TakeDay = (text, { today }) => {
  const match = COUNTED.exec(text);
  const words = match?.slice(1).find(Boolean);
  if (match === null || words === undefined) return undefined;
  const [, many = "", unit] = /^(.+) (month|year)s?$/.exec(words) ?? [];
  if (unit !== undefined) {
    const count = /^(?:a|an|one)$/.test(many) ? 1 : numberOf(many);
    if (count === undefined || !Number.isInteger(count)) return undefined;
    return foundDay(text, match, addMonths(today, unit === "year" ? count * 12 : count));
  }
  const length = lengthOf(words);
  return length?.days ? foundDay(text, match, today + length.ms / DAY_MS) : undefined;
};
