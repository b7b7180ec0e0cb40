import {
  type FollowerEvent,
  type FollowerRecord,
  newFollower,
  quotaOf,
  relationOf,
  stepFollower,
  windowOf,
} from "../../src/machines/follower.ts";
import type { GrantRule, Opening } from "../../src/protocol/grants.ts";
import { grantsOf } from "./openings.ts";
import { plainFollower } from "./plainFollower.ts";

/** What is tested: the product, or a mutant of it. */
export interface Subject {
  step(record: FollowerRecord, event: FollowerEvent): FollowerRecord;
  relation(record: FollowerRecord): string;
  window(record: FollowerRecord, at: number): string;
  quota(record: FollowerRecord, at: number): number;
}

export function product(rule: GrantRule): Subject {
  return {
    step: (record, event) => stepFollower(record, event, rule),
    relation: relationOf,
    window: windowOf,
    quota: (record, at) => quotaOf(record, at, rule),
  };
}

/** An event, and what the plain follower says afterwards: now, and at times when nothing happens. */
export interface Step {
  readonly event: FollowerEvent;
  readonly relation: string;
  readonly reads: readonly {
    readonly at: number;
    readonly window: string;
    readonly quota: number;
  }[];
}

export type Walk = readonly Step[];

/** What the plain follower says to each event of a list. */
export function expected(events: Iterable<FollowerEvent>, rule: GrantRule): Walk {
  const plain = plainFollower(rule);
  return Array.from(events, (event) => {
    plain.hear(event);
    const now = event.at;
    // A wrong comparison shows only in a read exactly at an end, before any event moves the clock.
    const times = new Set([now, ...plain.ends(now).flatMap((end) => [end - 1, end, end + 1])]);
    const reads = [...times].map((at) => {
      return { at, window: plain.window(at), quota: plain.quota(at) };
    });
    return { event, relation: plain.relation(), reads };
  });
}

/** The first difference between a subject and the plain follower, in words. */
export function difference(subject: Subject, walk: Walk): string | undefined {
  let record = newFollower();
  for (const [index, step] of walk.entries()) {
    record = subject.step(record, step.event);
    // The machine's own state, before any reading corrects it by the time.
    const state = step.reads[0]?.window;
    if (record.w !== state) return report(walk, index, `the machine is ${record.w}, not ${state}`);
    const relation = subject.relation(record);
    if (relation !== step.relation) return report(walk, index, `${relation}, not ${step.relation}`);
    for (const { at, window, quota } of step.reads) {
      const is = `${subject.window(record, at)} ${subject.quota(record, at)}`;
      if (is === `${window} ${quota}`) continue;
      return report(walk, index, `at ${at}: ${is}, not ${window} ${quota}`);
    }
  }
  return undefined;
}

function report(walk: Walk, index: number, what: string): string {
  return [what, ...walk.slice(0, index + 1).map(({ event }) => JSON.stringify(event))].join("\n");
}

export const RULES: readonly GrantRule[] = ["strict", "per-kind", "reset-max", "accumulate"];
export const START = 1_760_000_000_000;
const HOUR = 3_600_000;
const KINDS = Object.values(grantsOf) as readonly Opening[];
const WAITS = [0, 0, 0, 1, 400, 999, 1_000, 1_001, 5_000, 59_000, 59_999, 60_000, 60_001];
const LONG_WAITS = [47 * HOUR, 48 * HOUR - 60_000, 48 * HOUR - 1, 48 * HOUR];
const DELAYS = [0, 0, 0, 0, 1_000, 5_000, 15_000, 30_000, 61_000];

/** A reproducible walk: like a lively follower, with lost pushes, long breaks and clocks that differ. */
export function randomWalk(seed: number, length: number, rule: GrantRule): Walk {
  const random = mulberry32(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const plain = plainFollower(rule);
  const events: FollowerEvent[] = [];
  const sent: number[] = [];
  let at = START;
  for (let i = 0; i < length; i++) {
    const ends = plain.ends(at);
    if (random() < 0.15 && ends.length > 0) at = Math.max(at, pick(ends) + pick([-1, 0, 1]));
    else at += pick(random() < 0.05 ? LONG_WAITS : WAITS);
    // CreateTime has whole seconds, and is ahead of our clock now and then. Now and then a push was lost
    // and comes after so many messages that nothing is left of what it opens.
    const third = sent.at(-3) ?? 0;
    const told = random() < 0.05 ? at + 2_000 : at - pick(DELAYS);
    const from = wholeSecond(at - third < 60_000 && random() < 0.3 ? third : told);
    const event = randomEvent();
    if (event.type === "sent") sent.push(at);
    plain.hear(event);
    events.push(event);

    function randomEvent(): FollowerEvent {
      const dice = random();
      if (dice < 0.36) {
        if (plain.quota(at) > 0 || random() < 0.1) return { type: "sent", at };
        return { type: "clock", at };
      }
      if (dice < 0.65) return { type: "spoke", from, at, opening: pick(KINDS) };
      if (dice < 0.7) return { type: "spoke", from, at };
      if (dice < 0.77) return { type: "followed", from, at, opening: grantsOf.follow };
      if (dice < 0.82) return { type: "unfollowed", from, at };
      const charged = sent.at(-1);
      if (dice < 0.9 && charged !== undefined) {
        sent.pop();
        return { type: "unsent", at, charged };
      }
      if (dice < 0.92) return { type: "refused", at, code: 45015 };
      if (dice < 0.94) return { type: "refused", at, code: 45047 };
      return { type: "clock", at };
    }
  }
  return expected(events, rule);
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}

/** A small generator whose whole state is one number: enough for tests, and the seed repeats a failure. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
