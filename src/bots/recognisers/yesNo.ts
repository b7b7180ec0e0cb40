import type { Reading } from "../../machines/dialogue/prompt.ts";
import { fold, isQuestion, withoutFillers } from "./tidy.ts";
import { MISS } from "./whole.ts";
import { NO, YES } from "./words.ts";

/** Begins like an answer and goes on after a pause: what follows must not be lost. */
const BEGINS = /^(.+?)(?:[,，;。!]|\s(?=but\b)|(?=但)) ?(.+)$/;

/**
 * Understands yes and no; 1 and 2 are their numbers where they are shown as choices. Questions, hedges
 * and two negations are no answer. Reasons: `not-understood`, `more` (an answer, and something beside it).
 */
export function readYesNo(text: string): Reading<boolean> {
  const folded = fold(text);
  if (isQuestion(folded)) return MISS;
  const value = yesNoOf(folded);
  if (value !== undefined) return { ok: true, value };
  const [, first = "", rest = ""] = BEGINS.exec(folded) ?? [];
  const begun = yesNoOf(first);
  if (begun === undefined) return MISS;
  if (yesNoOf(rest) === begun) return { ok: true, value: begun };
  return yesNoOf(rest) === undefined ? { ok: false, reason: "more", heard: first } : MISS;
}

function yesNoOf(folded: string): boolean | undefined {
  for (const said of [folded, withoutFillers(folded)]) {
    const word = said
      .replace(/[,，]\s*/g, " ")
      .replace(/[.!。~]+$/, "")
      .trim();
    if (YES.has(word) || word === "1") return true;
    if (NO.has(word) || word === "2") return false;
  }
  return undefined;
}
