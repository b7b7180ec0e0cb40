import { isLeftToNewer, SendError, StoreUnavailable, type TurnAborted } from "../../errors.ts";
import { errorFacts, masked } from "../../log.ts";
import type { Push } from "../../protocol/push.ts";
import type { Newer } from "../../store/gather.ts";
import { type Item, type Lease, MAX_ATTEMPTS, type Work } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Seal } from "../exchange/answer.ts";
import type { Waiting } from "../exchange/waiters.ts";
import type { Outgoing } from "../plan/outgoing.ts";
import type { Road } from "../road.ts";
import { pushId } from "../watch/turnLog.ts";
import { Collected } from "./collected.ts";
import { type BotEnd, Ending, tellEnd } from "./ending.ts";
import { Fence } from "./fence.ts";
import { forgetWhoLeft } from "./forgetting.ts";
import { earlierOf } from "./gathered.ts";
import type { KeptLease, LeaseNews } from "./lease.ts";
import { checkReachable } from "./reachable.ts";
import type { Scope } from "./scope.ts";
import { Series } from "./series.ts";
import { notKept, type StepOptions, Steps } from "./steps.ts";
import { type Timer, timerOf } from "./timers.ts";
import { timeWindow } from "./windowEvents.ts";

/** How long a stopped turn's bot may take to end by itself, in milliseconds. */
const STOP_GRACE_MS = 2_000;

/** Runs the bot for one turn; what it says goes into the turn. Rejects when the bot threw. */
export type RunBot = (turn: Turn) => Promise<void>;

/** Where a turn comes from: a push (undefined for a proactive turn), how to seal its answer, and the bot. */
export interface Origin {
  readonly push?: Push | undefined;
  readonly seal: Seal;
  readonly runBot: RunBot;
}

/**
 * One leased run of the bot for one push.
 *
 * While the slot is free, messages are *collected* in memory, and nothing is visible. Once the slot is gone the turn
 * is *released*: every message is recorded as it comes. After the last step the turn is *over*. Everything is
 * recorded under the lease's fence before it becomes visible, so that a second runner of the same push, or this one
 * after a freeze, cannot show it again.
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
  kept: object | undefined;
  /** Whether the bot streams an answer in this turn. */
  streams = false;
  /** Whether another run speaks in this turn. */
  hosts = false;
  /** Called now and then while the turn runs. */
  still: ((turn: Turn) => void) | undefined;
  /** Called before the collecting ends, so that streams can hand over their text. Must be quick. */
  beforeRelease: (() => Promise<void>) | undefined;
  readonly #road: Road;
  readonly #work: Work;
  readonly #fence: Fence;
  readonly #steps: Steps;
  readonly #runBot: RunBot;
  #phase: "collected" | "released" | "over";
  readonly #collected = new Collected();
  #index = 0;
  #spoke = 0;
  #stopTyping: (() => void) | undefined;
  /** Ends the wait for the bot. */
  #endWait: ((why: "time is up" | "stopped") => void) | undefined;
  #cancelGrace: (() => void) | undefined;
  #lease: KeptLease | undefined;
  readonly #ending = new Ending();
  readonly #series = new Series();

  constructor(road: Road, work: Work, account: Account, origin: Origin) {
    this.#road = road;
    this.#work = work;
    this.account = account;
    this.lease = work.lease;
    this.push = origin.push;
    this.#runBot = origin.runBot;
    this.attempts = work.attempts;
    this.timer = timerOf(work);
    this.#fence = new Fence(road, work.lease, this);
    this.#steps = new Steps({
      road,
      work,
      account,
      origin,
      ending: this.#ending,
      fence: this.#fence,
      collected: this.#collected,
      order: this,
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

  /** How many pushes of the follower wait behind this turn, as far as the last step knew. */
  get behind(): number {
    return this.#steps.facts.behind ?? 0;
  }

  /** What a newer push has ended: all that the turn still has to say, or its streamed answer alone. */
  get stopped(): Newer | undefined {
    return this.#ending.stopped;
  }

  /** Whether further words of the bot are not shown. Questions are shown: the bot that asks waits for an answer. */
  get silent(): boolean {
    return this.#ending.silences(this.scope.expects);
  }

  /** Why the turn's signal was aborted; undefined while it was not. */
  get aborted(): TurnAborted | undefined {
    return this.#ending.reason;
  }

  /** Whether the turn's bot was stopped: what it throws then is no failure. */
  get wasStopped(): boolean {
    return this.#ending.wasStopped(this.streams);
  }

  /** Asks the store at once, because it may have news of this turn. */
  look(): void {
    this.#road.leases.look(this.#lease);
  }

  /** Whether nothing more can be said in this turn. */
  get over(): boolean {
    return this.#phase === "over" || this.#ending.isLeft;
  }

  /** Lets a delivery wait without asking the store; false once the slot is gone, because the push may have an answer. */
  join(): boolean {
    if (this.#phase !== "collected" || this.over) return false;
    this.lease.joined = (this.lease.joined ?? 0) + 1;
    return true;
  }

  /** Runs the bot and commits. Resolves to the follower's next push, to be run here. */
  async run(): Promise<Work | undefined> {
    const limitMs = this.account.turnLimitMs ?? this.#road.pace.turnLimitMs;
    this.#lease = this.#road.leases.keep(this.lease, limitMs, this);
    this.#steps.begin();
    try {
      if (this.attempts > MAX_ATTEMPTS) await this.#apologise("the push failed too often");
      else if (!this.#steps.needsNoBot) {
        const end = await new Promise<BotEnd>((resolve) => {
          this.#endWait = resolve;
          tellEnd(this.#runBot, this, resolve);
        });
        if (end !== "done") await this.#cutShort(end);
      }
      return await this.#series.run(() => this.#commit());
    } finally {
      this.#phase = "over";
      this.#stopTyping?.();
      this.#cancelGrace?.();
      this.#road.leases.end(this.#lease);
      this.#ending.abort("turn-over");
    }
  }

  /**
   * Sends messages in order. Resolves with their ids: while collected as soon as they are accepted, once released when
   * they are sent or held, or wait for WeChat's API. Throws {@link SendError} when the turn is over, the follower left, or
   * WeChat refused. `awaitDispatch` ends the collecting, so that this send tells the truth already.
   */
  async send(messages: readonly Outgoing[], awaitDispatch = false): Promise<readonly string[]> {
    checkReachable(this);
    this.#spoke += messages.length;
    const items = this.#steps.says(messages.map((message) => this.#item(message)));
    // An earlier attempt recorded these, so the follower has seen them or will: a second run does not say them again.
    const fresh = items.filter(({ id }) => !this.#work.done.includes(id));
    const ids = items.map(({ id }) => id);
    if (fresh.length === 0) return ids;
    const waits = this.scope.tellsAtEnd && !awaitDispatch;
    this.#collected.add(fresh, waits);
    if (waits || (this.#phase === "collected" && !awaitDispatch)) return ids;
    await this.#series.run(() => (this.#phase === "collected" ? this.#release() : this.#flush()));
    await Promise.all(fresh.map(({ id }) => this.#steps.verdict(id)));
    return ids;
  }

  /**
   * Gives the slot away, because the delivery cannot wait any longer. `still-working` answers with what was collected
   * so far and a notice; `release` answers with the first message, or `success`.
   */
  giveUpSlot(slow: "release" | "still-working", waiting: Waiting): Promise<void> {
    if (slow === "release" && !this.over) {
      this.#stopTyping ??= this.#road.showTyping(this.account, this.lease.follower.openid);
    }
    const how = { taker: waiting, stillWorking: slow === "still-working" };
    return this.#series.run(() => (this.released ? this.#answer(how) : this.#release(how)));
  }

  /** Answers a delivery that came after the slot seemed gone. */
  async #answer(how: StepOptions): Promise<void> {
    this.#steps.slotOpens();
    await this.#steps.write(this.#collected.takeFree(), how);
  }

  /** Gives the lease back unfinished: the process shuts down, another one goes on. */
  async handBack(): Promise<void> {
    if (this.#phase === "over") return;
    this.lose();
    await this.#road.store.handBack(this.lease);
  }

  /** The bot did not end by itself, or threw. */
  async #cutShort(end: BotEnd): Promise<void> {
    try {
      if (typeof end === "object") throw end.threw;
      if (end === "stopped") return this.scope.close();
      this.#ending.abort("turn-timeout");
      this.scope.fail();
      this.scope.close();
      await this.#apologise("the bot took too long");
    } catch (error) {
      // A bot that is stopped in the middle may well throw.
      if (this.wasStopped) return this.scope.fail();
      // The store was away, which is not the bot's fault: the push is run again.
      if (error instanceof StoreUnavailable) this.#fence.leaveUnfinished();
      if (this.#fence.unfinished) this.lose();
      this.scope.fail();
      this.scope.close();
      if (this.push === undefined && isLeftToNewer(error)) return;
      const facts = { ...this.#who(), ...errorFacts(error, this.#road.log) };
      this.#road.log.error(facts, "the bot threw");
      await this.#apologise("the bot threw");
    }
  }

  /** Apologises once, and only to a follower who did something. The caller of a proactive turn gets the error. */
  async #apologise(why: string): Promise<void> {
    this.#road.log.warn({ ...this.#who(), attempts: this.attempts }, `the turn failed: ${why}`);
    if (this.push?.about !== "follower" || this.left) return;
    // Another process has taken the turn over and speaks to the follower.
    if (this.#phase === "over") return;
    // The apology takes an id after those of earlier attempts: under one of their ids it would be skipped.
    this.#index = Math.max(this.#index, this.#work.done.length);
    await this.send([{ reply: { type: "text", content: this.account.words.apology } }]);
  }

  #item(message: Outgoing): Item {
    const id = `${this.lease.pushKey}#${this.#index++}`;
    const expiresAt = message.expiresAt ?? this.#road.clock.now() + this.#road.pace.holdMs;
    return { id, message, expiresAt };
  }

  /** Records messages of a released turn, as they come. */
  async #flush(): Promise<void> {
    const messages = this.#collected.takeAll();
    // An earlier call, or the end of the collecting, may have taken them along.
    if (messages.length === 0 && !this.over) return;
    if (await this.#steps.write(messages, {})) return;
    throw new SendError("turn-over", "Another process has taken this turn over: it was too slow.");
  }

  /** Call it when nothing of this turn counts any more. */
  lose(): void {
    this.#phase = "over";
    this.#ending.abort("turn-lost");
    this.scope.close();
  }

  /** The last step: everything, or nothing. */
  async #commit(): Promise<Work | undefined> {
    // A last step would now end the push without the messages that could not be recorded.
    if (this.#fence.unfinished) return undefined;
    const { leftTo } = this.scope;
    if (leftTo !== undefined) return void (await this.#road.store.handBack(this.lease, leftTo));
    const messages = this.#collected.takeAll();
    const { clock, onUnsubscribe } = this.#road;
    if (this.account.windowEvents !== undefined) {
      timeWindow(this.scope.own, this.account, this.push, this.#steps.facts.ledger, clock.now());
    }
    if (onUnsubscribe === "forget") forgetWhoLeft(this.scope.own, this.push, clock.now());
    return (await this.#steps.write(messages, { last: true }))?.next;
  }

  /** Runs something after the turn's earlier steps; rejects once the turn is over. */
  inOrder<T>(run: () => Promise<T>): Promise<T> {
    return this.#series.run(() => (this.over ? Promise.reject(notKept()) : run()));
  }

  /** Hears of its lease. */
  hear(news: LeaseNews): void {
    if (news === "lost") {
      this.lose();
      // The deliveries that wait here must ask the store for the answer.
      this.#road.waiters.look(this.lease.pushKey);
      return;
    }
    if (news === "slot gone") void this.#slotGone();
    else if (news === "time is up") this.#endWait?.(news);
    else if (news !== "kept") this.#stop(news);
    this.still?.(this);
  }

  /** A newer push ends what the turn has to say. A bot that does not end by itself is left behind. */
  #stop(what: Newer): void {
    if (this.over || !this.#ending.stop(what)) return;
    if (what === "merge") this.scope.undo();
    // What the bot has said is not shown any more. What guests have said in its turn is not the bot's, and stays.
    if (this.silent && !this.hosts) this.#collected.takeAll();
    if (what === "stream" && !this.streams) return;
    const leave = (): void => {
      if (what === "merge" || !this.scope.expects) this.#endWait?.("stopped");
    };
    this.#cancelGrace ??= this.#road.clock.after(STOP_GRACE_MS, leave);
  }

  /** Another process gave the slot away. */
  #slotGone(): Promise<void> {
    return this.#series.run(async () => {
      if (this.#phase !== "collected") return;
      this.#steps.slotGone();
      await this.beforeRelease?.();
      this.#phase = "released";
      // Deliveries that have joined this turn do not know that there is an answer.
      this.#road.waiters.look(this.lease.pushKey);
      const messages = this.#collected.takeFree();
      if (messages.length > 0) await this.#steps.write(messages, {});
    });
  }

  /** Ends the collecting: records what was said so far, and fills the slot with the messages that may ride. */
  async #release(how: StepOptions = {}): Promise<void> {
    if (this.#phase !== "collected") return;
    await this.beforeRelease?.();
    await this.#steps.write(this.#collected.takeFree(), how);
    if (this.over) return;
    this.#phase = "released";
    // The bot may have spoken while the step was on its way.
    const messages = this.#collected.takeFree();
    if (messages.length > 0) await this.#steps.write(messages, {});
  }

  #who(): object {
    const openid = masked(this.lease.follower.openid);
    return { appId: this.account.appId, openid, push: pushId(this) };
  }
}
