import { SendError, SendRefused, StoreUnavailable } from "../../errors.ts";
import { errorFacts, masked } from "../../log.ts";
import { relationOf } from "../../machines/follower.ts";
import type { Push } from "../../protocol/push.ts";
import {
  type Facts,
  type Item,
  type Lease,
  MAX_ATTEMPTS,
  type Step,
  type Stepped,
  type Work,
} from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Seal } from "../exchange/answer.ts";
import { handOut } from "../exchange/giveAnswer.ts";
import type { Waiting } from "../exchange/waiting.ts";
import type { Outgoing } from "../plan/outgoing.ts";
import { type Planned, type Planning, planStep } from "../plan/planStep.ts";
import { SAVING, stepOf } from "../plan/step.ts";
import type { Road } from "../road.ts";
import { placesOf } from "../watch/observe.ts";
import { forgetWhoLeft } from "./forgetting.ts";
import { asksForHeld, gaveNotice, offersAfter } from "./heldOffer.ts";
import { keepLease, repeatStep } from "./lease.ts";
import { checkReachable } from "./reachable.ts";
import { type ConversationRecord, liveOn, readRecord } from "./record.ts";
import { Scope } from "./scope.ts";
import { type Timer, timerOf } from "./timers.ts";
import { timeWindow } from "./windowEvents.ts";

/** Runs the bot for one turn; what it says goes into the turn. Rejects when the bot threw. */
export type RunBot = (turn: Turn) => Promise<void>;

/** Where a turn comes from: a push (undefined for a proactive turn), how to seal its answer, and the bot. */
export interface Origin {
  readonly push?: Push | undefined;
  readonly seal: Seal;
  readonly runBot: RunBot;
}

/** What is special about one step. */
interface StepOptions extends Partial<Pick<Planning, "taker" | "stillWorking">> {
  readonly last?: boolean;
}

/**
 * One leased run of the bot for one push.
 *
 * While the slot is free what the bot says is *collected*, in memory; nothing is visible. Once the slot
 * is gone the turn is *released*: every message is recorded as it comes. After the last step it is
 * *over*. Whatever becomes visible is first recorded under the lease's fence, so that a second runner of
 * the same push, or this one after a freeze, cannot show it again.
 */
export class Turn {
  readonly account: Account;
  readonly lease: Lease;
  readonly push: Push | undefined;
  /** Runs of this push, this one included. */
  readonly attempts: number;
  /** The timer whose time has come, where that is the turn's cause. */
  readonly timer: Timer | undefined;
  /** Whether the follower has left, so that nothing can be shown. */
  readonly left: boolean;
  /** What the bot may keep with this turn's commit. */
  readonly scope: Scope;
  /** Called before the collecting ends, for what is still being gathered. Must be quick. */
  beforeRelease: (() => Promise<void>) | undefined;
  readonly #road: Road;
  readonly #work: Work;
  readonly #seal: Seal;
  readonly #runBot: RunBot;
  #phase: "collected" | "released" | "over";
  #facts: Facts;
  readonly #record: ConversationRecord;
  #collected: Item[] = [];
  /** Messages recorded for customer service, whose verdict somebody may want. */
  readonly #chained = new Set<string>();
  #index = 0;
  #step = 0;
  #unfinished = false;
  #headed = false;
  #offered: boolean;
  #spoke = 0;
  #stopTyping: (() => void) | undefined;
  /** Ends the wait for the bot. */
  #timeIsUp: (() => void) | undefined;
  #serial: Promise<unknown> = Promise.resolve();

  constructor(road: Road, work: Work, account: Account, origin: Origin) {
    this.#road = road;
    this.#work = work;
    this.account = account;
    this.lease = work.lease;
    this.push = origin.push;
    this.#runBot = origin.runBot;
    this.attempts = work.attempts;
    this.timer = timerOf(work);
    this.scope = new Scope(road, work, account, () => this.#save());
    this.#seal = origin.seal;
    this.#facts = work.facts;
    this.#phase = work.facts.slot === "free" ? "collected" : "released";
    const record = readRecord(work.record);
    this.#record = liveOn(record, origin.push, work, this.scope.now, account.paymentRule);
    this.left = relationOf(this.#record.f) === "unfollowed";
    this.#offered = record.o === true || gaveNotice(road, account, this.push, work.facts);
  }

  /** How many messages the bot has sent in this turn. */
  get spoke(): number {
    return this.#spoke;
  }

  /** Whether messages are recorded as they come, because the slot is gone. */
  get released(): boolean {
    return this.#phase === "released";
  }

  /** How many customer-service messages may still be queued, as far as the last step knew. */
  get quotaLeft(): number {
    return this.#road.dispatch.rightOf(this.account) === "no" ? 0 : this.#facts.quota;
  }

  /** Whether nothing more can be said in this turn. */
  get over(): boolean {
    return this.#phase === "over";
  }

  /** Runs the bot and commits. Resolves to the follower's next push, to be run here. */
  async run(): Promise<Work | undefined> {
    const stop = this.#renewLease();
    this.#road.observe?.({ see: "turn", ...this.#seen(), attempts: this.attempts });
    try {
      if (this.attempts > MAX_ATTEMPTS) await this.#apologise("the push failed too often");
      else if (!(this.#offered && asksForHeld(this.push, this.#facts, this.scope))) {
        await this.#runWithinLimit();
      }
      return await this.#serially(() => this.#commit());
    } finally {
      this.#phase = "over";
      this.#stopTyping?.();
      stop();
    }
  }

  /**
   * Sends messages in order. Resolves with their ids: while collected as soon as they are accepted, once
   * released when they are sent or held, or wait for WeChat's API. Throws {@link SendError} when the turn is over, the follower left,
   * or WeChat refused. `awaitDispatch` ends the collecting, so that this send tells the truth already.
   */
  async send(messages: readonly Outgoing[], awaitDispatch = false): Promise<readonly string[]> {
    checkReachable(this);
    this.#spoke += messages.length;
    const items = messages.map((message) => this.#item(message));
    // What an earlier attempt recorded has been seen or will be: a re-run does not say it again.
    const fresh = items.filter(({ id }) => !this.#work.done.includes(id));
    const ids = items.map(({ id }) => id);
    if (fresh.length === 0) return ids;
    if (this.#phase === "collected") {
      this.#collected.push(...fresh);
      if (!awaitDispatch) return ids;
      await this.#serially(() => this.#release());
    } else {
      await this.#serially(() => this.#flush(fresh));
    }
    await Promise.all(fresh.map(({ id }) => this.#verdict(id)));
    return ids;
  }

  /** Waits for a message that goes by customer service; throws when WeChat refused it. */
  async #verdict(id: string): Promise<void> {
    if (!this.#chained.delete(id)) return;
    const fate = await this.#road.dispatch.settled(this.lease.follower, id);
    if (typeof fate === "object") throw new SendRefused(fate.refused);
  }

  /**
   * The delivery cannot wait any longer: its slot is given away. `still-working` says what was collected
   * so far with a notice, `release` lets the first message ride, or `success`.
   */
  giveUpSlot(slow: "release" | "still-working", waiting: Waiting): Promise<void> {
    if (slow === "release" && !this.over) {
      this.#stopTyping ??= this.#road.showTyping(this.account, this.lease.follower.openid);
    }
    const how = { taker: waiting, stillWorking: slow === "still-working" };
    return this.#serially(() => (this.released ? this.#answer(how) : this.#release(how)));
  }

  /** A delivery that came after the slot was thought gone is answered like any other. */
  async #answer(how: StepOptions): Promise<void> {
    // Whether it is free the store knows: if not, it says so.
    this.#facts = { ...this.#facts, slot: "free" };
    await this.#write(this.#takeCollected(), how);
  }

  /** Gives the lease back unfinished: the process shuts down, another one goes on. */
  async handBack(): Promise<void> {
    if (this.#phase === "over") return;
    this.#lose();
    await this.#road.store.handBack(this.lease);
  }

  async #runWithinLimit(): Promise<void> {
    try {
      const end = await this.#endOfBot();
      if (end !== "time is up") return;
      this.scope.fail();
      this.scope.close();
      await this.#apologise("the bot took too long");
    } catch (error) {
      // Not the bot's fault, and nothing that it could do about: the push is run again.
      if (error instanceof StoreUnavailable) this.#unfinished = true;
      if (this.#unfinished) this.#lose();
      this.scope.fail();
      this.scope.close();
      this.#road.log.error(
        { ...this.#who(), ...errorFacts(error, this.#road.log) },
        "the bot threw",
      );
      await this.#apologise("the bot threw");
    }
  }

  #endOfBot(): Promise<"done" | "time is up"> {
    return new Promise((resolve, reject) => {
      // Named first: see `Wait.next`.
      const timeIsUp = (): void => resolve("time is up");
      this.#timeIsUp = timeIsUp;
      this.#runBot(this).then(() => resolve("done"), reject);
    });
  }

  /** Once, and only to a follower who did something: who runs a proactive turn gets the error himself. */
  async #apologise(why: string): Promise<void> {
    this.#road.log.warn({ ...this.#who(), attempts: this.attempts }, `the turn failed: ${why}`);
    if (this.push?.about !== "follower" || this.left) return;
    // Another process has taken the turn over: it says what there is to say.
    if (this.#phase === "over") return;
    // Behind what earlier attempts have shown: under one of their ids it would be passed over.
    this.#index = Math.max(this.#index, this.#work.done.length);
    await this.send([{ reply: { type: "text", content: this.account.words.apology } }]);
  }

  #item(message: Outgoing): Item {
    const id = `${this.lease.pushKey}#${this.#index++}`;
    const expiresAt = message.expiresAt ?? this.#road.clock.now() + this.#road.pace.holdMs;
    return { id, message, expiresAt };
  }

  #takeCollected(): Item[] {
    const messages = this.#collected;
    this.#collected = [];
    return messages;
  }

  /** Records messages of a released turn, as they come. */
  async #flush(messages: readonly Item[]): Promise<void> {
    if (await this.#write(messages, {})) return;
    throw new SendError("turn-over", "Another process has taken this turn over: it was too slow.");
  }

  /**
   * What the bot wrote so far, in a step of its own. With the follower's life as it was claimed: a run that
   * begins again lives through the push itself.
   */
  #save(): Promise<void> {
    return this.#serially(async () => {
      const claimed = readRecord(this.#work.record);
      const save = this.scope.saved(claimed, claimed.o === true);
      const written = !this.over && (await this.#take(this.#step++, { ...SAVING, save }));
      if (written === false || !("ok" in written)) {
        this.#lose();
        throw new SendError("turn-over", "The turn is over: what it wrote last is not kept.");
      }
      this.scope.committed(save);
    });
  }

  /** A step that the store would not take leaves the turn unfinished: it is run again, from what is recorded. */
  #take(n: number, step: Step): Promise<Stepped> {
    return repeatStep(this.#road, this.lease, n, step).catch((error: unknown) => {
      this.#unfinished = true;
      this.#lose();
      throw error;
    });
  }

  /** Nothing of this turn counts any more. */
  #lose(): void {
    this.#phase = "over";
    this.scope.close();
  }

  /** The last step: everything, or nothing. */
  async #commit(): Promise<Work | undefined> {
    // A last step now would end the push without the messages that could not be recorded.
    if (this.#unfinished) return undefined;
    const messages = this.#takeCollected();
    const { clock, onUnsubscribe } = this.#road;
    if (this.account.windowEvents !== undefined) {
      timeWindow(this.scope.own, this.account, this.push, this.#facts.ledger, clock.now());
    }
    if (onUnsubscribe === "forget") forgetWhoLeft(this.scope.own, this.push, clock.now());
    const written = await this.#write(messages, { last: true });
    return written === undefined ? undefined : written.next;
  }

  /**
   * One fenced step. The plan is made from facts; where they changed meanwhile, it is made again from the
   * fresh ones. Resolves to undefined when the lease is lost: then nothing was recorded.
   */
  async #write(
    messages: readonly Item[],
    how: StepOptions,
  ): Promise<Extract<Stepped, { ok: true }> | undefined> {
    const n = this.#step++;
    for (;;) {
      const { plan, parts, taker, late } = this.#plan(messages, how);
      const last = how.last === true;
      const offered = offersAfter(plan, this.#offered);
      const save = last ? this.scope.saved(this.#record, offered) : undefined;
      const step = stepOf(plan, { ...parts, save, last });
      const reply = await this.#take(n, step);
      this.#road.dispatch.tell(this.lease.follower, reply.ended);
      if ("stale" in reply) {
        this.#lose();
        return undefined;
      }
      if ("changed" in reply) {
        this.#facts = reply.changed;
        continue;
      }
      this.#facts = reply.facts;
      const waiting = this.#facts.held.length;
      this.#road.observe?.({ see: "step", ...this.#seen(), ...placesOf(plan), waiting, last });
      if (step.save !== undefined) this.scope.committed(step.save);
      this.#offered = offered;
      this.#headed ||= late && messages.length > 0;
      if (step.answer !== undefined) {
        const rides = plan.passive.length > 0;
        const riding = rides ? { items: plan.passive, rescue: parts.rescue } : undefined;
        const opensChain = reply.opensChain === true;
        const given = { answer: step.answer.body, opensChain, riding };
        await handOut(this.#road, this.lease, given, taker);
      }
      // While WeChat's API is away nobody knows when they end.
      if (reply.facts.away === undefined) for (const { id } of plan.chain) this.#chained.add(id);
      if (plan.chain.length > 0) void this.#road.dispatch.run(this.lease.follower);
      return reply;
    }
  }

  #plan(messages: readonly Item[], how: StepOptions): Planned {
    return planStep(this.#road, {
      pushKey: this.lease.pushKey,
      account: this.account,
      push: this.push,
      seal: this.#seal,
      facts: this.#facts,
      messages,
      left: this.left,
      headed: this.#headed,
      stillWorking: how.stillWorking === true,
      taker: how.taker,
    });
  }

  /** What whoever watches hears of this turn in any case. */
  #seen() {
    const { follower, pushKey: key } = this.lease;
    const { ledger } = this.#facts;
    return { at: this.#road.clock.now(), follower, key, record: this.#record.f, ledger };
  }

  #renewLease(): () => void {
    return keepLease(this.#road, this.lease, (news) => {
      if (news === "lost") this.#lose();
      else if (news === "slot gone") void this.#slotGone();
      else this.#timeIsUp?.();
    });
  }

  /** Another process gave the slot away. */
  #slotGone(): Promise<void> {
    return this.#serially(async () => {
      if (this.#phase !== "collected") return;
      this.#facts = { ...this.#facts, slot: "gone" };
      this.#offered ||= gaveNotice(this.#road, this.account, this.push, this.#facts);
      await this.beforeRelease?.();
      this.#phase = "released";
      const messages = this.#takeCollected();
      if (messages.length > 0) await this.#write(messages, {});
    });
  }

  /** Ends the collecting: what was said so far is recorded, the slot filled with what may ride of it. */
  async #release(how: StepOptions = {}): Promise<void> {
    if (this.#phase !== "collected") return;
    await this.beforeRelease?.();
    await this.#write(this.#takeCollected(), how);
    if (this.over) return;
    this.#phase = "released";
    // The bot may have spoken while the step was on its way.
    const messages = this.#takeCollected();
    if (messages.length > 0) await this.#write(messages, {});
  }

  /** Steps of one turn follow each other; a failed one does not stop the next. */
  #serially<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#serial.then(run, run);
    this.#serial = result.catch(() => {});
    return result;
  }

  #who(): object {
    return { appId: this.account.appId, openid: masked(this.lease.follower.openid) };
  }
}
