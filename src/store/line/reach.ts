import type { StoreSettings } from "../storeSettings.ts";
import type { Line, Verb } from "./state.ts";

/** Shared clocks are corrected by a little now and then. A correction up to this does not count as a clock set back. */
const SLACK_MS = 1_000;

/**
 * How far ahead a time can be that the line itself set, in milliseconds: leases, pauses, answers on their way. Timers
 * and expiries are set by bots, and may be any time ahead.
 */
export function reachOf(settings: StoreSettings): number {
  const { leaseMs, sendLeaseMs, retryMs } = settings;
  return Math.max(leaseMs, sendLeaseMs, retryMs, rescueReach(settings)) + SLACK_MS;
}

function rescueReach({ slotMs, nextMs, tryMs, rescueMs }: StoreSettings): number {
  return Math.max(slotMs, nextMs + tryMs) + rescueMs - slotMs;
}

/**
 * Mends a line after the clock was set back. A time that was written before is now further ahead than it can be, and
 * would hold the follower up for as long as the clock was set back. A turn's lease with such a time is void: a runner
 * that lives has renewed its lease by the new time. Every other such time counts as written now.
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
    if (state.handed !== undefined && tooFar(state.handed.at, 0)) {
      state.handed = { ...state.handed, at: now };
    }
  }
}
