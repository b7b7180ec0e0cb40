import type { FollowerEvent } from "../../src/machines/follower.ts";
import type { GrantRule } from "../../src/protocol/grants.ts";

/**
 * What a tester may see of a follower, worked out from WeChat's rules in the plainest way: all that was
 * heard is kept in lists and everything is counted anew. It shares no code with the machine or the grants.
 */
export interface PlainFollower {
  hear(event: FollowerEvent): void;
  relation(): string;
  window(at: number): string;
  quota(at: number): number;
  /** When something that runs at `at` will be over. */
  ends(at: number): number[];
}

/** One thing that the follower did and that gave us messages. */
interface Allowance {
  kind: string;
  size: number;
  begin: number;
  end: number;
  /** Messages taken off: only for the rules where a message is paid by one allowance. */
  used: number;
  /** Messages that WeChat took away (45047). */
  lost: number;
}

const SECOND = 1_000;

export function plainFollower(rule: GrantRule): PlainFollower {
  let relation = "stranger";
  let lastTurn = 0;
  let everOpen = false;
  let allowances: Allowance[] = [];
  let sends: number[] = [];

  const running = (at: number) => allowances.filter((one) => at < one.end);
  const sendsSince = (begin: number) => sends.filter((at) => at + SECOND >= begin).length;
  const rest = (one: Allowance) =>
    one.size - one.lost - (rule === "strict" ? sendsSince(one.begin) : one.used);
  const soonest = (list: Allowance[]) => [...list].sort((a, b) => a.end - b.end)[0];

  function quota(at: number): number {
    const rests = running(at).map((one) => Math.max(0, rest(one)));
    if (rule === "per-kind") return rests.reduce((sum, one) => sum + one, 0);
    return rests.reduce((best, one) => Math.max(best, one), 0);
  }

  function forget(): void {
    allowances = [];
    sends = [];
  }

  function open(kind: string, size: number, ms: number, told: number, at: number): void {
    const begin = Math.min(told, at);
    const fresh = { kind, size, begin, end: begin + ms, used: sendsSince(begin), lost: 0 };
    const others = running(at);
    if (rule === "strict" || rule === "per-kind") {
      // Too late: it is over, or a newer one of its kind has taken its place.
      if (fresh.end <= at || others.some((one) => one.kind === kind && one.begin > begin)) return;
      allowances = [...others.filter((one) => one.kind !== kind), fresh];
    } else {
      const pot = others[0];
      if (pot === undefined && fresh.end <= at) return;
      allowances = [pot === undefined ? fresh : pour(pot, fresh)];
    }
    everOpen = true;
  }

  /** Old text: the larger count and the later end. Adding up: both counts and the later end. */
  function pour(pot: Allowance, fresh: Allowance): Allowance {
    const [a, b] = [pot.size - pot.lost - pot.used, fresh.size - fresh.used];
    const left = rule === "accumulate" ? a + Math.max(b, 0) : Math.max(a, b);
    const size = Math.max(pot.size, fresh.size, left);
    const end = Math.max(pot.end, fresh.end);
    const begin = Math.max(pot.begin, fresh.begin);
    return { kind: "pot", size, begin, end, used: size - left, lost: 0 };
  }

  function send(at: number): void {
    const payer = soonest(running(at).filter((one) => rest(one) > 0));
    if (payer !== undefined) payer.used += 1;
    sends.push(at);
  }

  function takeBack(charged: number, at: number): void {
    const index = sends.lastIndexOf(charged);
    if (index < 0) return;
    const covered = running(at).filter((one) => charged + SECOND >= one.begin);
    const payer = soonest(covered.filter((one) => rest(one) < one.size));
    if (payer !== undefined) payer.used -= 1;
    sends.splice(index, 1);
  }

  function push(event: Extract<FollowerEvent, { from: number }>): void {
    if (event.from < lastTurn) {
      // Older than an unfollow or a return: only somebody who follows anyway may be heard.
      return;
    }
    const was = relation;
    relation = event.type === "unfollowed" ? "unfollowed" : "following";
    if (was !== relation && (was !== "stranger" || relation === "unfollowed"))
      lastTurn = event.from;
    if (event.type === "unfollowed") {
      forget();
      everOpen = false;
    } else if (event.opening !== undefined) {
      const { kind, limit, forMs } = event.opening;
      open(kind, limit, forMs, event.from, event.at);
    }
  }

  function verdict(code: number, at: number): void {
    if (running(at).length === 0) return;
    if (code === 45015) forget();
    else for (const one of running(at)) one.lost += Math.max(0, rest(one));
  }

  return {
    hear(event) {
      if ("from" in event) push(event);
      else if (event.type === "sent") send(event.at);
      else if (event.type === "unsent") takeBack(event.charged, event.at);
      else if (event.type === "refused") verdict(event.code, event.at);
    },
    relation: () => relation,
    window(at) {
      if (running(at).length === 0) return everOpen ? "expired" : "closed";
      return quota(at) > 0 ? "open" : "spent";
    },
    quota,
    ends: (at) => running(at).map((one) => one.end),
  };
}
