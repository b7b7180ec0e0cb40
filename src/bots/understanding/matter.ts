import { isSentence } from "../../language/usualWords.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import { QUESTION } from "./manners.ts";
import type { Open } from "./open.ts";

/**
 * The matter that somebody comes with, where a dialogue asks for it in words: people tell it at once, and again where they
 * were asked something else. What they said so far is kept for that question; where it says enough, nobody is asked again.
 */

interface Place {
  readonly of: string;
  readonly ask: string;
}

/** Signs that make a matter clear alone: fewer are a wish, whose details are asked for. */
const LONG = 20;
/** The same of what is added to words that were said before. */
const MORE = 8;
const LONGEST = 500;

/** Keeps a sentence for the question of the present dialogue that what was said before counts for. */
export function keepsMatter(talk: Talk, text: string): void {
  const place = placeIn(talk);
  if (place === undefined || !isSentence(text)) return;
  const before = wordsOf(talk, place);
  const words = joined(before, text);
  if (words.length > LONGEST) return;
  const asks = QUESTION.test(text);
  const enough = before === undefined ? asks && sizeOf(text) >= LONG : asks || sizeOf(text) >= MORE;
  talk.tell(place.of, place.ask, enough ? { v: words } : { w: words });
}

/** What was said before with these few words; undefined where nothing was. */
export function matterWith(talk: Talk, { ask, prompt }: Open, text: string): string | undefined {
  const place = placeIn(talk);
  const before = prompt.before === true && place?.ask === ask ? wordsOf(talk, place) : undefined;
  return before === undefined ? undefined : joined(before, text);
}

function placeIn({ top }: Talk): Place | undefined {
  if (top === undefined || top.repair !== undefined) return undefined;
  const [ask] = Object.entries(top.dialogue.asks).find(([, { before }]) => before === true) ?? [];
  return ask === undefined ? undefined : { of: top.dialogue.id, ask };
}

function wordsOf(talk: Talk, { of, ask }: Place): string | undefined {
  const known = talk.toldOf(of, ask);
  if (known === undefined || "d" in known) return undefined;
  return "w" in known ? known.w : String(known.v);
}

function joined(before: string | undefined, text: string): string {
  return before === undefined ? text.trim() : `${before} / ${text.trim()}`;
}

/** Chinese characters, and two for each word of other scripts. */
function sizeOf(text: string): number {
  return (
    (text.match(/\p{Script=Han}/gu) ?? []).length +
    2 * (text.match(/[\p{Script=Latin}\d']+/gu) ?? []).length
  );
}
