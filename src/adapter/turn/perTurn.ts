import type { Turn } from "./turn.ts";

/** One value that is kept of a turn. There are so few that a list is quicker than a map. */
interface Kept {
  readonly owner: object;
  /** Undefined once it was dropped. */
  value: object | undefined;
  readonly next: Kept | undefined;
}

/**
 * What a station of the road keeps of a turn while it runs, made when it is first asked for.
 *
 * The value is stored on the turn. In a `WeakMap` of turns it would outlive its turn until the next full collection,
 * because V8's young collections keep every entry of an old map: that doubled the processor time of a push.
 */
export class PerTurn<T extends object> {
  readonly #make: (turn: Turn) => T;

  constructor(make: (turn: Turn) => T) {
    this.#make = make;
  }

  of(turn: Turn): T {
    const known = this.known(turn);
    if (known !== undefined) return known;
    const value = this.#make(turn);
    turn.kept = { owner: this, value, next: listOf(turn) } satisfies Kept;
    return value;
  }

  /** The value, if it was made already. */
  known(turn: Turn): T | undefined {
    for (let one = listOf(turn); one !== undefined; one = one.next) {
      if (one.owner === this) return one.value as T | undefined;
    }
    return undefined;
  }

  drop(turn: Turn): void {
    for (let one = listOf(turn); one !== undefined; one = one.next) {
      if (one.owner === this) one.value = undefined;
    }
  }
}

function listOf(turn: Turn): Kept | undefined {
  return turn.kept as Kept | undefined;
}
