import { wordsFor } from "../../src/language/words/road.ts";
import { MAX_ATTEMPTS } from "../../src/store/store.ts";
import type { Counted } from "./countingStore.ts";
import type { Stored } from "./stored.ts";
import type { DeliveryFacts, PushFacts, Seen, Timeline } from "./timeline.ts";

export interface Verdict {
  /** Promises that were broken, each with what it happened to. Empty is the only good verdict. */
  readonly broken: readonly string[];
  /** What remains by design, counted. */
  readonly counts: Counts;
  /** Messages that were lost with the answer that carried them. */
  readonly lost: readonly string[];
}

export interface Counts {
  messages: number;
  /** Waits for the follower's next contact. */
  held: number;
  /**
   * Lost with an answer that was written whole and never read, because WeChat hung up, the process was killed or stood
   * still in that moment: a store cannot know of it, and what was perhaps seen is not said again.
   */
  wire: number;
  /** The same, because the delivery was answered that WeChat had given up while the request was on its way. */
  unread: number;
  /** The turns that had messages to show, and those of them whose answer was lost in one of both ways: what was gathered is lost together. */
  turns: number;
  lostTurns: number;
  /**
   * Lost in a customer-service call that WeChat's side cut off: whether it took the message nobody knows, so it is never
   * sent again.
   */
  cutByApi: number;
  /** The same, because its sender died or stood still. */
  unknown: number;
  /** WeChat refused it for good, and the bot was told. */
  refused: number;
  /** An answer was seen after a later one: WeChat's next try fetched what was lost on the wire, or two left at once. */
  swapped: number;
  /** Sent after a later one was seen: its answer was given back when the next answer was on its way. */
  overtaken: number;
  /** Its runners died or stood still so often that the bot is not run again. */
  apologised: number;
  /** The same, of a bot that works for at most two seconds: three deaths in a row must hit it. */
  apologisedQuick: number;
  /** A later delivery got the answer again. */
  repeats: number;
  /** Stored just before a failover, and forgotten by it: the replica that took over had not yet got it. */
  forgotten: number;
  /** Answered too late, or never, by a process that ran all the time. */
  late: number;
}

const MAY_BE_EMPTY = ["queue", "chain", "untaken"] as const;
/** A failover may forget what was written so shortly before it, in milliseconds. */
const FORGETS_MS = 2_000;
/** WeChat's time by which an answer must be there. */
const ANSWERED_BY_MS = 4_650;
/** What a round trip between pusher and process may add, beside what the machine was late by itself. */
const SLACK_MS = 50;
/** A bot that is done within this time is seldom hit by a death. */
const QUICK_MS = 2_000;
/** Timers that are one after another in a delivery's life; each may be late by as much. */
const TIMERS = 2;

/** Whether everything has come to rest: nothing queued, leased, in flight or waiting for a taker. */
export function atRest({ line }: Stored): boolean {
  const empty = MAY_BE_EMPTY.every((name) => size(line[name]) === 0);
  return empty && line.owner === undefined && line.flight === undefined;
}

/** Compares what WeChat saw with what the store says, push by push. */
export function judge(
  timeline: Timeline,
  stored: ReadonlyMap<string, Stored>,
  scale: number,
): Verdict {
  const broken: string[] = [];
  const lost: string[] = [];
  const turns = new Set<string>();
  const lostTurns = new Set<string>();
  const counts: Counts = {
    messages: timeline.pushes.reduce((sum, { count }) => sum + count, 0),
    held: 0,
    wire: 0,
    unread: 0,
    turns: 0,
    lostTurns: 0,
    cutByApi: 0,
    unknown: 0,
    refused: 0,
    swapped: 0,
    overtaken: 0,
    apologised: 0,
    apologisedQuick: 0,
    repeats: 0,
    forgotten: 0,
    late: 0,
  };
  const times = new Map<string, number>();
  for (const { token } of timeline.seen) times.set(token, (times.get(token) ?? 0) + 1);

  const tokensOf = new Map(timeline.pushes.map((push) => [keyOf(push), tokensIn(push)]));
  for (const push of timeline.pushes) {
    const follower = stored.get(push.openid);
    const key = keyOf(push);
    const tokens = tokensIn(push);
    const mayBeForgotten = isForgettable(push, timeline);
    broken.push(...differing(push));
    counts.repeats += Math.max(0, push.answers.length - 1);
    counts.late += push.deliveries.filter((one) => isLate(one, push, timeline, scale)).length;
    const ended = endedOf(follower).filter((one) => one === key).length;
    const isFinal = push.answers.length > 0;
    const own = follower?.pushes[key];
    // Its messages may belong to the turn of a later push: behind those of the pushes before it.
    const { turn, before } = turnOf(key, follower, tokensOf);
    const offset = before.length;
    const known = own && (follower?.pushes[turn] ?? own);
    const twice = tokens.filter((token) => (times.get(token) ?? 0) > 1);
    if (mayBeForgotten) {
      if (twice.length > 0 || ended !== 1 || known === undefined) counts.forgotten += 1;
      continue;
    }
    for (const token of twice) broken.push(`seen ${times.get(token)} times: ${token}`);
    // "One at a time, please": said to the follower, and not stored.
    if (isFinal && known === undefined)
      broken.push(`answered finally and not stored: ${push.token}`);
    if (known !== undefined && known.attempts > MAX_ATTEMPTS) {
      counts.apologised += 1;
      // What was gathered took as long as all of it.
      const alone = turn === key && offset === 0;
      if (alone && push.botMs <= QUICK_MS * scale) counts.apologisedQuick += 1;
      if (ended > 1) broken.push(`ended ${ended} times: ${push.token}`);
      continue;
    }
    if (known !== undefined && ended !== 1) broken.push(`ended ${ended} times: ${push.token}`);
    if (!isFinal || known === undefined) continue;
    if (tokens.length > 0) turns.add(turn);
    for (const [i, token] of tokens.entries()) {
      if (times.has(token)) continue;
      const id = `${turn}#${offset + i}`;
      const fate = known.fates[id];
      if (fate === "held" && list(follower?.line.held).some((item) => item.id === id))
        counts.held += 1;
      else if (fate === "passive") {
        lost.push(token);
        lostTurns.add(turn);
        if (timeline.unread.has(token)) counts.unread += 1;
        else if (isHungUp(push, timeline)) counts.wire += 1;
        else broken.push(`lost: ${token}, though nothing befell the answers of its follower`);
      } else if (timeline.cutBefore.has(token)) counts.cutByApi += 1;
      // The bot of these tests gives up when a message is refused: what it would have said then is not said.
      else if ([...before, ...tokens.slice(0, i + 1)].some((one) => timeline.refused.has(one)))
        counts.refused += 1;
      else if (fate === "unknown") counts.unknown += 1;
      else {
        const all = Object.entries(known.fates).map(([one, how]) => `${numberOf(one)} ${how}`);
        const where = `${numberOf(id)} behind ${before.join(" ")}`;
        const run = `${known.attempts} runs, ${all.join(", ")}`;
        broken.push(`lost: ${token}, ${JSON.stringify(fate)}, ${where}; ${run}`);
      }
    }
  }
  for (const [openid, one] of stored) {
    if (!atRest(one))
      broken.push(`not at rest: ${openid} ${JSON.stringify(one.line).slice(0, 200)}`);
    if (timeline.failedOverAt === undefined) broken.push(...outOfOrder(one));
  }
  const after = swapped(timeline, stored);
  counts.turns = turns.size;
  counts.lostTurns = lostTurns.size;
  counts.swapped = after.answer;
  counts.overtaken = after["customer service"];
  return { broken, counts, lost };
}

/** Whether something of the push happened so shortly before a crash that its replica may not have it. */
function isForgettable({ deliveries }: PushFacts, { failedOverAt }: Timeline): boolean {
  if (failedOverAt === undefined) return false;
  return deliveries.some(
    ({ startedAt, endedAt }) => startedAt < failedOverAt && endedAt > failedOverAt - FORGETS_MS,
  );
}

/**
 * WeChat's clock decides: an answer that came too late; and no answer at all from an account that is always answered,
 * because it may send by customer service. An account that rides leaves deliveries open on purpose.
 */
export function isLate(
  { port, startedAt, endedAt, end }: DeliveryFacts,
  { customerService }: PushFacts,
  timeline: Timeline,
  scale: number,
): boolean {
  const took = endedAt - startedAt;
  const lag = timeline.lagBetween(startedAt, endedAt) * TIMERS;
  const late = end === "answered" && took > ANSWERED_BY_MS * scale + SLACK_MS + lag;
  const silent = end === "cut" && customerService && lag < (5_000 - ANSWERED_BY_MS) * scale;
  return (late || silent) && port !== undefined && timeline.ran(port, startedAt, endedAt);
}

/**
 * Whether a delivery that may have had the answer was hung up on, or its process did not run all the time: one of this
 * push, of an earlier one whose turn answers this push too, or of a later one, whose answer carried what waited.
 */
function isHungUp({ openid, deliveries }: PushFacts, timeline: Timeline): boolean {
  const since = deliveries[0]?.startedAt ?? 0;
  return timeline.pushes
    .filter((one) => one.openid === openid)
    .flatMap(({ deliveries }) => deliveries)
    .filter(({ endedAt }) => endedAt >= since)
    .some(
      ({ end, port, startedAt, endedAt }) =>
        end === "cut" ||
        end === "failed" ||
        (port !== undefined && !timeline.ran(port, startedAt, endedAt)),
    );
}

/** The key of a text in the store: see `src/protocol/pushKey.ts`. */
function keyOf({ appId, openid, msgId }: PushFacts): string {
  return `${appId}|${openid}|${msgId}`;
}

/**
 * The same bytes for every delivery; an answer nobody took may become `success` once. Where the messages wait, a delivery
 * that comes later is told so; each such notice is sealed by itself.
 */
function differing({ answers, opened, token }: PushFacts): string[] {
  const [first] = answers;
  const isNotice = (i: number) => opened[i]?.includes(NOTICE) === true;
  const mayBeTold = first === "success" || isNotice(0);
  const isWrong = answers.some(
    (answer, i) => answer !== first && answer !== "success" && !(mayBeTold && isNotice(i)),
  );
  return isWrong ? [`bytes differ: ${token}, ${JSON.stringify(opened)}`] : [];
}

/** What a delivery is told that comes after its answer went another way. */
const NOTICE = `[CDATA[${wordsFor("en").stillWorking}]]`;

/** Pushes of one follower end in the order in which they came. */
function outOfOrder(one: Stored): string[] {
  // Of a turn that answers several pushes, the one that came last counts.
  const turns = endedOf(one).filter((key) => one.pushes[key]?.into === undefined);
  const times = turns.map((key) => one.pushes[key]?.first_at ?? 0);
  return times.some((at, i) => at < (times[i - 1] ?? 0))
    ? ["turns of one follower out of order"]
    : [];
}

/** Messages seen after a later one of the same follower. */
function swapped(
  timeline: Timeline,
  stored: ReadonlyMap<string, Stored>,
): Record<Seen["by"], number> {
  const { pushes, seen } = timeline;
  // In the order in which their turns ended.
  const order = new Map(
    pushes.map((push) => [push.token, endedOf(stored.get(push.openid)).indexOf(keyOf(push))]),
  );
  const last = new Map<string, number>();
  // One answer may bring what several turns said.
  const counted = new Set<string>();
  const counts = { answer: 0, "customer service": 0 };
  for (const { token, openid, by, at } of seen) {
    const [name = "", index = "0"] = token.split(".");
    const place = (order.get(name) ?? 0) * 10 + Number(index);
    if (place < (last.get(openid) ?? 0) && !counted.has(`${openid} ${at}`)) {
      counted.add(`${openid} ${at}`);
      counts[by] += 1;
      timeline.note(`out of order: ${token} of ${openid.slice(-4)} by ${by}, ${Math.round(at)}`);
    }
    last.set(openid, Math.max(place, last.get(openid) ?? 0));
  }
  return counts;
}

/** What the bot says to a push. */
function tokensIn({ count, token }: PushFacts): string[] {
  return Array.from({ length: count }, (_, i) => `${token}.${i}`);
}

/** The number of a message in its turn. */
function numberOf(id: string): string {
  return id.slice(id.lastIndexOf("#") + 1);
}

/** The push in whose turn a message was answered, and what was said there before its own. */
function turnOf(
  key: string,
  follower: Stored | undefined,
  tokensOf: ReadonlyMap<string, readonly string[]>,
): { readonly turn: string; readonly before: readonly string[] } {
  const pushes = follower?.pushes ?? {};
  const turn = lastOf(key, pushes);
  // As they were run: in the order of their writing, so the push that has the turn need not be the last.
  const order = endedOf(follower);
  const at = (one: string) => order.lastIndexOf(one);
  const before = Object.keys(pushes)
    .filter((one) => lastOf(one, pushes) === turn && at(one) < at(key))
    .sort((a, b) => at(a) - at(b));
  return { turn, before: before.flatMap((one) => tokensOf.get(one) ?? []) };
}

function lastOf(key: string, pushes: Stored["pushes"]): string {
  const into = pushes[key]?.into;
  return into === undefined ? key : lastOf(into, pushes);
}

function endedOf(one: Stored | undefined): readonly string[] {
  const record = JSON.parse(one?.record ?? "{}") as Counted;
  return record.ended ?? [];
}

// Lua writes an empty list as an empty object.
function list<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}

function size(value: readonly unknown[] | undefined): number {
  return list(value).length;
}
