import { type Clock, LONGEST_TIMER_MS } from "../clock.ts";

/** A point in time that several steps share, and what ends them when it comes. */
export interface Deadline {
  /** Milliseconds left; 0 when it has passed. */
  leftMs(): number;
  /** Calls `run` when the deadline passes, or at once if it has. The returned function takes that back. */
  onEnd(run: () => void): () => void;
}

/** Starts a deadline. A value that is no time, such as NaN, has passed already. */
export function startDeadline(clock: Clock, ms: number): Deadline {
  const end = clock.now() + (ms > 0 ? Math.min(ms, LONGEST_TIMER_MS) : 0);
  const leftMs = () => Math.max(0, end - clock.now());
  return { leftMs, onEnd: (run) => clock.after(leftMs(), run) };
}

/** Settles as `work` does. If the deadline passes first it throws `late()`, and nobody hears how `work` ends. */
export function withinDeadline<T>(
  work: Promise<T>,
  deadline: Deadline,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = deadline.onEnd(() => reject(late()));
    work.then(resolve, reject).finally(stop);
  });
}
