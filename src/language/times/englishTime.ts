import { numberOf } from "../numbers/number.ts";
import { weekdayOf } from "./calendar.ts";
import type { FoundDay } from "./days.ts";
import { lengthOf } from "./duration.ts";
import { englishClock, type FoundClock } from "./englishClock.ts";
import { englishDay } from "./englishDays.ts";
import { type ClockReading, clockReading, type Half, type Said, type TimeContext } from "./said.ts";

/**
 * An English date, time or both, whole and in any order: next Friday at 7, half past three, Dec 5 at 6:30pm, 8 tonight,
 * in an hour and a half. The text is folded. One word that is not known, and nothing is understood.
 */
export function englishTime(said: string, context: TimeContext): Said | undefined {
  if (/^(?:now|right now|right away|immediately|straight away|at once)$/.test(said)) {
    return { instant: context.now };
  }
  return fromNow(said, context) ?? piecesOf(said, context);
}

/** A bare hour or its word, for a question that can only mean one: "8", "eight". */
export function hourAlone(said: string): Said | undefined {
  // 八点零 is no eight: what comes behind is missing.
  const hour = said.includes("点") ? undefined : numberOf(said.replace(/^at /, ""));
  if (hour === undefined || !Number.isInteger(hour) || hour < 0 || hour > 23) return undefined;
  const clock = clockReading(hour, 0);
  return clock && { clock };
}

/** 1930, for a question that can only mean a time; 2026 may be a year. */
export function digitsAlone(said: string): Said | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3])([0-5][05])$/.exec(said) ?? [];
  if (hour === undefined || /^20[2-4]/.test(said)) return undefined;
  const clock = clockReading(Number(hour), Number(minute), (one) => one);
  return clock && { clock };
}

function fromNow(said: string, { now }: TimeContext): Said | undefined {
  const words = /^in (?:another )?(.+?)(?: time)?$|^(.+) from (?:right )?now$|^(.+) later$/
    .exec(said)
    ?.slice(1)
    .find(Boolean);
  const length = words === undefined ? undefined : lengthOf(words);
  return length === undefined || length.days || length.vague
    ? undefined
    : { instant: now + length.ms };
}

/** What was found so far of a day, a time and a half of the day. */
interface Pieces {
  day?: FoundDay;
  clock?: FoundClock;
  half?: PartOfDay;
}

const BETWEEN = /^[ ,]*(?:(?:on|at|@)(?= |\d))?[ ,]*/;

function piecesOf(said: string, context: TimeContext): Said | undefined {
  const pieces: Pieces = {};
  let rest = said;
  for (let left = rest.length + 1; rest !== ""; ) {
    if (rest.length >= left) return undefined;
    left = rest.length;
    const at = /^[ ,]*(?:at |@)/.test(rest);
    const text = rest.replace(BETWEEN, "");
    const next = takePiece(text, at, pieces, context);
    if (next === undefined) return undefined;
    rest = next.replace(/^ (?:sharp|exactly|on the dot)\b/, "");
  }
  return together(pieces, context);
}

/** Takes one piece from the beginning and gives what is left; undefined where there is none, or one of its kind already. */
function takePiece(text: string, at: boolean, pieces: Pieces, context: TimeContext) {
  const half = partOf(text);
  if (half !== undefined) {
    if (pieces.half !== undefined) return undefined;
    pieces.half = half.part;
    if (half.part.today) {
      if (pieces.day !== undefined && pieces.day.value !== context.today) return undefined;
      pieces.day ??= { value: context.today, rest: "" };
    }
    return half.rest;
  }
  const clock = pieces.clock === undefined ? englishClock(text, at) : undefined;
  if (clock !== undefined && !clock.bare) {
    pieces.clock = clock;
    return clock.rest;
  }
  const bracket = text.startsWith("(") ? 1 : 0;
  const day = englishDay(text.slice(bracket), context);
  if (day !== undefined) {
    const agreed = pieces.day === undefined ? day : agreeing(pieces.day, day);
    if (agreed === undefined) return undefined;
    pieces.day = agreed;
    return bracket ? (day.rest.startsWith(")") ? day.rest.slice(1) : undefined) : day.rest;
  }
  if (clock !== undefined) pieces.clock = clock;
  return clock?.rest;
}

/** Saturday, December 12: the date counts where the weekday is its own. */
function agreeing(one: FoundDay, other: FoundDay): FoundDay | undefined {
  if (one.value === other.value) return one.anyWeek ? other : one;
  if (weekdayOf(one.value) !== weekdayOf(other.value)) return undefined;
  return one.anyWeek ? other : other.anyWeek ? one : undefined;
}

interface PartOfDay {
  readonly half: Half;
  readonly today: boolean;
}

/** Hours of the clock face, or of the day, that a part of the day has. */
const PARTS: readonly (readonly [words: RegExp, half: Half])[] = [
  [/morning/, (hour) => (hour >= 1 && hour <= 11 ? hour : undefined)],
  [/afternoon/, (hour) => (hour === 12 ? 12 : later(hour, 1, 7))],
  [/evening/, (hour) => later(hour, 4, 11)],
  [/dinner|supper/, (hour) => later(hour, 4, 11)],
  [/lunch/, (hour) => (hour === 11 || hour === 12 ? hour : later(hour, 1, 3))],
  [/breakfast/, (hour) => (hour >= 5 && hour <= 11 ? hour : undefined)],
  [/night/, (hour) => (hour === 12 ? 24 : later(hour, 5, 11))],
];

function later(hour: number, first: number, last: number): number | undefined {
  const face = hour > 12 ? hour - 12 : hour;
  return hour !== 12 && face >= first && face <= last ? face + 12 : undefined;
}

const PART =
  /^(?:(in the |this )?(morning|afternoon|evening)|(at night|tonight|tonite|night)|(?:for |have |having )?(?:dinner|supper|lunch|breakfast))\b/;

function partOf(text: string): { readonly part: PartOfDay; readonly rest: string } | undefined {
  const match = PART.exec(text);
  if (match === null) return undefined;
  const half = PARTS.find(([words]) => words.test(match[0].replace("tonite", "tonight")))?.[1];
  const today = match[1] === "this " || /^toni/.test(match[0]);
  return half && { part: { half, today }, rest: text.slice(match[0].length) };
}

function together({ day, clock, half }: Pieces, context: TimeContext): Said | undefined {
  const named = day && { day: day.value, ...(day.doubtful && { doubtful: day.doubtful }) };
  if (clock === undefined) return half !== undefined && day === undefined ? undefined : named;
  if (clock.bare && half === undefined) return undefined;
  const reading = clockOf(clock, half?.half, day, context);
  if (day?.eve && reading?.settled === false) return undefined;
  return reading && { ...named, clock: reading };
}

function clockOf(
  { reading, midnight }: FoundClock,
  half: Half | undefined,
  day: FoundDay | undefined,
  { today }: TimeContext,
): ClockReading | undefined {
  if (midnight) {
    // Of another day, or of "today", people mean the one that begins it as well as the one that ends it.
    const tonight = half !== undefined && day?.value === today;
    return day === undefined || tonight ? { minute: 1_440, settled: true } : undefined;
  }
  if (half === undefined) return reading;
  const hour = Math.floor(reading.minute / 60);
  const meant = half(hour);
  if (meant === undefined) return undefined;
  const settled = { minute: meant * 60 + (reading.minute % 60), settled: true };
  // 8 am tonight is nothing.
  return reading.settled && settled.minute !== reading.minute ? undefined : settled;
}
