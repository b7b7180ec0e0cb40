/**
 * Time, as an argument. Everything that looks at a clock or waits takes one of these, so that a test
 * (or a tester who jumps two days) moves the whole house at once.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Milliseconds since some moment, by a clock that nobody sets: what limits within a process are measured by.
   * Default: `now`, for a clock that only a test moves.
   */
  steady?(): number;
  /** Runs `run` once, `ms` milliseconds from now; the returned function takes that back. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's own clock. Its timers do not keep a process alive that has nothing else to do. */
export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** How long something took, or may take: by the clock that is not set, so that a jump ends nothing. */
export function steadyNow(clock: Clock): number {
  return clock.steady?.() ?? clock.now();
}

/** Resolves `ms` milliseconds from now, on the given clock. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/**
 * The same for a pause in what somebody waits for: meanwhile the process has something to do. A script whose only
 * work it is would end in its middle, without a word.
 */
export async function sleepAwake(clock: Clock, ms: number): Promise<void> {
  const awake = setInterval(() => {}, LONGEST_TIMER_MS);
  try {
    await sleep(clock, ms);
  } finally {
    clearInterval(awake);
  }
}

/** The longest wait that a timer of Node's can do; it takes a longer one for none. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Does something again and again, `everyMs` after it was last done. What it throws is `failed`'s, and stops
 * nothing. Returns how to end it.
 */
export function again(
  clock: Clock,
  everyMs: number,
  run: () => Promise<void>,
  failed: (error: unknown) => void,
): () => void {
  let stopped = false;
  let cancel = clock.after(everyMs, once);
  async function once(): Promise<void> {
    await run().catch(failed);
    if (!stopped) cancel = clock.after(everyMs, once);
  }
  return () => {
    stopped = true;
    cancel();
  };
}
