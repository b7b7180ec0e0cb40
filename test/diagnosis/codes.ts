import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Diagnosis, diagnose } from "../../src/client/diagnosis.ts";

export interface ListedCode {
  readonly code: number;
  /** WeChat's English text; absent where its tables have none. */
  readonly errmsg?: string;
  readonly scope: string;
}

/** The codes that a bot can meet. Their source is named in the file. */
export const LISTED: readonly ListedCode[] = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../fixtures/wechat-codes.json"), "utf8"),
).codes;

export const LANGUAGES = ["en", "zh"] as const;

/** Everything that people read in a diagnosis. */
export function textsOf(diagnosis: Diagnosis): string[] {
  const { cause, trigger, purpose, checks, inWords } = diagnosis;
  return [cause, trigger, purpose, ...checks, inWords.retry, ...inWords.route];
}

export function everyDiagnosis(language: string): Diagnosis[] {
  return LISTED.map(({ code }) => diagnose(code, { language }));
}

/** Values that stand more than once. */
export function repeated(values: readonly string[]): string[] {
  return values.filter((value, at) => values.indexOf(value) !== at);
}
