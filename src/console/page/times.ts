import type { Language } from "../../web/page/taste.ts";

const LOCALES = { en: "en-GB", zh: "zh-CN" } as const;

/** Day and time, for what may be long ago. */
export function dateOf(at: number, language: Language): string {
  const format = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(LOCALES[language], format).format(at);
}

/** Day and time, short: for lists. */
export function clockOf(at: number, language: Language): string {
  const format = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(LOCALES[language], format).format(at);
}

/** The hour alone. */
export function hourOf(at: number, language: Language): string {
  const format = { hour: "2-digit", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(LOCALES[language], format).format(at);
}
