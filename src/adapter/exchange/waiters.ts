import type { Riding } from "../../store/store.ts";
import { ChurnMap } from "./churnMap.ts";
import type { Exchange } from "./exchange.ts";

/** A delivery that waits for its push's answer in this process. */
export interface Waiting {
  readonly id: string;
  readonly pushKey: string;
  readonly exchange: Exchange;
  /** Until when it may still take an answer; milliseconds. */
  readonly takesUntil: number;
  /** Ends the wait: with the answer, or to look at the store again. */
  wake(answer: Given | "look"): void;
  /** Set once the delivery is answered: whether the answer went into an open connection. */
  out: Promise<boolean> | undefined;
}

export interface Given {
  readonly answer: string;
  /** Once the answer is out, the follower's chain may go on. */
  readonly opensChain: boolean;
  /**
   * The messages that ride the answer: the store gets them back if the answer does not get out. Known where the
   * answer was written.
   */
  readonly riding?: Riding | undefined;
}

/** Who waits for what in this process. Waiting costs nothing: nobody polls. */
export class Waiters {
  readonly #waiting = new ChurnMap<Waiting[]>();

  sit(waiting: Waiting): void {
    const { pushKey } = waiting;
    const before = this.#waiting.get(pushKey);
    if (before === undefined) this.#waiting.set(pushKey, [waiting]);
    else before.push(waiting);
  }

  /** It waits no more. */
  leave(waiting: Waiting): void {
    const { pushKey } = waiting;
    const all = this.#waiting.get(pushKey);
    const index = all?.indexOf(waiting) ?? -1;
    if (all === undefined || index < 0) return;
    all.splice(index, 1);
    if (all.length === 0) this.#waiting.delete(pushKey);
  }

  /** A delivery that can still carry an answer out. */
  taker(pushKey: string, now: number): Waiting | undefined {
    return this.#waiting.get(pushKey)?.find((one) => takes(one, now));
  }

  /**
   * Gives an answer to the delivery that was recorded as its taker, if that delivery can still take it. The other
   * deliveries of the push look again, so that the store knows who has the answer. Returns whether the taker took it.
   */
  hand(taker: Waiting, given: Given, now: number): boolean {
    const can = takes(taker, now);
    if (can) taker.wake(given);
    this.look(taker.pushKey);
    return can;
  }

  /** Gives the same answer to every delivery of the push that can still take it. */
  give(pushKey: string, given: Given, now: number): void {
    for (const waiting of this.#of(pushKey)) if (takes(waiting, now)) waiting.wake(given);
  }

  /** Tells the deliveries of a push to look again: something changed elsewhere. */
  look(pushKey: string): void {
    for (const waiting of this.#of(pushKey)) waiting.wake("look");
  }

  /** A copy of the list, because a delivery that is woken may leave at once. */
  #of(pushKey: string): readonly Waiting[] {
    return this.#waiting.get(pushKey)?.slice() ?? NOBODY;
  }
}

const NOBODY: readonly Waiting[] = [];

function takes({ exchange, takesUntil }: Waiting, now: number): boolean {
  return !exchange.closed && now <= takesUntil;
}
