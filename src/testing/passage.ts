import { WeChatError } from "../errors.ts";
import { realNow, realSleep, nextRound as soon } from "../realTimers.ts";
import { Bounds } from "./bounds.ts";
import type { HouseClock } from "./houseClock.ts";
import type { ManualClock } from "./manualClock.ts";

/** How often the machine's own queue is let through before the clock is moved. */
const ROUNDS = 10;
/** A turn that waits for the real world for so long may wait for the adapter instead, and that for the clock. */
const PATIENCE_MS = 2_000;
/** So much time, in the story, is given to that. */
const GOES_ON_MS = 10_000;
/** And so long, in real milliseconds, nothing at all may happen in a turn. Below the limit of most test runners. */
const LONGEST_MS = 4_000;

/**
 * Lets time pass while somebody waits. The clock moves on by itself where the bot waits on it, and stands
 * still where the bot waits for the real world (a file, a database): that takes no time in the story.
 */
export class Passage {
  readonly #clock: ManualClock;
  readonly #house: HouseClock;
  #patienceMs: number | undefined;
  readonly #onImpatient: () => void;
  readonly #bounds = new Bounds();
  /** Turns that run, by conversation. */
  readonly #turns = new Map<string, number>();
  #delays = 0;
  /** The place in line of the first timer since turns run: what stands before it are reminders, and nobody's wait. */
  #firstPlace = 0;
  /** Since something happened: real time, and what passed in the story meanwhile. */
  #waitedMs = 0;
  #wentOnMs = 0;
  #step: Promise<void> | undefined;

  /**
   * `patienceMs`: after so long time goes on without a turn that waits for the real world, for good; undefined: such a
   * turn is waited for, and one in which nothing happens any more is a mistake. `onImpatient` hears when time goes on.
   */
  constructor(
    clock: ManualClock,
    house: HouseClock,
    patienceMs: number | undefined,
    onImpatient: () => void,
  ) {
    this.#clock = clock;
    this.#house = house;
    this.#patienceMs = patienceMs;
    this.#onImpatient = onImpatient;
  }

  /** A follower does something: what comes of it is bounded. */
  begin(): void {
    this.#house.stir();
    this.#bounds.begin(this.#clock.now());
  }

  /** Throws `WeChatError` of code `turn-endless` where too much has come of it already. */
  check(): void {
    this.#bounds.check(this.#clock.now(), this.#turns.size > 0);
  }

  /** The bot sends activities of these types: whoever works is alive. Throws as {@link check}, into the call that sends. */
  sends(types: readonly (string | undefined)[]): void {
    this.stir();
    this.#bounds.sends(types);
  }

  /** Whether a turn of the conversation runs. */
  runs(conversation: string): boolean {
    return this.#turns.has(conversation);
  }

  /** Runs a turn, so that the passage knows of it. */
  async turn(conversation: string, run: () => Promise<void>): Promise<void> {
    if (this.#turns.size === 0) this.#firstPlace = this.#clock.place;
    this.#bounds.turn();
    this.#count(conversation, 1);
    this.stir();
    try {
      await run();
    } finally {
      this.#count(conversation, -1);
      this.stir();
    }
  }

  /** Something happened: whoever works is alive. */
  stir(): void {
    this.#waitedMs = 0;
    this.#wentOnMs = 0;
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

  /**
   * Lets time pass until `work` has ended; with `over`, for what a follower does, until that says so too. Rejects with
   * `WeChatError` of code `turn-hangs` where nothing happens any more although a turn runs, and of code `turn-endless` where
   * too much comes of what he did.
   */
  async until<T>(work: Promise<T>, over?: () => boolean): Promise<T> {
    let ended = false;
    const end = (): void => {
      ended = true;
    };
    work.then(end, end);
    for (;;) {
      await this.settle();
      if (over !== undefined) this.check();
      if (ended && (over?.() ?? true)) return work;
      if (this.#patienceMs === undefined) this.#refuseToHang();
      // A turn that hangs is not waited for once everything else has been said.
      else if (ended && this.#isImpatient) return work;
      // Whoever else waits, waits for the same step.
      this.#step ??= this.#pass().finally(() => {
        this.#step = undefined;
      });
      await this.#step;
    }
  }

  /** From now on a turn that hangs holds nobody up: everything ends. */
  giveUp(): void {
    this.#patienceMs = 0;
  }

  /** Lets everything run that waits for nothing but its turn. */
  async settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) await soon();
  }

  async #pass(): Promise<void> {
    const next = this.#clock.nextAt;
    const real = this.#turns.size > 0 && this.#delays === 0 && this.#botTimers === 0;
    if (next === undefined || (real && !this.#goesOn)) {
      const was = this.#isImpatient;
      const startedAt = realNow();
      await realSleep(1);
      this.#waitedMs += realNow() - startedAt;
      if (this.#isImpatient && !was) this.#onImpatient();
      return;
    }
    const ms = Math.max(0, next - this.#clock.now());
    await this.#clock.advance(ms);
    if (real) this.#wentOnMs += ms;
  }

  #refuseToHang(): void {
    if (this.#waitedMs < LONGEST_MS || this.#turns.size === 0) return;
    throw new WeChatError("turn-hangs", HANGS);
  }

  get #isImpatient(): boolean {
    return this.#waitedMs >= (this.#patienceMs ?? PATIENCE_MS);
  }

  /** Whether time goes on although a turn waits for the real world. */
  get #goesOn(): boolean {
    return this.#isImpatient && (this.#patienceMs !== undefined || this.#wentOnMs < GOES_ON_MS);
  }

  /** The timers that the bot waits for. */
  get #botTimers(): number {
    const place = this.#firstPlace;
    return this.#clock.waitingFrom(place) - this.#house.waitingFrom(place);
  }

  #count(conversation: string, by: 1 | -1): void {
    const count = (this.#turns.get(conversation) ?? 0) + by;
    if (count === 0) this.#turns.delete(conversation);
    else this.#turns.set(conversation, count);
  }
}

const HANGS = `A turn of the bot still runs, and for ${LONGEST_MS / 1_000} s of real time nothing has come of it. What takes long should wait on the kit's clock (\`sleep(clock, ms)\`) or be replaced in tests, and a false timer of the test runner's never rings by itself; a bot that hangs on purpose, or a real model, needs \`patienceMs\`: so long the kit waits before time goes on without it.`;
