import type { Clock } from "../../../clock.ts";

/** What is under way for longer, in milliseconds, waits for something outside of this process. It holds nothing up. */
const YOUNG_MS = 20;

/** How much was begun lately and has not ended. */
export class UnderWay {
  readonly #clock: Clock;
  #count = 0;
  #tell: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get count(): number {
    return this.#count;
  }

  /** Notes that so many begin together. Each calls the returned function when it has ended. */
  begin(count: number): () => void {
    let left = count;
    let isYoung = true;
    this.#count += count;
    const cancel = this.#clock.after(YOUNG_MS, () => {
      isYoung = false;
      this.#less(left);
    });
    return () => {
      left -= 1;
      if (isYoung) this.#less(1);
      if (left === 0) cancel();
    };
  }

  /** Resolves when less is under way than now. */
  less(): Promise<void> {
    return new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  #less(by: number): void {
    this.#count -= by;
    this.#tell?.();
  }
}
