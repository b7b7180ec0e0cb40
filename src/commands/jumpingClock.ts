import type { Clock } from "../clock.ts";

interface Timer {
  readonly at: number;
  readonly ms: number;
  readonly run: () => void;
  cancel: () => void;
}

/**
 * Real time that can be moved on. What was to happen in the time that is passed over happens at once, in its order, as
 * on a machine that wakes from sleep: who wants each thing at its moment moves from one `nextAt` to the next.
 */
export class JumpingClock implements Clock {
  readonly #timers = new Set<Timer>();
  #aheadMs: number;

  /** `aheadMs`: where the clock of another process is already. */
  constructor(aheadMs = 0) {
    this.#aheadMs = aheadMs;
  }

  /** How far it is ahead of real time, in milliseconds. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { at: this.now() + Math.max(0, ms), ms, run, cancel: () => {} };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => {
      timer.cancel();
      this.#timers.delete(timer);
    };
  }

  /** When the next thing is to happen; waits of less than a second are looks, and end by themselves. */
  get nextAt(): number | undefined {
    const times = [...this.#timers].filter(({ ms }) => ms >= SHORTEST_MS).map(({ at }) => at);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Moves the time on by `ms`. */
  jump(ms: number): void {
    this.#aheadMs += ms;
    const timers = [...this.#timers].sort((a, b) => a.at - b.at);
    for (const timer of timers) {
      timer.cancel();
      this.#arm(timer);
    }
  }

  #arm(timer: Timer): void {
    const left = Math.min(Math.max(0, timer.at - this.now()), LONGEST_TIMER_MS);
    const handle = setTimeout(() => this.#ring(timer), left);
    handle.unref();
    timer.cancel = () => clearTimeout(handle);
  }

  #ring(timer: Timer): void {
    // Node cannot wait longer than 24.8 days in one go.
    if (timer.at > this.now()) this.#arm(timer);
    else if (this.#timers.delete(timer)) timer.run();
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const SHORTEST_MS = 1_000;
