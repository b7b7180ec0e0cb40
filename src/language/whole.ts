import type { Reading } from "./reading.ts";
import { isRemark, leavesOpen, type Parts, partsOf, unwrapped } from "./sentences/frames.ts";
import { middlesOf } from "./sentences/surroundings.ts";
import {
  bareAnswer,
  ENGLISH_QUESTION,
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
  /** Whether a remark behind the value changes nothing: 八点吧，路上堵. Default true. */
  readonly remarks?: boolean;
}

/** A name of what can be chosen may stand in a remark: 大厅，没有就靠窗. */
const NO_REMARKS = { remarks: false };

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
  const looked = lookedAt(text, fillers);
  if (looked === undefined) return MISS;
  for (const { said, firm } of forms(looked, fillers)) {
    const value = read(said);
    if (value !== undefined) return outcome(value, firm, show);
  }
  const value = framed(looked, fillers, (said) => firmly(said, read, fillers), combining);
  return value === undefined ? MISS : { ok: true, value };
}

/** The same for a reader that has to load a library first. */
export async function readWholeLater<T>(
  text: string,
  read: (said: string) => Promise<T | undefined>,
  show: (value: T) => string,
  fillers?: Fillers,
): Promise<Reading<T>> {
  const looked = lookedAt(text, fillers);
  if (looked === undefined) return MISS;
  for (const { said, firm } of forms(looked, fillers)) {
    const value = await read(said);
    if (value !== undefined) return outcome(value, firm, show);
  }
  // What parts it has is known before they are read: each is read once, and then they are put together.
  const values = new Map<string, T | undefined>();
  for (const part of piecesOf(looked, fillers)) {
    for (const said of wordings(part, fillers)) {
      if (values.get(part) === undefined) values.set(part, await read(said));
    }
  }
  const value = framed(looked, fillers, (part) => values.get(part));
  return value === undefined ? MISS : { ok: true, value };
}

function outcome<T>(value: T, firm: boolean, show: (value: T) => string): Reading<T> {
  return firm ? { ok: true, value } : { ok: false, reason: "unsure", heard: show(value) };
}

/** A message that is no question, in the forms in which it is looked at. */
interface Looked {
  readonly folded: string;
  /** Without what stands beside it. */
  readonly answer: string;
  /** Without the fillers of its recogniser. */
  readonly bare: () => string;
  /** With its blanks between Chinese as pauses: 八点吧 路上堵. Undefined where it has none. */
  readonly paused?: string;
}

/** A blank behind a digit stands before its counter word: 2 张桌子. */
const BLANKS = /(?<=\p{Script=Han}) +(?=\p{Script=Han}{2})/gu;

function lookedAt(text: string, fillers: Fillers | undefined): Looked | undefined {
  if (text.length > MAX_ANSWER) return undefined;
  const folded = fold(text);
  const answer = bareAnswer(folded);
  if (answer === "" || isQuestion(answer) || ENGLISH_QUESTION.test(answer)) return undefined;
  const paused = text.replace(BLANKS, "，");
  let bare: string | undefined;
  return {
    folded,
    answer,
    ...(paused !== text && { paused: bareAnswer(fold(paused)) }),
    bare() {
      bare ??= bareAnswer(withoutFillers(answer, fillers));
      return bare;
    },
  };
}

/** An answer inside of a sentence, where every other part of the sentence is known. The text is folded and bare. */
export function inFrames<T>(answer: string, read: (said: string) => T | undefined): T | undefined {
  return framed({ folded: answer, answer, bare: () => answer }, undefined, read, NO_REMARKS);
}

function framed<T>(
  { answer, bare, paused }: Looked,
  fillers: Fillers | undefined,
  read: (said: string) => T | undefined,
  combining: Combining<T> = {},
): T | undefined {
  const isWrapped = unwrapped(answer, fillers) !== bare();
  const whole = isWrapped ? read(answer) : undefined;
  if (whole !== undefined) return whole;
  const parts = partsOf(paused ?? answer);
  if (parts !== undefined) return together(parts, read, combining);
  return isWrapped || leavesOpen(answer) ? undefined : read(answer);
}

function together<T>(
  { kept, takenBack, refused }: Parts,
  read: (said: string) => T | undefined,
  { afterTakenBack, afterRefused, remarks = true }: Combining<T>,
): T | undefined {
  let value = kept.length === 1 ? undefined : read(kept.join(","));
  if (value === undefined) {
    const values = kept.flatMap((one) => {
      const found = read(one);
      const isBeside = remarks && (isRemark(one) || isAboutOneOf(kept, one));
      return found === undefined && isBeside ? [] : [found];
    });
    if (values.length === 0 || values.some((one) => one === undefined || !same(one, values[0])))
      return undefined;
    value = values[0];
  }
  for (const one of [...takenBack].reverse()) {
    const before = read(one);
    if (before === undefined || value === undefined) return undefined;
    if (afterTakenBack !== undefined) value = afterTakenBack(before, value);
  }
  for (const one of refused) {
    const other = read(one);
    if (other === undefined || value === undefined || same(other, value)) return undefined;
    if (afterRefused !== undefined) value = afterRefused(other, value);
  }
  return value;
}

/** 周日人齐 of 周日吧，周日人齐: it tells something of what another clause says, and nothing else. */
function isAboutOneOf(kept: readonly string[], clause: string): boolean {
  return kept.some((one) => {
    const value = unwrapped(one);
    return one !== clause && clause.includes(value) && isRemark(clause.replace(value, ""));
  });
}

/** Values are plain: numbers, texts, and records of them that one reader makes alike. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function piecesOf(
  { answer, bare, paused }: Looked,
  fillers: Fillers | undefined,
): readonly string[] {
  const { kept = [], takenBack = [], refused = [] } = partsOf(paused ?? answer) ?? {};
  const isWrapped = unwrapped(answer, fillers) !== bare() || !leavesOpen(answer);
  const wrapped = isWrapped ? [answer] : [];
  return [
    ...wrapped,
    ...kept,
    ...(kept.length > 1 ? [kept.join(",")] : []),
    ...takenBack,
    ...refused,
  ];
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
  const bare = bareAnswer(withoutFillers(said, fillers));
  if (bare !== said) yield bare;
  const plain = bareAnswer(unwrapped(said, fillers));
  if (plain !== bare) yield plain;
  if (!leavesOpen(said)) yield* middlesOf(said, fillers);
}

function* forms({ folded, answer, bare }: Looked, fillers: Fillers | undefined): Generator<Form> {
  yield { said: folded, firm: true };
  if (answer !== folded) yield { said: answer, firm: true };
  if (bare() !== answer) yield { said: bare(), firm: true };
  const certain = withoutHedges(answer);
  if (certain === undefined) return;
  yield { said: withoutFillers(certain, fillers), firm: false };
}
