import type { Lease } from "./store.ts";

/*
 * What is run beside the turn of a follower, by a process that must not wait for that turn. Its steps queue and hold
 * messages, compared with the facts like any other's, and change timers; record and bot state stay as they are, and
 * nobody's lease or place is touched.
 */

/**
 * The fence of a run aside. It is lower than the fence of any lease: a run aside ends no leased turn, and no leased
 * turn ends it.
 */
export const ASIDE = 0;

/** Whether something is run beside the follower's turns, outside of their fence. */
export function isAside(lease: Lease): boolean {
  return lease.fence === ASIDE;
}
