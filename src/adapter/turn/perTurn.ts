import type { Turn } from "./turn.ts";

/**
 * What a station of the road keeps of a turn while it runs, made when it is first asked for.
 *
 * It lies on the turn. In a `WeakMap` of turns it would outlive its turn until the next full collection, because
 * V8's young collections keep every entry of a map that is old: that doubled the processor time of a push.
 */
export class PerTurn<T extends object> {
  readonly #key = Symbol();
  readonly #make: (turn: Turn) => T;

  constructor(make: (turn: Turn) => T) {
    this.#make = make;
  }

  of(turn: Turn): T {
    const known = this.known(turn);
    if (known !== undefined) return known;
    const made = this.#make(turn);
    turn.kept.set(this.#key, made);
    return made;
  }

  /** Undefined where nobody has asked for it yet. */
  known(turn: Turn): T | undefined {
    return turn.kept.get(this.#key) as T | undefined;
  }

  drop(turn: Turn): void {
    turn.kept.delete(this.#key);
  }
}
