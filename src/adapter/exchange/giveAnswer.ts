import { steadyNow } from "../../clock.ts";
import type { Lease, PushRef, Riding, Store } from "../../store/store.ts";
import type { Road } from "../road.ts";
import type { Given, Waiting } from "./waiters.ts";

/**
 * Gives an answer that was just recorded to the deliveries that wait for it here. `taker`: the delivery that the
 * record names as having the answer.
 */
export function giveAnswer(
  { clock, waiters, store }: Road,
  { follower, pushKey: key }: Lease,
  given: Given,
  taker: Waiting | undefined,
): Promise<void> | undefined {
  const { riding } = given;
  if (riding === undefined) waiters.give(key, given, steadyNow(clock));
  // No delivery is recorded as taker. A delivery that came meanwhile must take the answer in the store, or
  // it is shown again.
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
  // A delivery that found the answer in the store by itself may already have got it out.
  if ((await taker.out) === true) return;
  // THE LINE that gives an answer back. The taker has not got the answer out, and it is too late for that now.
  await store.untake(push, taker.id, riding);
}
