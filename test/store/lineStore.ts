import type { Clock } from "../../src/clock.ts";
import { sendNext, wake } from "../../src/store/line/chain.ts";
import { enter } from "../../src/store/line/enter.ts";
import { withinReach } from "../../src/store/line/reach.ts";
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
import { MemoryState } from "../../src/store/memoryState.ts";
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

/**
 * The smallest driver of the rules in `src/store/line`: one follower's line, kept as JSON text between
 * verbs. A fault may be planted in it, to see that a test would notice.
 */
export function lineStore(
  follower: Follower,
  settings: StoreSettings,
  clock: Clock,
  fault?: Fault,
) {
  const state = new MemoryState();
  let text: string | undefined;
  const read = () => (text === undefined ? newLine(clock.now()) : (JSON.parse(text) as Line));

  async function change<T>(
    name: string,
    args: VerbArgs,
    run: (line: Line, verb: Verb) => T,
  ): Promise<T> {
    const line = read();
    fault?.before?.(name, line, args);
    const ended: Ended[] = [];
    const verb: Verb = {
      follower,
      now: clock.now(),
      settings,
      wake: () => {},
      done: () => {},
      ended: (one) => void ended.push(one),
      writeState: (changes) => state.put(follower.openid, changes),
    };
    withinReach(line, verb);
    const own = run(line, verb);
    const reply = ended.length > 0 ? { ...own, ended } : own;
    // As it goes over a network: a copy.
    const copy = reply === undefined ? reply : (JSON.parse(JSON.stringify(reply)) as T);
    fault?.after?.(name, line, args, read(), reply);
    // A late verb about a stranger leaves nothing behind.
    if (text !== undefined || Object.keys(line.pushes).length > 0) text = JSON.stringify(line);
    return copy;
  }

  const store: Store = {
    arrive: (arrival) => change("arrive", { arrival }, (line, verb) => arrive(line, arrival, verb)),
    step(lease, n, given) {
      const args: VerbArgs = { lease, given };
      return change("step", args, (line, verb) => step(line, args.lease ?? lease, n, given, verb));
    },
    release: ({ key }, answer, takenBy) =>
      change("release", { key }, (line, verb) => release(line, key, answer, takenBy, verb)),
    untake: ({ key }, takenBy, riding) =>
      change("untake", { key, takenBy }, (line, verb) => untake(line, key, takenBy, riding, verb)),
    renew: (lease) => change("renew", { lease }, (line, verb) => renew(line, lease, verb)),
    handBack: (lease) => change("handBack", { lease }, (line, verb) => handBack(line, lease, verb)),
    enter: (entry) => change("enter", { entry }, (line, verb) => enter(line, entry, verb)),
    sendNext: (request) =>
      change("sendNext", { request }, (line, verb) => sendNext(line, request, verb)),
    wake: (_follower, by, runs) =>
      change("wake", { by }, (line, verb) => wake(line, by, verb, runs)),
    async fateOf(_follower, id) {
      return fateOf(read(), id);
    },
    async due() {
      const line = read();
      const at = Math.min(urgentAt(line) ?? Infinity, laterAt(line) ?? Infinity);
      return at <= clock.now() ? [follower] : [];
    },
    onWake: () => () => {},
    readState: async (owner, keys) => state.read(owner, keys),
    writeState: async (owner, changes) => state.write(owner, changes),
    tokens: new MemoryTokens({ clock }),
    async forget() {
      text = undefined;
    },
    async *export() {
      if (text !== undefined) yield read();
    },
    async probe() {},
    async close() {},
  };
  return store;
}
