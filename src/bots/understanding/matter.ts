import { isSentence } from "../../language/usualWords.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import { QUESTION } from "./manners.ts";
import type { Open } from "./open.ts";

/**
 * The matter that somebody comes with, where a dialogue asks for it in words. People tell it at once, and again at
 * other questions. Their words are kept for the question that asks for the matter; once they say enough, nobody is
 * asked again.
 */

interface Place {
  readonly of: string;
  readonly ask: string;
}

/** How many signs make a matter clear by itself. Fewer signs are a wish, and its details are asked for. */
const LONG = 20;
/** How many signs are enough if they add to earlier words. */
const MORE = 8;
const LONGEST = 500;

/** Keeps a sentence for a later question of the present dialogue that counts earlier words. */
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

/** The earlier words joined with these few; undefined where nothing was said before. */
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

/** The number of Chinese characters, and two for each word of other scripts. */
function sizeOf(text: string): number {
  return (
    (text.match(/\p{Script=Han}/gu) ?? []).length +
    2 * (text.match(/[\p{Script=Latin}\d']+/gu) ?? []).length
  );
}
