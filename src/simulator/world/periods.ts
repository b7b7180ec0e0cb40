/** Days begin at midnight in China; the time is not stated anywhere. Source: outbound 8.1 (inferred). */
const CHINA_MS = 8 * 3_600_000;

/** `2026-01-05`. */
export function dayOf(now: number): string {
  return new Date(now + CHINA_MS).toISOString().slice(0, 10);
}

/** `2026-01`. */
export function monthOf(now: number): string {
  return dayOf(now).slice(0, 7);
}

/** `2026-01-05T09:30`. */
export function minuteOf(now: number): string {
  return new Date(now + CHINA_MS).toISOString().slice(0, 16);
}

export function secondsOf(now: number): number {
  return Math.floor(now / 1_000);
}
