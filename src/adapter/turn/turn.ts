import type { AsyncResource } from "node:async_hooks";
import { SendError, StoreUnavailable } from "../../errors.ts";
import { errorFacts, masked } from "../../log.ts";
import type { Push } from "../../protocol/push.ts";
import { type Item, type Lease, MAX_ATTEMPTS, type Work } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Seal } from "../exchange/answer.ts";
import type { Waiting } from "../exchange/waiters.ts";
import type { Outgoing } from "../plan/outgoing.ts";
import type { Road } from "../road.ts";
import { forgetWhoLeft } from "./forgetting.ts";
import { earlierOf } from "./gathered.ts";
import { keepLease } from "./lease.ts";
import { checkReachable } from "./reachable.ts";
import type { Scope } from "./scope.ts";
import { notKept, type StepOptions, Steps } from "./steps.ts";
import { type Timer, timerOf } from "./timers.ts";
import { timeWindow } from "./windowEvents.ts";

/** Runs the bot for one turn; what it says goes into the turn. Rejects when the bot threw. */
export type RunBot = (turn: Turn) => Promise<void>;

/** Where a turn comes from: a push (undefined for a proactive turn), how to seal its answer, and the bot. */
export interface Origin {
  readonly push?: Push | undefined;
  readonly seal: Seal;
  readonly runBot: RunBot;
  /** The async context of what brought it. */
  readonly context: AsyncResource;
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
  /** What the stations keep of this turn: see `PerTurn`. */
  readonly kept = new Map<symbol, object>();
  /** Called before the collecting ends, for what is still being gathered. Must be quick. */
  beforeRelease: (() => Promise<void>) | undefined;
  readonly #road: Road;
  readonly #work: Work;
  readonly #steps: Steps;
  readonly #runBot: RunBot;
  #phase: "collected" | "released" | "over";
  #collected: Item[] = [];
  #index = 0;
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
    this.#steps = new Steps({
      ...{ road, work, account, push: origin.push, seal: origin.seal },
      lost: () => this.#lose(),
      inOrder: (run) => this.#serially(() => (this.over ? Promise.reject(notKept()) : run())),
    });
    this.#phase = work.facts.slot === "free" ? "collected" : "released";
  }

  /** What the bot may keep with this turn's commit. */
  get scope(): Scope {
    return this.#steps.scope;
  }

  /** Messages that came before {@link push} and belong to this turn, in order; undefined where there are none. */
  get earlier(): readonly Push[] | undefined {
    return earlierOf(this.#work);
  }

  /** Whether the follower has left, so that nothing can be shown. */
  get left(): boolean {
    return this.#steps.left;
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
    return this.#road.dispatch.rightOf(this.account) === "no" ? 0 : this.#steps.facts.quota;
  }

  /** Whether nothing more can be said in this turn. */
  get over(): boolean {
    return this.#phase === "over";
  }

  /** Runs the bot and commits. Resolves to the follower's next push, to be run here. */
  async run(): Promise<Work | undefined> {
    const stop = this.#renewLease();
    const gathered = this.#work.earlier?.map(({ key }) => key);
    this.#road.observe?.({
      ...{ see: "turn", ...this.#steps.seen, attempts: this.attempts },
      ...(gathered && { gathered }),
    });
    try {
      if (this.attempts > MAX_ATTEMPTS) await this.#apologise("the push failed too often");
      else if (!this.#steps.asksForHeld) {
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
    await Promise.all(fresh.map(({ id }) => this.#steps.verdict(id)));
    return ids;
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
    this.#steps.slotOpens();
    await this.#steps.write(this.#takeCollected(), how);
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
      if (error instanceof StoreUnavailable) this.#steps.leaveUnfinished();
      if (this.#steps.unfinished) this.#lose();
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
    if (await this.#steps.write(messages, {})) return;
    throw new SendError("turn-over", "Another process has taken this turn over: it was too slow.");
  }

  /** Nothing of this turn counts any more. */
  #lose(): void {
    this.#phase = "over";
    this.scope.close();
  }

  /** The last step: everything, or nothing. */
  async #commit(): Promise<Work | undefined> {
    // A last step now would end the push without the messages that could not be recorded.
    if (this.#steps.unfinished) return undefined;
    const messages = this.#takeCollected();
    const { clock, onUnsubscribe } = this.#road;
    if (this.account.windowEvents !== undefined) {
      timeWindow(this.scope.own, this.account, this.push, this.#steps.facts.ledger, clock.now());
    }
    if (onUnsubscribe === "forget") forgetWhoLeft(this.scope.own, this.push, clock.now());
    const written = await this.#steps.write(messages, { last: true });
    return written === undefined ? undefined : written.next;
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
      this.#steps.slotGone();
      await this.beforeRelease?.();
      this.#phase = "released";
      const messages = this.#takeCollected();
      if (messages.length > 0) await this.#steps.write(messages, {});
    });
  }

  /** Ends the collecting: what was said so far is recorded, the slot filled with what may ride of it. */
  async #release(how: StepOptions = {}): Promise<void> {
    if (this.#phase !== "collected") return;
    await this.beforeRelease?.();
    await this.#steps.write(this.#takeCollected(), how);
    if (this.over) return;
    this.#phase = "released";
    // The bot may have spoken while the step was on its way.
    const messages = this.#takeCollected();
    if (messages.length > 0) await this.#steps.write(messages, {});
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
