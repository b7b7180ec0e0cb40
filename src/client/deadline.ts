import { type Clock, LONGEST_TIMER_MS } from "../clock.ts";

/** A point in time that several steps share, and what ends them when it comes. */
export interface Deadline {
  /** Milliseconds left; 0 when it has passed. */
  leftMs(): number;
  /** Calls `run` when it passes, at once if it has; the returned function takes that back. */
  onEnd(run: () => void): () => void;
}

/** What is no time, like NaN, has passed. */
export function startDeadline(clock: Clock, ms: number): Deadline {
  const end = clock.now() + (ms > 0 ? Math.min(ms, LONGEST_TIMER_MS) : 0);
  const leftMs = () => Math.max(0, end - clock.now());
  return { leftMs, onEnd: (run) => clock.after(leftMs(), run) };
}

/** Settles as `work` does, or with `late()` thrown when the deadline passes first; `work` then goes on unheard. */
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
