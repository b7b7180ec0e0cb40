import { type Clock, steadyNow } from "../../clock.ts";

/** Somebody who is rung once when a time has come. Stands in at most one list of {@link Alarms}. */
export abstract class Rung {
  /** When, by the steady clock; set while it stands in a list. */
  ringsAt = 0;
  /** Its neighbours in the list. */
  earlier: Rung | undefined;
  later: Rung | undefined;

  abstract ring(): void;
}

/**
 * So small a part of their time alarms may ring early, so that those that are nearly due ring together with the first:
 * what one after the other does costs a fraction of what each does by itself.
 */
const EARLY = 1 / 128;

/**
 * Alarms that all ring equally long after something has begun: one timer for all of them, and a list in the order of
 * their times. Every delivery sets one and nearly every delivery takes it back, so both must cost next to nothing; and
 * who waits holds no timer of his own. The timer goes on when the list is empty: the next alarm finds it set.
 */
export class Alarms {
  readonly #clock: Clock;
  readonly #afterMs: number;
  #first: Rung | undefined;
  #last: Rung | undefined;
  /** When the timer rings; meaningless without one. */
  #ringsAt = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, afterMs: number) {
    this.#clock = clock;
    this.#afterMs = afterMs;
  }

  /** `began`: when that began after which it rings, by the steady clock. */
  set(one: Rung, began: number): void {
    one.ringsAt = began + this.#afterMs;
    // Nearly always the last one rings before. Only what waited while the process stood still began earlier.
    let earlier = this.#last;
    while (earlier !== undefined && earlier.ringsAt > one.ringsAt) earlier = earlier.earlier;
    const later = earlier === undefined ? this.#first : earlier.later;
    one.earlier = earlier;
    one.later = later;
    if (earlier === undefined) this.#first = one;
    else earlier.later = one;
    if (later === undefined) this.#last = one;
    else later.earlier = one;
    if (this.#first === one) this.#setTimer(one);
  }

  /** Takes an alarm back that was set here and has not rung. */
  unset(one: Rung): void {
    const { earlier, later } = one;
    if (earlier === undefined) this.#first = later;
    else earlier.later = later;
    if (later === undefined) this.#last = earlier;
    else later.earlier = earlier;
    one.earlier = undefined;
    one.later = undefined;
  }

  /** Sets the timer for the first one, unless it rings before that already. */
  #setTimer({ ringsAt }: Rung): void {
    if (this.#cancel !== undefined && this.#ringsAt <= ringsAt) return;
    this.#cancel?.();
    this.#ringsAt = ringsAt;
    const inMs = Math.max(0, ringsAt - steadyNow(this.#clock));
    this.#cancel = this.#clock.after(inMs, () => this.#rings());
  }

  #rings(): void {
    this.#cancel = undefined;
    const until = steadyNow(this.#clock) + this.#afterMs * EARLY;
    let first = this.#first;
    while (first !== undefined && first.ringsAt <= until) {
      this.unset(first);
      first.ring();
      first = this.#first;
    }
    if (first !== undefined) this.#setTimer(first);
  }
}
