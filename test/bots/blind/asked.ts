/**
 * What people say to a question that is known, with the question. Written down without a look at what is understood. Of the
 * first go (`questions.ts`, `timeQuestions.ts`; 444) 92 % of what must be understood was at first sight, all of what must be asked
 * again was, and one was taken wrongly. Of the second (`echoes.ts`, 236), with the first mended: 86 %, all, and none; of the third
 * (`beside.ts`, 101), which looked for wrong ones: 78 %, 91 %, and five.
 */
export interface Asked {
  readonly kind: string;
  /** As it reads. */
  readonly ask: string;
  readonly locale: string;
  readonly options?: readonly string[];
  readonly between?: readonly [string, string];
  readonly currency?: string;
  readonly country?: "CN" | "TW" | "US";
  /** ISO 8601. Default: {@link ASKED_AT}. */
  readonly now?: string;
  /** Default `Asia/Shanghai`. */
  readonly timeZone?: string;
  readonly cases: readonly Said[];
}

/** A Friday afternoon in Shanghai. */
export const ASKED_AT = "2026-10-16T15:40:00+08:00";

/** Several ways to say the same. */
export interface Said {
  readonly texts: readonly string[];
  /** What they mean; of a choice, its label. Nothing where it must be asked again. */
  readonly value?: unknown;
  /** Whether asking again is as good. */
  readonly may?: true;
}

/** All of these, between bars, mean this. */
export const is = (value: unknown, texts: string): Said => ({ texts: texts.split("|"), value });

/** All of these mean this, or are asked again. */
export const may = (value: unknown, texts: string): Said => ({ ...is(value, texts), may: true });

/** None of these is an answer. */
export const again = (texts: string): Said => ({ texts: texts.split("|") });
