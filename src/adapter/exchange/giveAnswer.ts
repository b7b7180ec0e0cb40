import { steadyNow } from "../../clock.ts";
import type { Lease, PushRef, Riding, Store } from "../../store/store.ts";
import type { Road } from "../road.ts";
import type { Given, Waiting } from "./waiters.ts";

/**
 * Gives an answer that was just recorded to the deliveries that wait for it here. `taker` is the one that
 * was recorded as having it.
 */
export function giveAnswer(
  { clock, waiters, store }: Road,
  { follower, pushKey: key }: Lease,
  given: Given,
  taker: Waiting | undefined,
): Promise<void> | undefined {
  const { riding } = given;
  if (riding === undefined) waiters.give(key, given, steadyNow(clock));
  // Recorded as untaken: who came meanwhile must take it in the store, or it is shown again.
  else if (taker === undefined) waiters.look(key);
  else if (!waiters.hand(taker, given, steadyNow(clock)))
    return giveBack(store, { follower, key }, taker, riding);
  return undefined;
}

async function giveBack(
  store: Store,
  push: PushRef,
  taker: Waiting,
  riding: Riding,
): Promise<void> {
  // A delivery that has found it in the store by itself may have got it out already.
  if ((await taker.out) === true) return;
  // THE LINE that gives an answer back. Here the taker has not got it out, and is too late to do so.
  await store.untake(push, taker.id, riding);
}
