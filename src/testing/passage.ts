import { realSleep, nextRound as soon } from "../realTimers.ts";
import type { HouseClock } from "./houseClock.ts";
import type { ManualClock } from "./manualClock.ts";

/** How often the machine's own queue is let through before the clock is moved. */
const ROUNDS = 10;

/**
 * Lets time pass while somebody waits. The clock moves on by itself where the bot waits on it, and stands
 * still where the bot waits for the real world (a file, a database): that takes no time in the story.
 */
export class Passage {
  readonly #clock: ManualClock;
  readonly #house: HouseClock;
  readonly #patienceMs: number;
  readonly #onImpatient: () => void;
  /** Turns that run, by conversation. */
  readonly #turns = new Map<string, number>();
  #delays = 0;
  /** The bot's own timers from before the turns that run: reminders, not waits. */
  #reminders = 0;
  #waitedMs = 0;
  #step: Promise<void> | undefined;

  /** `onImpatient` hears when time goes on although a turn waits for the real world. */
  constructor(clock: ManualClock, house: HouseClock, patienceMs: number, onImpatient: () => void) {
    this.#clock = clock;
    this.#house = house;
    this.#patienceMs = patienceMs;
    this.#onImpatient = onImpatient;
  }

  /** Whether a turn of the conversation runs. */
  runs(conversation: string): boolean {
    return this.#turns.has(conversation);
  }

  /** Runs a turn, so that the passage knows of it. */
  async turn(conversation: string, run: () => Promise<void>): Promise<void> {
    if (this.#turns.size === 0) this.#reminders = this.#botTimers;
    this.#count(conversation, 1);
    this.#waitedMs = 0;
    try {
      await run();
    } finally {
      this.#count(conversation, -1);
      this.#waitedMs = 0;
    }
  }

  /** Runs something in which the adapter waits for the bot: an activity of type `delay`. */
  async delay<T>(run: () => Promise<T>): Promise<T> {
    this.#delays += 1;
    try {
      return await run();
    } finally {
      this.#delays -= 1;
    }
  }

  /** Lets time pass until `work` has ended and `over` says so. */
  async until<T>(work: Promise<T>, over: () => boolean = () => true): Promise<T> {
    let ended = false;
    const end = (): void => {
      ended = true;
    };
    work.then(end, end);
    for (;;) {
      await this.settle();
      // A turn that hangs is not waited for once everything else has been said.
      if (ended && (over() || this.#isImpatient)) return work;
      // Whoever else waits, waits for the same step.
      this.#step ??= this.#pass().finally(() => {
        this.#step = undefined;
      });
      await this.#step;
    }
  }

  /** Lets everything run that waits for nothing but its turn. */
  async settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) await soon();
  }

  async #pass(): Promise<void> {
    const next = this.#clock.nextAt;
    const real = this.#turns.size > 0 && this.#delays === 0 && this.#botTimers <= this.#reminders;
    if (next === undefined || (real && !this.#isImpatient)) {
      const startedAt = performance.now();
      await realSleep(1);
      this.#waitedMs += performance.now() - startedAt;
      if (this.#isImpatient) this.#onImpatient();
      return;
    }
    await this.#clock.advance(Math.max(0, next - this.#clock.now()));
  }

  get #isImpatient(): boolean {
    return this.#waitedMs >= this.#patienceMs;
  }

  get #botTimers(): number {
    return this.#clock.waiting - this.#house.waiting;
  }

  #count(conversation: string, by: 1 | -1): void {
    const count = (this.#turns.get(conversation) ?? 0) + by;
    if (count === 0) this.#turns.delete(conversation);
    else this.#turns.set(conversation, count);
  }
}
