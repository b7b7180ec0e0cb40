import { type Clock, steadyNow } from "../../clock.ts";
import type { Newer, Renewed } from "../../store/gather.ts";
import type { Lease, Store } from "../../store/store.ts";

/**
 * What a runner must know: its lease is lost, the slot is given away, its time is up, or a newer push ended
 * something; otherwise, with every renewal, that the lease is kept.
 */
export type LeaseNews = "lost" | "slot gone" | "time is up" | Newer | "kept";

const NEWS: Readonly<Record<Renewed, LeaseNews>> = {
  lost: "lost",
  mine: "kept",
  "mine, slot gone": "slot gone",
  "mine, stream stopped": "stream",
  "mine, stopped": "turn",
  "mine, merged": "merge",
};

/** Who runs a turn under a lease. */
export interface LeaseRunner {
  hear(news: LeaseNews): void;
}

/** A lease that is kept. */
export interface KeptLease {
  readonly lease: Lease;
  readonly runner: LeaseRunner;
  /** When it began to be kept, by the steady clock. */
  readonly since: number;
  /** When the turn's time is up, by the steady clock; infinite once the runner has heard it. */
  endsAt: number;
  /** Its index among the kept leases; -1 when it is not kept any more. */
  index: number;
  /** Its renewal is on its way. */
  asking: boolean;
}

/**
 * The leases of all turns that run in this process. They are renewed together, in one verb of the store, so that the
 * cost of waiting does not grow with the length of a turn; and one alarm watches the time of all of them. A store
 * that does not reply is no reason to stop: the fence decides in the end.
 */
export class Leases {
  readonly #clock: Clock;
  readonly #store: Pick<Store, "renew">;
  readonly #everyMs: number;
  /** A list without order or names: most turns come and go before anything is renewed. */
  readonly #kept: KeptLease[] = [];
  /** When all are renewed next, and when the alarm rings; by the steady clock. */
  #roundAt = 0;
  #ringsAt = 0;
  #cancel: (() => void) | undefined;

  /** `renewMs`: between two renewals. */
  constructor(clock: Clock, store: Pick<Store, "renew">, renewMs: number) {
    this.#clock = clock;
    this.#store = store;
    this.#everyMs = renewMs;
  }

  /** Keeps a lease until `end`, or until it is lost. `limitMs`: after how long the turn's time is up. */
  keep(lease: Lease, limitMs: number, runner: LeaseRunner): KeptLease {
    const now = steadyNow(this.#clock);
    const endsAt = now + limitMs;
    const kept = { lease, runner, since: now, endsAt, index: this.#kept.length, asking: false };
    this.#kept.push(kept);
    if (kept.index === 0) this.#roundAt = now + this.#everyMs;
    if (this.#cancel === undefined || kept.endsAt < this.#ringsAt) this.#ring(now, kept.endsAt);
    return kept;
  }

  /** Renews at once, because there may be news for this lease. */
  look(kept: KeptLease | undefined): void {
    if (kept !== undefined && kept.index >= 0) void this.#renew([kept]);
  }

  /** The lease's turn has ended. The last kept lease takes its place. */
  end(kept: KeptLease): void {
    if (kept.index < 0) return;
    const last = this.#kept.pop() as KeptLease;
    if (last !== kept) {
      this.#kept[kept.index] = last;
      last.index = kept.index;
    }
    // The alarm goes on: the next lease finds it set.
    kept.index = -1;
  }

  /** Sets the alarm for the next round, or for a time before it. */
  #ring(now: number, before: number): void {
    this.#cancel?.();
    this.#ringsAt = Math.min(this.#roundAt, before);
    this.#cancel = this.#clock.after(Math.max(0, this.#ringsAt - now), () => this.#rings());
  }

  #rings(): void {
    this.#cancel = undefined;
    const now = steadyNow(this.#clock);
    let next = Number.POSITIVE_INFINITY;
    for (const kept of [...this.#kept]) {
      if (kept.endsAt <= now) {
        kept.endsAt = Number.POSITIVE_INFINITY;
        kept.runner.hear("time is up");
      }
      next = Math.min(next, kept.endsAt);
    }
    if (this.#roundAt <= now) {
      this.#roundAt = now + this.#everyMs;
      // A young lease has time until the next round, and most likely needs no renewal.
      const young = now - this.#everyMs / 2;
      void this.#renew(this.#kept.filter(({ asking, since }) => !asking && since <= young));
    }
    if (this.#kept.length > 0 && this.#cancel === undefined) this.#ring(now, next);
  }

  async #renew(kept: readonly KeptLease[]): Promise<void> {
    if (kept.length === 0) return;
    for (const one of kept) one.asking = true;
    const asked = this.#store.renew(kept.map(({ lease }) => lease));
    const told: readonly (Renewed | undefined)[] = await asked.catch(() => []);
    kept.forEach((one, i) => {
      one.asking = false;
      if (one.index < 0) return;
      const state = told[i] ?? "mine";
      if (state === "lost") this.end(one);
      one.runner.hear(NEWS[state]);
    });
  }
}
