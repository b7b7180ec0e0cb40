import { expect } from "vitest";
import { type Fate, MAX_ATTEMPTS, type Store, type Work } from "../../src/store/store.ts";
import { all, lineIn, orderOf, type Push, type Run } from "./modelParts.ts";

/** What a push lets us send, by WeChat's count. */
export const GRANT = { kind: "message", limit: 2, forMs: 10 * 3_600_000 } as const;

/** For how long a push may be run by these processes alone. */
interface HandedOver {
  readonly to: readonly string[];
  readonly until: number;
}

/**
 * What WeChat showed and what the processes recorded of one follower, in words of its own. Each entry is compared at
 * once with what must hold at any time; `balance` compares all of it with the store.
 */
export class Books {
  readonly counts = { shown: 0, gathered: 0, handed: 0 };
  /** Messages that a step recorded, in the order they were said. */
  readonly recorded = new Set<string>();
  /** Perhaps not shown, and perhaps out of order: lost on the wire. */
  readonly lost = new Set<string>();
  /** Shown out of order for a reason that no store can help. */
  readonly unordered = new Set<string>();
  /** Pushes that ran when a newer one ended what they had to say: they need not come to their end. */
  readonly stopped = new Set<string>();
  readonly #pushes: readonly Push[];
  readonly #visible: string[] = [];
  readonly #sentAt: number[] = [];
  readonly #ends = new Map<string, Set<number>>();
  /** Pushes whose messages belong to the turn of a later one, by that one. */
  readonly #into = new Map<string, string>();
  /** Pushes whose turn was given back before anything of it was recorded. */
  readonly #unbegun = new Set<string>();
  readonly #handed = new Map<string, HandedOver>();
  /** Of each push, in its last lease. */
  readonly #attempts = new Map<string, number>();

  constructor(pushes: readonly Push[]) {
    this.#pushes = pushes;
  }

  /** A process was given work. */
  starts(work: Work, now: number): void {
    const { pushKey, by } = work.lease;
    const handed = this.#handed.get(pushKey);
    expect(work.handed === true, `${pushKey} says whether it was handed over`).toBe(
      handed !== undefined,
    );
    if (handed !== undefined && now < handed.until) {
      expect(handed.to, `${pushKey} is run by those it was handed to`).toContain(by);
    }
    this.#attempts.set(pushKey, work.attempts);
    const earlier = work.earlier?.map(({ key }) => key) ?? [];
    const keys = [...earlier, pushKey];
    const passed = keys.filter((key, i) =>
      keys.slice(i + 1).some((later) => this.#orderOf(later) < this.#orderOf(key)),
    );
    expect(passed, `gathered messages are in order: ${keys}`).toEqual([]);
    for (const key of earlier) {
      if (this.stopped.has(key)) continue;
      const known = this.#into.get(key) ?? pushKey;
      // A turn that was ended, or has not begun, may have left its messages to a later one.
      const isFree = this.stopped.has(known) || this.#unbegun.has(known);
      if (!isFree) expect(known, `${key} belongs to one turn`).toBe(pushKey);
      expect(this.#ends.has(key), `${key} had no turn of its own`).toBe(false);
      this.#into.set(key, pushKey);
      this.counts.gathered += 1;
    }
  }

  /**
   * A turn was given back, while it had the lease. Where nothing of it was recorded, it has not begun: its messages may
   * become part of a later one's.
   */
  givenBack({ work: { lease }, n }: Run, handed?: HandedOver): void {
    if (n === 0) this.#unbegun.add(lease.pushKey);
    if (handed === undefined) return;
    this.#handed.set(lease.pushKey, handed);
    this.counts.handed += 1;
  }

  ends({ work: { lease } }: Run): void {
    const { pushKey, fence } = lease;
    const ends = this.#ends.get(pushKey) ?? new Set();
    this.#ends.set(pushKey, ends.add(fence));
    expect(ends.size, `${pushKey} is run to its end once`).toBe(1);
  }

  shows(id: string): void {
    this.counts.shown += 1;
    expect(this.#visible, `${id} is shown once`).not.toContain(id);
    const overtakes = this.#visible.find((one) => orderOf(one) > orderOf(id));
    if (!this.lost.has(id) && !this.unordered.has(id)) {
      expect(overtakes, `${id} comes before what was said later`).toBeUndefined();
    }
    this.#visible.push(id);
  }

  /** WeChat took a message, and counts what it took since the follower's latest push, heard of by us or not. */
  took(now: number): void {
    this.#sentAt.push(now);
    const latest = Math.max(...this.#pushes.map(({ createdAt }) => createdAt));
    const since = this.#sentAt.filter((at) => at > latest).length;
    expect(since, "no more is sent than was granted").toBeLessThanOrEqual(GRANT.limit);
  }

  /** Everything is at rest: each push was run to its end, and each message is in one place. */
  async balance(store: Store, follower: Parameters<Store["export"]>[0]): Promise<void> {
    const line = lineIn(await all(store.export(follower)));
    if (line === undefined) return;
    expect(line.queue, "the queue is empty").toEqual([]);
    const waits = [...line.chain, ...line.held, ...line.untaken.flatMap((answer) => answer.items)];
    for (const { key, says } of this.#pushes) {
      // A dead letter may be forgotten by the time that the last of what waited behind it is at rest.
      const attempts = line.pushes[key]?.attempts ?? this.#attempts.get(key) ?? 0;
      const isOver = attempts > MAX_ATTEMPTS || this.stopped.has(key) || this.#into.has(key);
      const dead = isOver && !this.#ends.has(key);
      if (!dead) expect([...this.#ends.keys()], `${key} was run to its end`).toContain(key);
      for (let index = 0; !dead && index < says; index++) {
        expect(this.recorded, `${key}#${index} was recorded`).toContain(`${key}#${index}`);
      }
    }
    for (const id of this.recorded) {
      const fate = await store.fateOf(follower, id);
      const waiting = waits.some((item) => item.id === id);
      const places = this.#placesOf(id, fate, waiting);
      // An answer that was lost on the wire has no receipt.
      const lost = places === 0 && this.lost.has(id);
      if (!lost) expect(places, `${id} is in one place (${JSON.stringify(fate)})`).toBe(1);
    }
  }

  #placesOf(id: string, fate: Fate | undefined, waits: boolean): number {
    const isVisible = this.#visible.includes(id);
    const isUnknown = fate === "unknown" && !isVisible;
    return [isVisible, waits, typeof fate === "object", isUnknown].filter(Boolean).length;
  }

  #orderOf(name: string): number {
    return this.#pushes.findIndex(({ key }) => key === name);
  }
}
