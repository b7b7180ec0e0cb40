/** Dates and times of a place. A day is counted from 1970-01-01; a place is an IANA time zone. */
export type Day = number;

interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Years that people mean, and that have four digits. */
const FIRST_YEAR = 1000;
const LAST_YEAR = 9999;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day and the minute of the day that an instant is in a place. */
export function placed(instant: number, timeZone: string): { day: Day; minute: number } {
  const local = instant + offsetAt(instant, timeZone);
  const day = Math.floor(local / DAY_MS);
  return { day, minute: Math.floor((local - day * DAY_MS) / MINUTE_MS) };
}

/**
 * The instant of a wall clock's reading. In the hour that a clock skips, the reading as it would have
 * been; in the hour that it repeats, the first one.
 */
export function instantOf(day: Day, minute: number, timeZone: string): number {
  const wall = day * DAY_MS + minute * MINUTE_MS;
  const before = offsetAt(wall - DAY_MS, timeZone);
  const early = wall - before;
  if (offsetAt(early, timeZone) === before) return early;
  const late = wall - offsetAt(early, timeZone);
  return placed(late, timeZone).minute === minute % 1_440 ? late : early;
}

/** The second instant of a reading in the hour that a clock repeats; undefined for every other hour. */
export function secondInstantOf(day: Day, minute: number, timeZone: string): number | undefined {
  const wall = day * DAY_MS + minute * MINUTE_MS;
  const second = wall - offsetAt(wall + DAY_MS, timeZone);
  if (second <= instantOf(day, minute, timeZone)) return undefined;
  const there = placed(second, timeZone);
  return there.day === day && there.minute === minute ? second : undefined;
}

/** How far a place's clocks are ahead of UTC, in milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant))
    parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return local - Math.floor(instant / 1_000) * 1_000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, format);
  return format;
}

/** The day of a date, or undefined where the calendar has no such date or its year has not four digits. */
export function dayOf({ year, month, day }: CivilDate): Day | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day ? Math.round(date.getTime() / DAY_MS) : undefined;
}

export function dateOf(day: Day): CivilDate {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 is Monday: a week of ours begins with it, in Chinese as in ISO 8601. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The same date so many months on; the last day of the month where it has no such date. */
export function addMonths(day: Day, months: number): Day | undefined {
  const date = dateOf(day);
  const index = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(index / 12);
  for (const last of [date.day, 30, 29, 28]) {
    const found = dayOf({ year, month: (index % 12) + 1, day: Math.min(last, date.day) });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `2026-12-01`. */
export function isoDate(day: Day): string {
  const { year, month, day: date } = dateOf(day);
  return `${year}-${two(month)}-${two(date)}`;
}

/** `20:00`, of a minute of a day. */
export function isoTime(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** `2026-12-01T20:00+08:00`: the wall clock of a place, and what it is ahead of UTC. */
export function isoDateTime(instant: number, timeZone: string): string {
  const { day, minute } = placed(instant, timeZone);
  const ahead = Math.round(offsetAt(instant, timeZone) / MINUTE_MS);
  return `${isoDate(day)}T${isoTime(minute)}${ahead < 0 ? "-" : "+"}${isoTime(Math.abs(ahead))}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
