import { addMonths, type Day, dateOf, dayOf, weekdayOf } from "./calendar.ts";
import { chineseNumber, digitsOf } from "./chineseNumber.ts";
import { lengthOf } from "./duration.ts";
import { type ClockReading, clockReading, type Half, type Said, type TimeContext } from "./said.ts";

const N = "[\\d零一二两三四五六七八九十廿卅]+";
const WEEKDAYS = "一二三四五六日";
const RELATIVE_DAYS: Readonly<Record<string, number>> = {
  大前: -3,
  前: -2,
  昨: -1,
  今: 0,
  明: 1,
  后: 2,
  大后: 3,
};

/** Which hours of the clock face a half of the day has. 晚上12点 is the midnight that ends the day. */
const HALVES: readonly (readonly [words: RegExp, half: Half])[] = [
  [/^(?:凌晨|半夜)/, (hour) => (hour <= 6 ? hour : hour === 12 ? 0 : undefined)],
  [/^(?:清晨|早晨|早上|早)/, (hour) => (hour >= 4 && hour <= 11 ? hour : undefined)],
  [/^上午/, (hour) => (hour >= 6 && hour <= 12 ? hour : undefined)],
  [
    /^中午/,
    (hour) => (hour >= 11 && hour <= 14 ? hour : hour <= 2 && hour > 0 ? hour + 12 : undefined),
  ],
  [/^(?:下午|午后)/, (hour) => afternoon(hour, 1, 8)],
  [/^傍晚/, (hour) => afternoon(hour, 4, 8)],
  [
    /^(?:晚上|夜里|夜晚|晚)/,
    (hour) => (hour === 12 || hour === 24 || hour === 0 ? 24 : afternoon(hour, 5, 11)),
  ],
];

function afternoon(hour: number, first: number, last: number): number | undefined {
  if (hour === 12 && first === 1) return 12;
  const face = hour > 12 ? hour - 12 : hour;
  return face >= first && face <= last ? face + 12 : undefined;
}

/** What a pattern found, and what is left behind it. */
interface Found {
  readonly value: Day;
  readonly rest: string;
}

/**
 * A Chinese date, time or both, whole: 后天下午3点半, 下下周一, 12月5日18:30, 半小时后. Also dates and times in digits
 * alone. The text is folded. Undefined for anything else, and for dates and times that do not exist.
 */
export function chineseTime(said: string, context: TimeContext): Said | undefined {
  const later = fromNow(said, context);
  if (later !== undefined) return later;
  if (/^(?:现在|马上|立刻|此刻)$/.test(said)) return { instant: context.now };
  const day = takeDay(said, context);
  const { rest } = day ?? { rest: said };
  if (rest === "") return day === undefined ? undefined : { day: day.value };
  const time = takeClock(day === undefined ? rest : rest.replace(/^(?:的|,|t| )+(?=.)/, ""));
  return time && { ...(day && { day: day.value }), ...time };
}

const AFTER = /^(?:再?过)?(.+?)(?:之后|以后|后)$|^再?过(.+)$/;

function fromNow(said: string, { now, today }: TimeContext): Said | undefined {
  const length = lengthOf(AFTER.exec(said)?.slice(1).find(Boolean) ?? "");
  if (length === undefined) return undefined;
  return length.days ? { day: today + length.ms / 86_400_000 } : { instant: now + length.ms };
}

function takeDay(text: string, context: TimeContext): Found | undefined {
  for (const take of [relativeDay, weekday, numericDate, namedDate, afterDays]) {
    const found = take(text, context);
    if (found !== undefined) return agreed(found);
  }
  return undefined;
}

/** A weekday beside a date must be that date's: 12月5日（周六）. */
function agreed(found: Found): Found | undefined {
  const beside = /^[(,]?(?:周|星期|礼拜)([一二三四五六日天])\)?/.exec(found.rest);
  if (beside === null) return found;
  const index = WEEKDAYS.indexOf((beside[1] as string).replace("天", "日"));
  if (index !== weekdayOf(found.value)) return undefined;
  return { value: found.value, rest: found.rest.slice(beside[0].length) };
}

function relativeDay(text: string, { today }: TimeContext): Found | undefined {
  const match = /^(大前|大后|前|昨|今|明|后)(?:[天日儿]|(?=[早晚]))/.exec(text);
  const offset = RELATIVE_DAYS[match?.[1] ?? ""];
  return match === null || offset === undefined ? undefined : found(text, match, today + offset);
}

/** 周五 is the next one to come, never today; 这周五 may be over; 下 and 上 count weeks. */
function weekday(text: string, { today }: TimeContext): Found | undefined {
  const match = /^(本|这个?|(?:下个?)+|(?:上个?)+)?(?:周|星期|礼拜)([一二三四五六日天1-7])/.exec(
    text,
  );
  if (match === null) return undefined;
  const which = match[1] ?? "";
  const name = (match[2] as string).replace("天", "日");
  const index = /\d/.test(name) ? Number(name) - 1 : WEEKDAYS.indexOf(name);
  if (which === "") return found(text, match, today + ((index - weekdayOf(today) + 6) % 7) + 1);
  const weeks = which.split("下").length - which.split("上").length;
  return found(text, match, today - weekdayOf(today) + index + 7 * weeks);
}

/** 2026-12-05, 2026/12/05, 2026.12.5; 12-5, in Chinese 12.5; 12/5 is in May where English but American is spoken. */
function numericDate(text: string, context: TimeContext): Found | undefined {
  const full = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d|[-/.]\d)/.exec(text);
  if (full !== null) return found(text, full, dayOf(dateFrom(full[1], full[3], full[4])));
  const short = /^(\d{1,2})([-/.])(\d{1,2})(?!\d|[-/.]\d)/.exec(text);
  if (short === null || (short[2] === "." && !/^zh/i.test(context.locale))) return undefined;
  const dayFirst = /^en-(?!us\b)/i.test(context.locale) && short[2] === "/";
  const [month, day] = dayFirst ? [short[3], short[1]] : [short[1], short[3]];
  return found(text, short, nextDate(context.today, month, day));
}

const YEARS = ["今年", "明年", "后年"];
const MONTH_AND_DAY = new RegExp(
  `^(?:(今年|明年|后年)|([\\d零〇一二三四五六七八九]{4})年)?(${N})月(?:份)?(${N})[日号]?`,
);
const DAY_OF_MONTH = new RegExp(`^(下个?月|这个?月|本月)?(${N})[日号]`);

/** 12月5日, 明年1月1日, 二零二六年十二月五号, 下个月5号, 15号. */
function namedDate(text: string, { today }: TimeContext): Found | undefined {
  const { year, month } = dateOf(today);
  const full = MONTH_AND_DAY.exec(text);
  if (full !== null) {
    const [, named, digits, monthText, dayText] = full;
    if (named === undefined && digits === undefined) {
      return found(text, full, nextDate(today, monthText, dayText));
    }
    const said = named === undefined ? digitsOf(digits ?? "") : year + YEARS.indexOf(named);
    return found(text, full, dayOf(dateFrom(said, monthText, dayText)));
  }
  const short = DAY_OF_MONTH.exec(text);
  if (short === null) return undefined;
  const [, which, dayText] = short;
  const of = (months: number) => {
    const index = year * 12 + month - 1 + months;
    return dayOf(dateFrom(Math.floor(index / 12), (index % 12) + 1, dayText));
  };
  if (which !== undefined) return found(text, short, of(which.startsWith("下") ? 1 : 0));
  const here = of(0);
  return found(text, short, here === undefined || here >= today ? here : of(1));
}

const MONTHS_ON = new RegExp(`^(${N})个月(?:之后|以后|后)`);

/** 三天后下午两点, 两周后, 一个月后. */
function afterDays(text: string, { today }: TimeContext): Found | undefined {
  const months = MONTHS_ON.exec(text);
  if (months !== null) {
    const many = count(months[1]);
    return found(text, months, many === undefined ? undefined : addMonths(today, many));
  }
  const days = /^(.+?)(?:之后|以后|后)/.exec(text);
  const length = lengthOf(days?.[1] ?? "");
  return days === null || !length?.days
    ? undefined
    : found(text, days, today + length.ms / 86_400_000);
}

/** A half of the day, a time, or both, to the end of the text; a half alone is no time. */
function takeClock(text: string): { readonly clock?: ClockReading } | undefined {
  const [words, half] = HALVES.find(([pattern]) => pattern.test(text)) ?? [];
  const face = words === undefined ? text : text.replace(words, "").replace(/^的/, "");
  if (face === "" && half !== undefined) return {};
  if (half === undefined && face === "正午") return { clock: { minute: 720, settled: true } };
  if (half === undefined && face === "午夜") return { clock: { minute: 1_440, settled: true } };
  const [hour, minute, exact] = faceOf(face) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const clock = clockReading(hour, minute, half, exact);
  return clock && { clock };
}

const DIGITAL = /^(\d{1,2}):(\d{2})(?::00)?$/;
const HOURS = new RegExp(`^(${N})[点时](?:(整|钟)|(半)|([一三])刻|(${N})分?)?$`);
const LACKS = new RegExp(`^差(?:(一刻)|(${N})分)钟?(${N})点$`);

function faceOf(text: string): readonly [hour: number, minute: number, exact: boolean] | undefined {
  const digital = DIGITAL.exec(text);
  if (digital !== null) return [Number(digital[1]), Number(digital[2]), /^0\d/.test(text)];
  const lacks = LACKS.exec(text);
  if (lacks !== null) {
    const [, quarter, minutes, next] = lacks;
    const missing = quarter === undefined ? count(minutes) : 15;
    const hour = count(next);
    return hour === undefined || !missing ? undefined : [hour - 1, 60 - missing, false];
  }
  const match = HOURS.exec(text);
  const hour = count(match?.[1]);
  if (match === null || hour === undefined) return undefined;
  const [, , , half, quarters, minutes] = match;
  if (half !== undefined) return [hour, 30, false];
  if (quarters !== undefined) return [hour, quarters === "一" ? 15 : 45, false];
  const minute = minutes === undefined ? 0 : count(minutes.replace(/^零(?=.)/, ""));
  return minute === undefined ? undefined : [hour, minute, false];
}

function count(text = ""): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : chineseNumber(text);
}

function dateFrom(
  year: string | number | undefined,
  month: string | number | undefined,
  day: string | undefined,
) {
  return { year: Number(year), month: count(String(month)) ?? 0, day: count(day) ?? 0 };
}

/** The next such date, today included. */
function nextDate(today: Day, month: string | undefined, day: string | undefined): Day | undefined {
  const { year } = dateOf(today);
  // The 29th of February may be seven years away.
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const next = dayOf(dateFrom(year + ahead, month, day));
    if (next !== undefined && next >= today) return next;
    if (next === undefined && count(day) !== 29) return undefined;
  }
  return undefined;
}

function found(text: string, match: RegExpExecArray, value: Day | undefined): Found | undefined {
  return value === undefined ? undefined : { value, rest: text.slice(match[0].length) };
}
