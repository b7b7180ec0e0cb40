/** The time of one waiter. The entry is blank once the time has changed, or the waiter waits no more. */
interface Entry<T> {
  readonly at: number;
  who: T | undefined;
}

/** A heap with fewer entries is not worth tidying. */
const LEAST_TO_TIDY = 1_024;

/**
 * Who is due when. Asking costs by how many are due and how many changed since the last asking, not by how many wait.
 * The owner of the times only says that a time may have changed; nearly every push sets a time and takes it back
 * before anybody asks.
 */
export class DueTimes<T extends object> {
  readonly #timeOf: (who: T) => number | undefined;
  readonly #changed = new Set<T>();
  /** Waiters whose time had come when somebody last asked. */
  readonly #ready = new Set<T>();
  /** The heap entry of each waiter. */
  readonly #entries = new Map<T, Entry<T>>();
  /** A binary heap, the earliest first. */
  #heap: Entry<T>[] = [];
  #tidyAt = LEAST_TO_TIDY;

  /** `timeOf` tells a waiter's present time, in milliseconds since the epoch; undefined where it waits for nothing. */
  constructor(timeOf: (who: T) => number | undefined) {
    this.#timeOf = timeOf;
  }

  /**
   * Call it when a waiter's time may have come nearer. A time that went away, or further, is noticed when the old
   * time comes.
   */
  note(who: T): void {
    this.#changed.add(who);
  }

  /** Call it when a waiter is gone: nothing here keeps it any longer. */
  drop(who: T): void {
    this.#changed.delete(who);
    this.#ready.delete(who);
    this.#blank(who);
  }

  /** Adds waiters whose time has come by `now` to `found`, until `found` holds `most`. */
  collect(now: number, found: Set<T>, most: number): void {
    this.#settle();
    for (const who of this.#ready) {
      if (found.size >= most) return;
      const at = this.#timeOf(who);
      if (at !== undefined && at <= now) {
        found.add(who);
        continue;
      }
      this.#ready.delete(who);
      if (at !== undefined) this.#add({ at, who });
    }
    for (let top = this.#heap[0]; top !== undefined && top.at <= now; top = this.#heap[0]) {
      if (found.size >= most) return;
      this.#takeTop();
      const { who } = top;
      if (who === undefined) continue;
      this.#entries.delete(who);
      const at = this.#timeOf(who);
      if (at === undefined) continue;
      if (at > now) {
        this.#add({ at, who });
        continue;
      }
      this.#ready.add(who);
      found.add(who);
    }
  }

  /**
   * Adds waiters whose time is beyond `reach`: no time can be so late unless the clock was set back. Looks at all
   * waiters.
   */
  collectBeyond(reach: number, found: Set<T>, most: number): void {
    this.#settle();
    for (const { who } of this.#heap) {
      if (found.size >= most) return;
      if (who !== undefined && (this.#timeOf(who) ?? reach) > reach) found.add(who);
    }
  }

  /** The earliest time after `at`; undefined where nobody waits for one. Looks at all waiters. */
  after(at: number): number | undefined {
    this.#settle();
    let first: number | undefined;
    for (const entry of this.#heap) {
      if (entry.who === undefined || entry.at <= at) continue;
      if (first === undefined || entry.at < first) first = entry.at;
    }
    return first;
  }

  #settle(): void {
    for (const who of this.#changed) {
      const at = this.#timeOf(who);
      if (this.#entries.get(who)?.at === at) continue;
      this.#blank(who);
      this.#ready.delete(who);
      if (at !== undefined) this.#add({ at, who });
    }
    this.#changed.clear();
    if (this.#heap.length >= this.#tidyAt) this.#tidy();
  }

  #blank(who: T): void {
    const entry = this.#entries.get(who);
    if (entry === undefined) return;
    entry.who = undefined;
    this.#entries.delete(who);
  }

  #add(entry: Entry<T>): void {
    if (entry.who !== undefined) this.#entries.set(entry.who, entry);
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Entry<T>;
      if (above.at <= entry.at) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #takeTop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#sink(last);
  }

  /** Replaces the top of the heap by this entry, and moves the entry to its place. */
  #sink(entry: Entry<T>): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const earlier =
        (heap[right]?.at ?? Number.POSITIVE_INFINITY) < (heap[left]?.at ?? Number.POSITIVE_INFINITY)
          ? right
          : left;
      const below = heap[earlier];
      if (below === undefined || below.at >= entry.at) break;
      heap[index] = below;
      index = earlier;
    }
    heap[index] = entry;
  }

  /** Removes blank entries and sorts the rest: a sorted array is a heap. */
  #tidy(): void {
    this.#heap = this.#heap.filter(({ who }) => who !== undefined).sort((a, b) => a.at - b.at);
    this.#tidyAt = Math.max(LEAST_TO_TIDY, 2 * this.#heap.length);
  }
}
