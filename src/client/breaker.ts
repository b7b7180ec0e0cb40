import type { Clock } from "../clock.ts";

/** Failures in a row that open the breaker. */
const FAILURES = 5;
/**
 * The breaker also needs so long a time without any success. Calls that were never answered all end at their
 * deadlines, after the answered ones: where hundreds are made, five of them in a row say nothing about the host.
 */
const NO_SUCCESS_MS = 1_000;
/** How long the breaker stays open the first time, and at most. The time doubles with every failed probe. */
const OPEN_MS = 5_000;
const LONGEST_OPEN_MS = 60_000;
/** A probe that never reports back does not block the next for longer than this. */
const PROBE_MS = 10_000;

/**
 * Stops calls to a host that does not answer, so that its trouble costs neither our time nor its own
 * recovery. Closed: calls pass. Open: none passes. Then half-open: one call passes as a probe, and its
 * result decides. A refusal with an `errcode` is an answer; only -1, 5xx and silence are failures.
 */
export class Breaker {
  readonly #clock: Clock;
  #failures = 0;
  #succeededAt = Number.NEGATIVE_INFINITY;
  #openMs = OPEN_MS;
  #openUntil: number | undefined;
  #probeUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get state(): "closed" | "open" | "half-open" {
    if (this.#openUntil === undefined) return "closed";
    return this.#clock.now() < this.#openUntil ? "open" : "half-open";
  }

  /** Whether a call may be made now. When half-open, the first caller gets the probe. */
  admits(): boolean {
    const { state } = this;
    if (state !== "half-open") return state === "closed";
    const now = this.#clock.now();
    if (now < this.#probeUntil) return false;
    this.#probeUntil = now + PROBE_MS;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#succeededAt = this.#clock.now();
    this.#openMs = OPEN_MS;
    this.#openUntil = undefined;
    this.#probeUntil = 0;
  }

  /** Notes a failure. True when this failure opened the breaker. */
  failed(): boolean {
    this.#failures += 1;
    const { state } = this;
    // A call that left before the breaker opened reports late, and says nothing new.
    if (state === "open") return false;
    const answers = this.#clock.now() - this.#succeededAt < NO_SUCCESS_MS;
    if (state === "closed" && (this.#failures < FAILURES || answers)) return false;
    if (state === "half-open") this.#openMs = Math.min(this.#openMs * 2, LONGEST_OPEN_MS);
    this.#openUntil = this.#clock.now() + this.#openMs;
    this.#probeUntil = 0;
    return true;
  }
}
