import type { Language } from "../../../web/page/taste.ts";
import type { Say } from "./words.ts";

const DAY_MS = 86_400_000;
const LOCALES = { en: "en-GB", zh: "zh-CN" } as const;

/** The time over a message, as WeChat writes it: today the time alone, then yesterday, then the date. */
export function stampOf(at: number, now: number, language: Language, say: Say): string {
  const locale = LOCALES[language];
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(at);
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
  if (days <= 0) return clock;
  if (days === 1) return `${say("yesterday")} ${clock}`;
  const format = { month: "short", day: "numeric" } as const;
  return `${new Intl.DateTimeFormat(locale, format).format(at)} ${clock}`;
}

/** Whether two moments are of the same day, where the reader is. */
export function isSameDay(one: number, other: number): boolean {
  return startOfDay(one) === startOfDay(other);
}

/** A day, for between rows. */
export function dayOf(at: number, language: Language): string {
  const format = { weekday: "long", month: "long", day: "numeric" } as const;
  return new Intl.DateTimeFormat(LOCALES[language], format).format(at);
}

/** `2026-12-01 19:05:09`: for texts that are copied. */
export function momentOf(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${secondsOf(at)}`;
}

/** Date and time of the simulator's clock. */
export function clockOf(at: number, language: Language): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  };
  return new Intl.DateTimeFormat(LOCALES[language], options).format(at);
}

/** Hours, minutes, seconds: for the traffic. */
export function secondsOf(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** What is left of a window: `47:59:12`, or `0:42`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A length of time in words. */
export function lengthOf(ms: number, language: Language): string {
  const units = [
    [3_600_000, "hour"],
    [60_000, "minute"],
    [1_000, "second"],
    [1, "millisecond"],
  ] as const;
  const [size, unit] = units.find(([one]) => ms >= one) ?? [1, "millisecond"];
  const value = Math.round((ms / size) * 10) / 10;
  const style = { style: "unit", unit, unitDisplay: size < 60_000 ? "narrow" : "long" } as const;
  return new Intl.NumberFormat(LOCALES[language], style).format(value);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
