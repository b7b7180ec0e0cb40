import type { Newer } from "../gather.ts";
import type { Arrival } from "../store.ts";
import { FINAL, type Line, newPush, type PushState, type Verb, wakeWaiters } from "./state.ts";

/**
 * Puts a new push into the follower's queue. One that waits for more, or merges, takes the place of a message
 * before it that has not begun; one that stops what runs tells so.
 */
export function enqueue(line: Line, arrival: Arrival, verb: Verb): PushState {
  const { push, newer } = arrival;
  const state = newPush(push, verb.now);
  line.pushes[push.key] = state;
  if (arrival.gather !== undefined || newer !== undefined) settle(line, state, arrival, verb);
  else hurry(line, verb);
  line.queue.push(push.key);
  return state;
}

function settle(line: Line, state: PushState, arrival: Arrival, verb: Verb): void {
  const { newer } = arrival;
  // A question stands open: what comes now answers it, waits for nothing, and belongs to nothing else.
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

/** Tells the turn that runs that it has been overtaken. */
function stop(line: Line, state: PushState, newer: Newer, verb: Verb): void {
  const { owner } = line;
  const running = owner === undefined ? undefined : line.pushes[owner.key];
  if (owner === undefined || running?.push === undefined || ends(running.stop)) return;
  const merges = newer === "merge" && running.joins === true;
  if (merges) state.earlier = [...(running.earlier ?? []), running.push];
  if (merges) running.stop = "merge";
  else running.stop = newer !== "stream" && running.push.kind === "push" ? "turn" : "stream";
  verb.wake(owner.by, owner.key);
}

/** Whether all of a turn is ended, so that it is not run again. */
export function ends(stop: Newer | undefined): boolean {
  return stop === "turn" || stop === "merge";
}

/** The last message in the queue, where it joins others and has not begun. */
function waitingTail(line: Line): string | undefined {
  const key = line.queue.at(-1);
  const state = key === undefined ? undefined : line.pushes[key];
  const begun = state === undefined || state.attempts > 0 || state.accepted !== undefined;
  return begun || state.joins !== true || state.answer !== undefined ? undefined : key;
}

/** The message before is part of this one's turn now, and ends without words. */
function takePlace(line: Line, key: string, before: string, verb: Verb): void {
  const state = line.pushes[key];
  const other = line.pushes[before];
  if (state === undefined || other?.push === undefined) return;
  state.earlier = [...(state.earlier ?? []), ...(other.earlier ?? []), other.push];
  if (other.since !== undefined) state.since = other.since;
  other.push = undefined;
  other.earlier = undefined;
  other.answer = FINAL;
  other.into = key;
  wakeWaiters(other, before, verb);
  line.queue.pop();
  verb.done(before);
}

/** Nothing comes any more that could join the last message: it begins as soon as it can. */
function hurry(line: Line, verb: Verb): void {
  const key = line.queue.at(-1);
  const last = key === undefined ? undefined : line.pushes[key];
  if (last?.ripeAt !== undefined) last.ripeAt = Math.min(last.ripeAt, verb.now);
}

/** Until when the head of the queue waits for more; undefined where it does not. */
export function ripensAt(line: Line): number | undefined {
  return line.pushes[line.queue[0] ?? ""]?.ripeAt;
}

/** A push that waits for more has become the head: whoever waits for it must look when it may begin. */
export function tellUnripe(line: Line, verb: Verb): void {
  const key = line.queue[0];
  const head = key === undefined ? undefined : line.pushes[key];
  if (key === undefined || head?.ripeAt === undefined || head.ripeAt <= verb.now) return;
  for (const process of head.waiters) verb.wake(process, key);
}
