import { charge, exhaust, quota, refund } from "../../protocol/grants.ts";
import type { Item, SendRequest, SendTurn, Woken } from "../store.ts";
import { timerKey } from "../timerKey.ts";
import {
  dateCharge,
  end,
  expired,
  expireHeld,
  givenUntil,
  type InFlight,
  type Line,
  newPush,
  setFate,
  type Verb,
} from "./state.ts";
import { leaseHead, retract } from "./turn.ts";

/** See `Store.sendNext`. */
export function sendNext(line: Line, request: SendRequest, verb: Verb): SendTurn {
  const { opens, by, ask } = request;
  if (opens !== undefined) left(line, opens);
  if (request.settle !== undefined) settle(line, request, verb);
  const late = wasAsked(line, by, ask);
  if (!late) remember(line, by, ask);
  if (request.rests === true && !late) rest(line, verb);
  if (request.recordOnly === true) return {};
  const again = line.inFlight;
  if (late && again !== undefined && isOf(again, by, ask)) {
    return { item: again.item, sendWithinMs: Math.max(0, again.until - verb.now) };
  }
  if (late) return { late };
  rescue(line, verb);
  loseInFlight(line, verb);
  const flight = line.inFlight;
  if (flight !== undefined) return { busy: true, waitMs: flight.until - verb.now };
  const waitMs = closedFor(line, verb);
  if (waitMs > 0) return { waitMs };
  return leaseMessage(line, request, verb);
}

/** Notes that the answer of a push has left, with whichever delivery. */
function left(line: Line, pushKey: string): void {
  line.given = line.given.filter(({ answer }) => answer.pushKey !== pushKey);
  line.untaken = line.untaken.filter((answer) => answer.pushKey !== pushKey);
  const state = line.pushes[pushKey];
  if (state !== undefined) state.takers = undefined;
}

/**
 * For how many processes the last asking is remembered. A copy of a request that the network held back is seldom
 * older.
 */
const ASKED_KEPT = 4;

function wasAsked(line: Line, by: string, ask: number): boolean {
  return line.asked?.some((one) => one[0] === by && one[1] >= ask) === true;
}

function remember(line: Line, by: string, ask: number): void {
  const others = (line.asked ?? []).filter((one) => one[0] !== by);
  line.asked = [...others, [by, ask] as const].slice(-ASKED_KEPT);
}

function isOf(flight: InFlight, by: string, ask: number): boolean {
  return flight.by === by && flight.ask === ask;
}

/**
 * Records the verdict on the message in flight. The verdict is ignored where the message was given up as `unknown`,
 * or was leased again since: then another sender has the message.
 */
function settle(line: Line, { settle, by }: SendRequest, verb: Verb): void {
  const flight = line.inFlight;
  if (settle === undefined || flight?.item.id !== settle.id) return;
  if (!isOf(flight, by, settle.ask)) return;
  if (settle.fate === "sent" || settle.fate === "unknown") dateCharge(line, verb.now);
  line.inFlight = undefined;
  setFate(line, settle.id, settle.fate);
  const { chargedAt } = flight;
  const notSent = ["queued", "held", "notified", "expired"].includes(settle.fate as string);
  if ((notSent || typeof settle.fate === "object") && chargedAt !== undefined) {
    // Customer service certainly did not send the message, so the charge comes back.
    line.ledger = refund(line.ledger, chargedAt, verb.settings.grantRule);
  }
  if (settle.exhausts === true) line.ledger = exhaust(line.ledger, verb.now);
  line.chainAt = undefined;
  if (settle.fate === "queued") {
    line.chain.unshift(flight.item);
    rest(line, verb);
  }
  if (settle.fate === "held") hold(line, flight.item);
}

function rest(line: Line, { now, settings }: Verb): void {
  line.chainAt = now + settings.retryMs;
}

/**
 * Holds a refused message. After a refused customer-service message, every queued message that costs a grant is held
 * too.
 */
function hold(line: Line, item: Item): void {
  if (item.free === true) {
    line.held = [...line.held, item];
  } else {
    line.chain.unshift(item);
    holdChain(line);
  }
}

/** A sender that did not report in time may have sent the message, so the message is `unknown` and never repeated. */
function loseInFlight(line: Line, { now }: Verb): void {
  if (line.inFlight === undefined || line.inFlight.until > now) return;
  setFate(line, line.inFlight.item.id, "unknown");
  dateCharge(line, line.inFlight.until);
  line.inFlight = undefined;
}

/** How long the chain must wait for answers that stand before it, in milliseconds. */
function closedFor(line: Line, { now }: Verb): number {
  const rescues = line.untaken.map((answer) => answer.rescueAt);
  return Math.max(0, ...rescues, givenUntil(line)) - now;
}

function leaseMessage(line: Line, request: SendRequest, verb: Verb): SendTurn {
  const { by, ask } = request;
  const { now, settings } = verb;
  for (let item = line.chain.shift(); item !== undefined; item = line.chain.shift()) {
    if (expired(item, now)) {
      end(line, item.id, "expired", verb);
      continue;
    }
    const free = item.free === true;
    if (!free && quota(line.ledger, now, settings.grantRule) === 0) {
      line.chain.unshift(item);
      holdChain(line);
      continue;
    }
    if (!free) line.ledger = charge(line.ledger, now, settings.grantRule);
    const until = now + settings.sendLeaseMs;
    const away = line.chainAt !== undefined || request.away === true;
    const chargedAt = free ? undefined : now;
    line.inFlight = { item, by, until, chargedAt, ask, ...(away && { away }) };
    setFate(line, item.id, "sending");
    return { item, sendWithinMs: settings.sendLeaseMs };
  }
  return {};
}

/**
 * Moves the chain to the held messages: in order, in front of what was held before. Notifications (`free`) stay
 * queued.
 */
function holdChain(line: Line): void {
  const waiting = line.chain.filter(({ free }) => free !== true);
  for (const item of waiting) setFate(line, item.id, "held");
  line.held = [...waiting, ...line.held];
  line.chain = line.chain.filter(({ free }) => free === true);
}

/** See `Store.wake`. */
export function wake(line: Line, by: string, verb: Verb, runs = false): Woken {
  loseInFlight(line, verb);
  expireHeld(line, verb);
  rescue(line, verb);
  startTimers(line, verb);
  const work = leaseHead(line, by, verb, runs);
  const sendable = line.chain.length > 0 || line.inFlight !== undefined;
  return { ...(work && { work }), ...(sendable && { chain: true as const }) };
}

/**
 * Moves the messages of each answer that no delivery took in time into the chain or to the held ones, in front of
 * what is there.
 */
function rescue(line: Line, { now }: Verb): void {
  const late = line.untaken.filter((answer) => answer.rescueAt <= now);
  const chained: Item[] = [];
  const held: Item[] = [];
  for (const answer of late) {
    retract(line, answer.pushKey);
    (answer.rescue === "chain" ? chained : held).push(...answer.items);
  }
  for (const item of chained) setFate(line, item.id, "queued");
  for (const item of held) setFate(line, item.id, "held");
  line.chain = [...chained, ...line.chain];
  line.held = [...held, ...line.held];
}

/** A due timer becomes a turn of its own, in the one queue. */
function startTimers(line: Line, verb: Verb): void {
  const due = line.timers.filter((timer) => timer.at <= verb.now);
  line.timers = line.timers.filter((timer) => timer.at > verb.now);
  for (const { id, at, data } of due.sort((a, b) => a.at - b.at)) {
    const key = timerKey(verb.follower, id, at);
    line.pushes[key] = newPush({ key, kind: "timer", body: data, createdAt: at }, verb.now);
    line.queue.push(key);
  }
}
