import type { RedisStore } from "../../src/store/redis/redisStore.ts";
import { type Fate, type Follower, MAX_ATTEMPTS } from "../../src/store/store.ts";
import type { Counted } from "./countingStore.ts";
import type { PushFacts, Seen, Timeline } from "./timeline.ts";

/** A follower's line as the store exports it, as far as the judge looks. */
interface Stored {
  /** JSON. */
  readonly record?: string;
  /** What is empty is left out. */
  readonly line: {
    readonly queue?: readonly string[];
    readonly chain?: readonly unknown[];
    readonly untaken?: readonly unknown[];
    readonly held?: readonly { id: string }[];
    readonly owner?: unknown;
    readonly flight?: unknown;
  };
  readonly pushes: {
    readonly [key: string]:
      | { first_at: number; attempts: number; fates: { [id: string]: Fate } }
      | undefined;
  };
}

export interface Verdict {
  /** Promises that were broken, each with what it happened to. Empty is the only good verdict. */
  readonly broken: readonly string[];
  /** What remains by design, counted. */
  readonly counts: { readonly [name: string]: number };
}

const MAY_BE_EMPTY = ["queue", "chain", "untaken"] as const;

/** Whether everything has come to rest: nothing queued, leased, in flight or waiting for a taker. */
export function atRest({ line }: Stored): boolean {
  const empty = MAY_BE_EMPTY.every((name) => size(line[name]) === 0);
  return empty && line.owner === undefined && line.flight === undefined;
}

export async function readStored(
  store: RedisStore,
  follower: Follower,
): Promise<Stored | undefined> {
  for await (const one of store.export(follower)) return one as Stored;
  return undefined;
}

/** Compares what WeChat saw with what the store says, push by push. */
export function judge(timeline: Timeline, stored: ReadonlyMap<string, Stored>): Verdict {
  const broken: string[] = [];
  const counts = {
    seen: timeline.seen.length,
    held: 0,
    wire: 0,
    unknown: 0,
    swapped: 0,
    overtaken: 0,
    apologised: 0,
    repeats: 0,
  };
  const times = new Map<string, number>();
  for (const { token } of timeline.seen) times.set(token, (times.get(token) ?? 0) + 1);
  for (const [token, count] of times) if (count > 1) broken.push(`seen ${count} times: ${token}`);

  for (const push of timeline.pushes) {
    const follower = stored.get(push.openid);
    const key = keyOf(push);
    broken.push(...differing(push));
    counts.repeats += Math.max(0, push.answers.length - 1);
    const ended = endedOf(follower).filter((one) => one === key).length;
    const isFinal = push.answers.length > 0;
    const known = follower?.pushes[key];
    // "One at a time, please": said to the follower, and not stored.
    if (isFinal && known === undefined)
      broken.push(`answered finally and not stored: ${push.token}`);
    // Its runners died or were too slow so often that the bot is not run again.
    if (known !== undefined && known.attempts > MAX_ATTEMPTS) {
      counts.apologised += 1;
      if (ended > 1) broken.push(`ended ${ended} times: ${push.token}`);
      continue;
    }
    if (known !== undefined && ended !== 1) broken.push(`ended ${ended} times: ${push.token}`);
    if (!isFinal || known === undefined) continue;
    for (let i = 0; i < push.count; i++) {
      const id = `${key}#${i}`;
      const fate = known.fates[id];
      if (times.has(`${push.token}.${i}`)) continue;
      if (fate === "held" && list(follower?.line.held).some((item) => item.id === id))
        counts.held += 1;
      else if (fate === "passive") counts.wire += 1;
      else if (fate === "unknown") counts.unknown += 1;
      else broken.push(`lost: ${push.token}.${i}, ${JSON.stringify(fate)}`);
    }
  }
  for (const [openid, one] of stored) {
    if (!atRest(one))
      broken.push(`not at rest: ${openid} ${JSON.stringify(one.line).slice(0, 200)}`);
    broken.push(...outOfOrder(one));
  }
  const late = swapped(timeline, stored);
  counts.swapped = late.answer;
  counts.overtaken = late["customer service"];
  return { broken, counts };
}

/** The key of a text in the store: see `src/protocol/pushKey.ts`. */
function keyOf({ appId, openid, msgId }: PushFacts): string {
  return `${appId}|${openid}|${msgId}`;
}

/** The same bytes for every delivery; an answer nobody took may become `success` once. */
function differing({ answers, token }: PushFacts): string[] {
  const [first, ...rest] = answers;
  const wrong = rest.filter((answer) => answer !== first && answer !== "success");
  return wrong.length > 0 ? [`bytes differ: ${token}`] : [];
}

/** Pushes of one follower end in the order in which they came. */
function outOfOrder(one: Stored): string[] {
  const times = endedOf(one).map((key) => one.pushes[key]?.first_at ?? 0);
  return times.some((at, i) => at < (times[i - 1] ?? 0))
    ? ["turns of one follower out of order"]
    : [];
}

/**
 * Messages seen after a later one of the same follower. By an answer: a retry fetched what was lost on the
 * wire, row 14. By customer service: an answer was given back when the next one was on its way.
 */
function swapped(
  { pushes, seen }: Timeline,
  stored: ReadonlyMap<string, Stored>,
): Record<Seen["by"], number> {
  // In the order in which they reached the store: a delivery that was lost comes later.
  const order = new Map(
    pushes.map((push) => [push.token, stored.get(push.openid)?.pushes[keyOf(push)]?.first_at ?? 0]),
  );
  const last = new Map<string, number>();
  const counts = { answer: 0, "customer service": 0 };
  for (const { token, openid, by } of seen) {
    const [name = "", index = "0"] = token.split(".");
    const place = (order.get(name) ?? 0) * 10 + Number(index);
    if (place < (last.get(openid) ?? 0)) counts[by] += 1;
    last.set(openid, Math.max(place, last.get(openid) ?? 0));
  }
  return counts;
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
