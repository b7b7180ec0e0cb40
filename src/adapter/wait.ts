import { StoreUnavailable } from "../errors.ts";
import type { Given, Waiting } from "./desk.ts";
import type { Exchange } from "./exchange.ts";
import type { Road } from "./road.ts";

/** One delivery's wait for its answer, with its own time. */
export class Wait {
  readonly waiting: Waiting;
  readonly #road: Road;
  readonly #leave: () => void;
  readonly #startedAt: number;
  #wake: ((event: WaitEvent) => void) | undefined;
  /** An answer that came while nobody listened. */
  #given: Given | "look" | undefined;

  constructor(road: Road, id: string, pushKey: string, exchange: Exchange) {
    this.#road = road;
    this.#startedAt = exchange.startedAt;
    this.waiting = {
      id,
      pushKey,
      exchange,
      takesUntil: exchange.startedAt + road.pace.takesMs,
      wake: (event) => this.#hear(event),
    };
    this.#leave = road.desk.sit(this.waiting);
    exchange.onClosed(() => this.#hear("gone"));
  }

  /**
   * What happens next: an answer; `look` (the runner's lease may have ended, or another process wrote);
   * `decide` (the turn is slow); `gone` (the connection is closed).
   */
  next(leaseLeftMs: number, decided: boolean): Promise<WaitEvent> {
    const { clock, pace } = this.#road;
    const given = this.#given;
    this.#given = undefined;
    if (given !== undefined) return Promise.resolve(given);
    const age = clock.now() - this.#startedAt;
    const ownMs = (decided ? pace.abandonMs : pace.decideMs) - age;
    const lookMs = leaseLeftMs + LOOK_SLACK_MS;
    return new Promise((resolve) => {
      const own = decided ? ("gone" as const) : ("decide" as const);
      const cancel = clock.after(Math.max(0, Math.min(ownMs, lookMs)), () =>
        this.#hear(ownMs <= lookMs ? own : "look"),
      );
      // Named first: V8 keeps a function written behind `this.x =`, and all that it sees, until the next
      // full collection.
      const wake = (event: WaitEvent): void => {
        cancel();
        if (event === "gone") this.waiting.exchange.abandon();
        resolve(event);
      };
      this.#wake = wake;
    });
  }

  /** Rejects with {@link StoreUnavailable} when a reply would come too late to answer WeChat with. */
  within<T>(reply: Promise<T>): Promise<T> {
    const { clock, pace } = this.#road;
    const leftMs = Math.max(0, this.#startedAt + pace.takesMs - clock.now());
    return new Promise<T>((resolve, reject) => {
      const cancel = clock.after(Math.min(leftMs, pace.giveUpMs), () =>
        reject(new StoreUnavailable("The store did not reply in time.")),
      );
      reply.then(resolve, reject).finally(cancel);
    });
  }

  end(): void {
    this.#leave();
  }

  #hear(event: WaitEvent): void {
    const wake = this.#wake;
    this.#wake = undefined;
    if (wake !== undefined) wake(event);
    else if (typeof event === "object" || (event === "look" && this.#given === undefined)) {
      this.#given = event;
    }
  }
}

type WaitEvent = Given | "look" | "decide" | "gone";

/** After a lease's end, before looking again: clocks of store and process differ a little. */
export const LOOK_SLACK_MS = 25;
