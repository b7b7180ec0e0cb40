import { SendError, SendRefused } from "../../errors.ts";
import { relationOf } from "../../machines/follower.ts";
import type { Push } from "../../protocol/push.ts";
import type { Facts, Item, Lease, Step, Stepped, Work } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Seal } from "../exchange/answer.ts";
import { giveAnswer } from "../exchange/giveAnswer.ts";
import { type Planned, type Planning, planStep } from "../plan/planStep.ts";
import { SAVING, stepOf } from "../plan/step.ts";
import type { Road } from "../road.ts";
import { placesOf } from "../watch/observe.ts";
import type { Ending } from "./ending.ts";
import { asksForHeld, gaveNotice, offersAfter } from "./heldOffer.ts";
import { repeatStep } from "./lease.ts";
import { type ConversationRecord, liveOn, liveThroughEarlier, readRecord } from "./record.ts";
import { Scope } from "./scope.ts";

/** WeChat's code for a message to somebody who does not follow the account. */
const NOT_FOLLOWING = 43004;

/** What is special about one step. */
export interface StepOptions extends Partial<Pick<Planning, "taker" | "stillWorking">> {
  readonly last?: boolean;
}

/** A step that was recorded. */
type Recorded = Extract<Stepped, { ok: true }>;

/** Whose steps they are. */
interface StepsOf {
  readonly road: Road;
  readonly work: Work;
  readonly account: Account;
  readonly push: Push | undefined;
  readonly seal: Seal;
  /** The turn's abort signal. */
  readonly ending: Ending;
  /** Called when nothing of the turn counts any more: its lease is lost, or the store took no step. */
  readonly lost: () => void;
  /** Takes its turn behind the turn's other steps; rejects once the turn is over. */
  readonly inOrder: <T>(run: () => Promise<T>) => Promise<T>;
}

/**
 * The fenced writes of one turn, and what the turn knows from them. Steps follow each other: the caller sees
 * to it.
 */
export class Steps {
  /** What the bot may keep with the turn's commit. */
  readonly scope: Scope;
  /** Whether the follower has left, so that nothing can be shown. */
  readonly left: boolean;
  readonly #of: StepsOf;
  readonly #record: ConversationRecord;
  #facts: Facts;
  /** Messages recorded for customer service, whose verdict somebody may want. */
  readonly #chained = new Set<string>();
  #count = 0;
  #unfinished = false;
  #headed = false;
  #offered: boolean;

  constructor(of: StepsOf) {
    const { road, work, account, push } = of;
    this.#of = of;
    this.scope = new Scope(road, work, account, () => this.#save(), of.ending);
    this.#facts = work.facts;
    const record = liveThroughEarlier(readRecord(work.record), work, account);
    this.#record = liveOn(record, push, work, this.scope.now, account.paymentRule);
    this.left = relationOf(this.#record.f) === "unfollowed";
    this.#offered = record.o === true || gaveNotice(road, account, push, work.facts);
  }

  /** As far as the last step knew. */
  get facts(): Facts {
    return this.#facts;
  }

  /** Whether the turn must be run again, because the store did not take a step of it. */
  get unfinished(): boolean {
    return this.#unfinished;
  }

  /** Whether the push asks for what is held, and for nothing else. */
  get asksForHeld(): boolean {
    return this.#offered && asksForHeld(this.#of.push, this.#facts, this.scope);
  }

  /** What whoever watches hears of this turn in any case. */
  get seen() {
    const { follower, pushKey: key } = this.#lease;
    const { ledger } = this.#facts;
    return { at: this.#of.road.clock.now(), follower, key, record: this.#record.f, ledger };
  }

  get #lease(): Lease {
    return this.#of.work.lease;
  }

  /** Another process gave the slot away. */
  slotGone(): void {
    const { road, account, push } = this.#of;
    this.#facts = { ...this.#facts, slot: "gone" };
    this.#offered ||= gaveNotice(road, account, push, this.#facts);
  }

  /** A delivery came after the slot was thought gone. Whether it is free the store knows: if not, it says so. */
  slotOpens(): void {
    this.#facts = { ...this.#facts, slot: "free" };
  }

  /** The turn must be run again: the store was not there for something that it needs. */
  leaveUnfinished(): void {
    this.#unfinished = true;
  }

  /**
   * One fenced step. The plan is made from facts; where they changed meanwhile, it is made again from the
   * fresh ones. Resolves to undefined when the lease is lost: then nothing was recorded.
   */
  async write(messages: readonly Item[], how: StepOptions): Promise<Recorded | undefined> {
    const { road } = this.#of;
    const n = this.#count++;
    for (;;) {
      const planned = this.#plan(messages, how);
      const { plan, parts, late } = planned;
      const last = how.last === true;
      const offered = offersAfter(plan, this.#offered);
      const save = last ? this.scope.saved(this.#record, offered) : undefined;
      const step = stepOf(plan, { ...parts, save, last });
      const reply = await this.#take(n, step);
      road.dispatch.tell(this.#lease.follower, reply.ended);
      if ("stale" in reply) {
        this.#of.lost();
        return undefined;
      }
      if ("changed" in reply) {
        this.#facts = reply.changed;
        this.#offered ||= gaveNotice(road, this.#of.account, this.#of.push, this.#facts);
        continue;
      }
      this.#facts = reply.facts;
      const waiting = this.#facts.held.length;
      road.observe?.({ see: "step", ...this.seen, ...placesOf(plan), waiting, last });
      if (step.save !== undefined) this.scope.committed(step.save);
      this.#offered = offered;
      this.#headed ||= late && messages.length > 0;
      await this.#show(planned, step, reply);
      return reply;
    }
  }

  /** What a recorded step makes visible: its answer now, the rest by customer service. */
  async #show({ plan, parts, taker }: Planned, step: Step, reply: Recorded): Promise<void> {
    const { road } = this.#of;
    if (step.answer !== undefined) {
      const rides = plan.passive.length > 0;
      const riding = rides ? { items: plan.passive, rescue: parts.rescue } : undefined;
      const opensChain = reply.opensChain === true;
      const given = { answer: step.answer.body, opensChain, riding };
      await giveAnswer(road, this.#lease, given, taker);
    }
    // While WeChat's API is away nobody knows when they end.
    if (reply.facts.away === undefined) for (const { id } of plan.chain) this.#chained.add(id);
    if (plan.chain.length > 0) void road.dispatch.run(this.#lease.follower);
  }

  /** Waits for a message that goes by customer service; throws when WeChat refused it. */
  async verdict(id: string): Promise<void> {
    if (!this.#chained.delete(id)) return;
    const fate = await this.#of.road.dispatch.settled(this.#lease.follower, id);
    if (typeof fate !== "object") return;
    if (fate.refused === NOT_FOLLOWING) this.#of.ending.abort("unfollowed");
    throw new SendRefused(fate.refused);
  }

  #plan(messages: readonly Item[], how: StepOptions): Planned {
    const { road, account, push, seal } = this.#of;
    return planStep(road, {
      pushKey: this.#lease.pushKey,
      account,
      push,
      seal,
      facts: this.#facts,
      messages,
      left: this.left,
      headed: this.#headed,
      stillWorking: how.stillWorking === true,
      taker: how.taker,
    });
  }

  /**
   * What the bot wrote so far, in a step of its own. With the follower's life as it was claimed: a run that
   * begins again lives through the push itself.
   */
  #save(): Promise<void> {
    const { work, inOrder, lost } = this.#of;
    return inOrder(async () => {
      const claimed = readRecord(work.record);
      const save = this.scope.saved(claimed, claimed.o === true);
      const written = await this.#take(this.#count++, { ...SAVING, save });
      if (!("ok" in written)) {
        lost();
        throw notKept();
      }
      this.scope.committed(save);
    });
  }

  /** A step that the store would not take leaves the turn unfinished: it is run again, from what is recorded. */
  #take(n: number, step: Step): Promise<Stepped> {
    return repeatStep(this.#of.road, this.#lease, n, step).catch((error: unknown) => {
      this.#unfinished = true;
      this.#of.lost();
      throw error;
    });
  }
}

/** What a bot's save rejects with once its turn is over. */
export function notKept(): SendError {
  return new SendError("turn-over", "The turn is over: what it wrote last is not kept.");
}
