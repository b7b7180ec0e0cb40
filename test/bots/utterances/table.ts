/**
 * What people type, and what it must be read as. Written before the recognisers: a table that is made
 * from what a program does proves nothing.
 *
 * Everything is said on Tuesday, 1 December 2026, at 09:00 in Shanghai.
 */
export const SAID_AT = Date.parse("2026-12-01T09:00:00+08:00");
export const SAID_IN = "Asia/Shanghai";

export interface Utterance<T> {
  readonly text: string;
  /** What it means; undefined where it must not be taken for an answer. */
  readonly value?: T;
  /** Why not, where it matters to the bot. */
  readonly reason?: string;
}

/** All of these mean `value`. */
export function means<const T>(value: T, ...texts: readonly string[]): readonly Utterance<T>[] {
  return texts.map((text) => ({ text, value }));
}

/** None of these is an answer. */
export function nothing(...texts: readonly string[]): readonly Utterance<never>[] {
  return texts.map((text) => ({ text }));
}

/** None of these is an answer, and the bot can say why. */
export function not(reason: string, ...texts: readonly string[]): readonly Utterance<never>[] {
  return texts.map((text) => ({ text, reason }));
}

/** Whether a text has a Chinese character: the language in which it is said. */
export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
