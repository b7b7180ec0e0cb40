import type { Language } from "../../client/diagnosis.ts";

/** A text in both languages. */
export type Said = Readonly<Record<Language, string>>;

/** What one check came to. */
export interface Finding {
  readonly check: Said;
  /** `skipped`: it could not be looked at. `warning`: it works, and something should be known. */
  readonly state: "good" | "warning" | "bad" | "skipped";
  readonly found: Said;
  /** What to do, in this order. */
  readonly todo?: Readonly<Record<Language, readonly string[]>>;
}

/** The same in both languages: addresses, numbers, WeChat's own text. */
export function plain(text: string): Said {
  return { en: text, zh: text };
}
