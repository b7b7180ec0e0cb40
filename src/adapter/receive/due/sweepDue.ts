import { nextRound } from "../../../realTimers.ts";
import type { Follower, Work } from "../../../store/store.ts";
import type { Road } from "../../road.ts";
import type { AtWork, Claim } from "../atWork.ts";
import type { AtHand } from "./atHand.ts";
import { UnderWay } from "./underWay.ts";

/** How many due followers the store is asked for at once. The urgent ones come first. */
const LIST = 256;
/**
 * How many followers are looked after at once. Fewer while pushes come in: a push waits for those that begin in the same
 * round of the event loop, and its questions to the store stand behind theirs.
 */
const AT_ONCE = 128;
const FEW_AT_ONCE = 12;
/** Timers' turns that may run at once: each costs memory, and a slow bot must not gather them without end. */
const TIMERS_AT_ONCE = 1_000;

/** Looks after followers whose time has come: dead runners, answers nobody took, waiting messages, timers. */
export class SweepDue {
  readonly #road: Road;
  readonly #atWork: AtWork;
  readonly #start: (work: Work, claim: Claim) => Promise<void>;
  readonly #pushes: Pick<AtHand, "lately" | "answered">;
  readonly #underWay: UnderWay;
  #timers = 0;
  #stopped = false;

  /** `start` runs leased work, resolves when the work has ended, and never rejects. It ends the claim. */
  constructor(
    road: Road,
    atWork: AtWork,
    start: (work: Work, claim: Claim) => Promise<void>,
    pushes: Pick<AtHand, "lately" | "answered">,
  ) {
    this.#road = road;
    this.#atWork = atWork;
    this.#start = start;
    this.#pushes = pushes;
    this.#underWay = new UnderWay(road.clock);
  }

  /** Sweeps once, and again while the store has more followers than it was asked for. Rejects where the store does. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const later = Math.max(0, Math.min(LIST, TIMERS_AT_ONCE - this.#timers));
      const found = await this.#road.store.due(LIST, later);
      const some = await this.#lookAfter(found);
      // What is due for others alone, a push that was left to a later release, is due until they take it.
      if (!some || found.length < Math.max(1, later)) return;
    }
  }

  /** Begins nothing more. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Looks after these followers. Resolves once the store has replied for all of them, to whether there was something to do
   * for any: their turns may still run.
   */
  async #lookAfter(found: readonly Follower[]): Promise<boolean> {
    const asked: Promise<void>[] = [];
    const failures: unknown[] = [];
    let some = false;
    for (let i = 0; i < found.length && !this.#stopped && failures.length === 0; ) {
      const followers = found.slice(i, i + (await this.#room()));
      i += followers.length;
      const ended = this.#underWay.begin(followers.length);
      for (const follower of followers) {
        const looked = this.#wake(follower, ended).then(
          (does) => {
            some ||= does;
          },
          (error) => void failures.push(error),
        );
        asked.push(looked);
      }
      // With a store in memory and a quick bot, requests would otherwise get no room in between.
      await nextRound();
    }
    await Promise.all(asked);
    if (failures.length > 0) throw failures[0];
    return some;
  }

  /**
   * Resolves to how many may begin now. Pushes go first. The rest goes on when half of those under way have ended: while
   * some wait for the store or for the disk, others work, and what they ask goes out together.
   */
  async #room(): Promise<number> {
    for (;;) {
      await this.#pushes.answered();
      const most = this.#pushes.lately ? FEW_AT_ONCE : AT_ONCE;
      if (this.#underWay.count <= most / 2) return most - this.#underWay.count;
      await this.#underWay.less();
      // Ends come together, too.
      await nextRound();
    }
  }

  /**
   * Looks after one follower. Resolves to whether there was something to do. `ended` is called once nothing is done for
   * this follower any more.
   */
  async #wake(follower: Follower, ended: () => void): Promise<boolean> {
    const { store, by, dispatch } = this.#road;
    const claim = this.#atWork.begin(follower);
    let isHandedOn = false;
    try {
      const { work, chain, ended: unsent } = await store.wake(follower, by, claim.runs);
      dispatch.tell(follower, unsent);
      if (chain === true) void dispatch.run(follower);
      if (work === undefined) return chain === true || unsent !== undefined;
      isHandedOn = true;
      void this.#run(work, claim).then(ended);
      return true;
    } finally {
      if (!isHandedOn) {
        this.#atWork.end(claim);
        ended();
      }
    }
  }

  async #run(work: Work, claim: Claim): Promise<void> {
    const counts = work.push.kind === "timer";
    if (counts) this.#timers += 1;
    await this.#start(work, claim);
    if (counts) this.#timers -= 1;
  }
}
