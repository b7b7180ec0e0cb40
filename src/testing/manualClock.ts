import type { Clock } from "../clock.ts";
import { nextRound } from "../realTimers.ts";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** How often the machine's own queue is let through between two timers: awaits, then sockets. */
const ROUNDS = 10;

/** A clock that stands still until somebody moves it. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now: number;
  #order = 0;

  /** `start` is in milliseconds since the epoch. */
  constructor(start = Date.UTC(2026, 0, 5, 1, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** The place in line of the timer that is set next. */
  get place(): number {
    return this.#order;
  }

  /** How many timers wait that were set at this place or behind it. */
  waitingFrom(place: number): number {
    let count = 0;
    for (const { order } of this.#timers) if (order >= place) count += 1;
    return count;
  }

  /** When the next timer falls due, in milliseconds since the epoch. */
  get nextAt(): number | undefined {
    return this.#next(Number.POSITIVE_INFINITY)?.at;
  }

  /**
   * Moves the time by `ms`. Timers that fall due run in order, each at its own moment; what they set in
   * motion gets its turn before the next one, and may set timers that fall due within the same move. A negative
   * `ms` sets the clock back.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let timer = this.#next(end); timer !== undefined; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.run();
      await settle();
    }
    // Whoever moved it further meanwhile has moved it.
    this.#now = ms < 0 ? end : Math.max(this.#now, end);
    await settle();
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > end) continue;
      if (
        first === undefined ||
        timer.at < first.at ||
        (timer.at === first.at && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}

/** Lets everything run that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    await nextRound();
  }
}
