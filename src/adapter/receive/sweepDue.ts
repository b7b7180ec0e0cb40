import { sleep } from "../../clock.ts";
import { nextRound } from "../../realTimers.ts";
import type { Follower, Work } from "../../store/store.ts";
import type { Road } from "../road.ts";
import type { AtWork } from "./atWork.ts";

/** How many due followers the store is asked for at once: fewer while pushes come in. The urgent ones come first. */
const LIST = 256;
const SHORT_LIST = 48;
/** How many followers are looked after together. Fewer while pushes come in, because a push waits for all of them. */
const SLICE = 64;
const SMALL_SLICE = 6;
/** How long turns that wait for something outside of this process hold the next ones up, in milliseconds. */
const SLICE_MS = 20;
/** Timers' turns that may run at once: each costs memory, and a slow bot must not gather them without end. */
const TIMERS_AT_ONCE = 1_000;

/** Looks after followers whose time has come: dead runners, answers nobody took, waiting messages, timers. */
export class SweepDue {
  readonly #road: Road;
  readonly #atWork: AtWork;
  readonly #start: (work: Work) => Promise<void>;
  readonly #isBusy: () => boolean;
  #timers = 0;
  #stopped = false;

  /**
   * `start` runs leased work, resolves when the work has ended, and never rejects. `isBusy`: pushes came in lately. A
   * follower waits for the answer to a push; nobody waits for a reminder.
   */
  constructor(
    road: Road,
    atWork: AtWork,
    start: (work: Work) => Promise<void>,
    isBusy: () => boolean,
  ) {
    this.#isBusy = isBusy;
    this.#road = road;
    this.#atWork = atWork;
    this.#start = start;
  }

  /** Sweeps once, and again while the store has more followers than it was asked for. Rejects where the store does. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const most = this.#isBusy() ? SHORT_LIST : LIST;
      const later = Math.max(0, Math.min(most, TIMERS_AT_ONCE - this.#timers));
      const found = await this.#road.store.due(most, later);
      let some = false;
      for (let i = 0; i < found.length && !this.#stopped; ) {
        const slice = this.#isBusy() ? SMALL_SLICE : SLICE;
        some = (await this.#wakeAll(found.slice(i, i + slice))) || some;
        i += slice;
      }
      // What is due for others alone, a push that was left to a later release, is due until they take it.
      if (!some || found.length < Math.max(1, later)) return;
    }
  }

  /** Begins nothing more. */
  stop(): void {
    this.#stopped = true;
  }

  /** Looks after these followers. Resolves to whether there was something to do for any of them. */
  async #wakeAll(followers: readonly Follower[]): Promise<boolean> {
    let some = false;
    const turns: Promise<void>[] = [];
    await Promise.all(
      followers.map(async (follower) => {
        const { end, does } = await this.#wake(follower);
        some ||= does;
        if (end !== undefined) turns.push(end);
      }),
    );
    await Promise.race([Promise.all(turns), sleep(this.#road.clock, SLICE_MS)]);
    // With a store in memory and a quick bot, requests would otherwise get no room in between.
    await nextRound();
    return some;
  }

  /**
   * Looks after one follower. Resolves to whether there was something to do, and to the end of the work that is run for
   * this follower.
   */
  async #wake(
    follower: Follower,
  ): Promise<{ readonly does: boolean; readonly end?: Promise<void> }> {
    const { store, by, dispatch } = this.#road;
    const claim = this.#atWork.begin(follower);
    try {
      const { work, chain, ended } = await store.wake(follower, by, claim.runs);
      dispatch.tell(follower, ended);
      if (chain === true) void dispatch.run(follower);
      if (work !== undefined) return { does: true, end: this.#run(work) };
      return { does: chain === true || ended !== undefined };
    } finally {
      this.#atWork.end(claim);
    }
  }

  async #run(work: Work): Promise<void> {
    const counts = work.push.kind === "timer";
    if (counts) this.#timers += 1;
    await this.#start(work);
    if (counts) this.#timers -= 1;
  }
}
