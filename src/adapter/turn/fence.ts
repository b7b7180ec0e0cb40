import { sleep, steadyNow } from "../../clock.ts";
import { SendRefused, StoreUnavailable } from "../../errors.ts";
import type { Facts, Item, Lease, Step, Stepped } from "../../store/store.ts";
import { giveAnswer } from "../exchange/giveAnswer.ts";
import type { Planned } from "../plan/planStep.ts";
import type { Road } from "../road.ts";

const RETRY_MS = 100;

/** A step that the store recorded. */
export type Recorded = Extract<Stepped, { ok: true }>;

/** A step that is to be recorded, with the plan that it was made of. */
interface Draft {
  readonly planned: Planned;
  readonly step: Step;
}

/** The turn behind a fence. */
interface Losing {
  /** Nothing of the turn counts any more: its lease is lost, or the store took no step. */
  lose(): void;
}

/**
 * The fence of one turn: nothing becomes visible before the store has recorded it under the turn's lease. So a second
 * runner of the same push, or this one after a freeze, cannot show it again.
 *
 * A step goes in by {@link record}, and what it makes visible goes out by {@link show}; there is no other way.
 */
export class Fence {
  readonly #road: Road;
  readonly #lease: Lease;
  readonly #turn: Losing;
  /** Messages recorded for customer service whose verdict somebody may want. */
  #chained: Set<string> | undefined;
  #count = 0;
  #unfinished = false;

  constructor(road: Road, lease: Lease, turn: Losing) {
    this.#road = road;
    this.#lease = lease;
    this.#turn = turn;
  }

  /** Whether the turn must be run again, because the store did not take a step of it. */
  get unfinished(): boolean {
    return this.#unfinished;
  }

  /** Call it when the store was not there for something that the turn needs: the turn must be run again. */
  leaveUnfinished(): void {
    this.#unfinished = true;
  }

  /**
   * Records one step. `draft` makes it from the facts; where the facts changed meanwhile, the store refuses the step,
   * and `draft` makes another one from the fresh facts. Resolves to undefined when the lease is lost: then nothing was
   * recorded.
   */
  async record<T extends Draft>(
    facts: Facts,
    draft: (facts: Facts) => T,
  ): Promise<{ readonly drafted: T; readonly reply: Recorded } | undefined> {
    const n = this.#count++;
    let known = facts;
    for (;;) {
      const drafted = draft(known);
      const reply = await this.#take(n, drafted.step);
      this.#road.dispatch.tell(this.#lease.follower, reply.ended);
      if ("ok" in reply) return { drafted, reply };
      if ("stale" in reply) {
        this.#turn.lose();
        return undefined;
      }
      known = reply.changed;
    }
  }

  /** Records a step that shows nothing. Resolves to whether it was recorded; if not, the turn is lost. */
  async save(step: Step): Promise<boolean> {
    const reply = await this.#take(this.#count++, step);
    const isRecorded = "ok" in reply;
    if (!isRecorded) this.#turn.lose();
    return isRecorded;
  }

  /**
   * Shows what was recorded: its answer goes out now, the rest goes by customer service. Undefined where there is
   * nothing to wait for, which is nearly always.
   */
  show({ planned, step }: Draft, reply: Recorded): Promise<void> | undefined {
    const { plan, parts, taker } = planned;
    const chain = () => this.#chain(plan.chain, reply);
    if (step.answer === undefined) return chain();
    const rides = plan.passive.length > 0;
    const riding = rides ? { items: plan.passive, rescue: parts.rescue } : undefined;
    const opensChain = reply.opensChain === true;
    const given = { answer: step.answer.body, opensChain, riding };
    return giveAnswer(this.#road, this.#lease, given, taker)?.then(chain) ?? chain();
  }

  #chain(messages: readonly Item[], { facts }: Recorded): undefined {
    if (messages.length === 0) return;
    // While WeChat's API is away nobody knows when the messages end.
    if (facts.away === undefined) {
      this.#chained ??= new Set();
      for (const { id } of messages) this.#chained.add(id);
    }
    void this.#road.dispatch.run(this.#lease.follower);
  }

  /** Waits for a message that goes by customer service. Throws {@link SendRefused} when WeChat refused it. */
  async verdict(id: string): Promise<void> {
    if (this.#chained?.delete(id) !== true) return;
    const fate = await this.#road.dispatch.settled(this.#lease.follower, id);
    if (typeof fate === "object") throw new SendRefused(fate.refused);
  }

  /**
   * Records a step. A store that is away for a moment gets the same step again: repeating a step changes nothing. If
   * the store never takes it, the turn is unfinished: it is run again, from what is recorded.
   */
  async #take(n: number, step: Step): Promise<Stepped> {
    const { clock, pace, store } = this.#road;
    let until: number | undefined;
    for (;;) {
      try {
        return await store.step(this.#lease, n, step);
      } catch (error) {
        until ??= steadyNow(clock) + pace.renewMs * 2;
        if (!(error instanceof StoreUnavailable) || steadyNow(clock) >= until) {
          this.#unfinished = true;
          this.#turn.lose();
          throw error;
        }
        await sleep(clock, RETRY_MS);
      }
    }
  }
}
