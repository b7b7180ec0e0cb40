import { type Clock, steadyNow } from "../../../clock.ts";
import { clearTimeout, setTimeout } from "../../../realTimers.ts";

/** For how long after a push the next one is expected, in milliseconds. */
const LATELY_MS = 200;
/**
 * How long what is due waits for the pushes that are at hand, in real milliseconds: it is about the processor's time. A bot
 * may take minutes for one of them, and under load new ones come without end.
 */
const YIELD_MS = 5;

/**
 * Pushes that came in and are not answered yet. A follower waits for the answer to a push and nobody waits for a
 * reminder, so what is due lets them go first.
 */
export class AtHand {
  readonly #clock: Clock;
  #count = 0;
  /** Pushes of an older generation were waited for long enough, and do not count any more. */
  #generation = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #tell: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether a push came in lately, so that another may come at any moment. */
  get lately(): boolean {
    return steadyNow(this.#clock) - this.#lastAt < LATELY_MS;
  }

  /** Notes that a push came, `at` by the steady clock. What it returns is for {@link left}. */
  came(at: number): number {
    this.#lastAt = at;
    this.#count += 1;
    return this.#generation;
  }

  /** Notes that a push is answered, or its delivery is gone. */
  left(generation: number): void {
    if (generation !== this.#generation) return;
    this.#count -= 1;
    if (this.#count === 0) this.#tell?.();
  }

  /** Resolves once the pushes at hand are answered, or were waited for long enough; undefined where there are none. */
  answered(): Promise<void> | undefined {
    if (this.#count === 0) return undefined;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#tell = undefined;
        resolve();
      };
      const timer = setTimeout(() => {
        this.#generation += 1;
        this.#count = 0;
        end();
      }, YIELD_MS);
      this.#tell = end;
    });
  }
}
