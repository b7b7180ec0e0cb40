import type { StoredPush, Work } from "../../store/store.ts";
import { timerIdOf } from "../../store/timerKey.ts";
import type { TurnScope } from "../../store/turnScope.ts";

/** Sets and cancels timers. */
export type Timers = Pick<TurnScope, "setTimer" | "cancelTimer">;

/** A timer whose time has come. The bot set it in an earlier turn. */
export interface Timer {
  readonly id: string;
  readonly data: string;
  /** The time for which it was set, in milliseconds since the epoch. */
  readonly at: number;
}

/** The timer that a piece of work is for; undefined where it is for something else. */
export function timerOf({ lease, push }: Pick<Work, "lease" | "push">): Timer | undefined {
  if (push.kind !== "timer") return undefined;
  const { key, body, createdAt }: StoredPush = push;
  return { id: timerIdOf(lease.follower, key), data: body, at: createdAt };
}
