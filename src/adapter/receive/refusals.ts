import type { Clock } from "../../clock.ts";
import { Refused, type WeChatError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { Stale } from "./authenticate.ts";

/** How long a reason that was just logged is only counted, in milliseconds. */
const QUIET_MS = 10_000;
/** This many different deliveries in a row, all signed and all stale, are no replay. */
const STALE_IN_A_ROW = 3;

/**
 * What the log hears of refusals: at most one line per reason in ten seconds, with a count of those passed over, so
 * that a flood of forgeries neither fills the disk nor hides other lines. When our own clock seems to be wrong, the
 * log says that once.
 */
export class Refusals {
  readonly #log: Log;
  readonly #clock: Clock;
  /** Reasons that are only counted now. */
  readonly #passedOver = new Map<string, number>();
  readonly #stale = new Set<string>();
  #saidClock = false;

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** One refusal. Its message is one of ours: nothing that the sender wrote comes into the log. */
  note(error: WeChatError, facts: object = {}): void {
    if (error instanceof Stale) this.#noteStale(error);
    const reason = error instanceof Refused ? error.reason : error.code;
    // The message of a refusal may hold a number, so its reason is the name. Other errors have few messages.
    const name = error instanceof Refused ? reason : error.message;
    const count = this.#passedOver.get(name);
    if (count !== undefined) return void this.#passedOver.set(name, count + 1);
    const all = { code: error.code, reason, ...facts };
    this.#log.warn(all, error.message);
    this.#countFor(name, all);
  }

  /** A signed delivery was fresh: our clock is right. */
  fresh(): void {
    if (this.#stale.size > 0) this.#stale.clear();
    this.#saidClock = false;
  }

  #countFor(name: string, facts: object): void {
    this.#passedOver.set(name, 0);
    this.#clock.after(QUIET_MS, () => {
      const passedOver = this.#passedOver.get(name) ?? 0;
      if (passedOver === 0) return void this.#passedOver.delete(name);
      this.#log.warn({ ...facts, passedOver }, `${passedOver} more of these in 10 seconds`);
      this.#countFor(name, facts);
    });
  }

  // The signature held, so WeChat once made each of these deliveries; somebody who replays has few different ones.
  #noteStale({ offMs, delivery }: Stale): void {
    if (this.#saidClock) return;
    this.#stale.add(delivery);
    if (this.#stale.size < STALE_IN_A_ROW) return;
    this.#saidClock = true;
    const minutes = Math.round(Math.abs(offMs) / 60_000);
    const direction = offMs > 0 ? "behind" : "ahead of";
    this.#log.error(
      { reason: "clock", minutes },
      `Your clock is ${minutes} minutes ${direction} WeChat's, so every delivery is refused: set it.`,
    );
  }
}
