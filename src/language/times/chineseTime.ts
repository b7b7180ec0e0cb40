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
import { type ClockReading, clockReading, type Half, type Said, type TimeContext } from "./said.ts";

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

/** Which hours of the clock face a half of the day has. 晚上12点 is the midnight that ends the day. */
const HALVES: readonly (readonly [words: RegExp, half: Half])[] = [
  [/^(?:凌晨|半夜)/, (hour) => (hour <= 6 ? hour : hour === 12 ? 0 : undefined)],
  [
    /^(?:大?清早|清晨|早晨|早上|早间|朝早|朝头早|朝|早)/,
    (hour) => (hour >= 4 && hour <= 11 ? hour : undefined),
  ],
  [/^(?:上午|上昼)/, (hour) => (hour >= 6 && hour <= 11 ? hour : undefined)],
  [
    /^(?:中午|晌午|正午(?=.))/,
    (hour) => (hour >= 11 && hour <= 14 ? hour : hour <= 2 && hour > 0 ? hour + 12 : undefined),
  ],
  [/^(?:下午|午后|晏昼|下昼)/, (hour) => afternoon(hour, 1, 8)],
  [/^(?:傍晚|黄昏)/, (hour) => afternoon(hour, 4, 8)],
  [
    /^(?:晚上|晚间|夜里|夜晚|夜间|晚头|晚夜|晚黑|晚|夜)/,
    (hour) => (hour === 12 || hour === 24 || hour === 0 ? 24 : afternoon(hour, 5, 11)),
  ],
  [/^深夜/, (hour) => (hour === 12 || hour === 24 ? 24 : afternoon(hour, 9, 11))],
];

function afternoon(hour: number, first: number, last: number): number | undefined {
  if (hour === 12 && first === 1) return 12;
  const face = hour > 12 ? hour - 12 : hour;
  return face >= first && face <= last ? face + 12 : undefined;
}

const ENGLISH_DAYS: Readonly<Record<string, string>> = {
  ...{ monday: "周一", tuesday: "周二", wednesday: "周三", thursday: "周四", friday: "周五" },
  ...{ saturday: "周六", sunday: "周日", today: "今天", tonight: "今晚", tomorrow: "明天" },
};
const ENGLISH_DAY = new RegExp(`(next )?\\b(${Object.keys(ENGLISH_DAYS).join("|")})\\b ?`, "g");

/** Both languages in one breath: friday晚上7点. */
export function inChinese(said: string): string {
  if (!/[a-z]/.test(said)) return said;
  const week = (next: string | undefined, day = "") =>
    `${next && day[0] === "周" ? "下" : ""}${day}`;
  return said.replace(ENGLISH_DAY, (all, next: string | undefined, day: string) =>
    next !== undefined && !day.endsWith("day") ? all : week(next, ENGLISH_DAYS[day]),
  );
}

/**
 * A Chinese date, time or both, whole: 后天下午3点半, 下下周一, 12月5日18:30, 半小时后. Also dates and times in digits
 * alone. The text is folded. Undefined for anything else, and for dates and times that do not exist.
 */
export function chineseTime(said: string, context: TimeContext): Said | undefined {
  const later = fromNow(said, context);
  if (later !== undefined) return later;
  if (/^(?:现在|马上|立刻|立马|即刻|此刻|这会儿|而家|依家)$/.test(said))
    return { instant: context.now };
  return inOrder(said, context) ?? inOrder(dayFirst(said), context);
}

/** 明天吧，晚上七点. */
const PARTICLE = /[吧呗啊呀哈](?=,)/g;
/** 晚上七点，明天 and 七点，明天晚上 have the hour before the day. */
const CLOCK_FIRST =
  /^(?<clock>(?:凌晨|早上|上午|中午|下午|傍晚|晚上?)?[\d零一二两三四五六七八九十:]+(?:[点时](?:钟|整|半|[一三]刻|过?[\d零一二三四五六七八九十]+分?)?)?)[,\s的]*(?<rest>(?:[今明后大周星礼下这本听]|凌晨|早|上|中午|下午|傍晚|晚|\d{1,2}[号日月./-]|[一二三四五六七八九十]+[号日月]).*)$/;

function dayFirst(said: string): string | undefined {
  const { clock, rest } = CLOCK_FIRST.exec(said)?.groups ?? {};
  return clock === undefined || !/[点时:]/.test(clock) ? undefined : `${rest}${clock}`;
}

function inOrder(text: string | undefined, context: TimeContext): Said | undefined {
  if (text === undefined) return undefined;
  const said = text.replace(PARTICLE, "");
  const day = takeDay(said, context);
  const { rest } = day ?? { rest: said };
  const named = day && { day: day.value, ...(day.doubtful && { doubtful: day.doubtful }) };
  if (rest === "") return named;
  const time = takeClock(day === undefined ? rest : rest.replace(/^(?:的|,|t| )+(?=.)/, ""));
  if (day?.eve && time?.clock?.settled === false) return undefined;
  return time && { ...named, ...time };
}

const AFTER = /^(?:再?过)?(.+?)(?:之后|以后|后)$|^再?过(.+)$/;
/** 过两天 is some day soon; 两天后 is the day after tomorrow. */
const SOMETIME = /^过两[天日]$/;

function fromNow(said: string, { now, today }: TimeContext): Said | undefined {
  if (SOMETIME.test(said)) return undefined;
  const length = lengthOf(inDays(AFTER.exec(said)?.slice(1).find(Boolean)));
  if (length === undefined || length.vague) return undefined;
  return length.days ? { day: today + length.ms / 86_400_000 } : { instant: now + length.ms };
}

/** 三日后 are three days, as 三日 alone are not. */
function inDays(said = ""): string {
  return said.replace(/日$/, "天");
}

function takeDay(text: string, context: TimeContext): FoundDay | undefined {
  for (const take of [
    relativeDay,
    weekday,
    numericDate,
    lastDay,
    namedDate,
    afterDays,
    festivalDay,
  ]) {
    const found = take(text, context);
    if (found !== undefined) return agreed(found, context);
  }
  return undefined;
}

/** 明天，25号 says its date once more. */
const BESIDE_DATE = /^,?(?:\d|[一二三四五六七八九十廿]+[月号日])/;
const BESIDE = /^[(,]?(?:是)?(?:周|星期|礼拜)([一二三四五六日天])\)?/;

/** 20号，下周二 names its week as well. */
const WEEK_BESIDE = /^[,(]?(?:[下这本]个?)+(?:周|星期|礼拜)/;

/** A weekday or a festival beside a date must be that date's: 12月5日（周六）, 10月1号（国庆）. */
function agreed(found: FoundDay, context: TimeContext): FoundDay | undefined {
  const beside = BESIDE.exec(found.rest);
  if (beside !== null) {
    const index = WEEKDAYS.indexOf((beside[1] as string).replace("天", "日"));
    if (index !== weekdayOf(found.value)) return undefined;
    return { value: found.value, rest: found.rest.slice(beside[0].length) };
  }
  const second = BESIDE_DATE.test(found.rest)
    ? namedDate(found.rest.replace(/^,/, ""), context)
    : undefined;
  if (second !== undefined) {
    return second.value === found.value ? { value: found.value, rest: second.rest } : undefined;
  }
  if (WEEK_BESIDE.test(found.rest)) {
    const named = weekday(found.rest.replace(/^[,(]/, ""), context);
    const rest = named?.rest.replace(/^\)/, "");
    return named?.value === found.value && rest !== undefined
      ? { value: found.value, rest }
      : undefined;
  }
  const bracket = found.rest.startsWith("(") ? 1 : 0;
  const festival = festivalDay(found.rest.slice(bracket).replace(/^[,是]/, ""), context);
  if (festival === undefined) return found;
  if (festival.value !== found.value) return undefined;
  return { value: found.value, rest: bracket ? festival.rest.replace(/^\)/, "") : festival.rest };
}

const RELATIVE = /^(大前|大后|前|昨|今|明|听|后)(?:[天日]|儿个?|个(?![月年星礼小])|(?=[早晚夜朝]))/;

const relativeDay: TakeDay = (text, { today }) => {
  const match = RELATIVE.exec(text);
  const offset = RELATIVE_DAYS[match?.[1] ?? ""];
  return match === null || offset === undefined ? undefined : foundDay(text, match, today + offset);
};

/** A digit that belongs to a longer number is no weekday: 下周10点 has none. */
const WEEKDAY =
  /^(本|[这今]个?|嚟紧嘅?|(?:下个?)+|(?:上个?)+)?(?:周|星期|礼拜)(?:的?(?:周|星期|礼拜))?([一二三四五六日天]|[1-7](?![\d点:.时]))/;

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
const DAY_OF_MONTH = new RegExp(`^(下个?月|这个?月|本月)?(?:的)?(${N})[日号]`);

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
  return foundDay(text, short, dayInMonth(today, which.startsWith("下") ? 1 : 0, day));
};

const LAST_DAY = new RegExp(
  `^(?:(今年|明年)|(?:(下+)个?|这个?|本|当)月|(${N})月份?|(?=月底))月?底?的?最后[一1]天`,
);

/** 这个月最后一天, 下个月的最后一天, 十月最后一天, 今年最后一天. */
const lastDay: TakeDay = (text, { today }) => {
  const match = LAST_DAY.exec(text);
  if (match === null) return undefined;
  const [, year, nexts = "", monthText] = match;
  if (monthText !== undefined) {
    return foundDay(text, match, lastOfMonth(today, count(monthText) ?? 0));
  }
  if (year === undefined) return foundDay(text, match, endOfMonth(today, nexts.length));
  const of = dateOf(today).year + YEARS.indexOf(year);
  return foundDay(text, match, dayOf({ year: of, month: 12, day: 31 }));
};

/** 26年 is 2026, 88年 is 1988. */
function fullYear(said: number): number {
  if (said >= 100) return said;
  return said < 60 ? 2_000 + said : 1_900 + said;
}

const MONTHS_ON = new RegExp(`^(${N})个月(?:之后|以后|后)`);

/** 三天后下午两点, 两周后, 一个月后. */
const afterDays: TakeDay = (text, { today }) => {
  const months = MONTHS_ON.exec(text);
  if (months !== null) {
    const many = count(months[1]);
    return foundDay(text, months, many === undefined ? undefined : addMonths(today, many));
  }
  const days = /^(?:再?过)?(.+?)(?:之后|以后|后)/.exec(text);
  const length = lengthOf(inDays(days?.[1]));
  return days === null || !length?.days
    ? undefined
    : foundDay(text, days, today + length.ms / 86_400_000);
};

/** A half of the day, a time, or both, to the end of the text; a half alone is no time. */
function takeClock(text: string): { readonly clock?: ClockReading } | undefined {
  const [words, half] = HALVES.find(([pattern]) => pattern.test(text)) ?? [];
  const face = words === undefined ? text : text.replace(words, "").replace(/^(?:的|,)/, "");
  if (face === "" && half !== undefined) return {};
  if (half === undefined && face === "正午") return { clock: { minute: 720, settled: true } };
  if (half === undefined && face === "午夜") return { clock: { minute: 1_440, settled: true } };
  const meridiem = meridiemOf(face);
  if (meridiem !== undefined) {
    const agrees =
      half === undefined ||
      half(meridiem.minute < 60 ? 12 : Math.floor(meridiem.minute / 60)) ===
        Math.floor(meridiem.minute / 60);
    return agrees ? { clock: meridiem } : undefined;
  }
  const [hour, minute, exact] = faceOf(face) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const clock = clockReading(hour, minute, half, exact);
  return clock && { clock };
}

const DIGITAL = /^(\d{1,2}):(\d{2})(?::00(?:\.0+)?)?$/;
const HOURS = new RegExp(`^(${N})[点时](?:([整正钟])|(半)(?:钟)?|([一三])刻钟?|过?(${N})分?)?$`);
/** Half English, as in Hong Kong and Taiwan: 明天3pm. */
const MERIDIEM = /^(\d{1,2})(?::(\d{2})|点(?:钟|整)?)? ?([ap])\.?m\.?$/;
/** pm 8:00, pm7点: the half of the day first. */
const MERIDIEM_FIRST = /^([ap])\.?m\.? ?(\d{1,2}(?::\d{2}|点)?)$/;
const LACKS = new RegExp(`^差(?:(一刻)|(${N})分)钟?(${N})点$`);

function meridiemOf(face: string): ClockReading | undefined {
  const said = face.replace(MERIDIEM_FIRST, "$2$1m");
  const [, hours, minutes = "0", part] = MERIDIEM.exec(said) ?? [];
  if (hours === undefined || Number(hours) < 1 || Number(hours) > 12) return undefined;
  const hour = (Number(hours) % 12) + (part === "p" ? 12 : 0);
  return clockReading(hour, Number(minutes), (one) => one);
}

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
  // 七点五 is no minute past seven: half of an hour, five minutes, or in Canton five times five.
  if (/^[零1-9一二三四五六七八九]$/.test(minutes ?? "") && !/[过分]/.test(text)) return undefined;
  const minute = minutes === undefined ? 0 : count(minutes.replace(/^零(?=.)/, ""));
  return minute === undefined ? undefined : [hour, minute, false];
}

function count(text = ""): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : chineseNumber(text);
}
