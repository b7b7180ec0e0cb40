import { genericTag } from "../adapter/translate/identity.ts";
import type { Observed } from "../adapter/watch/observe.ts";
import type { FollowerRecord } from "../machines/follower.ts";
import type { Follower } from "../store/store.ts";
import type { FateView, JobView, StepView } from "./wire.ts";

/** What this process knows of a follower. */
export interface Known {
  readonly follower: Follower;
  readonly seenAt: number;
  readonly record: FollowerRecord | undefined;
  /** Messages that wait for his next contact. */
  readonly waiting: number;
  /** The latest first. */
  readonly steps: readonly StepView[];
  readonly fates: readonly FateView[];
  readonly jobs: readonly JobView[];
  /** Of the push that came last. */
  readonly lastKey: string | undefined;
}

/** Followers that are kept; the one who was silent longest is dropped first. */
const MOST = 5_000;
/** Steps and fates that are kept of each. */
const KEEP = 12;
const TAG = /([A-Z2-7]{6})\s*$/;

/** The followers that this process has met lately. */
export class People {
  /** In order of their last event. */
  readonly #known = new Map<string, Known>();

  /** Takes an event in. True for a push that came before: WeChat asks for a late answer again. */
  hear(event: Observed): boolean {
    const { follower, at } = event;
    const key = keyOf(follower);
    const before = this.#known.get(key) ?? nobody(follower);
    const again = event.see === "delivery" && before.lastKey === event.key;
    this.#known.delete(key);
    this.#known.set(key, { ...after(before, event), seenAt: at });
    if (this.#known.size > MOST) {
      const [oldest] = this.#known.keys();
      this.#known.delete(oldest as string);
    }
    return again;
  }

  /** Begins afresh, as after a restart. */
  forgetAll(): void {
    this.#known.clear();
  }

  /** The followers of an account, the latest first. */
  of(appId: string, limit: number): readonly Known[] {
    const all = [...this.#known.values()].filter(({ follower }) => follower.appId === appId);
    return all.reverse().slice(0, limit);
  }

  /** By openid, or by a generic name ("WeChat user 7F3AQK") or its end. */
  find(appId: string, who: string): Known | undefined {
    const byOpenid = this.#known.get(keyOf({ appId, openid: who.trim() }));
    if (byOpenid !== undefined) return byOpenid;
    const tag = TAG.exec(who.toUpperCase())?.[1];
    if (tag === undefined) return undefined;
    return this.of(appId, MOST).find(({ follower }) => genericTag(follower) === tag);
  }
}

/** Somebody of whom this process has not heard. */
export function nobody(follower: Follower): Known {
  return {
    follower,
    seenAt: 0,
    record: undefined,
    waiting: 0,
    steps: [],
    fates: [],
    jobs: [],
    lastKey: undefined,
  };
}

function after(known: Known, event: Observed): Known {
  switch (event.see) {
    case "delivery":
      return { ...known, lastKey: event.key };
    case "notice":
      return known;
    case "turn":
      return { ...known, record: event.record };
    case "step": {
      const { at, route, rides, later, held, waiting, record } = event;
      const step = {
        at,
        route,
        rides: rides.length,
        later: later.length,
        held: held.length,
      };
      return { ...known, record, waiting, steps: [step, ...known.steps].slice(0, KEEP) };
    }
    case "job": {
      const { id, at, name, state, attempt } = event;
      const others = known.jobs.filter((one) => one.id !== id);
      const job = { id, at, name, state, attempt };
      return { ...known, jobs: [job, ...others].slice(0, KEEP) };
    }
    case "fate": {
      const { at, fate, errcode } = event;
      const said = typeof fate === "object" ? "refused" : fate;
      const view = { at, fate: said, ...(errcode !== undefined && { code: errcode }) };
      return { ...known, fates: [view, ...known.fates].slice(0, KEEP) };
    }
  }
}

function keyOf({ appId, openid }: Follower): string {
  return `${appId}|${openid}`;
}
