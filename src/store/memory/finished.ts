import type { Line, PushState } from "../line/state.ts";
import { type Place, Shelf, type Texts } from "./shelf.ts";

/** One follower's line in this process. */
export interface Kept {
  readonly line: Line;
  /** Undefined as long as no push of it has finished. */
  finished: Map<string, Finished> | undefined;
  /** Called when its last finished push is forgotten. */
  rest(): void;
}

/** A finished push, until it is forgotten. Each links to the push that finished after it. */
export interface Finished {
  readonly kept: Kept;
  readonly key: string;
  readonly until: number;
  /** Undefined while the push stands in the line. */
  place: Place | undefined;
  next: Finished | undefined;
}

/**
 * Pushes that are done. WeChat may ask for their answers again, and hardly ever does; so they are put away
 * as text as soon as nothing in their line refers to them.
 */
export class FinishedPushes {
  readonly #shelf = new Shelf();
  #oldest: Finished | undefined;
  #newest: Finished | undefined;

  add(kept: Kept, key: string, until: number): void {
    const one: Finished = { kept, key, until, place: undefined, next: undefined };
    kept.finished ??= new Map();
    kept.finished.set(key, one);
    if (this.#newest === undefined) this.#oldest = one;
    else this.#newest.next = one;
    this.#newest = one;
  }

  /** Puts a push back into its line, if it was put away: somebody asks for it. */
  fetch({ line, finished }: Kept, key: string): void {
    if (line.pushes[key] !== undefined) return;
    const one = finished?.get(key);
    if (one?.place === undefined) return;
    line.pushes[key] = unpacked(this.#shelf.take(one.place));
    one.place = undefined;
  }

  fetchAll(kept: Kept): void {
    for (const key of kept.finished?.keys() ?? []) this.fetch(kept, key);
  }

  /** Puts away the pushes of a line for which nothing waits: all of them are done. */
  putAway({ line, finished }: Kept): void {
    if (finished === undefined || !isQuiet(line)) return;
    for (const key in line.pushes) {
      const one = finished.get(key);
      if (one === undefined) continue;
      one.place = this.#shelf.put(packed(line.pushes[key] as PushState));
      delete line.pushes[key];
    }
  }

  /** Forgets pushes that finished long enough ago, in the order in which they finished. */
  forget(now: number): void {
    let one = this.#oldest;
    for (; one !== undefined && one.until <= now; one = one.next) {
      const { kept, key, place } = one;
      if (place === undefined) delete kept.line.pushes[key];
      else this.#shelf.take(place);
      kept.finished?.delete(key);
      if (kept.finished?.size === 0) kept.rest();
    }
    this.#oldest = one;
    if (one === undefined) this.#newest = undefined;
  }
}

/** Whether nothing waits in the line. Then nothing in it refers to a finished push. */
export function isQuiet({ queue, chain, inFlight, held, given, untaken }: Line): boolean {
  const waiting = queue.length + chain.length + held.length + given.length + untaken.length;
  return waiting === 0 && inFlight === undefined;
}

/**
 * What is kept of a finished push, without the names of its members: there are many such pushes. The answer stands by
 * itself, because JSON would look for marks to escape in all of it.
 */
function packed(state: PushState): Texts {
  const { firstAt, lastAt, deliveries, attempts, answer, fates, accepted, takers, closed } = state;
  const rest = [firstAt, deliveries, attempts, fates, accepted, takers, lastAt, closed];
  return [JSON.stringify(rest), answer];
}

/** The push again, without waiters and without its text, which nobody needs. Undefined values come back as null. */
function unpacked([rest, answer]: Texts): PushState {
  const [firstAt, deliveries, attempts, fates, accepted, takers, lastAt, closed] = JSON.parse(rest);
  return {
    ...{ firstAt, deliveries, attempts, push: undefined, waiters: [] },
    ...(lastAt !== null && { lastAt }),
    answer,
    fates: fates ?? undefined,
    accepted: accepted ?? undefined,
    takers: takers ?? undefined,
    closed: closed ?? undefined,
  };
}
