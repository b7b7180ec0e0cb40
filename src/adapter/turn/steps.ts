import { SendError, SendRefused } from "../../errors.ts";
import { relationOf } from "../../machines/follower.ts";
import type { Push } from "../../protocol/push.ts";
import type { Facts, Item, Lease, Saved, Work } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Seal } from "../exchange/answer.ts";
import { type Planned, type Planning, planStep } from "../plan/planStep.ts";
import { SAVING, stepOf } from "../plan/step.ts";
import type { Road } from "../road.ts";
import { placesOf } from "../watch/observe.ts";
import type { Collected } from "./collected.ts";
import type { Ending } from "./ending.ts";
import type { Fence, Recorded } from "./fence.ts";
import { asksForHeld, gaveNotice, offersAfter } from "./heldOffer.ts";
import { type ConversationRecord, liveOn, liveThroughEarlier, readRecord } from "./record.ts";
import { Scope } from "./scope.ts";
import { TurnTranscript } from "./transcript.ts";

/** WeChat's code for a message to somebody who does not follow the account. */
const NOT_FOLLOWING = 43004;

/** What is special about one step. */
export interface StepOptions extends Partial<Pick<Planning, "taker" | "stillWorking">> {
  readonly last?: boolean;
  /** What a step that is not the last one keeps. */
  readonly save?: Saved;
}

/** What keeps a turn's steps in order. */
interface InOrder {
  /** Runs something after the turn's earlier steps; rejects once the turn is over. */
  inOrder<T>(run: () => Promise<T>): Promise<T>;
}

/** The turn whose steps these are. */
interface StepsOf {
  readonly road: Road;
  readonly work: Work;
  readonly account: Account;
  readonly origin: { readonly push?: Push | undefined; readonly seal: Seal };
  /** The turn's abort signal. */
  readonly ending: Ending;
  readonly fence: Fence;
  readonly collected: Collected;
  readonly order: InOrder;
}

/**
 * What one turn knows of its follower, and the steps that it writes through its {@link Fence}. The caller must write
 * one step after the other.
 */
export class Steps {
  /** What the bot may keep with the turn's commit. */
  readonly scope: Scope;
  /** Whether the follower has left, so that nothing can be shown. */
  readonly left: boolean;
  readonly #of: StepsOf;
  readonly #fence: Fence;
  readonly #record: ConversationRecord;
  readonly #transcript: TurnTranscript;
  #facts: Facts;
  #headed = false;
  #offered: boolean;

  constructor(of: StepsOf) {
    const { road, work, account, origin } = of;
    const { push } = origin;
    this.#of = of;
    this.#fence = of.fence;
    this.scope = new Scope(road, work, account, this, of.ending);
    this.#transcript = new TurnTranscript(account.transcripts, this.scope, push, work);
    this.#facts = work.facts;
    const record = liveThroughEarlier(readRecord(work.record), work, account);
    this.#record = liveOn(record, push, work, this.scope.now, account.paymentRule);
    this.left = relationOf(this.#record.f) === "unfollowed";
    this.#offered = record.o === true || gaveNotice(road, account, push, work.facts);
  }

  /** Notes that the bot says these messages, even if an earlier run has recorded them. */
  says(items: Item[]): Item[] {
    this.#transcript.says(items);
    return items;
  }

  /** The facts as the last step knew them. */
  get facts(): Facts {
    return this.#facts;
  }

  /** Whether the push only asks for what is held, or nobody can read any more what it says. */
  get needsNoBot(): boolean {
    const { origin, work } = this.#of;
    const { push } = origin;
    if (push === undefined && work.push.unreadable === true) return true;
    return this.#offered && asksForHeld(push, this.#facts, this.scope);
  }

  /** What observers hear of this turn in any case. */
  get seen() {
    const { follower, pushKey: key } = this.#lease;
    const { ledger } = this.#facts;
    return { at: this.#of.road.clock.now(), follower, key, record: this.#record.f, ledger };
  }

  /** Tells observers that the turn begins. */
  begin(): void {
    const { road, work } = this.#of;
    const gathered = work.earlier?.map(({ key }) => key);
    road.observe?.({
      ...{ see: "turn", ...this.seen, attempts: work.attempts },
      ...(gathered && { gathered }),
    });
  }

  get #lease(): Lease {
    return this.#of.work.lease;
  }

  /** Another process gave the slot away. */
  slotGone(): void {
    this.#learn({ ...this.#facts, slot: "gone" });
  }

  /** Facts changed under the turn: whoever changed them may have told the follower that something is held. */
  #learn(facts: Facts): void {
    const { road, account, origin } = this.#of;
    this.#facts = facts;
    this.#offered ||= gaveNotice(road, account, origin.push, facts);
  }

  /**
   * A delivery came after the slot seemed gone. The store knows whether the slot is free, and refuses the step if
   * not.
   */
  slotOpens(): void {
    this.#facts = { ...this.#facts, slot: "free" };
  }

  /**
   * Writes one fenced step: places the messages by what is known, records them, and shows them. Resolves to undefined
   * when the lease is lost: then nothing was recorded.
   */
  async write(messages: readonly Item[], how: StepOptions): Promise<Recorded | undefined> {
    const last = how.last === true;
    if (last) this.#transcript.keep();
    const written = await this.#fence.record(this.#facts, (facts) => {
      if (facts !== this.#facts) this.#learn(facts);
      const planned = this.#plan(messages, how);
      const offered = offersAfter(planned.plan, this.#offered);
      const save = last ? this.scope.saved(this.#record, offered) : how.save;
      return { planned, offered, step: stepOf(planned.plan, { ...planned.parts, save, last }) };
    });
    if (written === undefined) return undefined;
    const { drafted, reply } = written;
    const { planned, offered, step } = drafted;
    this.#facts = reply.facts;
    const waiting = this.#facts.held.length;
    const { road } = this.#of;
    const { stopped } = this.#of.ending;
    road.observe?.({
      ...{ see: "step", ...this.seen, ...placesOf(planned.plan), waiting, last },
      ...(stopped && { stopped }),
    });
    if (step.save !== undefined) this.scope.committed(step.save);
    this.#offered = offered;
    this.#headed ||= planned.late && messages.length > 0;
    await this.#fence.show(drafted, reply);
    return reply;
  }

  /** Waits for a message that goes by customer service; throws when WeChat refused it. */
  async verdict(id: string): Promise<void> {
    try {
      await this.#fence.verdict(id);
    } catch (error) {
      const refused = error instanceof SendRefused ? error.errcode : undefined;
      if (refused === NOT_FOLLOWING) this.#of.ending.abort("unfollowed");
      throw error;
    }
  }

  #plan(messages: readonly Item[], how: StepOptions): Planned {
    const { road, account, origin } = this.#of;
    return planStep(road, {
      pushKey: this.#lease.pushKey,
      account,
      push: origin.push,
      seal: origin.seal,
      facts: this.#facts,
      messages,
      left: this.left,
      headed: this.#headed,
      stillWorking: how.stillWorking === true,
      taker: how.taker,
    });
  }

  /**
   * Saves what the bot wrote so far, in a step of its own. The follower's life is saved as it was before the push: a
   * run that begins again lives through the push itself.
   */
  save(): Promise<void> {
    const { work, order, collected } = this.#of;
    return order.inOrder(async () => {
      const claimed = readRecord(work.record);
      const save = this.scope.saved(claimed, claimed.o === true);
      const said = this.#facts.slot === "gone" ? collected.takeAll() : [];
      const isKept =
        said.length > 0
          ? (await this.write(said, { save })) !== undefined
          : await this.#fence.save({ ...SAVING, save });
      if (!isKept) throw notKept();
      if (said.length === 0) this.scope.committed(save);
      collected.saved();
    });
  }
}

/** What a bot's save rejects with once its turn is over. */
export function notKept(): SendError {
  return new SendError("turn-over", "The turn is over: what it wrote last is not kept.");
}
