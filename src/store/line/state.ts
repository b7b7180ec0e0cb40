import { EMPTY_LEDGER, type GrantRule, type Ledger, quota } from "../../protocol/grants.ts";
import { DELIVERIES_PER_PUSH } from "../../protocol/limits.ts";
import { ASIDE, isAside } from "../aside.ts";
import type { StateChange } from "../botState.ts";
import type { Newer } from "../gather.ts";
import type {
  Ended,
  Facts,
  Fate,
  Follower,
  Item,
  Lease,
  Riding,
  StoredPush,
  Untaken,
} from "../store.ts";
import type { StoreSettings } from "../storeSettings.ts";

/**
 * A follower's line: everything that stands in order for one follower. The drivers that run JavaScript
 * (memory, SQLite) keep one of these and change it by the functions beside this file; Redis says the
 * same in Lua. It is plain data, so that it can be written down as JSON.
 */
export interface Line {
  record: unknown;
  /** Rises with every lease. */
  fence: number;
  owner: Owner | undefined;
  ledger: Ledger;
  /** Keys of pushes that are not done; the head is running or will be next. */
  queue: string[];
  pushes: { [key: string]: PushState };
  /** Customer-service messages in order. */
  chain: Item[];
  /** When the chain is due again, after a message that was certainly not sent: WeChat's API is away. */
  chainAt?: number | undefined;
  /**
   * Answers on their way out, with messages queued behind them. The messages wait until the answer has left, at the
   * latest until its `until`.
   */
  given: GivenAnswer[];
  inFlight: InFlight | undefined;
  /** The last asking of each process that lately asked for a message; the latest process comes last. */
  asked?: readonly Asked[] | undefined;
  held: Item[];
  /** Answers that no delivery took yet. */
  untaken: UntakenAnswer[];
  timers: Timer[];
  /** A question stands open. */
  asks?: boolean | undefined;
}

interface Owner {
  readonly key: string;
  readonly by: string;
  until: number;
}

interface Accepted {
  readonly fence: number;
  readonly n: number;
  /** The fence of the push that the step's reply handed over. */
  readonly next?: number;
}

export interface PushState {
  firstAt: number;
  /** When the latest delivery arrived, where there was more than one. */
  lastAt?: number | undefined;
  deliveries: number;
  joined?: number | undefined; // Of these, under the present lease: see `Lease`.
  attempts: number;
  /** Undefined once the push is done: nobody needs its text any more. */
  push: StoredPush | undefined;
  answer: string | undefined;
  /** What became of each message, by the number in its id; null for one that was never recorded. */
  fates: (Fate | null)[] | undefined;
  /** The last accepted step. If its reply was lost the step comes again, and gets the same reply. */
  accepted: Accepted | undefined;
  /** Processes that wait for the answer. */
  waiters: string[];
  /**
   * The deliveries that took the answer, where no message waits behind it. Where one does, the deliveries stand in
   * `given`.
   */
  takers: string[] | undefined;
  /** Deliveries that gave the answer back. A late copy of their asking does not take the answer again. */
  closed?: readonly string[] | undefined;
  /** The push shares a turn with other messages in a row. The push that has the turn lists the others as `earlier`. */
  joins?: true;
  earlier?: readonly StoredPush[] | undefined;
  /** The push that took this one's place: its turn answers this message. */
  into?: string;
  /** When the first message of the turn came, and until when the push waits for more. */
  since?: number;
  ripeAt?: number;
  /** What a newer push ended of this push's turn. */
  stop?: Newer;
  /** The only processes that may run the push for a while, because others do not know what it belongs to. */
  handed?: { readonly to: readonly string[]; readonly at: number } | undefined;
  /** Proactive turns only: the process that can run it, and when it was last seen. */
  enteredBy?: { readonly by: string; readonly until: number } | undefined;
}

/** An answer that was given to deliveries. */
interface GivenAnswer {
  readonly answer: UntakenAnswer;
  readonly until: number;
  /** The deliveries that have the answer. The answer waits for a taker again only when all of them were closed. */
  takers: string[];
}

interface UntakenAnswer extends Riding {
  readonly pushKey: string;
  /** The fence of the turn that gave the answer: answers wait in the order of their turns. */
  readonly fence: number;
  readonly rescueAt: number;
}

export interface InFlight {
  readonly item: Item;
  readonly by: string;
  readonly until: number;
  /** When the message was charged; undefined where it costs no grant. */
  readonly chargedAt: number | undefined;
  /** The asking that leased the message. The same asking gets the message again, and the verdict names the asking. */
  readonly ask: number;
  /** WeChat's API was away when the message was leased, so nobody waits for how this try ends. */
  readonly away?: true;
}

/** A process, and the number of its last asking. */
type Asked = readonly [by: string, ask: number];

interface Timer {
  readonly id: string;
  readonly at: number;
  readonly data: string;
}

/** What a verb needs beside the line: the store's clock reading, its settings, and whom to wake. */
export interface Verb {
  readonly follower: Follower;
  readonly now: number;
  readonly settings: StoreSettings;
  /** Called with the process and the push whose answer was written or whose runner is gone. */
  readonly wake: (process: string, pushKey: string) => void;
  /** Called when a push is done, so that the driver can forget it in time. */
  readonly done: (pushKey: string) => void;
  /** Called with each message that comes to its end unsent, for the reply. */
  readonly ended: (one: Ended) => void;
  /** Called by an accepted step with the bot state to write. The state replaces what is there. */
  readonly writeState: (changes: readonly StateChange[]) => void;
}

/** The answer that says "received, nothing to show" and ends WeChat's retries. */
export const FINAL = "success";

/** A new line's fence is the time, so that a runner from before `forget` never has the current fence. */
export function newLine(now: number): Line {
  return {
    record: undefined,
    fence: now,
    owner: undefined,
    ledger: EMPTY_LEDGER,
    queue: [],
    pushes: Object.create(null) as Line["pushes"],
    chain: [],
    inFlight: undefined,
    held: [],
    given: [],
    untaken: [],
    timers: [],
  };
}

export function newPush(push: StoredPush, now: number): PushState {
  return {
    firstAt: now,
    deliveries: 0,
    attempts: 0,
    push,
    answer: undefined,
    fates: undefined,
    accepted: undefined,
    waiters: [],
    takers: undefined,
  };
}

export function slotOf(state: PushState, { now, settings }: Verb): "free" | "gone" {
  const open = state.answer === undefined && state.push?.kind === "push";
  return open && now < slotEnds(state, settings) ? "free" : "gone";
}

/**
 * Until when a delivery may come and take the answer: until the last delivery is over; before the last one, as long
 * as another may come. Counted from the latest delivery, because the time between WeChat's tries varies.
 */
function slotEnds(state: PushState, { slotMs, nextMs, tryMs }: StoreSettings): number {
  const { firstAt, lastAt = firstAt, deliveries } = state;
  if (deliveries >= DELIVERIES_PER_PUSH) return lastAt + tryMs;
  return Math.max(firstAt + slotMs, lastAt + nextMs + tryMs);
}

/** When an answer that nobody took goes another way: never before the slot's end. */
export function rescueTime(state: PushState, settings: StoreSettings): number {
  return slotEnds(state, settings) + settings.rescueMs - settings.slotMs;
}

export function factsOf(line: Line, state: PushState, verb: Verb): Facts {
  if (isAway(line) || line.held.length > 0) expireHeld(line, verb);
  return factsAt(line, slotOf(state, verb), verb.now, verb.settings.grantRule);
}

/** What facts are made of. */
export interface FactsLine {
  readonly chain: readonly Item[];
  readonly chainAt?: number | undefined;
  readonly inFlight: Pick<InFlight, "away"> | undefined;
  readonly held: readonly Item[];
  readonly untaken: Facts["untaken"];
  readonly ledger: Ledger;
  readonly queue: readonly string[];
}

/** The facts of a line from which expired messages were removed. */
export function factsAt(line: FactsLine, slot: Facts["slot"], now: number, rule: GrantRule): Facts {
  const waits = isAway(line);
  const away = (waits ? line.chain.length : 0) + (line.inFlight?.away === true ? 1 : 0);
  const left = quota(line.ledger, now, rule);
  return {
    slot,
    chain: line.chain.length + (line.inFlight === undefined ? 0 : 1),
    quota: waits ? left : Math.max(0, left - costing(line.chain)),
    held: waits ? [...line.chain, ...line.held] : line.held,
    away: away > 0 ? away : undefined,
    untaken: line.untaken.length === 0 ? NONE : line.untaken.map(untakenOf),
    ledger: line.ledger,
    behind: line.queue.length > 1 ? line.queue.length - 1 : undefined,
  };
}

const NONE: readonly Untaken[] = []; // Nearly every line has none, and facts are read only.

function untakenOf({ pushKey, items }: Untaken): Untaken {
  return { pushKey, items };
}

/** Whether the queued messages wait because WeChat's API did not take the last message. */
export function isAway({ chain, chainAt, inFlight }: FactsLine): boolean {
  return (chainAt !== undefined || inFlight?.away === true) && chain.length > 0;
}

/** How many of these messages cost a grant each. */
export function costing(items: readonly Item[]): number {
  let count = 0;
  for (const { free } of items) if (free !== true) count += 1;
  return count;
}

export function setFate(line: Line, id: string, fate: Fate): void {
  const state = line.pushes[pushKeyOf(id)];
  if (state === undefined) return;
  const known = state.fates ?? NO_FATES;
  const index = indexOf(id);
  // A list that grows keeps room for sixteen more; nearly every push has one message. JSON knows no holes.
  if (index < known.length) known[index] = fate;
  else if (index === 0) state.fates = [fate];
  else state.fates = [...known, ...Array(index - known.length).fill(null), fate];
}

const NO_FATES: (Fate | null)[] = [];
const NO_IDS: readonly string[] = [];

/** What became of one of the line's messages, as far as it is remembered. */
export function fateOf(line: Line, id: string): Fate | undefined {
  return line.pushes[pushKeyOf(id)]?.fates?.[indexOf(id)] ?? undefined;
}

/** The ids of a push's messages that are recorded. */
export function recordedIds(key: string, { fates }: PushState): readonly string[] {
  if (fates === undefined) return NO_IDS;
  return fates.flatMap((fate, index) => (fate === null ? [] : `${key}#${index}`));
}

/** The push that an outgoing message belongs to: its id is the push key, `#` and a number. */
export function pushKeyOf(id: string): string {
  return id.slice(0, id.lastIndexOf("#"));
}

function indexOf(id: string): number {
  return Number(id.slice(id.lastIndexOf("#") + 1));
}

export function holds(line: Line, lease: Lease): boolean {
  if (isAside(lease)) return line.pushes[lease.pushKey]?.accepted?.fence === ASIDE;
  return line.fence === lease.fence && line.owner?.key === lease.pushKey;
}

/**
 * Ends messages that are not worth showing any more: the held ones; the queued ones only while WeChat's API is away,
 * because then an answer may carry them.
 */
export function expireHeld(line: Line, verb: Verb): void {
  if (isAway(line)) line.chain = unexpired(line, line.chain, verb);
  line.held = unexpired(line, line.held, verb);
}

function unexpired(line: Line, items: Item[], verb: Verb): Item[] {
  const { now } = verb;
  if (!items.some((item) => expired(item, now))) return items;
  for (const item of items) if (expired(item, now)) end(line, item.id, "expired", verb);
  return items.filter((item) => !expired(item, now));
}

/** A message comes to its end unsent. */
export function end(line: Line, id: string, fate: Ended["fate"], verb: Verb): void {
  setFate(line, id, fate);
  verb.ended({ id, fate });
}

export function expired(item: Item, now: number): boolean {
  return item.expiresAt !== undefined && item.expiresAt <= now;
}

/**
 * When somebody must next look after this line for what cannot wait: a lease that ends, an answer nobody took,
 * messages to send. Undefined while there is nothing of the kind.
 */
export function urgentAt(line: Line): number | undefined {
  let at = Number.POSITIVE_INFINITY;
  if (line.queue.length > 0) {
    const head = line.pushes[line.queue[0] ?? ""];
    // Who must leave a handed push alone finds it due all the same: it stands behind what waits for anybody.
    at = line.owner?.until ?? head?.ripeAt ?? head?.handed?.at ?? 0;
  }
  for (const { rescueAt } of line.untaken) at = Math.min(at, rescueAt);
  // While an answer waits for a taker the chain waits too, and the answer's `rescueAt` counts.
  if (line.inFlight !== undefined) at = Math.min(at, line.inFlight.until);
  else if (line.chain.length > 0 && line.untaken.length === 0)
    at = Math.min(at, Math.max(givenUntil(line), line.chainAt ?? 0));
  return at === Number.POSITIVE_INFINITY ? undefined : at;
}

/**
 * When somebody must next look after this line for what can wait while much is due: a timer, or a message that
 * expires.
 */
export function laterAt(line: Line): number | undefined {
  let at = Number.POSITIVE_INFINITY;
  for (const timer of line.timers) at = Math.min(at, timer.at);
  for (const { expiresAt = at } of line.held) at = Math.min(at, expiresAt);
  return at === Number.POSITIVE_INFINITY ? undefined : at;
}

/** Until when the chain waits for answers on their way out; 0 while there are none. */
export function givenUntil(line: Line): number {
  return Math.max(0, ...line.given.map(({ until }) => until));
}

/**
 * The message in flight is sent at some time between its lease and its verdict. A charge bears the latest
 * time that is possible, so that a grant which WeChat opened in between counts it.
 */
export function dateCharge(line: Line, at: number): void {
  if (line.inFlight?.chargedAt === undefined) return;
  // One message is in flight at a time, so the last charge is that message's.
  line.ledger = { ...line.ledger, charges: [...line.ledger.charges.slice(0, -1), at] };
  line.inFlight = { ...line.inFlight, chargedAt: at };
}

/**
 * Wakes the processes that wait for the answer, except the one that wrote it: that one gives it to its deliveries
 * itself.
 */
export function wakeWaiters(state: PushState, key: string, verb: Verb, except?: string): void {
  for (const process of state.waiters) if (process !== except) verb.wake(process, key);
  state.waiters = [];
}
