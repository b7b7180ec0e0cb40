import { type FollowerRecord, newFollower } from "../machines/follower.ts";

/**
 * What is kept of a conversation between turns. Versioned from the first release: a record of a newer
 * version is never touched by this one, which would strand the follower after a rollback.
 */
export interface ConversationRecord {
  readonly v: 1;
  /** The follower's lifecycle. */
  readonly f: FollowerRecord;
  /** The last visible text offered held messages. */
  readonly o?: true;
}

const VERSION = 1;

/** Reads a stored record; a stranger, or what cannot be read, begins afresh. */
export function readRecord(stored: unknown): ConversationRecord {
  const record = stored as Partial<ConversationRecord> | undefined;
  if (record?.v === VERSION && record.f !== undefined) return record as ConversationRecord;
  return { v: VERSION, f: newFollower() };
}

/** Whether a later version of this package wrote the record: then it is left as it is. */
export function isNewer(stored: unknown): boolean {
  const version = (stored as { v?: unknown } | undefined)?.v;
  return typeof version === "number" && version > VERSION;
}
