import type { StoreSettings } from "../storeSettings.ts";
import type { Line, Verb } from "./state.ts";

/** Clocks that processes share are corrected by a little now and then: that is no clock set back. */
const SLACK_MS = 1_000;

/**
 * How far ahead the times can be that a line waits for by itself, in milliseconds: leases, pauses, answers on
 * their way. Timers and expiries are of the calendar, and may be anywhere.
 */
export function reachOf(settings: StoreSettings): number {
  const { leaseMs, sendLeaseMs, retryMs } = settings;
  return Math.max(leaseMs, sendLeaseMs, retryMs, rescueReach(settings)) + SLACK_MS;
}

function rescueReach({ slotMs, nextMs, tryMs, rescueMs }: StoreSettings): number {
  return Math.max(slotMs, nextMs + tryMs) + rescueMs - slotMs;
}

/**
 * After a clock was set back, what was written before it is further ahead than it can be, and would hold a
 * follower up for as long as the clock was set back. A turn's lease like that is void: whoever runs it has
 * been renewing it by the new time. Everything else counts as written now.
 */
export function withinReach(line: Line, { now, settings }: Verb): void {
  const { leaseMs, sendLeaseMs, retryMs } = settings;
  const tooFar = (at: number | undefined, ms: number): at is number =>
    at !== undefined && at > now + ms + SLACK_MS;
  if (tooFar(line.owner?.until, leaseMs) && line.owner !== undefined) line.owner.until = now;
  if (tooFar(line.inFlight?.until, sendLeaseMs) && line.inFlight !== undefined) {
    line.inFlight = { ...line.inFlight, until: now + sendLeaseMs };
  }
  if (tooFar(line.chainAt, retryMs)) line.chainAt = now + retryMs;
  const rescueMs = rescueReach(settings);
  if (line.untaken.some(({ rescueAt }) => tooFar(rescueAt, rescueMs))) {
    const rescueAt = now + rescueMs;
    line.untaken = line.untaken.map((one) =>
      one.rescueAt > rescueAt ? { ...one, rescueAt } : one,
    );
  }
  if (line.given.some(({ until }) => tooFar(until, rescueMs))) {
    const until = now + rescueMs;
    line.given = line.given.map((one) => (one.until > until ? { ...one, until } : one));
  }
  for (const key of line.queue) {
    const state = line.pushes[key];
    if (state === undefined) continue;
    const { enteredBy } = state;
    if (enteredBy !== undefined && tooFar(enteredBy.until, leaseMs)) {
      state.enteredBy = { ...enteredBy, until: now + leaseMs };
    }
    if (tooFar(state.firstAt, 0)) {
      state.firstAt = now;
      if (state.ripeAt !== undefined) state.ripeAt = now;
    }
    if (tooFar(state.lastAt, 0)) state.lastAt = now;
  }
}
