import { steadyNow } from "../../clock.ts";
import type { Lease } from "../../store/store.ts";
import type { Road } from "../road.ts";

/**
 * What a runner must know: its lease is lost, the slot is given away, its time is up, or a newer push ended it; else, with
 * every renewal, that it is kept.
 */
type LeaseNews =
  | "lost"
  | "slot gone"
  | "time is up"
  | "stream stopped"
  | "stopped"
  | "merged"
  | "kept";

/** A lease that is kept. */
export interface KeptLease {
  /** Looks at once: somebody says that there is news. */
  look(): void;
  end(): void;
}

const NEWS = {
  lost: "lost",
  mine: "kept",
  "mine, slot gone": "slot gone",
  "mine, stream stopped": "stream stopped",
  "mine, stopped": "stopped",
  "mine, merged": "merged",
} as const;

/**
 * Renews a lease until that is ended or the lease is lost, and watches the turn's time
 * with the same timer. A store that does not reply is no reason to stop: the fence decides in the end.
 */
export function keepLease(
  { clock, pace, store }: Road,
  lease: Lease,
  limitMs: number,
  hear: (news: LeaseNews) => void,
): KeptLease {
  const endsAt = steadyNow(clock) + limitMs;
  let timeIsUp = false;
  let stopped = false;
  let cancel = clock.after(Math.min(pace.renewMs, limitMs), renew);
  async function renew(): Promise<void> {
    if (!timeIsUp && steadyNow(clock) >= endsAt) {
      timeIsUp = true;
      hear("time is up");
    }
    const state = await store.renew(lease).catch(() => "mine" as const);
    if (stopped) return;
    hear(NEWS[state]);
    if (state === "lost") return;
    const leftMs = timeIsUp ? pace.renewMs : Math.max(0, endsAt - steadyNow(clock));
    cancel();
    cancel = clock.after(Math.min(pace.renewMs, leftMs), renew);
  }
  return {
    look: () => {
      cancel();
      if (!stopped) void renew();
    },
    end: () => {
      stopped = true;
      cancel();
    },
  };
}
