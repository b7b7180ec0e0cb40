import type { Clock } from "../clock.ts";
import type { ManualClock } from "./manualClock.ts";

/** How long the adapter is told to wait between two looks for waiting work, in milliseconds. */
export const SWEEP_MS = 500;
/** When nothing happens, looks become as rare as this, so that two days pass in no time. */
const RAREST_SWEEP_MS = 60_000;
/** Looks stay as frequent as a quarter of the time since something happened. */
const SLOWING = 4;

/**
 * The shared clock as adapter and simulator see it. It counts their timers, so that what the bot itself
 * waits for can be told apart.
 */
export class HouseClock implements Clock {
  readonly #clock: ManualClock;
  /** Timers of adapter and simulator that wait, by their places in line. */
  readonly #waiting = new Set<number>();
  #happenedAt: number;
  #sweep: (() => void) | undefined;

  constructor(clock: ManualClock) {
    this.#clock = clock;
    this.#happenedAt = clock.now();
  }

  /** How many timers of adapter and simulator wait that were set at this place in line or behind it. */
  waitingFrom(place: number): number {
    let count = 0;
    for (const one of this.#waiting) if (one >= place) count += 1;
    return count;
  }

  now(): number {
    return this.#clock.now();
  }

  after(ms: number, run: () => void): () => void {
    // The adapter's looks are known by their length: nothing else in the house waits for it.
    const sweeps = ms === SWEEP_MS;
    const { place } = this.#clock;
    this.#waiting.add(place);
    const end = (): boolean => this.#waiting.delete(place);
    const cancel = this.#clock.after(sweeps ? this.#sweepMs() : ms, () => {
      if (end()) run();
    });
    if (sweeps) {
      this.#sweep = () => {
        cancel();
        if (end()) run();
      };
    }
    return () => {
      end();
      cancel();
    };
  }

  /** Something happened: looks are frequent again. */
  stir(): void {
    this.#happenedAt = this.now();
  }

  /** Lets the adapter look now, so that what is due at this very moment happens. */
  sweep(): void {
    this.#sweep?.();
  }

  #sweepMs(): number {
    const quietMs = this.now() - this.#happenedAt;
    return Math.min(RAREST_SWEEP_MS, Math.max(SWEEP_MS, quietMs / SLOWING));
  }
}
