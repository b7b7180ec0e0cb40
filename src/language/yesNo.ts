import type { Reading } from "./reading.ts";
import { fold, isQuestion, withoutFillers } from "./tidy.ts";
import { NO, YES } from "./usualWords.ts";
import { MISS } from "./whole.ts";

/** Begins like an answer and goes on after a pause: what follows must not be lost. */
const BEGINS = /^(.+?)(?:[,，;。!]|\s(?=but\b)|(?=但)) ?(.+)$/;

/**
 * Understands yes and no; 1 and 2 are their numbers where they are shown as choices. Questions, hedges
 * and two negations are no answer. Reasons: `not-understood`, `more` (an answer, and something beside it).
 */
export function readYesNo(text: string): Reading<boolean> {
  // 没有呢 is no question, 你呢 no answer.
  const folded = fold(text).replace(/呢[.!。~]*$/, "");
  if (isQuestion(folded)) return MISS;
  const value = yesNoOf(folded);
  if (value !== undefined) return { ok: true, value };
  const [, first = "", rest = ""] = BEGINS.exec(folded) ?? [];
  const begun = yesNoOf(first);
  if (begun === undefined) return MISS;
  if (yesNoOf(rest) === begun) return { ok: true, value: begun };
  return yesNoOf(rest) === undefined ? { ok: false, reason: "more", heard: first } : MISS;
}

const PARTICLES = {
  before: ["我", "还是", "不好意思", "sorry"],
  after: ["的", "哒", "滴", "哈", "呗", "咯", "嘛", "麻烦了", "麻烦您", "辛苦了", "sorry"],
};

function yesNoOf(folded: string): boolean | undefined {
  for (const said of [folded, withoutFillers(folded), withoutFillers(folded, PARTICLES)]) {
    const word = said
      .replace(/[,，]\s*/g, " ")
      .replace(/[.!。~]+$/, "")
      .trim();
    const value = wordOf(word) ?? repeated(word) ?? together(word.split(" "));
    if (value !== undefined) return value;
  }
  return undefined;
}

function wordOf(word: string): boolean | undefined {
  if (YES.has(word) || word === "1") return true;
  return NO.has(word) || word === "2" ? false : undefined;
}

/** 对对对, 不用不用. */
function repeated(word: string): boolean | undefined {
  const once = /^(\p{Script=Han}{1,3}?)\1{1,3}$/u.exec(word)?.[1];
  return once === undefined ? undefined : wordOf(once);
}

/** Several words for the same: "yeah sure", "no no no", "yes that's fine". */
function together(words: readonly string[]): boolean | undefined {
  if (words.length < 2 || words.length > 6) return undefined;
  const [first = "", ...rest] = words;
  const value = wordOf(first);
  if (value === undefined) return undefined;
  return (wordOf(rest.join(" ")) ?? together(rest)) === value ? value : undefined;
}
