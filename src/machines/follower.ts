import { assign, type SnapshotFrom, setup } from "xstate";
import {
  charge,
  EMPTY_LEDGER,
  exhaust,
  type Grant,
  type GrantRule,
  type Ledger,
  type Opening,
  openGrant,
  openGrants,
  quota,
  refund,
} from "../protocol/grants.ts";
import { checkMachine, next } from "./pure.ts";

/**
 * What happens between an account and one follower. Time comes as data: `at` is now, by the store's
 * clock; `from` is WeChat's CreateTime of a push. Both are milliseconds since the epoch.
 */
export type FollowerEvent =
  | Push<"followed">
  | Push<"unfollowed">
  /** Any other push. `opening`: the grant that it opens for customer-service messages, if any. */
  | Push<"spoke">
  /** A customer-service message was charged. */
  | { readonly type: "sent"; readonly at: number }
  /** The message charged at `charged` was certainly never shown. It comes before `refused`, if both come. */
  | { readonly type: "unsent"; readonly at: number; readonly charged: number }
  /** WeChat's verdict on a message: 45015, window over or unfollowed; 45047, count used up. */
  | { readonly type: "refused"; readonly at: number; readonly code: 45015 | 45047 }
  /** Time went on. The caller sends it before any other event, so that expiry needs no timer. */
  | { readonly type: "clock"; readonly at: number };

interface Push<T extends "followed" | "unfollowed" | "spoke"> {
  readonly type: T;
  readonly from: number;
  readonly at: number;
  readonly opening?: Opening;
}

interface FollowerContext {
  readonly ledger: Ledger;
  /** CreateTime of the latest unfollow or return, 0 before the first: events from before that time change nothing. */
  readonly since: number;
  readonly rule: GrantRule;
}

interface Happening {
  readonly context: FollowerContext;
  readonly event: FollowerEvent;
}

/** The only place where an event changes grants. Guards call it to look ahead. */
function ledgerAfter({ context: { ledger, rule }, event }: Happening): Ledger {
  switch (event.type) {
    case "followed":
    case "spoke":
      if (event.opening === undefined) return ledger;
      return openGrant(ledger, event.opening, event.from, event.at, rule);
    case "unfollowed":
      return EMPTY_LEDGER;
    case "sent":
      return charge(ledger, event.at, rule);
    case "unsent":
      return refund(ledger, event.charged, rule);
    case "refused":
      return event.code === 45015 ? EMPTY_LEDGER : exhaust(ledger, event.at);
    case "clock":
      return { ...ledger, grants: openGrants(ledger, event.at) };
  }
}

/** Whether a push is news. WeChat repeats a lost push after up to 15 s, and other pushes overtake it. */
function isCurrent({ context, event }: Happening): boolean {
  return !("from" in event) || event.from >= context.since;
}

function opensGrant(happening: Happening): boolean {
  const { event } = happening;
  return "opening" in event && event.opening !== undefined && isCurrent(happening);
}

function hasLeft(happening: Happening): boolean {
  return quota(ledgerAfter(happening), happening.event.at, happening.context.rule) > 0;
}

function isOver(happening: Happening): boolean {
  return openGrants(ledgerAfter(happening), happening.event.at).length === 0;
}

const settle = assign<FollowerContext, FollowerEvent, undefined, FollowerEvent, never>((now) => ({
  ledger: ledgerAfter(now),
}));

const setting = setup({
  types: {} as { context: FollowerContext; events: FollowerEvent },
  guards: {
    current: isCurrent,
    opens: (now) => opensGrant(now) && hasLeft(now),
    // Before we heard of the push, so many messages went out that nothing of its grant is left.
    opensUsedUp: (now) => opensGrant(now) && !hasLeft(now) && !isOver(now),
    someLeft: hasLeft,
    noneLeft: (now) => !hasLeft(now),
    allOver: isOver,
    windowOver: ({ event }) => event.type === "refused" && event.code === 45015,
    countUsedUp: ({ event }) => event.type === "refused" && event.code === 45047,
  },
  actions: {
    noteTime: assign(({ context, event }) => ({
      since: "from" in event ? event.from : context.since,
    })),
    // One calculation, under several names for readers of the drawing.
    openGrant: settle,
    charge: settle,
    giveBack: settle,
    dropExpired: settle,
    emptyGrants: settle,
    forgetGrants: settle,
  },
});

const GRANTS = [
  { target: ".open", guard: "opens", actions: "openGrant" },
  { target: ".spent", guard: "opensUsedUp", actions: "openGrant" },
] as const;
const RETURN = { target: "following", guard: "current", actions: "noteTime" } as const;
const LEAVE = { target: "unfollowed", guard: "current", actions: "noteTime" } as const;

/** The lifecycle of a follower. `docs/lifecycle.md` has its drawing, made by `node scripts/docs.ts`. */
export const followerMachine = checkMachine(() =>
  setting.createMachine({
    id: "follower",
    context: { ledger: EMPTY_LEDGER, since: 0, rule: "strict" },
    type: "parallel",
    states: {
      relation: {
        initial: "stranger",
        states: {
          // `noteTime` is missing here: a late push of an unknown follower still opens its grant.
          stranger: { on: { followed: "following", spoke: "following", unfollowed: LEAVE } },
          following: { on: { unfollowed: LEAVE } },
          unfollowed: { on: { followed: RETURN, spoke: RETURN } },
        },
      },
      window: {
        initial: "closed",
        on: {
          followed: GRANTS,
          spoke: GRANTS,
          unfollowed: { target: ".closed", guard: "current", actions: "forgetGrants" },
          // A message that we thought impossible counts too: somebody sent it.
          sent: { actions: "charge" },
          unsent: { actions: "giveBack" },
        },
        states: {
          closed: {},
          open: {
            on: {
              sent: { target: "spent", guard: "noneLeft", actions: "charge" },
              clock: [
                { target: "expired", guard: "allOver", actions: "dropExpired" },
                { target: "spent", guard: "noneLeft", actions: "dropExpired" },
                { actions: "dropExpired" },
              ],
              refused: [
                { target: "expired", guard: "windowOver", actions: "forgetGrants" },
                { target: "spent", guard: "countUsedUp", actions: "emptyGrants" },
              ],
            },
          },
          spent: {
            on: {
              unsent: { target: "open", guard: "someLeft", actions: "giveBack" },
              clock: [
                { target: "expired", guard: "allOver", actions: "dropExpired" },
                { actions: "dropExpired" },
              ],
              refused: { target: "expired", guard: "windowOver", actions: "forgetGrants" },
            },
          },
          expired: {},
        },
      },
    },
  }),
);

export type Relation = "stranger" | "following" | "unfollowed";
export type Window = "closed" | "open" | "spent" | "expired";

/**
 * What is stored of a follower: JSON, some 60 to 400 bytes. Written by {@link stepFollower}; everybody
 * else asks {@link relationOf}, {@link windowOf} and {@link quotaOf}.
 */
export interface FollowerRecord {
  /** Version of this form. A change of meaning raises it and teaches {@link isFollowerRecord} the old. */
  readonly v: 1;
  /** Relation. */
  readonly r: Relation;
  /** Window, as it was at the latest event: time may have closed it since. */
  readonly w: Window;
  /** Grants: kind, limit, left, from, until. */
  readonly g: readonly (readonly [Grant["kind"], number, number, number, number])[];
  /** Times of the latest charges. */
  readonly c: readonly number[];
  /** `since` of {@link FollowerContext}. */
  readonly s: number;
}

const NEW_FOLLOWER: FollowerRecord = { v: 1, r: "stranger", w: "closed", g: [], c: [], s: 0 };

/** Somebody of whom we know nothing yet. */
export function newFollower(): FollowerRecord {
  return NEW_FOLLOWER;
}

/** The record after an event. Expiry comes first: nobody has to send `clock` before another event. */
export function stepFollower(
  record: FollowerRecord,
  event: FollowerEvent,
  rule: GrantRule = "strict",
): FollowerRecord {
  return stepUsual(record, event, rule) ?? stepIn(followerMachine, record, event, rule);
}

/**
 * The usual event without the machine: somebody wrote who has not left, and something may be sent. The machine gives the
 * same result (a test compares them), thirty times as slowly.
 */
function stepUsual(
  stored: FollowerRecord,
  event: FollowerEvent,
  rule: GrantRule,
): FollowerRecord | undefined {
  if (event.type !== "spoke" || event.opening === undefined) return undefined;
  const { r, s, ledger } = read(stored);
  if (r === "unfollowed" || event.from < s) return undefined;
  const opened = openGrant(ledger, event.opening, event.from, event.at, rule);
  return quota(opened, event.at, rule) > 0 ? asRecord("following", "open", opened, s) : undefined;
}

function asRecord(r: Relation, w: Window, { grants, charges }: Ledger, s: number): FollowerRecord {
  const g = grants.map(
    ({ kind, limit, left, from, until }) => [kind, limit, left, from, until] as const,
  );
  return { v: 1, r, w, g, c: charges, s };
}

/** {@link stepFollower} in another machine of the same kind. @internal For tests that break it. */
export function stepIn(
  machine: typeof followerMachine,
  record: FollowerRecord,
  event: FollowerEvent,
  rule: GrantRule,
): FollowerRecord {
  const { r: relation, w: window, s: since, ledger } = read(record);
  let snapshot = machine.resolveState({
    value: { relation, window },
    context: { ledger, since, rule },
  });
  // Only an ended grant needs the event `clock`, and that event is half of the work.
  if (openGrants(ledger, event.at).length < ledger.grants.length) {
    [snapshot] = next(machine, snapshot, { type: "clock", at: event.at });
  }
  if (event.type !== "clock") [snapshot] = next(machine, snapshot, event);
  return recordOf(snapshot);
}

function recordOf({ value, context }: SnapshotFrom<typeof followerMachine>): FollowerRecord {
  return {
    v: 1,
    r: value.relation,
    w: value.window,
    g: context.ledger.grants.map(({ kind, limit, left, from, until }) => [
      kind,
      limit,
      left,
      from,
      until,
    ]),
    c: context.ledger.charges,
    s: context.since,
  };
}

/** How many customer-service messages may be sent to the follower at `at`. */
export function quotaOf(record: FollowerRecord, at: number, rule: GrantRule = "strict"): number {
  return quota(read(record).ledger, at, rule);
}

/** Whether the person follows, as far as pushes have shown. */
export function relationOf(record: FollowerRecord): Relation {
  return readable(record).r;
}

/** The window at `at`, which is not before the latest event. */
export function windowOf(record: FollowerRecord, at: number): Window {
  const { w, ledger } = read(record);
  if (w !== "open" && w !== "spent") return w;
  if (openGrants(ledger, at).length === 0) return "expired";
  return quota(ledger, at) > 0 ? "open" : "spent";
}

function read(stored: FollowerRecord): FollowerRecord & { readonly ledger: Ledger } {
  const record = readable(stored);
  const grants = record.g.map(([kind, limit, left, from, until]) => {
    return { kind, limit, left, from, until };
  });
  return { ...record, ledger: { grants, charges: record.c } };
}

/**
 * A record that cannot be read (damaged, or written by a later version during a deploy) must not cost the follower
 * his turn: it counts as the record of a stranger. That is safe, because a stranger has no quota, and it does not
 * last, because the next push proves that he follows and opens a grant.
 */
function readable(stored: FollowerRecord): FollowerRecord {
  return isFollowerRecord(stored) ? stored : NEW_FOLLOWER;
}

const RELATIONS: readonly unknown[] = ["stranger", "following", "unfollowed"] satisfies Relation[];
const WINDOWS: readonly unknown[] = ["closed", "open", "spent", "expired"] satisfies Window[];

/** Whether a stored value is a record that this version reads. For a log; nobody has to call it. */
export function isFollowerRecord(stored: unknown): stored is FollowerRecord {
  if (typeof stored !== "object" || stored === null) return false;
  const { v, r, w, g, c, s } = stored as Partial<Record<keyof FollowerRecord, unknown>>;
  return (
    v === 1 &&
    RELATIONS.includes(r) &&
    WINDOWS.includes(w) &&
    Array.isArray(g) &&
    g.every(isGrant) &&
    Array.isArray(c) &&
    c.every(Number.isFinite) &&
    Number.isFinite(s)
  );
}

function isGrant(stored: unknown): boolean {
  if (!Array.isArray(stored) || stored.length !== 5) return false;
  // Any kind is accepted: it only says which grant replaces which.
  return typeof stored[0] === "string" && stored.slice(1).every(Number.isFinite);
}
