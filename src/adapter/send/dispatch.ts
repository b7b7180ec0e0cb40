import { type Clock, sleep, steadyNow } from "../../clock.ts";
import { StoreUnavailable } from "../../errors.ts";
import { errorFacts, type Log, masked } from "../../log.ts";
import type { Ended, Fate, Follower, SendRequest, SendTurn, Store } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Observe } from "../watch/observe.ts";
import { belowTurn } from "../watch/tracing.ts";
import type { Courier, Notifier } from "./courier.ts";
import { type Delivered, deliverOne } from "./deliverOne.ts";
import { type Right, Rights } from "./rights.ts";

/** A message that was not sent, for whoever watches. */
export interface DispatchFailure {
  readonly appId: string;
  readonly openid: string;
  /** The id that `sendActivity` gave. */
  readonly id: string;
  readonly fate: Fate;
  /** WeChat's code, where it gave one: see `explain`. */
  readonly errcode: number | undefined;
}

/** Fates that nobody needs to hear of. */
const GOOD: ReadonlySet<Fate> = new Set(["queued", "sent", "notified"]);
/** The pause between two looks at a message that another process sends. */
const LOOK_MS = 500;
/** How long, and how often, a store that is away is asked for a message: well within a send lease. */
const ASK_FOR_MS = 6_000;
const ASK_AGAIN_MS = 100;
/** How long a turn waits for the end of a message, in milliseconds: the follower's next push waits too meanwhile. */
const WAIT_MS = 8_000;

/** What is known about the end of a message. */
type Known = Pick<Delivered, "fate" | "errcode">;

/** A request to the store, before it has its number. */
type Asking = Omit<SendRequest, "ask">;
/** The store's reply, the number of the request, and how long the reply took, in milliseconds. */
type Answered = SendTurn & { readonly ask: number; readonly tookMs: number };

/** What {@link Dispatch} works with. */
export interface DispatchParts {
  readonly store: Store;
  readonly by: string;
  readonly accounts: ReadonlyMap<string, Account>;
  /** Undefined for an account that cannot send at all. */
  readonly courierOf: (account: Account) => Courier | undefined;
  readonly showTyping: (
    account: Account,
    openid: string,
  ) => Promise<boolean | undefined> | undefined;
  /** Undefined for an account that cannot send notifications. */
  readonly notifierOf: (account: Account) => Notifier | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFailure?: ((failure: DispatchFailure) => void) | undefined;
  readonly observe?: Observe | undefined;
}

/** The chain of customer-service messages: one in flight per follower, in order, charged before it is sent. */
export class Dispatch {
  readonly #parts: DispatchParts;
  readonly #rights: Rights;
  #asked = 0;
  /** The callers that wait for a message's end, by the message's id. */
  readonly #waiting = new Map<string, { follower: Follower; hear: (fate: Fate) => void }>();
  #running = 0;
  #closing = false;
  /** Called when no chain runs here any more. */
  #idle: (() => void) | undefined;

  constructor(parts: DispatchParts) {
    this.#parts = parts;
    this.#rights = new Rights(parts);
  }

  rightOf(account: Account): Right {
    return this.#rights.of(account);
  }

  /** The right as it can be used now: not while WeChat's API is away. */
  rightNow(account: Account): Right {
    return this.isAway(account) ? "no" : this.rightOf(account);
  }

  /** Whether WeChat's API has not taken a message of the account for some time. */
  isAway(account: Account): boolean {
    return this.#rights.isAway(account);
  }

  /** See {@link Rights.findOut}. */
  findOutRight(account: Account, openid: string): void {
    this.#rights.findOut(account, openid);
  }

  /** Shows a follower once that the bot types. */
  showTyping(account: Account, openid: string): void {
    void this.#rights.showTyping(account, openid);
  }

  /** Forgets what was learnt about an account's right: since then the account was checked, or linked again. */
  relearn(appId: string): void {
    this.#rights.relearn(appId);
  }

  canNotify(account: Account): boolean {
    return this.#parts.notifierOf(account) !== undefined;
  }

  /**
   * Sends what is queued, until nothing is left or another process sends. `opens`: the answer of that push has left.
   */
  async run(follower: Follower, opens?: string): Promise<void> {
    this.#running += 1;
    try {
      await this.#drain(follower, opens);
    } catch (error) {
      // Messages that are still queued stay in the store, and the sweep will send them.
      const facts = { openid: masked(follower.openid), ...errorFacts(error, this.#parts.log) };
      this.#parts.log.error(facts, "the chain of customer-service messages stopped");
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#idle?.();
    }
  }

  /** Leases no more messages, and lets those in flight get their verdicts, for at most so long. */
  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.clock.after(graceMs, resolve);
      this.#idle = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Tells whoever wants to know that messages ended unsent. */
  tell(follower: Follower, ended: readonly Ended[] | undefined): void {
    for (const { id, fate } of ended ?? []) {
      this.#observe(follower, id, { fate, errcode: undefined });
      this.#fail(follower, id, { fate, errcode: undefined });
    }
  }

  /**
   * What becomes of a queued message, whichever process sends it: its final fate, or `queued` where WeChat's API is
   * away and nobody knows when the message will end.
   */
  async settled(follower: Follower, id: string): Promise<Fate> {
    const { clock, store } = this.#parts;
    const until = clock.now() + WAIT_MS;
    for (;;) {
      const heard = new Promise<Fate>((hear) => this.#waiting.set(id, { follower, hear }));
      void this.run(follower);
      let cancel = (): void => {};
      const look = new Promise<undefined>((resolve) => {
        cancel = clock.after(LOOK_MS, () => resolve(undefined));
      });
      const told = await Promise.race([heard, look]);
      const fate = told ?? (await this.#look(store, follower, id));
      cancel();
      this.#waiting.delete(id);
      if (fate === undefined) return "unknown";
      const ended = fate !== "queued" && fate !== "sending";
      if (ended || told !== undefined || clock.now() >= until) return fate;
    }
  }

  /** Ends all waits for the follower's messages, because none can be sent now. */
  #stop({ appId, openid }: Follower): void {
    for (const { follower, hear } of this.#waiting.values()) {
      if (follower.appId === appId && follower.openid === openid) hear("queued");
    }
  }

  async #drain(follower: Follower, opens: string | undefined): Promise<void> {
    const { accounts, by, courierOf, notifierOf, clock } = this.#parts;
    const account = accounts.get(follower.appId);
    let request: Asking = { follower, by, ...(opens !== undefined && { opens }) };
    const courier = account && courierOf(account);
    const notifier = account && notifierOf(account);
    const carrierless = courier === undefined && notifier === undefined;
    if (account === undefined || carrierless) {
      // A follower whose messages nobody here can send must not come first in every sweep.
      await this.#sendNext({ ...request, rests: true, recordOnly: true });
      return;
    }
    if (this.#closing) {
      if (opens !== undefined) await this.#sendNext({ ...request, recordOnly: true });
      return;
    }
    const carriers = { courier, notifier, clock };
    let settled = (): void => {};
    for (;;) {
      const away = this.isAway(account) && ({ away: true } as const);
      const asked = await this.#sendNext({ ...request, ...away });
      const { item, sendWithinMs = 0, ask, tookMs, ended } = asked;
      this.tell(follower, ended);
      // A caller who waits for the fate may look it up only now, because it was not recorded before.
      settled();
      if (item === undefined) return;
      // This process stood still: the rest of the lease is too short for a call.
      if (tookMs > sendWithinMs / 2) {
        const settle = { id: item.id, ask, fate: "queued" } as const;
        await this.#sendNext({ follower, by, settle, recordOnly: true });
        return;
      }
      const carried = await belowTurn(item.id, () =>
        deliverOne(carriers, account, follower.openid, item),
      );
      const { fate, exhausts } = carried;
      request = { follower, by, settle: { id: item.id, ask, fate, ...(exhausts && { exhausts }) } };
      if (carried.verdict !== undefined) this.#rights.learn(account, carried.verdict);
      this.#observe(follower, item.id, carried);
      if (!GOOD.has(fate)) this.#fail(follower, item.id, carried);
      settled = () => this.#waiting.get(item.id)?.hear(fate);
      if (fate === "queued" || this.#closing) {
        // Trying again at once would not help. The sweep will try, here or in another process.
        await this.#sendNext({ ...request, recordOnly: true });
        if (fate === "queued") this.#stop(follower);
        else settled();
        return;
      }
    }
  }

  /**
   * The fate as the store has it. A store that is away now will say it later: the message is recorded, and the bot
   * waits.
   */
  async #look(store: Store, follower: Follower, id: string): Promise<Fate | undefined> {
    try {
      return await store.fateOf(follower, id);
    } catch (error) {
      if (error instanceof StoreUnavailable) return "queued";
      throw error;
    }
  }

  /**
   * Asks the store. A store that is away for a moment is asked again under the same number. Under a new number, a
   * message whose lease got lost with the reply would count as perhaps sent, and would never be sent.
   */
  async #sendNext(request: Asking): Promise<Answered> {
    const { clock, store } = this.#parts;
    const until = steadyNow(clock) + ASK_FOR_MS;
    let ask = this.#asked++;
    for (;;) {
      const askedAt = steadyNow(clock);
      try {
        const turn = await store.sendNext({ ...request, ask });
        if (turn.late !== true) return { ...turn, ask, tookMs: steadyNow(clock) - askedAt };
        // A later request of this process was quicker, or the lost reply held no message.
        ask = this.#asked++;
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || steadyNow(clock) >= until) throw error;
        await sleep(clock, ASK_AGAIN_MS);
      }
    }
  }

  #observe(follower: Follower, id: string, { fate, errcode }: Known): void {
    const { clock, observe } = this.#parts;
    observe?.({ see: "fate", at: clock.now(), follower, id, fate, errcode });
  }

  #fail({ appId, openid }: Follower, id: string, { fate, errcode }: Known): void {
    const facts = { appId, openid: masked(openid), fate, errcode };
    // The follower left and nothing reaches him any more, so the log needs no line.
    if (fate !== "dropped") this.#parts.log.warn(facts, "a message was not sent");
    this.#parts.onFailure?.({ appId, openid, id, fate, errcode });
  }
}
