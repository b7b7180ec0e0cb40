import { instantOf, isoDate, isoDateTime, isoTime, placed } from "./calendar.ts";
import { chineseTime } from "./chineseTime.ts";
import { englishTime, hourAlone } from "./englishTime.ts";
import type { PromptContext, Reading } from "./reading.ts";
import type { ClockReading, Said, TimeContext } from "./said.ts";
import { readWholeLater } from "./whole.ts";

/** Times of day, `["11:00", "22:00"]`, both ends included; over midnight where the second is earlier. */
export type Between = readonly [from: string, to: string];

export interface MomentOptions {
  /** Whether what is over counts too. Default false. */
  readonly past?: boolean;
  /**
   * The times that can be meant. They also say which half of the day a bare hour is in; without them 7 to
   * 11 is the morning, 12 noon, and 1 to 6 the afternoon.
   */
  readonly between?: Between;
}

const FILLERS = {
  before: [
    "我想",
    "我要",
    "想",
    "要",
    "就",
    "改到",
    "改成",
    "定在",
    "on",
    "at",
    "let's say",
    "how about",
  ],
  after: [
    "可以",
    "见",
    "去",
    "来",
    "到",
    "过来",
    "好了",
    "就行",
    "就好",
    "works",
    "is fine",
    "would be great",
    "的",
  ],
};
const MINUTES_OF_DAY = 1_440;
/** A moment that has just begun is not over. */
const GRACE_MS = 60_000;

/** Understands a date: `2026-12-01`. Reasons: `not-understood`, `unsure`, `past`. */
export async function readDate(
  text: string,
  context: PromptContext,
  { past = false }: Pick<MomentOptions, "past"> = {},
): Promise<Reading<string>> {
  const time = timeContext(context);
  const read = async (said: string) => (await saidOf(said, time))?.day;
  const show = (day: number) => shown(day * 86_400_000, context, "UTC", DATE);
  const reading = await readWholeLater(text, read, show, FILLERS);
  if (!reading.ok) return reading;
  if (reading.value < time.today && !past)
    return { ok: false, reason: "past", heard: show(reading.value) };
  return { ok: true, value: isoDate(reading.value) };
}

/**
 * Understands a time of day: `20:00`. Reasons: `not-understood`, `unsure`, `out-of-range` (not in
 * `between`), `am-or-pm` (both halves of the day are).
 */
export async function readTime(
  text: string,
  context: PromptContext,
  { between }: Pick<MomentOptions, "between"> = {},
): Promise<Reading<string>> {
  const time = timeContext(context);
  const read = async (said: string) => {
    const { day, clock, instant } = (await saidOf(said, time)) ?? hourAlone(said) ?? {};
    if (day !== undefined) return undefined;
    return instant === undefined ? clock : settled(placed(instant, context.timeZone).minute);
  };
  const reading = await readWholeLater(text, read, ({ minute }) => isoTime(minute), FILLERS);
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
export async function readDateTime(
  text: string,
  context: PromptContext,
  options: MomentOptions = {},
): Promise<Reading<string>> {
  const time = timeContext(context);
  const showDay = (day: number) => shown(day * 86_400_000, context, "UTC", DATE);
  const show = (said: Said) => {
    const moment = momentOf(said, time, options);
    if (typeof moment === "number") return shown(moment, context, context.timeZone, DATE_TIME);
    return said.day === undefined ? text.trim() : showDay(said.day);
  };
  const read = (said: string) => saidOf(said, time);
  const reading = await readWholeLater(text, read, show, FILLERS);
  if (!reading.ok) return reading;
  const { day } = reading.value;
  const moment = momentOf(reading.value, time, options);
  if (moment === "no-time" && day !== undefined) {
    return { ok: false, reason: moment, heard: showDay(day) };
  }
  if (typeof moment === "string") return { ok: false, reason: moment, heard: text.trim() };
  if (moment < context.now - GRACE_MS && !options.past) {
    return { ok: false, reason: "past", heard: show(reading.value) };
  }
  return { ok: true, value: isoDateTime(moment, context.timeZone) };
}

/** Chinese and digits by our grammar, English by a library; never both for one text. */
async function saidOf(said: string, context: TimeContext): Promise<Said | undefined> {
  if (/\p{Script=Han}/u.test(said)) return chineseTime(said, context);
  return chineseTime(said, context) ?? (await englishTime(said, context));
}

function timeContext(context: PromptContext): TimeContext {
  return { ...context, today: placed(context.now, context.timeZone).day };
}

function momentOf(said: Said, context: TimeContext, { between }: MomentOptions): number | string {
  if (said.instant !== undefined) return said.instant;
  if (said.clock === undefined) return "no-time";
  const minute = settle(said.clock, between);
  if (typeof minute === "string") return minute;
  const at = (day: number, of: number) =>
    instantOf(day + Math.floor(of / MINUTES_OF_DAY), of % MINUTES_OF_DAY, context.timeZone);
  const { now, today } = context;
  if (said.day === undefined) {
    const next = at(today, minute);
    return next < now - GRACE_MS ? at(today + 1, minute) : next;
  }
  const moment = at(said.day, minute);
  // "Today at 8", said at 9 in the morning, is tonight.
  const other = said.clock.settled ? undefined : at(said.day, (minute + 720) % MINUTES_OF_DAY);
  const over = said.day === today && moment < now - GRACE_MS;
  return over &&
    other !== undefined &&
    other > now &&
    isBetween((minute + 720) % MINUTES_OF_DAY, between)
    ? other
    : moment;
}

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
  return new Intl.DateTimeFormat(locale, { ...format, timeZone }).format(at);
}
