import type { Clock } from "../../src/clock.ts";
import { sendNext, wake } from "../../src/store/line/chain.ts";
import { enter } from "../../src/store/line/enter.ts";
import { reachOf, withinReach } from "../../src/store/line/reach.ts";
import { release, untake } from "../../src/store/line/slot.ts";
import {
  fateOf,
  type Line,
  laterAt,
  newLine,
  urgentAt,
  type Verb,
} from "../../src/store/line/state.ts";
import { arrive, handBack, renew, step } from "../../src/store/line/turn.ts";
import { MemoryState } from "../../src/store/memory/state.ts";
import type { Ended, Follower, Lease, Store } from "../../src/store/store.ts";
import type { StoreSettings } from "../../src/store/storeSettings.ts";
import { MemoryTokens } from "../../src/store/tokens.ts";

/** A mistake to plant: it sees the line around every verb, and may change the verb's arguments. */
export interface Fault {
  readonly name: string;
  readonly before?: (verb: string, line: Line, args: VerbArgs) => void;
  readonly after?: (verb: string, line: Line, args: VerbArgs, before: Line, reply: unknown) => void;
}

/** The arguments of a verb by the names that faults need. */
export interface VerbArgs {
  lease?: Lease;
  key?: string;
  [other: string]: unknown;
}

/** A line as it is kept: as text, with what the driver itself must know beside it. */
interface Kept {
  readonly follower: Follower;
  readonly text: string;
  readonly heardAt: number;
  /** Until when each finished push is remembered. */
  readonly done: ReadonlyMap<string, number>;
}

/**
 * The smallest driver of the rules in `src/store/line`: each follower's line, kept as JSON text between verbs. A
 * fault may be planted in it, to see that a test would notice.
 */
export function lineStore(settings: StoreSettings, clock: Clock, fault?: Fault): Store {
  const state = new MemoryState();
  const lines = new Map<string, Kept>();
  const listeners = new Map<string, Set<(pushKey: string) => void>>();
  const name = ({ appId, openid }: Follower) => `${appId} ${openid}`;

  function read(follower: Follower): Line {
    const kept = lines.get(name(follower));
    if (kept === undefined) return newLine(clock.now());
    const line = JSON.parse(kept.text) as Line;
    for (const [key, until] of kept.done) if (until <= clock.now()) delete line.pushes[key];
    return line;
  }

  function isUrgent(follower: Follower): boolean {
    const at = urgentAt(read(follower));
    // Further away than it can be: the clock was set back.
    return at !== undefined && (at <= clock.now() || at > clock.now() + reachOf(settings));
  }

  function hasTime(follower: Follower): boolean {
    return (laterAt(read(follower)) ?? Infinity) <= clock.now();
  }

  async function change<T>(
    verbName: string,
    follower: Follower,
    args: VerbArgs,
    run: (line: Line, verb: Verb) => T,
  ): Promise<T> {
    const line = read(follower);
    const now = clock.now();
    fault?.before?.(verbName, line, args);
    const ended: Ended[] = [];
    const kept = lines.get(name(follower));
    const done = new Map([...(kept?.done ?? [])].filter(([, until]) => until > now));
    const verb: Verb = {
      follower,
      now,
      settings,
      wake: (by, key) => setTimeout(() => listeners.get(by)?.forEach((heard) => void heard(key))),
      done: (key) => void done.set(key, now + settings.rememberMs),
      ended: (one) => void ended.push(one),
      writeState: (changes) => state.put(follower.openid, changes),
    };
    withinReach(line, verb);
    const own = run(line, verb);
    const reply = ended.length > 0 ? { ...own, ended } : own;
    // As it goes over a network: a copy.
    const copy = reply === undefined ? reply : (JSON.parse(JSON.stringify(reply)) as T);
    fault?.after?.(verbName, line, args, read(follower), reply);
    // A late verb about a stranger leaves nothing behind.
    if (kept !== undefined || Object.keys(line.pushes).length > 0) {
      lines.set(name(follower), { follower, text: JSON.stringify(line), heardAt: now, done });
    }
    return copy;
  }

  /** Forgets of whom nothing was heard for too long. Who waits for something is heard of later. */
  function forgetSilent(): void {
    for (const [key, kept] of lines) {
      if (settings.keepMs === 0 || kept.heardAt + settings.keepMs > clock.now()) continue;
      const line = read(kept.follower);
      if ((urgentAt(line) ?? laterAt(line)) !== undefined) continue;
      lines.delete(key);
      state.remove(kept.follower.openid);
    }
  }

  return {
    arrive: (arrival) =>
      change("arrive", arrival.follower, { arrival }, (line, verb) => arrive(line, arrival, verb)),
    step(lease, n, given) {
      const args: VerbArgs = { lease, given };
      return change("step", lease.follower, args, (line, verb) =>
        step(line, args.lease ?? lease, n, given, verb),
      );
    },
    release: ({ follower, key }, answer, takenBy) =>
      change("release", follower, { key }, (line, verb) =>
        release(line, key, answer, takenBy, verb),
      ),
    untake: ({ follower, key }, takenBy, riding) =>
      change("untake", follower, { key, takenBy }, (line, verb) =>
        untake(line, key, takenBy, riding, verb),
      ),
    renew: (leases) =>
      Promise.all(
        leases.map((lease, index) => {
          const args: VerbArgs = { lease, index };
          return change("renew", lease.follower, args, (line, verb) =>
            renew(line, args.lease ?? lease, verb),
          );
        }),
      ),
    handBack: (lease, to) =>
      change("handBack", lease.follower, { lease, to }, (line, verb) =>
        handBack(line, lease, to, verb),
      ),
    enter: (entry) =>
      change("enter", entry.follower, { entry }, (line, verb) => enter(line, entry, verb)),
    sendNext: (request) =>
      change("sendNext", request.follower, { request }, (line, verb) =>
        sendNext(line, request, verb),
      ),
    wake: (follower, by, runs) =>
      change("wake", follower, { by }, (line, verb) => wake(line, by, verb, runs)),
    fateOf: async (follower, id) => fateOf(read(follower), id),
    async due(limit, later = limit) {
      forgetSilent();
      const all = [...lines.values()].map(({ follower }) => follower);
      const urgent = all.filter((follower) => isUrgent(follower)).slice(0, limit);
      const others = all.filter((one) => !urgent.includes(one) && hasTime(one)).slice(0, later);
      return [...urgent, ...others].slice(0, limit);
    },
    onWake(by, heard) {
      const own = listeners.get(by) ?? new Set();
      listeners.set(by, own.add(heard));
      return () => void own.delete(heard);
    },
    readState: async (owner, keys) => state.read(owner, keys),
    writeState: async (owner, changes) => state.write(owner, changes),
    tokens: new MemoryTokens({ clock }),
    async forget(follower) {
      lines.delete(name(follower));
      state.remove(follower.openid);
    },
    async *export(follower) {
      if (lines.has(name(follower))) yield read(follower);
      const items = state.all(follower.openid);
      if (items.length > 0) yield { state: items };
    },
    async probe() {},
    async close() {
      listeners.clear();
    },
  };
}
