import { WeChatError } from "../../errors.ts";
import type { Said } from "./memory.ts";

/**
 * What is stored of a conversation's dialogues: where each one is, what it knows, what it waits for. No rendered text
 * is stored, so wording and language may change under a running dialogue. Names are short, because the record is read
 * and written in every turn; empty values are left out.
 */
export interface TalkRecord {
  /** The record's own version. */
  readonly v: 1;
  /** The stack, the present dialogue last. */
  readonly f: readonly FrameRecord[];
  /** Timers: the frame, when (ms since the epoch), XState's event without `xstate.after.`. */
  readonly t?: readonly (readonly [frame: number, at: number, event: string])[];
  readonly c?: readonly CallRecord[];
  /** How many calls were made so far: the keys of calls count on from here. */
  readonly n?: number;
  /** The follower's window ended, or he left, since his last message. */
  readonly e?: 1;
  /** The release of the bot that wrote the record: a greater number is a later release. */
  readonly g?: number;
  /** When the last dialogue ended, where none has begun since. */
  readonly l?: number | undefined;
  /** What was answered in a dialogue that gave up or lapsed, to be offered when it begins again. */
  readonly d?: DraftRecord | undefined;
  /** The dialogue that ended then, where it may be reopened. */
  readonly k?: FrameRecord | undefined;
  /**
   * Where a turn saved before its end: the turn's key, and what it had said by then. A second run goes on from here.
   */
  readonly m?: { readonly k: string; readonly o: readonly Said[] };
}

export interface FrameRecord {
  /** The dialogue's id and the version that wrote this. */
  readonly d: string;
  readonly w: number;
  /** XState's state value. */
  readonly s: string | object;
  /** The answers; for a raw machine its whole context. */
  readonly a?: object;
  /** The input that the dialogue was begun with. */
  readonly i?: unknown;
  /** Misses at the present question. */
  readonly x?: number;
  /** Questions before this one, for going back. */
  readonly h?: readonly (string | object)[];
  /** The dialogue that uses this one: its frame and its step. */
  readonly b?: readonly [frame: number, step: string];
  /** The name of the repair, where this dialogue is one. */
  readonly r?: string;
  /** What the follower told before he was asked, by the dialogue that will ask and its question. */
  readonly p?: KnownBefore;
  /** Where the dialogue was reopened: what stands if nothing comes of it. */
  readonly o?: Standing;
}

/** Answers that are kept of a dialogue that ended without them. */
export interface DraftRecord {
  /** The dialogue's id and version, and until when they are offered, in ms since the epoch. */
  readonly d: string;
  readonly w: number;
  readonly x: number;
  /** The answers, by the dialogue that asked and its question. */
  readonly p: KnownBefore;
}

/** How a dialogue had ended before it was reopened: its end and its answers. Empty where a new version reads them. */
export interface Standing {
  readonly s?: string | object;
  readonly a?: Readonly<Record<string, unknown>>;
}

/**
 * An answer that came before its question. For a moment perhaps only the day, `2026-12-05`; for a matter perhaps only
 * words that are not yet a whole answer.
 */
export type KnownBefore = Readonly<
  Record<
    string,
    Readonly<
      Record<string, { readonly v: unknown } | { readonly d: string } | { readonly w: string }>
    >
  >
>;

export interface CallRecord {
  readonly k: string;
  readonly f: number;
  /** The step, and the service's name. */
  readonly s: string;
  readonly c: string;
  readonly i?: unknown;
  /** How many tries have begun. */
  readonly n: number;
  /** Until when the present try belongs to a process, in ms since the epoch. */
  readonly l?: number;
}

const EMPTY: TalkRecord = { v: 1, f: [] };

/** Reads what the store gave. Throws `WeChatError` with the code `newer-record` for the record of a later release. */
export function readTalk(stored: unknown): TalkRecord {
  if (stored === undefined || stored === null) return EMPTY;
  const { v, f } = stored as Partial<TalkRecord>;
  if (typeof v === "number" && v > 1) throw newer(`the record is of version ${v}`);
  // The record is damaged. A person in a dialogue is then asked anew, which is better than never being answered.
  if (v !== 1 || !Array.isArray(f)) return EMPTY;
  return stored as TalkRecord;
}

/** A later release wrote this: we must not touch it. */
export function newer(what: string): WeChatError {
  return new WeChatError(
    "newer-record",
    `A later release of the bot has this conversation (${what}): this process leaves it alone. Finish the deploy.`,
  );
}
