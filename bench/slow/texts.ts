/** What the followers of this bench write, and what a bot makes of it. */
export const FAST = "fast";
export const SLOW = "slow";
export const STREAM = "stream";

/** A streamed answer: so many pieces, one every so many milliseconds. 25 seconds, as a long answer of a model takes. */
export const PIECES = 750;
export const PIECE_MS = 33;

/** One piece of a model's answer; each tenth ends a sentence. */
export function piece(n: number): string {
  return n % 10 === 9 ? "完了。" : "好的 ";
}

/** What a contender has cost so far. */
export interface Costs {
  /** Processor time since the start, of all threads, in microseconds, without collections that were asked for. */
  readonly cpu: number;
  /** Heap in use after a full collection, where one was asked for; in bytes. */
  readonly heap: number;
  readonly resident: number;
  /** Calls of the store since the start, by verb. */
  readonly verbs: Readonly<Record<string, number>>;
}
