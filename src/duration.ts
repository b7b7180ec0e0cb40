import { WeChatError } from "./errors.ts";

/** A length of time: milliseconds, or words like `500ms`, `7s`, `5m`, `48h`, `3d`, `1h30m`. */
export type Duration = number | string;

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PART = /(\d+(?:\.\d+)?)(ms|s|min|m|h|d)/gy;

/** Milliseconds. Throws for what is not a length of time. */
export function milliseconds(duration: Duration): number {
  if (typeof duration === "number") return duration;
  const text = duration.replaceAll(/\s/g, "");
  let total = 0;
  let read = 0;
  for (const [part, count, unit = ""] of text.matchAll(PART)) {
    total += Number(count) * (UNITS[unit] as number);
    read += part.length;
  }
  if (read === 0 || read !== text.length) {
    throw new WeChatError("duration", `"${duration}" is not a time: write 7s, 5m, 48h or 2d.`);
  }
  return total;
}

/** A length of time for people: `4.3 s`, `48 h`. */
export function inWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${+(ms / 1_000).toFixed(1)} s`;
  return ms < 7_200_000 ? `${+(ms / 60_000).toFixed(1)} min` : `${+(ms / 3_600_000).toFixed(1)} h`;
}
