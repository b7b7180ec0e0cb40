import { type HasTurnState, TURN_SCOPE, type TurnScope } from "./turnScope.ts";

/**
 * What was said, where an account chose to keep it: a slice of the follower's conversation record. The slice is
 * written in the turn's one commit, is sealed as the record is, and goes with the record.
 */

/** The name of the slice, and of the timer that removes what is too old. */
export const TRANSCRIPT = "wechat.transcript";

/** One thing that was said. */
export interface Said {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly by: "follower" | "bot";
  /** The words; what has no words is named in brackets, such as `[image]`. */
  readonly text: string;
}

/** What to keep. */
export interface Transcripts {
  /** Older entries are removed, whether the follower comes back or not. */
  readonly keepDays: number;
  /**
   * How many entries are kept at most: the transcript is read with every turn of the follower. Default 50, at most
   * 500.
   */
  readonly most?: number | undefined;
}

export const USUAL_MOST = 50;
export const MOST_MOST = 500;
const DAY_MS = 24 * 3_600_000;
/** Longer texts are cut: a record is read at each turn. */
const LONGEST_TEXT = 2_000;

/** A transcript with new entries added, and without those that are too old or too many. */
export function transcriptWith(
  known: readonly Said[],
  said: readonly Said[],
  now: number,
  { keepDays, most = USUAL_MOST }: Transcripts,
): readonly Said[] {
  const from = now - keepDays * DAY_MS;
  return [...known, ...said.map(shortened)].filter(({ at }) => at > from).slice(-most);
}

/** When the oldest entry is too old; undefined where nothing is kept. */
export function transcriptEnds(
  kept: readonly Said[],
  { keepDays }: Transcripts,
): number | undefined {
  const [oldest] = kept;
  return oldest && oldest.at + keepDays * DAY_MS;
}

/** Reads a slice as it was stored, whoever wrote it. */
export function readTranscript(slice: unknown): readonly Said[] {
  return Array.isArray(slice) ? (slice as readonly Said[]) : [];
}

/** The transcript in what a store exports of a follower. */
export function transcriptIn(part: unknown): readonly Said[] {
  const { record } = (part ?? {}) as { readonly record?: { readonly s?: object } };
  return readTranscript((record?.s as { [TRANSCRIPT]?: unknown } | undefined)?.[TRANSCRIPT]);
}

function shortened(said: Said): Said {
  const { text } = said;
  return text.length <= LONGEST_TEXT ? said : { ...said, text: `${text.slice(0, LONGEST_TEXT)}…` };
}

/**
 * What was said to this follower and by him before this turn, the last `most` of it, oldest first: the memory of a
 * language model, for example. Empty where the account keeps no `transcripts`, and outside of a turn.
 */
export function transcriptOf(
  context: HasTurnState,
  most: number = Number.POSITIVE_INFINITY,
): readonly Said[] {
  const scope = context.turnState.get(TURN_SCOPE) as TurnScope | undefined;
  const known = readTranscript(scope?.read(TRANSCRIPT));
  return most >= known.length ? known : known.slice(known.length - Math.max(0, most));
}
