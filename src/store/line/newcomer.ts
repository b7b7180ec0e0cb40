import type { Newer } from "../gather.ts";
import type { Arrival } from "../store.ts";
import { FINAL, type Line, newPush, type PushState, type Verb, wakeWaiters } from "./state.ts";

/**
 * Puts a new push into the follower's queue. A push that waits for more messages, or merges, takes the place of the
 * message before it, if that one has not begun. A push that ends something of the running turn tells that turn.
 */
export function enqueue(line: Line, arrival: Arrival, verb: Verb): PushState {
  const { push, newer } = arrival;
  const state = newPush(push, verb.now);
  line.pushes[push.key] = state;
  if (arrival.gather !== undefined || newer !== undefined) settle(line, state, arrival, verb);
  else hurry(line, verb);
  // A list that grows by `push` keeps room for sixteen more.
  line.queue = line.queue.length === 0 ? [push.key] : [...line.queue, push.key];
  return state;
}

function settle(line: Line, state: PushState, arrival: Arrival, verb: Verb): void {
  const { newer } = arrival;
  // A question stands open. The new message answers it, so the message waits for nothing and joins no other message.
  const isAnswer = line.asks === true;
  const gather = isAnswer ? undefined : arrival.gather;
  const joins = gather !== undefined || (newer === "merge" && !isAnswer);
  if (newer !== undefined) stop(line, state, newer, verb);
  if (!joins) {
    hurry(line, verb);
    return;
  }
  state.joins = true;
  const before = waitingTail(line);
  if (before !== undefined) takePlace(line, arrival.push.key, before, verb);
  if (gather === undefined) return;
  const { quietMs, mostMs, most } = gather;
  state.since ??= verb.now;
  const full = (state.earlier?.length ?? 0) + 1 >= most;
  state.ripeAt = full ? verb.now : Math.min(verb.now + quietMs, state.since + mostMs);
}

/** Tells the running turn what a newer push has ended of it. */
function stop(line: Line, state: PushState, newer: Newer, verb: Verb): void {
  const { owner } = line;
  const running = owner === undefined ? undefined : line.pushes[owner.key];
  if (owner === undefined || running?.push === undefined || ends(running.stop)) return;
  const merges = newer === "merge" && running.joins === true;
  if (merges) {
    const heir = firstToJoin(line) ?? state;
    heir.earlier = [...(running.earlier ?? []), running.push, ...(heir.earlier ?? [])];
    running.stop = "merge";
  } else running.stop = newer !== "stream" && running.push.kind === "push" ? "turn" : "stream";
  verb.wake(owner.by, owner.key);
}

/** Whether a newer push ended the whole turn, so that the turn is not run again. */
export function ends(stop: Newer | undefined): boolean {
  return stop === "turn" || stop === "merge";
}

/**
 * The first message behind the running turn that joins others: what was written before it belongs to its turn. If a later
 * one took that over, messages would stand in another order than they were written in.
 */
function firstToJoin(line: Line): PushState | undefined {
  const [, ...behind] = line.queue;
  return behind.map((key) => line.pushes[key]).find((state) => state?.joins === true);
}

/**
 * The last message in the queue, if it joins others and has not begun. It joins although its delivery was released while
 * it waited: a later message that merges the running turn would otherwise pass it.
 */
function waitingTail(line: Line): string | undefined {
  const key = line.queue.at(-1);
  const state = key === undefined ? undefined : line.pushes[key];
  const begun = state === undefined || state.attempts > 0 || state.accepted !== undefined;
  return begun || state.joins !== true ? undefined : key;
}

/** Makes the message `before` a part of the turn of `key`, which answers both. */
function takePlace(line: Line, key: string, before: string, verb: Verb): void {
  const state = line.pushes[key];
  const other = line.pushes[before];
  if (state === undefined || other?.push === undefined) return;
  state.earlier = [...(state.earlier ?? []), ...(other.earlier ?? []), other.push];
  if (other.since !== undefined) state.since = other.since;
  other.push = undefined;
  other.earlier = undefined;
  other.answer ??= FINAL;
  other.into = key;
  wakeWaiters(other, before, verb);
  line.queue.pop();
  verb.done(before);
}

/** Lets the last message begin as soon as it can: no message that could join it comes any more. */
function hurry(line: Line, verb: Verb): void {
  const key = line.queue.at(-1);
  const last = key === undefined ? undefined : line.pushes[key];
  if (last?.ripeAt !== undefined) last.ripeAt = Math.min(last.ripeAt, verb.now);
}

/** Until when the head of the queue waits for more messages; undefined where it does not wait. */
export function ripensAt(line: Line): number | undefined {
  return line.pushes[line.queue[0] ?? ""]?.ripeAt;
}

/** Wakes the waiters of a new head that still waits for more messages: they must look when the head may begin. */
export function tellUnripe(line: Line, verb: Verb): void {
  const key = line.queue[0];
  const head = key === undefined ? undefined : line.pushes[key];
  if (key === undefined || head?.ripeAt === undefined || head.ripeAt <= verb.now) return;
  for (const process of head.waiters) verb.wake(process, key);
}
