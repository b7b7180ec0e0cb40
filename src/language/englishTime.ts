import type { ParsedComponents } from "chrono-node";
import type * as Chrono from "chrono-node/en";
import { addMonths, dateOf, dayOf, offsetAt, weekdayOf } from "./calendar.ts";
import { lengthOf } from "./duration.ts";
import { numberOf } from "./number.ts";
import { clockReading, type Said, type TimeContext } from "./said.ts";

/** Loaded when an English date or time is read for the first time: 60 ms and 17 MB. */
let chrono: Promise<typeof Chrono> | undefined;

const HOUR_WORDS = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const HOUR = `(\\d{1,2}|${HOUR_WORDS.join("|")})`;
const HOUR_WORD = `(${HOUR_WORDS.join("|")})`;

/** Words that make a time something else than one moment. */
const NOT_ONE =
  /\b(?:before|after(?! tomorrow)|by|until|till|not|or|every|except|any|between|weekdays?|0 ?pm|0 ?am)\b/;
const VAGUE = /\b(?:next|this|last|the) (?:week|weekend|month|year)\b/;

/**
 * An English date, time or both, whole: next Friday at 7, half past three, Dec 5 at 6:30pm, in an hour and
 * a half. The text is folded. What chrono-node finds counts when it is the whole text, and only as far as it
 * was said: chrono guesses a day for "may" and an hour for "tomorrow".
 */
export async function englishTime(said: string, context: TimeContext): Promise<Said | undefined> {
  if (/^(?:now|right now|right away)$/.test(said)) return { instant: context.now };
  const later = fromNow(said, context);
  if (later !== undefined) return later;
  if (!/[a-z]/.test(said) || NOT_ONE.test(said) || VAGUE.test(said)) return undefined;
  const text = plain(said, context);
  if (/^\d\d?:\d\d$/.test(text)) return clockSaid(text);
  chrono ??= import("chrono-node/en");
  const { casual, GB } = await chrono;
  const { now, timeZone, locale } = context;
  const reference = { instant: new Date(now), timezone: offsetAt(now, timeZone) / 60_000 };
  const parser = /^en-(?!us\b)/i.test(locale) ? GB : casual;
  const [result, ...others] = parser.parse(text, reference, {
    forwardDate: !/\blast\b/.test(text),
  });
  if (result === undefined || others.length > 0 || result.end || result.text !== text)
    return undefined;
  return saidOf(result.start, text);
}

/** A bare hour or its word, for a question that can only mean one: "8", "eight". */
export function hourAlone(said: string): Said | undefined {
  const hour = numberOf(said.replace(/^at /, ""));
  if (hour === undefined || !Number.isInteger(hour) || hour < 0 || hour > 23) return undefined;
  const clock = clockReading(hour, 0);
  return clock && { clock };
}

function fromNow(said: string, { now, today }: TimeContext): Said | undefined {
  const words = /^in (.+)$|^(.+) from (?:now|today)$|^(.+) later$/
    .exec(said)
    ?.slice(1)
    .find(Boolean);
  if (words === undefined) return undefined;
  const months = /^(.+) months?$/.exec(words)?.[1];
  if (months !== undefined) {
    const count = months === "a" ? 1 : numberOf(months);
    const day = count === undefined ? undefined : addMonths(today, count);
    return day === undefined ? undefined : { day };
  }
  const length = lengthOf(words);
  if (length === undefined) return undefined;
  return length.days ? { day: today + length.ms / 86_400_000 } : { instant: now + length.ms };
}

const HALF_PAST = new RegExp(`\\bhalf past ${HOUR}\\b`);
const QUARTER_PAST = new RegExp(`\\b(?:a )?quarter past ${HOUR}\\b`);
const QUARTER_TO = new RegExp(`\\b(?:a )?quarter to ${HOUR}\\b`);
const BARE_HOUR = new RegExp(
  `\\b${HOUR_WORD}(?=(?: o'clock)?(?:$| ?[ap]\\.?m\\b| o'clock| in the | at night))`,
);

/** In words that chrono-node knows: halves and quarters as minutes, parts of the day as am and pm. */
function plain(said: string, { today }: TimeContext): string {
  const digits = (hour: string) => String(HOUR_WORDS.indexOf(hour) + 1 || Number(hour));
  const before = (hour: string) => Number(digits(hour)) - 1 || 12;
  return said
    .replace(/^(?:on|at) (?=the |next |this )/, "")
    .replace(HALF_PAST, (_, hour) => `${digits(hour)}:30`)
    .replace(QUARTER_PAST, (_, hour) => `${digits(hour)}:15`)
    .replace(QUARTER_TO, (_, hour) => `${before(hour)}:45`)
    .replace(/\b(?:12 )?noon\b/, "12pm")
    .replace(/\bmidnight\b/, "12am")
    .replace(/^(\d\d)(\d\d) hours$/, "$1:$2")
    .replace(BARE_HOUR, (hour) => digits(hour))
    .replace(/(\d)(?: o'clock)? in the morning\b/, "$1am")
    .replace(/(\d)(?: o'clock)? (?:in the (?:afternoon|evening)|at night)\b/, "$1pm")
    .replace(/^(?:the )?(\d{1,2})(?:st|nd|rd|th)(?= of )/, "$1")
    .replace(/\bday after tomorrow\b/, "the day after tomorrow")
    .replace(/\bthe the\b/, "the")
    .replace(
      /^the (\d{1,2})(?:st|nd|rd|th)(?! of)\b/,
      (whole, day) => nextDayOfMonth(today, Number(day)) ?? whole,
    );
}

function nextDayOfMonth(today: number, day: number): string | undefined {
  const { year, month } = dateOf(today);
  for (const ahead of [0, 1, 2]) {
    const index = month - 1 + ahead;
    const found = dayOf({ year: year + Math.floor(index / 12), month: (index % 12) + 1, day });
    if (found === undefined || found < today) continue;
    const date = dateOf(found);
    return `${date.year}-${date.month}-${date.day}`;
  }
  return undefined;
}

function clockSaid(text: string): Said | undefined {
  const [hour = 0, minute = 0] = text.split(":").map(Number);
  const clock = clockReading(hour, minute);
  return clock && { clock };
}

function saidOf(start: ParsedComponents, text: string): Said | undefined {
  const dated = start.isCertain("day") || start.isCertain("weekday");
  const of = (part: "year" | "month" | "day" | "hour" | "minute") => start.get(part) ?? 0;
  const day = dated ? dayOf({ year: of("year"), month: of("month"), day: of("day") }) : undefined;
  if (dated && day === undefined) return undefined;
  // Monday, 5 December is no day when that is a Saturday.
  const weekday = start.isCertain("weekday") ? start.get("weekday") : null;
  if (day !== undefined && weekday !== null && (weekday + 6) % 7 !== weekdayOf(day))
    return undefined;
  const known =
    start.isCertain("meridiem") || /\b(?:morning|afternoon|evening|night|tonight)\b/.test(text);
  const clock = start.isCertain("hour")
    ? clockReading(
        of("hour"),
        of("minute"),
        known ? (hour) => hour : undefined,
        /\b0\d:/.test(text),
      )
    : undefined;
  if (day === undefined && clock === undefined) return undefined;
  return { ...(day !== undefined && { day }), ...(clock && { clock }) };
}
