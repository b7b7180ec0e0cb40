import type { PromptContext, Reading } from "../reading.ts";
import { OCCASIONS } from "../sentences/occasions.ts";
import { field } from "../tidy.ts";
import { type Combining, readWhole } from "../whole.ts";
import { instantOf, isoDate, isoDateTime, isoTime, placed, secondInstantOf } from "./calendar.ts";
import { chineseTime, inChinese } from "./chineseTime.ts";
import { digitsAlone, englishTime, hourAlone } from "./englishTime.ts";
import { withCalendar } from "./festivals.ts";
import { dateTimeFormat } from "./formats.ts";
import type { ClockReading, Said, TimeContext } from "./said.ts";
import { dayThere, momentIn, zonedWords } from "./zones.ts";

/** Times of day, `["11:00", "22:00"]`, both ends included; over midnight where the second is earlier. */
export type Between = readonly [from: string, to: string];

export interface MomentOptions {
  /** Whether what is over counts too. Default false. */
  readonly past?: boolean;
  /**
   * The times that can be meant. They also say which half of the day a bare hour is in; without them 7 to
   * 11 of a day are the morning, 12 is noon, and 1 to 6 the afternoon, and without a day it is the next such hour.
   */
  readonly between?: Between;
}

const FILLERS = {
  value:
    /^[\d零一二两三四五六七八九十廿卅半差今明后大昨前下上本这周星礼凌清早晨中正午傍黄晚夜深元除春国端重七冬圣平情母父感劳儿教双五六妇愚建万腊农阴初闰听嚟朝晏现马立即再过饭pa-z(].*[\d零一二三四五六七八九十廿卅点时半刻分整钟正号日天个周末拜期月节夕夜旦秋阳午至后前年字晚早晨上在上刻a-z).]$|^.$/,
  around: [
    ..."时间 日期 日子 那天 当天 这天 那日 嗰日 嗰天 当日 订位 订座 订房 订餐 聚餐 聚会 聚 吃饭 吃 吃个饭 用餐 就餐 开席 开餐 开饭 开饭的 开始 开工 开会 开门 见 见面 碰面 碰头 集合 出发 动身 到 到店 到场 到达 到位 过来 过去 过来吃 来 去 入住 退房 送 送货 送到 送来 取 取货 取车 自取 提货 发货 安装 上门 面试 体检 看房 看诊 就诊 就医 复诊 拍照 办 办理 办酒 结婚 婚礼 生日 我生日 过生日 生日会 生日宴 酒席 宴会 请客 请 有空 都有空 得闲 最合适 meeting appointment booking reservation works there arrive come at".split(
      " ",
    ),
    ...OCCASIONS,
  ],
  field: field(
    "(?:预约|预订|预定|到店|用餐|就餐|入住|到达|出发|取车|取件|上门|送货|配送|见面|开始|具体)?(?:的)?(?:时间|日期|日子)",
    "(?:arrival |booking |reservation |start |pick-?up )?(?:time|date(?: and time)?)",
  ),
  before: [
    ...[
      "我想",
      "还是",
      "我要",
      "想",
      "要",
      "就",
      "改到",
      "改成",
      "换到",
      "换成",
      "定在",
      "订在",
      "约在",
      "约",
      "选",
    ],
    ...[
      "on",
      "at",
      "for",
      "let's say",
      "how about",
      "make it",
      "it's",
      "i'd say",
      "i can do",
      "let's do",
      "say",
      "the",
    ],
  ],
  after: [
    ...[
      "可以",
      "见",
      "去",
      "来",
      "到",
      "过来",
      "过去",
      "好了",
      "就行",
      "就好",
      "就可以",
      "就可以了",
      "行",
      "的",
      "开始",
      ..."最好 比较好 合适 方便 没问题 有空 有时间 吃饭 用餐 就餐 开饭 到店 到达 到场 集合 见面 碰头 出门 入住 出席".split(
        " ",
      ),
      "出发",
      "ok",
      "okay",
    ],
    ...[
      "works",
      "works for me",
      "is fine",
      "is good",
      "is ok",
      "would be great",
      "would be good",
      "would work",
      "sounds good",
      "sharp",
      "if possible",
      "it is",
    ],
  ],
};
const MINUTES_OF_DAY = 1_440;
/** A moment that has just begun is not over. */
const GRACE_MS = 60_000;
/** So far a time of day can be counted from now and still be one: the hours of half a day. */
const NEAR_MS = 12 * 3_600_000;

/** Understands a date: `2026-12-01`. Reasons: `not-understood`, `unsure`, `past`. */
export function readDate(
  text: string,
  context: PromptContext,
  options: Pick<MomentOptions, "past"> = {},
): Reading<string> | Promise<Reading<string>> {
  return withCalendar(text, () => dayOfWords(text, context, options));
}

function dayOfWords(
  text: string,
  context: PromptContext,
  { past = false }: Pick<MomentOptions, "past">,
): Reading<string> {
  const time = timeContext(context);
  const read = (said: string) => {
    const { day, instant, doubtful, zoned } = saidOf(said, time) ?? {};
    const value = zoned && instant !== undefined ? placed(instant, context.timeZone).day : day;
    return value === undefined ? undefined : { value, doubtful };
  };
  const show = ({ value }: { value: number }) => shown(value * 86_400_000, context, "UTC", DATE);
  const reading = readWhole(text, read, show, FILLERS);
  if (!reading.ok) return reading;
  const { value, doubtful } = reading.value;
  const over = value < time.today && !past;
  if (!doubtful && !over) return { ok: true, value: isoDate(value) };
  return { ok: false, reason: doubtful ? "unsure" : "past", heard: show(reading.value) };
}

/**
 * Understands a time of day: `20:00`. Reasons: `not-understood`, `unsure`, `out-of-range` (not in
 * `between`), `am-or-pm` (both halves of the day are).
 */
export function readTime(
  text: string,
  context: PromptContext,
  options: Pick<MomentOptions, "between"> = {},
): Reading<string> | Promise<Reading<string>> {
  return withCalendar(text, () => timeOfWords(text, context, options));
}

function timeOfWords(
  text: string,
  context: PromptContext,
  { between }: Pick<MomentOptions, "between">,
): Reading<string> {
  const time = timeContext(context);
  const read = (said: string) => {
    const { day, clock, instant } =
      saidOf(said, time) ?? hourAlone(said) ?? digitsAlone(said) ?? {};
    // 今晚八点 is a time as well, 明天八点 is more than one.
    if (day !== undefined && (day !== time.today || clock === undefined)) return undefined;
    if (instant === undefined) return clock;
    const { day: on, minute } = placed(instant, context.timeZone);
    const near = on === time.today || Math.abs(instant - context.now) < NEAR_MS;
    return near ? settled(minute) : undefined;
  };
  const reading = readWhole(text, read, ({ minute }) => isoTime(minute), FILLERS, CLOCKS);
  if (!reading.ok) return reading;
  const minutes = settle(reading.value, between);
  const heard = isoTime(reading.value.minute % MINUTES_OF_DAY);
  if (typeof minutes === "string") return { ok: false, reason: minutes, heard };
  return { ok: true, value: isoTime(minutes % MINUTES_OF_DAY) };
}

/**
 * Understands a moment: `2026-12-01T20:00+08:00`. A time without a day is the next such time. Reasons:
 * `not-understood`, `unsure`, `past`, `no-time` (only a day was said), `out-of-range`, `am-or-pm`.
 */
export function readDateTime(
  text: string,
  context: PromptContext,
  options: MomentOptions = {},
): Reading<string> | Promise<Reading<string>> {
  return withCalendar(text, () => momentOfWords(text, context, options));
}

function momentOfWords(
  text: string,
  context: PromptContext,
  options: MomentOptions,
): Reading<string> {
  const time = timeContext(context);
  const showDay = (day: number) => shown(day * 86_400_000, context, "UTC", DATE);
  const show = (said: Said) => {
    const moment = momentOf(said, time, options);
    if (typeof moment === "number") return shown(moment, context, context.timeZone, DATE_TIME);
    return said.day === undefined ? text.trim() : showDay(said.day);
  };
  const read = (said: string) => saidOf(said, time);
  const reading = readWhole(text, read, show, FILLERS, SAID);
  if (!reading.ok) return reading;
  const { day, doubtful } = reading.value;
  const moment = momentOf(reading.value, time, options);
  if (moment === "no-time" && day !== undefined) {
    return { ok: false, reason: moment, heard: showDay(day) };
  }
  if (typeof moment === "string") return { ok: false, reason: moment, heard: text.trim() };
  if (doubtful) return { ok: false, reason: "unsure", heard: show(reading.value) };
  if (moment < context.now - GRACE_MS && !options.past) {
    return { ok: false, reason: "past", heard: show(reading.value) };
  }
  return { ok: true, value: isoDateTime(moment, context.timeZone) };
}

/** The hour that is said after another one was taken back is in the same half of the day. */
function sameHalf(before: ClockReading, after: ClockReading): ClockReading | undefined {
  if (after.settled || !before.settled) return after;
  const face = after.minute % 720;
  // Behind eleven in the morning, twelve is noon: which half it is in, nobody said.
  if (face < 60 || before.minute % 720 < 60) return undefined;
  return settled(before.minute >= 720 ? face + 720 : face);
}

const CLOCKS = { afterTakenBack: sameHalf };

/** "明天七点，不对，八点" keeps the day, "明天七点，不对，后天" the hour; "明天不行，八点" says no day. */
const SAID: Combining<Said> = {
  afterTakenBack(before, after) {
    if (before.instant !== undefined || after.instant !== undefined) return after;
    const clock =
      before.clock && after.clock && after.day === undefined
        ? sameHalf(before.clock, after.clock)
        : (after.clock ?? before.clock);
    if (after.clock !== undefined && clock === undefined) return undefined;
    const from = after.day === undefined ? before : after;
    return {
      ...(from.day !== undefined && { day: from.day }),
      ...(from.doubtful && { doubtful: from.doubtful }),
      ...(clock && { clock }),
    };
  },
  afterRefused: (refused, after) =>
    refused.day !== undefined &&
    (after.day === undefined || (after.day === refused.day && refused.clock === undefined))
      ? undefined
      : after,
};

/** By the grammar of its language; never by both for one text. A named time zone is converted. */
function saidOf(said: string, context: TimeContext): Said | undefined {
  const zoned = zonedWords(said);
  if (zoned === undefined) return unzoned(said, context);
  const { words, zone } = zoned;
  const there = { ...context, today: dayThere(context.now, zone) };
  return momentIn(zone, unzoned(words, context), unzoned(words, there), context);
}

function unzoned(said: string, context: TimeContext): Said | undefined {
  if (/\p{Script=Han}/u.test(said)) return chineseTime(inChinese(said), context);
  const found = chineseTime(said, context);
  return found ?? (/[a-z]/.test(said) ? englishTime(said, context) : undefined);
}

function timeContext(context: PromptContext): TimeContext {
  return { ...context, today: placed(context.now, context.timeZone).day };
}

function momentOf(said: Said, context: TimeContext, { between }: MomentOptions): number | string {
  const { now, today, timeZone } = context;
  const { instant, clock, day } = said;
  if (instant !== undefined) {
    return isBetween(placed(instant, timeZone).minute, between) ? instant : "out-of-range";
  }
  if (clock === undefined) return "no-time";
  const isOver = (moment: number) => moment < now - GRACE_MS;
  const at = (on: number, minute: number) => {
    const [day, time] = [
      on + Math.floor(minute / MINUTES_OF_DAY),
      minute % MINUTES_OF_DAY,
    ] as const;
    const first = instantOf(day, time, timeZone);
    // When a clock was just set back, the time to come is the second one.
    return isOver(first) ? (secondInstantOf(day, time, timeZone) ?? first) : first;
  };
  if (day === undefined && !clock.settled && between === undefined) {
    return nextOfFace(clock.minute % 720, (minute) => at(today, minute), isOver);
  }
  const minute = settle(clock, between);
  // "Today at 8", said at 9 in the morning, is tonight; so it is where both halves are possible.
  if (day === today && !clock.settled) {
    const face = clock.minute % 720;
    const halves = [face, face + 720].filter((one) => isBetween(one, between));
    const left = halves.filter((one) => !isOver(at(today, one)));
    const isGone = typeof minute === "number" && isOver(at(today, minute));
    if (left.length === 1 && (isGone || minute === "am-or-pm")) return at(today, left[0] as number);
  }
  if (typeof minute === "string") return minute;
  if (day !== undefined) return at(day, minute);
  const next = at(today, minute);
  return isOver(next) ? at(today + 1, minute) : next;
}

/** From seven in the morning until nine in the evening people mean the next such hour; else nobody can tell. */
function nextOfFace(
  face: number,
  at: (minute: number) => number,
  isOver: (moment: number) => boolean,
): number | "am-or-pm" {
  const next = [0, 720, 1_440].map((half) => face + half).find((minute) => !isOver(at(minute)));
  const minute = (next ?? 0) % MINUTES_OF_DAY;
  return next === undefined || minute < FIRST_HOUR || minute >= LAST_HOUR ? "am-or-pm" : at(next);
}

const FIRST_HOUR = 7 * 60;
const LAST_HOUR = 21 * 60;

/** The minute of the day that a clock's reading means, or why none. */
function settle(
  clock: ClockReading,
  between: Between | undefined,
): number | "am-or-pm" | "out-of-range" {
  const { minute } = clock;
  if (clock.settled) return isBetween(minute % MINUTES_OF_DAY, between) ? minute : "out-of-range";
  const face = minute % 720;
  const [one, ...more] = [face, face + 720].filter((half) => isBetween(half, between ?? DAYLIGHT));
  if (one === undefined) return "out-of-range";
  return more.length === 0 ? one : "am-or-pm";
}

const DAYLIGHT: Between = ["07:00", "18:59"];

function isBetween(minute: number, between: Between | undefined): boolean {
  if (between === undefined) return true;
  const [from, to] = between.map(minutesOf) as [number, number];
  return from <= to ? minute >= from && minute <= to : minute >= from || minute <= to;
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

function settled(minute: number): ClockReading {
  return { minute, settled: true };
}

const DATE: Intl.DateTimeFormatOptions = { month: "long", day: "numeric", weekday: "long" };
const DATE_TIME: Intl.DateTimeFormatOptions = {
  ...DATE,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

function shown(
  at: number,
  { locale }: PromptContext,
  timeZone: string,
  format: Intl.DateTimeFormatOptions,
): string {
  return dateTimeFormat(locale, { ...format, timeZone }).format(at);
}
