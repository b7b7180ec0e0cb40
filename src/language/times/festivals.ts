import type * as Tyme from "tyme4ts";
import { languageFor } from "../languageFor.ts";
import { fold } from "../tidy.ts";
import { type Day, dateOf, dayOf, weekdayOf } from "./calendar.ts";
import { foundDay, type TakeDay } from "./days.ts";
import type { TimeContext } from "./said.ts";

/**
 * Festivals and days of the lunar calendar. The lunar calendar is tyme4ts's, whose new years, Mid-Autumns and leap
 * months were checked against official dates for the years that count here. Days off and the working days that
 * make up for them are not here: nobody knows those of a year before they are announced.
 */
type Festival =
  | { readonly date: readonly [month: number, day: number] }
  | { readonly nth: readonly [month: number, weekday: number, which: number] }
  | { readonly lunar: readonly [month: number, day: number]; readonly eve?: true }
  | { readonly term: "清明" | "冬至" };

const LAST_YEAR = 2035;
const EVENING = /[夜夕]| eve$/;
/** Elsewhere these are other days: Children's Day is in April in Taiwan and Hong Kong, and so on. */
const OF_THE_MAINLAND = /^(?:国庆|儿童|六一|教师|父亲)/;

const NAMES: readonly (readonly [names: string, festival: Festival])[] = [
  ["元旦节|元旦|new year's day", { date: [1, 1] }],
  ["情人节|valentine's day|valentines day", { date: [2, 14] }],
  ["三八妇女节|妇女节|三八节|women's day", { date: [3, 8] }],
  ["愚人节", { date: [4, 1] }],
  ["五一劳动节|劳动节|五一节|五一", { date: [5, 1] }],
  ["五四青年节|青年节", { date: [5, 4] }],
  ["六一儿童节|儿童节|六一", { date: [6, 1] }],
  ["建党节", { date: [7, 1] }],
  ["八一建军节|建军节|八一", { date: [8, 1] }],
  ["教师节", { date: [9, 10] }],
  ["国庆节|国庆", { date: [10, 1] }],
  ["万圣节|万圣夜|halloween", { date: [10, 31] }],
  ["双十一|双11|光棍节", { date: [11, 11] }],
  ["双十二|双12", { date: [12, 12] }],
  ["平安夜|圣诞夜|christmas eve|xmas eve", { date: [12, 24] }],
  ["圣诞节|圣诞|christmas day|christmas|xmas", { date: [12, 25] }],
  ["new year's eve|跨年夜", { date: [12, 31] }],
  ["母亲节|mother's day|mothers day", { nth: [5, 6, 2] }],
  ["父亲节|father's day|fathers day", { nth: [6, 6, 3] }],
  ["感恩节|thanksgiving day|thanksgiving", { nth: [11, 3, 4] }],
  ["春节|chinese new year|lunar new year|spring festival", { lunar: [1, 1] }],
  ["除夕夜|除夕|大年夜|chinese new year's eve|lunar new year's eve", { lunar: [1, 1], eve: true }],
  ["元宵节|元宵|lantern festival", { lunar: [1, 15] }],
  ["端午节|端午|dragon boat festival", { lunar: [5, 5] }],
  ["七夕节|七夕|qixi festival|qixi", { lunar: [7, 7] }],
  ["中元节", { lunar: [7, 15] }],
  ["中秋节|中秋|mid autumn festival|mid-autumn festival|mid-autumn", { lunar: [8, 15] }],
  ["重阳节|重阳|double ninth festival", { lunar: [9, 9] }],
  ["腊八节|腊八", { lunar: [12, 8] }],
  ["清明节|清明", { term: "清明" }],
  ["冬至", { term: "冬至" }],
];
const FESTIVALS = new Map(
  NAMES.flatMap(([names, festival]) => names.split("|").map((name) => [name, festival] as const)),
);
const BY_LENGTH = [...FESTIVALS.keys()].sort((a, b) => b.length - a.length).join("|");
const NAMED = new RegExp(`^(今年|明年|后年)?(?:的)?(${BY_LENGTH})(?:当天|那天|当日|这天)?`);

const NUMBERS = "一二三四五六七八九十";
const MONTHS = ["正", ..."二三四五六七八九十", "冬", "腊"];
const OF_MONTH = `初[${NUMBERS}]|十[一二三四五六七八九]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十`;
/** Lunar by its own words: 农历八月十五, 正月初一, 八月初三. 大年三十 is a day that years to 2029 do not have. */
const LUNAR = new RegExp(
  `^(?:(农历|阴历|旧历)(正|一|二|三|四|五|六|七|八|九|十|十一|十二|冬|腊)月(${OF_MONTH})|(正|冬|腊)月(${OF_MONTH})|(${"一二三四五六七八九十".split("").join("|")}|十一|十二)月(初[${NUMBERS}]|廿[一二三四五六七八九]?)|大?年(初[一二三四五六七]))日?`,
);
/** Named by their day alone, these are of the lunar calendar for some and of the common one for others. */
export const EITHER_CALENDAR =
  /^(?:二月二|三月三|五月五|六月六|七月七|九月九|七月(?:十四|十五|半)|八月(?:十五|半))(?![日号\d一二三四五六七八九十])/;

let tyme: typeof Tyme | undefined;
const LUNAR_WORDS =
  /[历正冬腊初廿春夕宵午秋元阳清年]|lunar|chinese|spring|lantern|dragon|qixi|autumn|ninth/;

/** Reads at once, or when the lunar calendar is there for a text that names one of its days: 60 ms, once. */
export function withCalendar<T>(text: string, read: () => T): T | Promise<T> {
  if (tyme !== undefined) return read();
  const folded = fold(text);
  if (!LUNAR_WORDS.test(folded) || !mentions(folded)) return read();
  return import("tyme4ts").then((library) => {
    tyme = library;
    return read();
  });
}

const ANYWHERE = new RegExp(`${BY_LENGTH}|农历|阴历|旧历|[正冬腊]月|月初|月廿|年初`);
const mentions = (folded: string) => ANYWHERE.test(folded);

/** A festival or a day of the lunar calendar, the next one unless its year is named. */
export const festivalDay: TakeDay = (text, context) => {
  const named = NAMED.exec(text);
  if (named !== null) {
    const [, year, name = ""] = named;
    if (OF_THE_MAINLAND.test(name) && languageFor(context.locale, ["zh-Hant"])) return undefined;
    const ahead = year === undefined ? undefined : ["今年", "明年", "后年"].indexOf(year);
    const day = foundDay(text, named, nextOf(FESTIVALS.get(name) as Festival, context, ahead));
    return day && (EVENING.test(name) ? { ...day, eve: true } : day);
  }
  const lunar = LUNAR.exec(text);
  if (lunar === null) return undefined;
  const [, , m1, d1, m2, d2, m3, d3, d4] = lunar;
  const month = monthOf(m1 ?? m2 ?? m3 ?? "正");
  const day = dayOfMonth(d1 ?? d2 ?? d3 ?? d4 ?? "");
  return foundDay(text, lunar, nextOf({ lunar: [month, day] }, context, undefined));
};

function nextOf(festival: Festival, { today }: TimeContext, ahead: number | undefined) {
  const { year } = dateOf(today);
  for (let of = year - 1; of <= year + 8; of += 1) {
    const day = dayIn(festival, of);
    if (day === undefined || dateOf(day).year > LAST_YEAR) continue;
    if (ahead === undefined ? day >= today : dateOf(day).year === year + ahead) return day;
  }
  return undefined;
}

function dayIn(festival: Festival, year: number): Day | undefined {
  if ("date" in festival) return dayOf({ year, month: festival.date[0], day: festival.date[1] });
  if ("nth" in festival) {
    const [month, weekday, which] = festival.nth;
    const first = dayOf({ year, month, day: 1 });
    if (first === undefined) return undefined;
    return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (which - 1);
  }
  if (tyme === undefined) return undefined;
  const key = `${year} ${"term" in festival ? festival.term : festival.lunar.join()} ${"eve" in festival}`;
  if (!days.has(key)) days.set(key, lunarDay(tyme, festival, year));
  return days.get(key);
}

/** A day of the lunar calendar takes a tenth of a millisecond to find; there are few that people name. */
const days = new Map<string, Day | undefined>();

function lunarDay(
  { SolarTerm, LunarDay }: typeof Tyme,
  festival: Exclude<Festival, { date: unknown } | { nth: unknown }>,
  year: number,
): Day | undefined {
  try {
    const solar =
      "term" in festival
        ? SolarTerm.fromName(year, festival.term).getSolarDay()
        : LunarDay.fromYmd(year, ...festival.lunar).getSolarDay();
    const date = { year: solar.getYear(), month: solar.getMonth(), day: solar.getDay() };
    const day = dayOf(date);
    return day !== undefined && "eve" in festival ? day - 1 : day;
  } catch {
    // A month of 29 days has no thirtieth.
    return undefined;
  }
}

function monthOf(name: string): number {
  const index = MONTHS.indexOf(name);
  if (index >= 0) return index + 1;
  return { 一: 1, 十一: 11, 十二: 12 }[name] ?? 0;
}

function dayOfMonth(name: string): number {
  const digit = (one = "") => NUMBERS.indexOf(one) + 1;
  if (name.startsWith("初")) return digit(name[1]);
  if (name.startsWith("廿")) return 20 + digit(name[1]);
  if (name === "三十" || name === "二十") return name === "三十" ? 30 : 20;
  return name.startsWith("二十") ? 20 + digit(name[2]) : 10 + digit(name[1]);
}
