import { steadyNow } from "../../clock.ts";
import { StoreUnavailable } from "../../errors.ts";
import { errorFacts } from "../../log.ts";
import { DELIVERIES_PER_PUSH } from "../../protocol/limits.ts";
import { grantOf } from "../../protocol/openings.ts";
import { awaitsReply, type Push } from "../../protocol/push.ts";
import { pushKey } from "../../protocol/pushKey.ts";
import type { TextReply } from "../../protocol/reply.ts";
import type { Arrived, Follower, PushRef } from "../../store/store.ts";
import type { Account, RateLimit } from "../accounts/account.ts";
import type { Seal } from "../exchange/answer.ts";
import { answerOf, typeOf } from "../exchange/answer.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { Wait } from "../exchange/wait.ts";
import type { Given } from "../exchange/waiters.ts";
import { chooseSlow } from "../plan/routes.ts";
import type { Road } from "../road.ts";
import type { RunBot } from "../turn/turn.ts";
import { AtHand } from "./due/atHand.ts";
import { SweepDue } from "./due/sweepDue.ts";
import { type Aside, Entering } from "./entering.ts";
import { LeasedWork } from "./leasedWork.ts";
import { LongTurns } from "./longTurns.ts";
import { meetingOf } from "./newcomer.ts";
import { RateLimits } from "./rateLimit.ts";
import type { Brought } from "./storedPush.ts";

/** One authentic delivery of a push. */
export interface Delivery {
  readonly account: Account;
  readonly push: Push;
  /** The opened body, as it is stored. */
  readonly xml: string;
  readonly seal: Seal;
  readonly exchange: Exchange;
  readonly runBot: RunBot;
}

/**
 * Takes deliveries to their answers: the first delivery of a push starts the bot, and all others wait for the same
 * answer. Work that a dead process left behind is run by whichever process notices it: see {@link LeasedWork}.
 */
export class Deliveries {
  readonly #road: Road;
  readonly #work: LeasedWork;
  readonly #sweep: SweepDue;
  readonly #limits = new RateLimits();
  /** Deliveries that are not answered yet. */
  #taking = 0;
  readonly #atHand: AtHand;
  /** Called when a delivery, or the work of a follower, has ended. */
  #ended: (() => void) | undefined;
  readonly #entering: Entering;
  #count = 0;

  constructor(road: Road) {
    this.#road = road;
    const long = new LongTurns(road, (follower, run) => this.#beside(follower, run));
    const ended = () => this.#ended?.();
    this.#work = new LeasedWork(road, ended, (turn) => long.look(turn));
    this.#entering = new Entering({
      road,
      work: this.#work,
      name: (kind) => `${kind}|${road.by}|${this.#count++}`,
    });
    this.#atHand = new AtHand(road.clock);
    this.#sweep = new SweepDue(
      road,
      this.#work.atWork,
      (work, claim) => this.#work.start(work, claim),
      this.#atHand,
    );
    road.store.onWake(road.by, (key) => {
      road.waiters.look(key);
      this.#work.turnOf(key)?.look();
      this.#entering.look(key);
    });
  }

  /** Answers one delivery, or leaves it open on purpose. What fails is answered, too. */
  take(delivery: Delivery): Promise<void> {
    const { account, push, exchange } = delivery;
    const key = pushKey(account.appId, push);
    if (account.rateLimit !== undefined && !this.#admits(delivery, account.rateLimit, key)) {
      return Promise.resolve();
    }
    const follower = { appId: account.appId, openid: push.openid };
    this.#road.observe?.({
      see: "delivery",
      at: this.#road.clock.now(),
      follower,
      key,
      msgId: push.kind === "message" && push.msgId !== "" ? push.msgId : undefined,
      createTime: push.createTime,
      event: push.kind === "event" ? push.event : undefined,
    });
    this.#work.runBot = delivery.runBot;
    this.#taking += 1;
    const wait = new Wait(this.#road, `${this.#road.by}/${this.#count++}`, key, exchange);
    // Whoever gets its answer at once asks the store for it.
    const joined = awaitsReply(push) ? this.#work.join(key) : undefined;
    if (joined === undefined) return this.#answer(delivery, { follower, key }, wait);
    // What this delivery has brought again is let go.
    const same = { ...delivery, push: joined.push, xml: joined.xml };
    return this.#answer(same, { follower, key }, wait, joined.arrived);
  }

  /** Whether a push is within the limit. Above it the follower gets one notice, then `success`; nothing is stored or run. */
  #admits({ account, push, seal, exchange }: Delivery, limit: RateLimit, key: string): boolean {
    if (!awaitsReply(push) || isLeaving(push)) return true;
    const now = this.#road.clock.now();
    const follower = { appId: account.appId, openid: push.openid };
    const verdict = this.#limits.admits(follower, key, limit, now);
    if (verdict === "yes") return true;
    const notice = verdict === "notice" ? textOf(account.words.slower) : undefined;
    const answer = answerOf(notice, push, seal, now);
    void exchange.answer(200, answer, typeOf(answer));
    return false;
  }

  /** `joined`: the delivery has joined a turn that runs here. */
  async #answer(delivery: Delivery, to: PushRef, wait: Wait, joined?: Arrived): Promise<void> {
    const { push, seal, runBot, xml } = delivery;
    const generation = this.#atHand.came(wait.exchange.startedAt);
    // All of one form, with room for what is noted later.
    const origin: Brought = {
      ...{ push, seal, runBot, xml },
      ...{ context: undefined, turn: undefined, firstAt: undefined, deliveries: undefined },
    };
    try {
      let arrived =
        joined ?? counted(origin, await wait.within(this.#arrive(delivery, to, wait, origin)));
      for (;;) {
        if (arrived.full === true) return await this.#askForPatience(delivery, to);
        if (arrived.answer !== undefined) {
          const given = wait.given ?? this.#found(delivery, to, arrived, arrived.answer);
          return await this.#give(to, wait, given);
        }
        const event = await wait.next(this.#work.runs(to.key) ? undefined : arrived.leaseLeft);
        if (typeof event === "object") return await this.#give(to, wait, event);
        if (event === "gone") return;
        if (event === "decide") {
          const given = await this.#decide(delivery, arrived, to, wait);
          if (given === "wait") continue;
          if (given !== undefined) return await this.#give(to, wait, given);
        }
        arrived = counted(
          origin,
          await wait.within(this.#arrive(delivery, to, wait, origin, true)),
        );
      }
    } catch (error) {
      // The answer is not `success`, so that WeChat asks again.
      if (!(error instanceof StoreUnavailable))
        this.#road.log.error(errorFacts(error, this.#road.log), "a delivery failed");
      await wait.exchange.answer(503, "unavailable");
    } finally {
      wait.end();
      this.#atHand.left(generation);
      this.#taking -= 1;
      this.#ended?.();
      this.#work.leave(to.key, origin);
    }
  }

  /** Asks the store. `again`: the delivery was counted before. */
  #arrive(
    { account, push, xml }: Delivery,
    { follower, key }: PushRef,
    { id }: Wait,
    origin: Brought,
    again?: true,
  ): Promise<Arrived> {
    this.#work.bring(key, origin);
    return this.#work.ask(follower, { key, origin }, (runs) =>
      this.#road.store.arrive({
        follower,
        push: { key, kind: "push", body: xml, createdAt: push.createTime * 1_000 },
        by: this.#road.by,
        takenBy: id,
        runs,
        again,
        opening: grantOf(push, account.paymentRule),
        endsGrants: isLeaving(push) ? true : undefined,
        answer: awaitsReply(push) ? undefined : "success",
        ...meetingOf(account, push),
      }),
    );
  }

  /**
   * Decides what a delivery gets whose turn still runs: see `chooseSlow`. `wait`: the turn runs here, so the store
   * knows no more than we do, and the end of the turn wakes this delivery. Undefined where the store must be asked
   * again.
   */
  async #decide(
    { account, push, seal }: Delivery,
    arrived: Arrived,
    to: PushRef,
    wait: Wait,
  ): Promise<Given | "wait" | undefined> {
    const { clock, dispatch, store } = this.#road;
    // While nobody knows whether customer service works, a passive reply is the safe way.
    const right = dispatch.rightNow(account);
    const wish = account.slowTurns;
    const slow = chooseSlow({ right, wish, last: this.#isLast(push, arrived) });
    if (slow === "wait") return this.#work.runs(to.key) ? "wait" : undefined;
    const turn = this.#work.turnOf(to.key);
    if (slow === "still-working") this.#tellNotice(to, "slow");
    if (turn !== undefined) {
      await wait.within(turn.giveUpSlot(slow, wait));
      return wait.given;
    }
    const notice = slow === "release" ? undefined : textOf(account.words.stillWorking);
    const answer = answerOf(notice, push, seal, clock.now());
    const released = await wait.within(store.release(to, answer, wait.id));
    return { answer: released.answer, opensChain: released.opensChain === true };
  }

  /**
   * The answer that the store has. On an overloaded machine, or after a long pause of WeChat's, the messages may have
   * gone another way before this delivery came, and the stored answer shows nothing. Where the messages wait for the
   * follower's next contact, this delivery tells him so.
   */
  #found(
    { account, push, seal }: Delivery,
    to: PushRef,
    { unseen, opensChain }: Arrived,
    answer: string,
  ): Given {
    const { clock, dispatch } = this.#road;
    const opens = { opensChain: opensChain === true };
    const comesByItself = unseen === "queued" && dispatch.rightNow(account) === "yes";
    if (unseen === undefined || comesByItself || !awaitsReply(push)) return { answer, ...opens };
    this.#tellNotice(to, "late");
    const notice = textOf(account.words.stillWorking);
    return { answer: answerOf(notice, push, seal, clock.now()), ...opens };
  }

  #tellNotice({ follower, key }: PushRef, why: "slow" | "late" | "full"): void {
    const { clock, observe } = this.#road;
    observe?.({ see: "notice", at: clock.now(), follower, key, why });
  }

  /**
   * Whether WeChat will not ask again. Deliveries that got lost on the way are not counted, so the time decides too.
   */
  #isLast({ createTime }: Push, { deliveries, firstAt }: Arrived): boolean {
    const { clock, pace } = this.#road;
    if (deliveries >= DELIVERIES_PER_PUSH) return true;
    const now = clock.now();
    const sinceFirst = now - firstAt;
    const age = now - createTime * 1_000;
    const lateMs = pace.lastAfterMs + pace.decideMs;
    // A push much older than all its tries only shows a wrong clock: WeChat's, the store's, ours, or a test's.
    const isLate = (ms: number) => ms >= lateMs && ms < lateMs * 2;
    return isLate(sinceFirst) || isLate(age);
  }

  async #give(to: PushRef, wait: Wait, { answer, opensChain, riding }: Given): Promise<void> {
    const { clock, dispatch, store } = this.#road;
    const { exchange } = wait;
    // An answer that WeChat reads no more would be lost, so another delivery or another way must carry it.
    const inTime = steadyNow(clock) <= wait.takesUntil;
    wait.out = inTime ? exchange.answer(200, answer, typeOf(answer)) : Promise.resolve(false);
    if (await wait.out) {
      if (opensChain) await dispatch.run(to.follower, to.key);
    } else {
      await store.untake(to, wait.id, riding);
      exchange.abandon();
    }
  }

  /**
   * A push that is not stored must not be lost silently: a person is asked for patience, and a report gets a 503, so
   * that WeChat sends it again.
   */
  async #askForPatience(delivery: Delivery, to: PushRef): Promise<void> {
    const { account, push, seal, exchange } = delivery;
    if (!awaitsReply(push)) return void (await exchange.answer(503, "unavailable"));
    this.#tellNotice(to, "full");
    const answer = answerOf(textOf(account.words.patience), push, seal, this.#road.clock.now());
    await exchange.answer(200, answer, typeOf(answer));
  }

  /** Runs the bot for a turn that no push has caused: see {@link Entering.enter}. */
  enter(follower: Follower, runBot: RunBot, kind = "proactive", aside?: Aside): Promise<void> {
    return this.#entering.enter(follower, runBot, kind, aside);
  }

  /** Runs something beside the follower's turn. If that turn has ended meanwhile, runs nothing. */
  #beside(follower: Follower, runBot: RunBot): Promise<void> {
    const aside = { afterMs: 0, here: true as const, runBot };
    return this.#entering.enter(follower, async () => {}, "progress", aside);
  }

  /** Looks after followers whose time has come: dead runners, answers nobody took, waiting messages. */
  async sweep(runBot: RunBot): Promise<void> {
    this.#work.runBot ??= runBot;
    await this.#sweep.run();
  }

  /**
   * Lets running turns end for so long, then gives the rest to other processes. Answers that are ready by then still
   * leave, while there is a store to record that.
   */
  async close(graceMs: number): Promise<void> {
    this.#sweep.stop();
    await this.#until(() => this.#work.isIdle, graceMs);
    await this.#work.handBack();
    await this.#until(() => this.#taking === 0, LAST_ANSWERS_MS);
  }

  /** Waits until something holds, at most so long. */
  async #until(holds: () => boolean, ms: number): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#road.clock.after(ms, resolve);
      this.#ended = () => {
        if (!holds()) return;
        cancel();
        resolve();
      };
    });
  }
}

/** How long `close` waits, after the last turn, for its answer to reach the socket, in milliseconds. */
const LAST_ANSWERS_MS = 250;

/** Notes what the store has told of a push's deliveries: later ones can join its turn without asking. */
function counted(origin: Brought, arrived: Arrived): Arrived {
  origin.deliveries = arrived.deliveries;
  origin.firstAt = arrived.firstAt;
  return arrived;
}

function textOf(content: string): TextReply {
  return { type: "text", content };
}

/** Whether the follower left. Someone who follows again had left before, even if we did not hear of it. */
function isLeaving(push: Push): boolean {
  return push.kind === "event" && (push.event === "unsubscribe" || push.event === "subscribe");
}
