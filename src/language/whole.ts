import type { Reading } from "./reading.ts";
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
): Reading<T> {
  for (const { said, firm } of forms(text, fillers)) {
    const value = read(said);
    if (value !== undefined) return outcome(value, firm, show);
  }
  return MISS;
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
  return MISS;
}

function outcome<T>(value: T, firm: boolean, show: (value: T) => string): Reading<T> {
  return firm ? { ok: true, value } : { ok: false, reason: "unsure", heard: show(value) };
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
