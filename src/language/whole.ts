import type { Reading } from "./reading.ts";
import { partsOf, unwrapped } from "./sentences/frames.ts";
import {
  bareAnswer,
  type Fillers,
  fold,
  isQuestion,
  withoutFillers,
  withoutHedges,
} from "./tidy.ts";

export const MISS = { ok: false, reason: "not-understood" } as const;

/** In characters: what is longer is a story, and patterns must not be let loose on it. */
const MAX_ANSWER = 200;

/** One way to look at a message; it is not `firm` when a hedge was taken away. */
interface Form {
  readonly said: string;
  readonly firm: boolean;
}

/** How two values that were said one after the other are one. */
export interface Combining<T> {
  /** What is meant by what was said last, after that was taken back: "明天七点，不对，八点". */
  readonly afterTakenBack?: (before: T, after: T) => T | undefined;
  /** What is meant by what was said last, where that does not suit: "明天不行，八点". */
  readonly afterRefused?: (refused: T, after: T) => T | undefined;
}

/**
 * An answer counts only when it is the whole message: libraries that search find "now" in "half an hour
 * from now", and "next Monday" in "the Monday after next". `read` gets folded text and gives undefined
 * for anything else than a whole answer. Of a hedged one the bot hears what `show` says.
 */
export function readWhole<T>(
  text: string,
  read: (said: string) => T | undefined,
  show: (value: T) => string,
  fillers?: Fillers,
  combining?: Combining<T>,
): Reading<T> {
  for (const { said, firm } of forms(text, fillers)) {
    const value = read(said);
    if (value !== undefined) return outcome(value, firm, show);
  }
  const value = inFrames(text, (said) => firmly(said, read, fillers), combining);
  return value === undefined ? MISS : { ok: true, value };
}

/** The same for a reader that has to load a library first. */
export async function readWholeLater<T>(
  text: string,
  read: (said: string) => Promise<T | undefined>,
  show: (value: T) => string,
  fillers?: Fillers,
): Promise<Reading<T>> {
  for (const { said, firm } of forms(text, fillers)) {
    const value = await read(said);
    if (value !== undefined) return outcome(value, firm, show);
  }
  // What parts it has is known before they are read: each is read once, and then they are put together.
  const values = new Map<string, T | undefined>();
  for (const part of piecesOf(text)) {
    for (const said of wordings(part, fillers)) {
      if (values.get(part) === undefined) values.set(part, await read(said));
    }
  }
  const value = inFrames(text, (part) => values.get(part));
  return value === undefined ? MISS : { ok: true, value };
}

function outcome<T>(value: T, firm: boolean, show: (value: T) => string): Reading<T> {
  return firm ? { ok: true, value } : { ok: false, reason: "unsure", heard: show(value) };
}

/** An answer inside of a sentence, where every other part of the sentence is known. */
export function inFrames<T>(
  text: string,
  read: (said: string) => T | undefined,
  { afterTakenBack, afterRefused }: Combining<T> = {},
): T | undefined {
  const answer = answerIn(text);
  if (answer === undefined) return undefined;
  const plain = read(answer);
  if (plain !== undefined) return plain;
  const parts = partsOf(answer);
  if (parts === undefined) return undefined;
  const { kept, takenBack, refused } = parts;
  let value = kept.length === 1 ? undefined : read(kept.join(","));
  if (value === undefined) {
    const values = kept.map(read);
    if (!values.every((one) => one !== undefined && same(one, values[0]))) return undefined;
    value = values[0];
  }
  for (const one of [...takenBack].reverse()) {
    const before = read(one);
    if (before === undefined || value === undefined) return undefined;
    value = afterTakenBack === undefined ? value : afterTakenBack(before, value);
  }
  for (const one of refused) {
    const other = read(one);
    if (other === undefined || value === undefined) return undefined;
    if (same(other, value)) return undefined;
    value = afterRefused === undefined ? value : afterRefused(other, value);
  }
  return value;
}

/** Values are plain: numbers, texts, and records of them that one reader makes alike. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function piecesOf(text: string): readonly string[] {
  const answer = answerIn(text);
  if (answer === undefined) return [];
  const { kept = [], takenBack = [], refused = [] } = partsOf(answer) ?? {};
  return [answer, ...kept, kept.join(","), ...takenBack, ...refused];
}

function answerIn(text: string): string | undefined {
  if (text.length > MAX_ANSWER) return undefined;
  const answer = bareAnswer(fold(text));
  return answer === "" || isQuestion(answer) ? undefined : answer;
}

/** Reads what is surely said: without hedges, and out of the wishes that wrap it. */
function firmly<T>(
  said: string,
  read: (said: string) => T | undefined,
  fillers: Fillers | undefined,
): T | undefined {
  for (const one of wordings(said, fillers)) {
    const value = read(one);
    if (value !== undefined) return value;
  }
  return undefined;
}

function* wordings(said: string, fillers: Fillers | undefined): Generator<string> {
  if (said === "" || isQuestion(said)) return;
  yield said;
  // A filler may be the beginning of a longer wish, and the other way round.
  for (const first of new Set([said, unwrapped(said)])) {
    let text = first;
    for (let left = 3; left > 0; left -= 1) {
      const bare = bareAnswer(withoutFillers(text, fillers));
      yield bare;
      text = unwrapped(bare);
      if (text === bare) break;
    }
  }
}

function* forms(text: string, fillers: Fillers | undefined): Generator<Form> {
  if (text.length > MAX_ANSWER) return;
  const folded = fold(text);
  const answer = bareAnswer(folded);
  if (answer === "" || isQuestion(answer)) return;
  yield { said: folded, firm: true };
  if (answer !== folded) yield { said: answer, firm: true };
  const bare = bareAnswer(withoutFillers(answer, fillers));
  if (bare !== answer) yield { said: bare, firm: true };
  const certain = withoutHedges(answer);
  if (certain === undefined) return;
  yield { said: withoutFillers(certain, fillers), firm: false };
}
