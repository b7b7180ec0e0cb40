import { StoreUnavailable } from "../errors.ts";
import type { Lease, Step, Stepped } from "../store/store.ts";
import type { Road } from "./road.ts";

/** What can happen to a lease that is kept. */
type Change = "lost" | "slot gone";

/**
 * Renews a lease until the returned function is called, or until `hear`, told of a change, gives false. A
 * store that does not reply is no reason to stop: the fence decides in the end.
 */
export function keepLease(
  { clock, pace, store }: Road,
  lease: Lease,
  hear: (change: Change) => boolean,
): () => void {
  let stopped = false;
  let cancel = clock.after(pace.renewMs, renew);
  async function renew(): Promise<void> {
    const state = await store.renew(lease).catch(() => "mine" as const);
    if (stopped) return;
    if (state !== "mine" && !hear(state === "lost" ? "lost" : "slot gone")) return;
    cancel = clock.after(pace.renewMs, renew);
  }
  return () => {
    stopped = true;
    cancel();
  };
}

const RETRY_MS = 100;

/** A store that is away for a moment gets the same step again; repeated, it changes nothing. */
export async function repeatStep(
  { clock, pace, store }: Road,
  lease: Lease,
  n: number,
  step: Step,
): Promise<Stepped> {
  const until = clock.now() + pace.renewMs * 2;
  for (;;) {
    try {
      return await store.step(lease, n, step);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || clock.now() >= until) throw error;
      await new Promise<void>((resolve) => void clock.after(RETRY_MS, resolve));
    }
  }
}
