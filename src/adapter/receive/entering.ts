import { steadyNow } from "../../clock.ts";
import type { Entry, Follower } from "../../store/store.ts";
import { LOOK_SLACK_MS } from "../exchange/wait.ts";
import type { Road } from "../road.ts";
import type { RunBot } from "../turn/turn.ts";
import type { LeasedWork } from "./leasedWork.ts";
import type { Brought } from "./storedPush.ts";

/** How a run goes beside a turn that another process runs, where it cannot wait for that turn. */
export interface Aside {
  /** How long the run waits for a turn of its own, in milliseconds. */
  readonly afterMs: number;
  /** The run may also go beside a turn that this process runs. */
  readonly here?: true;
  readonly runBot: RunBot;
}

/** What {@link Entering} works with. */
interface EnteringParts {
  readonly road: Road;
  /** Where a turn's logic is found when its work is started. */
  readonly work: LeasedWork;
  /** A name that no other turn has. */
  readonly name: (kind: string) => string;
}

/** Turns that nobody pushed: they wait in the follower's queue, or are run beside a turn that another process runs. */
export class Entering {
  readonly #parts: EnteringParts;
  /** By the key of a waiting turn: called when its time may have come. */
  readonly #waiting = new Map<string, () => void>();

  constructor(parts: EnteringParts) {
    this.#parts = parts;
  }

  /** Tells a waiting turn to look again, because something changed about it. */
  look(key: string): void {
    this.#waiting.get(key)?.();
  }

  /**
   * Runs the bot when its turn in the follower's queue has come; or `aside`, once that is due and another process
   * runs the follower's turn. Rejects with what the bot threw.
   */
  async enter(follower: Follower, runBot: RunBot, kind: string, aside?: Aside): Promise<void> {
    const { name, road, work } = this.#parts;
    const { by, clock, pace, store } = road;
    const key = name(kind);
    const began = steadyNow(clock);
    let begun: Promise<void> | undefined;
    const originOf = (run: RunBot): Brought => {
      const runNow: RunBot = (turn) => {
        begun = run(turn);
        this.look(key);
        return begun;
      };
      return { seal: (xml) => xml, runBot: runNow };
    };
    let origin = originOf(runBot);
    const enter = (more: Pick<Entry, "aside"> = {}) =>
      work.ask(follower, { key, origin }, (runs) =>
        store.enter({ follower, key, by, runs, ...more }),
      );
    work.bring(key, origin);
    try {
      for (;;) {
        let { leaseLeft, gone, elsewhere } = await enter();
        let waitMs = Math.min(leaseLeft + LOOK_SLACK_MS, pace.renewMs);
        const isBeside = elsewhere === true || aside?.here === true;
        if (aside !== undefined && isBeside && begun === undefined) {
          const leftMs = began + aside.afterMs - steadyNow(clock);
          if (leftMs <= 0) {
            origin = originOf(aside.runBot);
            work.bring(key, origin);
            const replied = await enter({ aside: true });
            // Without work, the run's own turn has just come, and does what the run would have done aside.
            if (replied.work !== undefined) waitMs = pace.turnLimitMs;
            gone = replied.gone;
          } else {
            waitMs = Math.min(waitMs, leftMs);
          }
        }
        // This process stood still for so long that the store gave its place in the queue up.
        if (gone === true && begun === undefined) {
          return await this.enter(follower, runBot, kind, aside);
        }
        // The follower's running turn hands over to this one by itself, or a wake comes.
        await new Promise<void>((resolve) => {
          const cancel = clock.after(waitMs, resolve);
          this.#waiting.set(key, () => {
            cancel();
            resolve();
          });
          if (begun !== undefined) this.look(key);
        });
        if (begun !== undefined) return await begun;
      }
    } finally {
      this.#waiting.delete(key);
      work.leave(key, origin);
    }
  }
}
