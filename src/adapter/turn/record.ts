import { type FollowerRecord, newFollower, stepFollower } from "../../machines/follower.ts";
import { grantOf, type PaymentRule } from "../../protocol/openings.ts";
import type { Push } from "../../protocol/push.ts";
import type { Work } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import { earlierOf } from "./gathered.ts";

/**
 * What is kept of a conversation between turns. It has had a version since the first release: this version never
 * touches the record of a newer one, because that would strand the follower after a rollback.
 */
export interface ConversationRecord {
  readonly v: 1;
  /** The follower's lifecycle. */
  readonly f: FollowerRecord;
  /** The last visible text offered held messages. */
  readonly o?: true;
  /** Slices: parts that others name and write through the turn's scope, each with a version of its own. */
  readonly s?: { readonly [slice: string]: unknown };
}

const VERSION = 1;

/** Reads a stored record. A stranger's record, or one that cannot be read, begins afresh. */
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

/** The follower's life after this push: first what was sent since the last turn, then the push itself. */
export function liveOn(
  record: ConversationRecord,
  push: Push | undefined,
  work: Work,
  now: number,
  paymentRule: PaymentRule,
): ConversationRecord {
  if (push === undefined || push.about === "account") return record;
  let f = record.f;
  const known = f.c.at(-1) ?? 0;
  for (const at of work.facts.ledger.charges) {
    if (at > known) f = stepFollower(f, { type: "sent", at });
  }
  const opening = grantOf(push, paymentRule);
  const event = { from: work.push.createdAt, at: now, ...(opening && { opening }) };
  return { ...record, f: stepFollower(f, { type: happened(push), ...event }) };
}

/** The follower's life after the messages that belong to the push's turn and came before it. */
export function liveThroughEarlier(
  record: ConversationRecord,
  work: Work,
  { paymentRule }: Pick<Account, "paymentRule">,
): ConversationRecord {
  const { earlier } = work;
  if (earlier === undefined) return record;
  const pushes = earlierOf(work) ?? [];
  return earlier.reduce(
    (lived, push, i) => liveOn(lived, pushes[i], { ...work, push }, push.createdAt, paymentRule),
    record,
  );
}

function happened(push: Push): "followed" | "unfollowed" | "spoke" {
  if (push.kind !== "event") return "spoke";
  if (push.event === "unsubscribe") return "unfollowed";
  return push.event === "subscribe" ? "followed" : "spoke";
}
