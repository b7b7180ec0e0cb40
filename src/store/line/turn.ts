import { type Opening, openGrant } from "../../protocol/grants.ts";
import { isAside } from "../aside.ts";
import type { Renewed } from "../gather.ts";
import {
  type Arrival,
  type Arrived,
  type Facts,
  type Lease,
  MAX_ATTEMPTS,
  type Step,
  type Stepped,
  type TimerChange,
  type Work,
} from "../store.ts";
import { ends, enqueue, ripensAt, tellUnripe } from "./newcomer.ts";
import { take, unseenOf } from "./slot.ts";
import {
  costing,
  dateCharge,
  end,
  FINAL,
  factsOf,
  holds,
  isAway,
  type Line,
  type PushState,
  recordedIds,
  rescueTime,
  setFate,
  slotOf,
  type Verb,
  wakeWaiters,
} from "./state.ts";

type Handed = NonNullable<PushState["handed"]>;

/** See `Store.arrive`. */
export function arrive(line: Line, arrival: Arrival, verb: Verb): Arrived {
  const { push, by } = arrival;
  let state = line.pushes[push.key];
  if (state === undefined) {
    if (line.queue.length >= verb.settings.queueLength) {
      return { deliveries: 1, firstAt: verb.now, leaseLeft: 0, full: true };
    }
    state = enqueue(line, arrival, verb);
    if (arrival.endsGrants === true) endGrants(line, Math.min(push.createdAt, verb.now));
    if (arrival.opening !== undefined) open(line, arrival.opening, push.createdAt, verb);
  }
  // A delivery that looks again was counted before, unless the line was forgotten meanwhile.
  if (arrival.again !== true || state.deliveries === 0) countDelivery(state, verb.now);
  if (arrival.answer !== undefined) state.answer ??= arrival.answer;
  // An answer that is there is taken before other work is leased: whoever runs that must know that it is gone.
  const found = state.answer === undefined ? undefined : take(line, push.key, arrival.takenBy);
  const work = leaseHead(line, by, verb, arrival.runs);
  const { deliveries, firstAt } = state;
  if (state.answer !== undefined) {
    const taken = found ?? take(line, push.key, arrival.takenBy);
    return { deliveries, firstAt, work, ...taken, unseen: unseenOf(state), leaseLeft: 0 };
  }
  if (!state.waiters.includes(by)) state.waiters.push(by);
  return { deliveries, firstAt, work, leaseLeft: leaseLeft(line, verb) };
}

function countDelivery(state: PushState, now: number): void {
  state.deliveries += 1;
  if (state.deliveries > 1) state.lastAt = now;
}

/** Counts deliveries that have joined the turn since the store last heard of its lease. */
function countJoined(state: PushState, { joined = 0 }: Lease, now: number): void {
  const more = joined - (state.joined ?? 0);
  if (more <= 0) return;
  state.joined = joined;
  state.deliveries += more;
  state.lastAt = now;
}

/** Ends the grants of a follower who left. A grant that opened since, because the follower came back, stays. */
function endGrants(line: Line, at: number): void {
  const grants = line.ledger.grants.filter(({ from }) => from > at);
  line.ledger = { ...line.ledger, grants };
}

/**
 * Opens a grant. A message in flight may reach WeChat after WeChat opened the same grant, so the message counts as
 * sent now.
 */
function open(line: Line, opening: Opening, from: number, { now, settings }: Verb): void {
  dateCharge(line, now);
  line.ledger = openGrant(line.ledger, opening, from, now, settings.grantRule);
}

/** Leases the head of the queue to `by`, if nobody has it. `runs`: see `Arrival`. */
export function leaseHead(line: Line, by: string, verb: Verb, runs = false): Work | undefined {
  if (line.owner !== undefined && line.owner.until > verb.now) return undefined;
  if (runs && line.owner?.by === by) {
    line.owner.until = verb.now + verb.settings.leaseMs;
    return undefined;
  }
  for (let key = line.queue[0]; key !== undefined; key = line.queue[0]) {
    const state = line.pushes[key];
    if (state?.push === undefined || isOver(state) || abandoned(state, verb)) {
      finish(line, key, verb);
      continue;
    }
    if (state.ripeAt !== undefined && state.ripeAt > verb.now) return undefined;
    if (state.handed !== undefined && isLeftToOthers(state.handed, by, verb)) return undefined;
    if (state.enteredBy !== undefined && state.enteredBy.by !== by) {
      verb.wake(state.enteredBy.by, key);
      return undefined;
    }
    state.attempts += 1;
    if (state.joined !== undefined) state.joined = undefined;
    line.fence += 1;
    line.owner = { key, by, until: verb.now + verb.settings.leaseMs };
    return workOf(line, key, state, verb);
  }
  return undefined;
}

/**
 * Whether a push is over: it was run too often, a newer push has its messages, or a newer push ended it while it ran. One
 * that was merged and then handed back is over too: its messages would be run twice.
 */
function isOver({ attempts, stop }: PushState): boolean {
  return attempts > MAX_ATTEMPTS || stop === "merge" || (attempts > 0 && ends(stop));
}

/** Whether a push waits for processes of a later release, and `by` is none of them. */
function isLeftToOthers({ to, at }: Handed, by: string, { now, settings }: Verb): boolean {
  return now < at + settings.handOverMs && !to.includes(by);
}

/** Whether a proactive turn is lost: only its own process can run it, and that process was not seen for a while. */
function abandoned(state: PushState, { now }: Verb): boolean {
  return state.enteredBy !== undefined && state.enteredBy.until <= now;
}

function workOf(line: Line, key: string, state: PushState, verb: Verb): Work | undefined {
  if (state.push === undefined || line.owner === undefined) return undefined;
  return {
    lease: { follower: verb.follower, pushKey: key, fence: line.fence, by: line.owner.by },
    push: state.push,
    earlier: state.earlier,
    record: line.record,
    done: recordedIds(key, state),
    attempts: state.attempts,
    ...(state.handed && { handed: true as const }),
    firstAt: state.firstAt,
    facts: factsOf(line, state, verb),
  };
}

/** See `Store.step`. */
export function step(line: Line, lease: Lease, n: number, change: Step, verb: Verb): Stepped {
  const state = line.pushes[lease.pushKey];
  if (state === undefined) return { stale: true };
  // A step with a lower number was accepted earlier. A copy of it that the network held back must not count
  // as a new step.
  if (state.accepted?.fence === lease.fence && n <= state.accepted.n) {
    return accepted(line, lease.pushKey, state, verb);
  }
  if (!holds(line, lease)) return { stale: true };
  countJoined(state, lease, verb.now);
  const facts = factsOf(line, state, verb);
  if (!fits(change, facts)) return { changed: facts };
  state.accepted = { fence: lease.fence, n };
  place(line, change, verb);
  if (isAside(lease)) {
    changeTimers(line, change.save?.timers ?? []);
    return accepted(line, lease.pushKey, state, verb);
  }
  if (change.answer !== undefined) answer(line, lease.pushKey, state, change, verb);
  if (change.save !== undefined) {
    line.record = change.save.record;
    if (change.save.asks !== undefined) line.asks = change.save.asks || undefined;
    changeTimers(line, change.save.timers);
    if (change.save.state !== undefined) verb.writeState(change.save.state);
  }
  if (change.last !== true) {
    line.owner = ownerOf(lease, verb);
  } else {
    finish(line, lease.pushKey, verb);
    const next = leaseHead(line, lease.by, verb)?.lease.fence;
    if (next !== undefined) state.accepted = { ...state.accepted, next };
    else tellUnripe(line, verb);
  }
  return accepted(line, lease.pushKey, state, verb);
}

/** The reply to an accepted step, made from the state alone, so that a repeat gets the same one. */
function accepted(line: Line, key: string, state: PushState, verb: Verb): Stepped {
  const facts = factsOf(line, state, verb);
  const opens = line.given.some(({ answer }) => answer.pushKey === key);
  const reply = { ok: true as const, facts, ...(opens && { opensChain: true as const }) };
  const owner = line.owner;
  // A repeat hands over only what the step itself handed over. Since then an arrival may have given the
  // process other work.
  if (owner === undefined || state.accepted?.next !== line.fence) return reply;
  const nextState = line.pushes[owner.key];
  const next = nextState && workOf(line, owner.key, nextState, verb);
  return next === undefined ? reply : { ...reply, next };
}

/** Whether what the plan relied on still holds. */
function fits(change: Step, facts: Facts): boolean {
  if (change.answer !== undefined && facts.slot === "gone") return false;
  if (change.slotless === true && facts.slot === "free") return false;
  if (change.passive.length > 0 && facts.chain > (facts.away ?? 0)) return false;
  if (costing(change.chain) > facts.quota) return false;
  const { held, untaken } = change.carried;
  // Messages that were held meanwhile stand before whatever this step shows or holds. An answer that shows
  // nothing would leave them where nobody tells the follower about them.
  const answers = change.answer !== undefined && change.dropLine !== true;
  const moves = answers || change.passive.length + change.chain.length + held.length > 0;
  if (moves && held.length !== facts.held.length) return false;
  if (!held.every((id, i) => facts.held[i]?.id === id)) return false;
  if (!untaken.every((key, i) => facts.untaken[i]?.pushKey === key)) return false;
  // An answer that no delivery took stands before this one, so its messages must ride this answer too.
  return change.passive.length === 0 || untaken.length === facts.untaken.length;
}

/** Puts every message of the plan where it belongs. */
function place(line: Line, change: Step, verb: Verb): void {
  carry(line, change.carried.held.length);
  for (const key of change.carried.untaken) retract(line, key);
  if (change.dropLine === true) dropAll(line, verb);
  for (const item of change.passive) setFate(line, item.id, "passive");
  for (const item of change.chain) setFate(line, item.id, "queued");
  for (const item of change.hold) setFate(line, item.id, "held");
  line.chain.push(...change.chain);
  line.held = [...line.held, ...change.hold];
  // No message of the next chain has been tried yet.
  if (line.chain.length === 0) line.chainAt = undefined;
}

/**
 * Takes the first `count` of the waiting messages out of their places, in the order in which {@link factsOf} told
 * them.
 */
function carry(line: Line, count: number): void {
  const queued = isAway(line) ? Math.min(count, line.chain.length) : 0;
  line.chain = line.chain.slice(queued);
  line.held = line.held.slice(count - queued);
}

/**
 * Withdraws an answer that no delivery took, because its messages are shown elsewhere. A late delivery of its push
 * must not show them again.
 */
export function retract(line: Line, key: string): void {
  line.untaken = line.untaken.filter((one) => one.pushKey !== key);
  const state = line.pushes[key];
  if (state !== undefined) state.answer = FINAL;
}

function dropAll(line: Line, verb: Verb): void {
  const answers = line.untaken.flatMap(({ items }) => items);
  for (const { pushKey } of line.untaken) retract(line, pushKey);
  for (const { id } of [...answers, ...line.chain, ...line.held]) end(line, id, "dropped", verb);
  line.chain = [];
  line.held = [];
}

function answer(line: Line, key: string, state: PushState, change: Step, verb: Verb): void {
  state.answer = change.answer?.body;
  if (change.passive.length > 0) {
    const rescueAt = rescueTime(state, verb.settings);
    const rescue = change.rescue ?? "hold";
    const given = { pushKey: key, fence: line.fence, items: change.passive, rescueAt, rescue };
    const taker = change.answer?.takenBy;
    // A given answer is kept beyond its time: a process that was frozen may still say that its delivery was closed.
    line.given = line.given.filter((one) => line.pushes[one.answer.pushKey] !== undefined);
    if (taker === undefined) line.untaken.push(given);
    else if (isWhole(change)) state.takers = [taker];
    else line.given.push({ answer: given, until: rescueAt, takers: [taker] });
  }
  wakeWaiters(state, key, verb, line.owner?.by);
}

/** Whether nothing of the turn stands behind this answer. Then nothing must wait until the answer has left. */
function isWhole({ last, chain }: Step): boolean {
  return last === true && chain.length === 0;
}

function changeTimers(line: Line, changes: readonly TimerChange[]): void {
  for (const change of changes) {
    const id = "set" in change ? change.set : change.cancel;
    line.timers = line.timers.filter((timer) => timer.id !== id);
    if ("set" in change) line.timers.push({ id, at: change.at, data: change.data });
  }
}

function finish(line: Line, key: string, verb: Verb): void {
  line.queue = line.queue.filter((one) => one !== key);
  line.owner = undefined;
  const state = line.pushes[key];
  if (state === undefined) return;
  state.push = undefined;
  state.earlier = undefined;
  if (state.handed !== undefined) state.handed = undefined;
  if (state.answer === undefined) {
    state.answer = FINAL;
    wakeWaiters(state, key, verb);
  }
  verb.done(key);
}

const STOPPED = {
  stream: "mine, stream stopped",
  turn: "mine, stopped",
  merge: "mine, merged",
} as const;

/** See `Store.renew`. */
export function renew(line: Line, lease: Lease, verb: Verb): Renewed {
  const state = line.pushes[lease.pushKey];
  if (state === undefined || !holds(line, lease)) return "lost";
  if (isAside(lease)) return "mine, slot gone";
  countJoined(state, lease, verb.now);
  line.owner = ownerOf(lease, verb);
  if (state.stop !== undefined) return STOPPED[state.stop];
  return slotOf(state, verb) === "free" ? "mine" : "mine, slot gone";
}

/** See `Store.handBack`. */
export function handBack(line: Line, lease: Lease, to: Handed["to"] | undefined, verb: Verb): void {
  const state = line.pushes[lease.pushKey];
  if (state === undefined || isAside(lease) || !holds(line, lease)) return;
  countJoined(state, lease, verb.now);
  line.owner = undefined;
  // A deploy is not the push's fault.
  state.attempts -= 1;
  if (to !== undefined) state.handed = { to, at: verb.now };
  // The process that shuts down is not woken: it would only take the push again.
  wakeWaiters(state, lease.pushKey, verb, lease.by);
}

/** How long nobody else can run anything of the follower, in milliseconds. */
export function leaseLeft(line: Line, { now, settings }: Verb): number {
  // A proactive turn at the head that waits for its own process is as good as running.
  const head = line.pushes[line.queue[0] ?? ""];
  const left = head?.handed && head.handed.at + settings.handOverMs;
  const until = line.owner?.until ?? head?.enteredBy?.until ?? left ?? ripensAt(line) ?? now;
  return Math.max(0, until - now);
}

function ownerOf({ pushKey, by }: Lease, { now, settings }: Verb): Line["owner"] {
  return { key: pushKey, by, until: now + settings.leaseMs };
}
