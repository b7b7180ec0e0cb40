import { ASIDE } from "../aside.ts";
import type { Entered, Entry, Work } from "../store.ts";
import {
  FINAL,
  factsOf,
  type Line,
  newPush,
  type PushState,
  recordedIds,
  type Verb,
} from "./state.ts";
import { leaseHead, leaseLeft } from "./turn.ts";

/** See `Store.enter`. */
export function enter(line: Line, entry: Entry, verb: Verb): Entered {
  const { key, by } = entry;
  let state = line.pushes[key];
  if (state === undefined) {
    state = newPush({ key, kind: "proactive", body: "", createdAt: verb.now }, verb.now);
    line.pushes[key] = state;
    line.queue.push(key);
  }
  if (entry.aside === true && line.owner?.key !== key) {
    const work = runAside(line, entry, state, verb);
    if (work !== undefined) return { work, place: 0, leaseLeft: 0 };
  }
  if (state.push === undefined) return { place: 0, leaseLeft: 0, gone: true };
  state.enteredBy = { by, until: verb.now + verb.settings.leaseMs };
  const work = line.queue[0] === key ? leaseHead(line, by, verb, entry.runs) : undefined;
  const place = Math.max(0, line.queue.indexOf(key));
  const { owner } = line;
  const elsewhere = owner !== undefined && owner.until > verb.now && owner.by !== by;
  return {
    place,
    leaseLeft: leaseLeft(line, verb),
    ...(elsewhere && { elsewhere }),
    ...(work && { work }),
  };
}

/**
 * Takes a turn out of the queue, so that it runs aside. From now on the line remembers the turn like a finished push.
 */
function runAside(line: Line, { key, by }: Entry, state: PushState, verb: Verb): Work | undefined {
  if (state.push !== undefined) {
    line.queue = line.queue.filter((one) => one !== key);
    state.push = undefined;
    state.enteredBy = undefined;
    state.answer = FINAL;
    state.accepted = { fence: ASIDE, n: -1 };
    verb.done(key);
  }
  if (state.accepted?.fence !== ASIDE) return undefined;
  return {
    lease: { follower: verb.follower, pushKey: key, fence: ASIDE, by },
    push: { key, kind: "proactive", body: "", createdAt: state.firstAt },
    record: line.record,
    done: recordedIds(key, state),
    attempts: 1,
    firstAt: state.firstAt,
    facts: factsOf(line, state, verb),
  };
}
