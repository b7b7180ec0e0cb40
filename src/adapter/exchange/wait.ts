import { StoreUnavailable } from "../../errors.ts";
import type { Road } from "../road.ts";
import { Rung } from "./alarms.ts";
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
export class Wait extends Rung implements Waiting {
  readonly id: string;
  readonly pushKey: string;
  readonly exchange: Exchange;
  readonly takesUntil: number;
  out: Promise<boolean> | undefined;
  readonly #road: Road;
  /** What the alarm is for; undefined once it has rung for the last time. */
  #next: "decide" | "giveUp" | "abandon" | undefined = "decide";
  #wake: ((event: WaitEvent) => void) | undefined;
  /** The event that came while nobody listened. */
  #heard: Exclude<WaitEvent, "gone"> | undefined;
  /** Ends the wait for a reply of the store. */
  #giveUp: (() => void) | undefined;

  constructor(road: Road, id: string, pushKey: string, exchange: Exchange) {
    super();
    this.#road = road;
    this.id = id;
    this.pushKey = pushKey;
    this.exchange = exchange;
    this.takesUntil = exchange.startedAt + road.pace.takesMs;
    road.waiters.sit(this);
    road.alarms.decide.set(this, exchange.startedAt);
    exchange.onClosed(() => this.wake("gone"));
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
    // The store has replied: its reply must not be kept for as long as the delivery waits.
    this.#giveUp = undefined;
    const heard = this.#heard;
    this.#heard = undefined;
    if (heard !== undefined) return Promise.resolve(heard);
    if (this.exchange.closed) return Promise.resolve("gone");
    return new Promise((resolve) => {
      this.#wake = lookAfterMs === undefined ? resolve : this.#lookingAfter(lookAfterMs, resolve);
    });
  }

  /** Wakes with any event, or with `look` after a time. */
  #lookingAfter(ms: number, resolve: (event: WaitEvent) => void): (event: WaitEvent) => void {
    const cancel = this.#road.clock.after(ms + LOOK_SLACK_MS, () => this.wake("look"));
    return (event) => {
      cancel();
      resolve(event);
    };
  }

  /**
   * Waits for a reply of the store. Rejects with {@link StoreUnavailable} when the reply would come too late to
   * answer WeChat.
   */
  within<T>(reply: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // The function gets its name first: V8 keeps a function written behind `this.x =`, and everything
      // that it sees, until the next full collection.
      const giveUp = (): void => reject(new StoreUnavailable("The store did not reply in time."));
      this.#giveUp = giveUp;
      reply.then(resolve, reject);
    });
  }

  end(): void {
    if (this.#next !== undefined) this.#road.alarms[this.#next].unset(this);
    this.#next = undefined;
    this.#road.waiters.leave(this);
  }

  /** The alarm: see `Pace`. */
  ring(): void {
    const { alarms } = this.#road;
    // While nobody listens, the delivery waits for the store. If the store's reply has come, giving up
    // changes nothing.
    if (this.#wake === undefined) this.#giveUp?.();
    if (this.#next === "decide") {
      this.#next = "giveUp";
      alarms.giveUp.set(this, this.exchange.startedAt);
      this.wake("decide");
    } else if (this.#next === "giveUp") {
      this.#next = "abandon";
      alarms.abandon.set(this, this.exchange.startedAt);
    } else {
      this.#next = undefined;
      // WeChat has given up by now, so another client is waiting.
      this.exchange.abandon();
      this.wake("gone");
    }
  }

  wake(event: WaitEvent): void {
    const wake = this.#wake;
    this.#wake = undefined;
    if (wake !== undefined) wake(event);
    else if (event !== "gone" && (typeof event === "object" || this.#heard === undefined)) {
      this.#heard = event;
    }
  }
}
