import type { Day } from "./calendar.ts";

/** What was said of a time, as far as it was said. */
export interface Said {
  readonly day?: Day;
  readonly clock?: ClockReading;
  /** A moment by itself: in half an hour, 15:00 UTC. Milliseconds since the epoch. */
  readonly instant?: number;
  /** The moment was said on the clock of another zone: its day counts as well. */
  readonly zoned?: true;
  /** The name of today's weekday: it may be today or in a week, and is asked. */
  readonly doubtful?: true;
}

export interface ClockReading {
  /** Of the day; 1,440 is the midnight that ends it. */
  readonly minute: number;
  /** Whether the half of the day is known: "8" may be morning or evening, "20:00" and "8 pm" are not. */
  readonly settled: boolean;
}

/** What reading a time depends on beside the words. */
export interface TimeContext {
  readonly now: number;
  readonly timeZone: string;
  readonly locale: string;
  /** The day that `now` is in that place. */
  readonly today: Day;
}

/** A half of the day, as hours of the clock face become hours of the day. */
export type Half = (hour: number) => number | undefined;

/** An hour and a minute of the clock face; undefined where there is no such time. */
export function clockReading(
  hour: number,
  minute: number,
  half?: Half,
  exact = false,
): ClockReading | undefined {
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined;
  if (half === undefined) {
    return { minute: hour * 60 + minute, settled: exact || hour === 0 || hour > 12 };
  }
  const settled = half(hour);
  return settled === undefined ? undefined : { minute: settled * 60 + minute, settled: true };
}
