import { chineseNumber, digitsOf } from "../numbers/chineseNumber.ts";
import { addMonths, dateOf, dayOf, weekdayOf } from "./calendar.ts";
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
import { EITHER_CALENDAR, festivalDay } from "./festivals.ts";
import type { TimeContext } from "./said.ts";

/** Days in Chinese: 大后天, 下下周一, 12月5号, 国庆前一天, 两周后的今天. */

const N = "[\\d零一二两三四五六七八九十廿卅]+";
const WEEKDAYS = "一二三四五六日";
const RELATIVE_DAYS: Readonly<Record<string, number>> = {
  大前: -3,
  前: -2,
  昨: -1,
  今: 0,
  明: 1,
  听: 1,
  后: 2,
  大后: 3,
};

/**
 * A day that a folded text begins with. What is said of it once more must be the same: 12月5日（周六）, 10月1号（国庆）, 28号，也就是下周一.
 */
export function takeDay(said: string, context: TimeContext): FoundDay | undefined {
  const first = takeOne(said, context);
  let day = first?.found;
  while (day !== undefined) {
    const bracketed = IN_BRACKETS.exec(day.rest);
    const text = bracketed ? `周${bracketed[1]}${day.rest.slice(bracketed[0].length)}` : day.rest;
    const rest = text.replace(ONCE_MORE, "");
    const again = takeOne(rest, context);
    if (again === undefined) return day;
    const { found } = again;
    // 周五下周五 in one breath are two days; 周二周二 is one.
    const isGlued = rest === day.rest && again.take === first?.take;
    if (isGlued && !said.startsWith(rest.slice(0, rest.length - found.rest.length)))
      return undefined;
    day = agreed(day, { ...found, rest: found.rest.replace(/^\)/, "") });
  }
  return undefined;
}

/** 10月9号(五). */
const IN_BRACKETS = /^\(([一二三四五六日天])\)/;
const ONCE_MORE = /^[(, ]*(?:也就是|也即是?|也是|即是?|就是|正好是?|刚好是?|是|的)?\(?/;

/** The date counts beside a weekday's name, which may be of any week. */
function agreed(day: FoundDay, again: FoundDay): FoundDay | undefined {
  const { rest } = again;
  if (day.anyWeek && again.anyWeek) return day.value === again.value ? { ...day, rest } : undefined;
  if (day.anyWeek || again.anyWeek) {
    const date = day.anyWeek ? again : day;
    return weekdayOf(day.value) === weekdayOf(again.value) ? { ...date, rest } : undefined;
  }
  return day.value === again.value ? { value: day.value, rest } : undefined;
}

/** Whether two names are of the same day. */
export function isSameDay(day: FoundDay, again: FoundDay): boolean {
  return agreed(day, again) !== undefined;
}

function takeOne(text: string, context: TimeContext) {
  for (const take of [
    relativeDay,
    weekday,
    numericDate,
    endDay,
    nthWeekday,
    sameDay,
    namedDate,
    afterDays,
    festivalDay,
  ]) {
    const found = take(text, context);
    if (found !== undefined) return { found: nextTo(found, take), take };
  }
  return undefined;
}

const THAT_DAY = /^(?:的?[当那这]一?[天日]|本日)/;
const DAY_BEFORE = /^的?(?:前一[天日]|头一[天日]|前夕)/;
const DAY_AFTER = /^的?(?:后一[天日]|第二[天日]|次日|隔[天日])/;

/** 国庆前一天, 10月1号第二天: by the day beside it; 20号那天 is the day itself. */
function nextTo(found: FoundDay, take: TakeDay): FoundDay {
  const { value, rest } = found;
  const that = THAT_DAY.exec(rest);
  if (that !== null) return { ...found, rest: rest.slice(that[0].length) };
  const [before, after] = [DAY_BEFORE.exec(rest), DAY_AFTER.exec(rest)];
  const beside = before ?? after;
  if (beside === null || take === relativeDay || take === weekday) return found;
  return { value: value + (before === null ? 1 : -1), rest: rest.slice(beside[0].length) };
}

const RELATIVE = /^(大前|大后|前|昨|今|明|听|后)(?:[天日]|儿个?|个(?![月年星礼小])|(?=[早晚夜朝]))/;

const relativeDay: TakeDay = (text, { today }) => {
  const match = RELATIVE.exec(text);
  const offset = RELATIVE_DAYS[match?.[1] ?? ""];
  return match === null || offset === undefined ? undefined : foundDay(text, match, today + offset);
};

/** A digit that belongs to a longer number is no weekday: 下周10点 has none. */
const WEEKDAY =
  /^(本|[这今]个?|嚟紧嘅?|(?:下个?)+|(?:上个?)+)?(?:周|星期|礼?拜)(?:的?(?:周|星期|礼拜))?([一二三四五六日天]|[1-7](?![\d点:.时]))/;

/** 周五 is the next one to come; 这周五 may be over; 下 and 上 count weeks. */
const weekday: TakeDay = (text, { today }) => {
  const match = WEEKDAY.exec(text);
  if (match === null) return undefined;
  const which = match[1] ?? "";
  const name = (match[2] as string).replace("天", "日");
  const index = /\d/.test(name) ? Number(name) - 1 : WEEKDAYS.indexOf(name);
  if (which === "") return nextWeekday(text, match, index, today);
  // 嚟紧 is the one to come.
  if (which.startsWith("嚟"))
    return foundDay(text, match, nextWeekday(text, match, index, today).value);
  const weeks = which.split("下").length - which.split("上").length;
  return foundDay(text, match, weekdayIn(weeks, index, today));
};

const YEARS = ["今年", "明年", "后年"];
const MONTH_AND_DAY = new RegExp(
  `^(?:(今年|明年|后年)|((?:[\\d零〇一二三四五六七八九]{2}){1,2})年)?(${N})月(?:份)?(?:的)?(${N})[日号]?`,
);
const DAY_OF_MONTH = new RegExp(`^((?:下个?)+月|这个?月|本月)?(?:的)?(${N})[日号]`);

/** 12月5日, 明年1月1日, 二零二六年十二月五号, 26年10月1日, 下个月5号, 15号. */
const namedDate: TakeDay = (text, { today }) => {
  const { year } = dateOf(today);
  const full = MONTH_AND_DAY.exec(text);
  if (full !== null) {
    if (EITHER_CALENDAR.test(text)) return undefined;
    const [, named, digits, monthText, dayText] = full;
    const [month, day] = [count(monthText) ?? 0, count(dayText) ?? 0];
    if (named === undefined && digits === undefined) {
      return foundDay(text, full, nextDate(today, month, day));
    }
    const said = Number(digitsOf(digits ?? ""));
    const of = named === undefined ? fullYear(said) : year + YEARS.indexOf(named);
    return foundDay(text, full, dayOf({ year: of, month, day }));
  }
  const short = DAY_OF_MONTH.exec(text);
  if (short === null) return undefined;
  const [, which, dayText] = short;
  const day = count(dayText) ?? 0;
  if (which === undefined) return foundDay(text, short, nextDayOfMonth(today, day));
  return foundDay(text, short, dayInMonth(today, which.split("下").length - 1, day));
};

const END_DAY = new RegExp(
  `^(?:(今年|明年)|(?:(下+)个?|这个?|本|当)月|(${N})月份?|(?=月底))月?底?的?(?:最后[一1]|(第[一1]|头[一1]))天`,
);

/** 这个月最后一天, 下个月的最后一天, 十月最后一天, 今年最后一天; 10月的第一天, 明年第一天. */
const endDay: TakeDay = (text, { today }) => {
  const match = END_DAY.exec(text);
  if (match === null) return undefined;
  const [, year, nexts = "", monthText, first] = match;
  if (monthText !== undefined) {
    const month = count(monthText) ?? 0;
    return foundDay(text, match, first ? nextDate(today, month, 1) : lastOfMonth(today, month));
  }
  if (year !== undefined) {
    const of = dateOf(today).year + YEARS.indexOf(year);
    const [month, day] = first ? [1, 1] : [12, 31];
    return foundDay(text, match, dayOf({ year: of, month, day }));
  }
  const months = nexts.length;
  return foundDay(text, match, first ? dayInMonth(today, months, 1) : endOfMonth(today, months));
};

const NTH_WEEKDAY = new RegExp(
  `^(?:(下+)个?月|(?:这个?|本)月|(${N})月份?)的?第([一二三四1-4])个(?:周|星期|礼拜)([一二三四五六日天])`,
);

/** 10月第一个周六, 下个月的第二个星期天. */
const nthWeekday: TakeDay = (text, { today }) => {
  const match = NTH_WEEKDAY.exec(text);
  if (match === null) return undefined;
  const [, nexts = "", monthText, nth = "", name = ""] = match;
  const month = monthText === undefined ? undefined : (count(monthText) ?? 0);
  const here = dateOf(today).month;
  const months = month === undefined ? nexts.length : (month - here + 12) % 12;
  const first =
    month === undefined || (month >= 1 && month <= 12) ? dayInMonth(today, months, 1) : undefined;
  if (first === undefined) return undefined;
  const index = WEEKDAYS.indexOf(name.replace("天", "日"));
  const value = first + ((index - weekdayOf(first) + 7) % 7) + 7 * ((count(nth) ?? 1) - 1);
  return foundDay(text, match, value < today && month !== undefined ? undefined : value);
};

const SAME_DAY = /^(?:(下+)个?(?:周|星期|礼拜)|(下+)个?月)的?今[天日]/;

/** 下礼拜的今天, 下个月今天. */
const sameDay: TakeDay = (text, { today }) => {
  const match = SAME_DAY.exec(text);
  if (match === null) return undefined;
  const [, weeks = "", months = ""] = match;
  const value = weeks === "" ? addMonths(today, months.length) : today + 7 * weeks.length;
  return foundDay(text, match, value);
};

/** 26年 is 2026, 88年 is 1988. */
function fullYear(said: number): number {
  if (said >= 100) return said;
  return said < 60 ? 2_000 + said : 1_900 + said;
}

const MONTHS_ON = new RegExp(`^(${N})个月(?:之后|以后|后)(?:的今天)?`);

/** 三天后下午两点, 两周后, 一个月后. */
const afterDays: TakeDay = (text, { today }) => {
  const months = MONTHS_ON.exec(text);
  if (months !== null) {
    const many = count(months[1]);
    return foundDay(text, months, many === undefined ? undefined : addMonths(today, many));
  }
  const days = /^(?:再?过)?(.+?)(?:之后|以后|后)(?:的今天)?/.exec(text);
  const length = lengthOf(inDays(days?.[1]));
  return days === null || !length?.days
    ? undefined
    : foundDay(text, days, today + length.ms / 86_400_000);
};

/** 三日后 are three days, as 三日 alone are not. */
export function inDays(said = ""): string {
  return said.replace(/日$/, "天");
}

function count(text = ""): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : chineseNumber(text);
}
