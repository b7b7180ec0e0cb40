import type { Arrived, Released, Riding } from "../store.ts";
import { FINAL, type Line, type PushState, rescueTime, type Verb, wakeWaiters } from "./state.ts";

/** A delivery takes the stored answer. Whichever delivery gets the answer out lets the chain go on afterwards. */
export function take(line: Line, key: string, taker: string | undefined): Released {
  const state = line.pushes[key];
  if (taker !== undefined && state?.closed?.includes(taker))
    return { answer: state.answer ?? FINAL };
  const waiting = line.untaken.find((one) => one.pushKey === key);
  if (waiting !== undefined) {
    line.untaken = line.untaken.filter((one) => one !== waiting);
    line.given.push({ answer: waiting, until: waiting.rescueAt, takers: [] });
  }
  const given = line.given.find((one) => one.answer.pushKey === key);
  const takers = given?.takers ?? state?.takers;
  if (taker !== undefined && takers?.includes(taker) === false) takers.push(taker);
  const answer = state?.answer ?? FINAL;
  return given === undefined ? { answer } : { answer, opensChain: true };
}

/**
 * Whether messages of a push are held or queued although its answer shows nothing; undefined where no message waits.
 */
export function unseenOf({ answer, fates = [] }: PushState): Arrived["unseen"] {
  if (answer !== FINAL) return undefined;
  if (fates.includes("held")) return "held";
  return fates.some((fate) => fate === "queued" || fate === "sending") ? "queued" : undefined;
}

/** See `Store.release`. */
export function release(
  line: Line,
  key: string,
  answer: string,
  takenBy: string | undefined,
  verb: Verb,
): Released {
  const state = line.pushes[key];
  if (state === undefined) return { answer: FINAL };
  if (state.answer !== undefined) return take(line, key, takenBy);
  state.answer = answer;
  wakeWaiters(state, key, verb);
  return { answer };
}

/** See `Store.untake`. */
export function untake(
  line: Line,
  key: string,
  takenBy: string,
  riding: Riding | undefined,
  verb: Verb,
): void {
  if (riding !== undefined) keepRiding(line, key, takenBy, riding, verb);
  const state = line.pushes[key];
  const given = line.given.find(({ answer }) => answer.pushKey === key);
  const had = (state?.takers ?? given?.takers)?.includes(takenBy) === true;
  if (had && state !== undefined) state.closed = [...without(state.closed ?? [], takenBy), takenBy];
  // The last taker stays: the process that wrote the answer may still bring the answer's messages.
  if (state?.takers !== undefined && state.takers.length > 1) {
    state.takers = without(state.takers, takenBy);
  }
  if (given === undefined || !given.takers.includes(takenBy)) return;
  given.takers = without(given.takers, takenBy);
  if (given.takers.length > 0) return;
  line.given = line.given.filter((one) => one !== given);
  line.untaken = [...line.untaken, given.answer].sort((a, b) => a.fence - b.fence);
}

/**
 * Stores the messages of an answer, which the process that wrote the answer brings back. Other deliveries may still
 * have the answer.
 */
function keepRiding(line: Line, key: string, takenBy: string, riding: Riding, verb: Verb): void {
  const state = line.pushes[key];
  if (state?.takers?.includes(takenBy) !== true || state.accepted === undefined) return;
  const rescueAt = rescueTime(state, verb.settings);
  const { fence } = state.accepted;
  const answer = { pushKey: key, fence, ...riding, rescueAt };
  line.given.push({ answer, until: verb.now, takers: state.takers });
  state.takers = undefined;
}

function without(takers: readonly string[], taker: string): string[] {
  return takers.filter((one) => one !== taker);
}
