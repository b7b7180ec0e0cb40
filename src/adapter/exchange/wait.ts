import { steadyNow } from "../../clock.ts";
import { StoreUnavailable } from "../../errors.ts";
import type { Road } from "../road.ts";
import type { Exchange } from "./exchange.ts";
import type { Given, Waiting } from "./waiters.ts";

/**
 * What happens next to a delivery: an answer; `look` (the runner's lease may have ended, or another
 * process wrote); `decide` (the turn is slow); `gone` (the connection is closed).
 */
type WaitEvent = Given | "look" | "decide" | "gone";

/** How long to wait after a lease's end before looking again: the clocks of store and process differ a little. */
export const LOOK_SLACK_MS = 25;

/** One delivery's wait for its answer. The wait has one alarm, which rings at most three times. */
export class Wait {
  readonly waiting: Waiting;
  readonly #road: Road;
  readonly #leave: () => void;
  readonly #startedAt: number;
  #cancelAlarm: () => void;
  #next: "decide" | "late" | "abandon" = "decide";
  #wake: ((event: WaitEvent) => void) | undefined;
  /** The event that came while nobody listened. */
  #heard: Exclude<WaitEvent, "gone"> | undefined;
  /** Ends the wait for a reply of the store. */
  #giveUp: (() => void) | undefined;

  constructor(road: Road, id: string, pushKey: string, exchange: Exchange) {
    this.#road = road;
    this.#startedAt = exchange.startedAt;
    this.waiting = {
      id,
      pushKey,
      exchange,
      takesUntil: exchange.startedAt + road.pace.takesMs,
      wake: (event) => this.#hear(event),
      out: undefined,
    };
    this.#leave = road.waiters.sit(this.waiting);
    this.#cancelAlarm = this.#ringAt(road.pace.decideMs);
    exchange.onClosed(() => this.#hear("gone"));
  }

  /** The answer, if it came while nobody listened. */
  get given(): Given | undefined {
    return typeof this.#heard === "object" ? this.#heard : undefined;
  }

  /**
   * Resolves to what happens next. `lookAfterMs`: after this time the store may know more; undefined while the turn
   * runs in this process.
   */
  next(lookAfterMs: number | undefined): Promise<WaitEvent> {
    const heard = this.#heard;
    this.#heard = undefined;
    if (heard !== undefined) return Promise.resolve(heard);
    if (this.waiting.exchange.closed) return Promise.resolve("gone");
    const { clock } = this.#road;
    return new Promise((resolve) => {
      const cancel =
        lookAfterMs === undefined
          ? undefined
          : clock.after(lookAfterMs + LOOK_SLACK_MS, () => this.#hear("look"));
      // The function gets its name first: V8 keeps a function written behind `this.x =`, and everything
      // that it sees, until the next full collection.
      const wake = (event: WaitEvent): void => {
        cancel?.();
        resolve(event);
      };
      this.#wake = wake;
    });
  }

  /**
   * Waits for a reply of the store. Rejects with {@link StoreUnavailable} when the reply would come too late to
   * answer WeChat.
   */
  within<T>(reply: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const giveUp = (): void => reject(new StoreUnavailable("The store did not reply in time."));
      this.#giveUp = giveUp;
      reply.then(resolve, reject);
    });
  }

  end(): void {
    this.#cancelAlarm();
    this.#leave();
  }

  #ringAt(ageMs: number): () => void {
    const { clock } = this.#road;
    const inMs = Math.max(0, this.#startedAt + ageMs - steadyNow(clock));
    return clock.after(inMs, () => this.#ring());
  }

  #ring(): void {
    const { pace } = this.#road;
    // While nobody listens, the delivery waits for the store. If the store's reply has come, giving up
    // changes nothing.
    if (this.#wake === undefined) this.#giveUp?.();
    if (this.#next === "decide") {
      this.#next = "late";
      this.#cancelAlarm = this.#ringAt(pace.giveUpMs);
      this.#hear("decide");
    } else if (this.#next === "late") {
      this.#next = "abandon";
      this.#cancelAlarm = this.#ringAt(pace.abandonMs);
    } else {
      // WeChat has given up by now, so another client is waiting.
      this.waiting.exchange.abandon();
      this.#hear("gone");
    }
  }

  #hear(event: WaitEvent): void {
    const wake = this.#wake;
    this.#wake = undefined;
    if (wake !== undefined) wake(event);
    else if (event !== "gone" && (typeof event === "object" || this.#heard === undefined)) {
      this.#heard = event;
    }
  }
}
