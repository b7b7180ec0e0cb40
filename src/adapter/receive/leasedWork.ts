import { errorFacts } from "../../log.ts";
import type { Push } from "../../protocol/push.ts";
import { isAside } from "../../store/aside.ts";
import type { Arrived, Follower, Telling, Work } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import { ChurnMap } from "../exchange/churnMap.ts";
import type { Road } from "../road.ts";
import { contextHere } from "../turn/asyncContext.ts";
import { type RunBot, Turn } from "../turn/turn.ts";
import { AtWork, type Claim } from "./atWork.ts";
import { type Brought, readStored } from "./storedPush.ts";

/** A delivery that has joined a turn: its push as the turn has it, and what the store would have said of it. */
interface Joined {
  readonly push: Push;
  readonly xml: string;
  readonly arrived: Arrived;
}

/**
 * Runs work that the store leased to this process. Whoever asks the store may be handed work, perhaps an earlier push
 * of the same follower. It is run here, one turn after the other, until the store has no more work for that follower.
 */
export class LeasedWork {
  /**
   * By their keys: pushes that arrived here and may be run here, or are. So they need not be read from the store's
   * text again.
   */
  readonly #here = new ChurnMap<Brought>();
  readonly atWork = new AtWork();
  /** Runs the bot for pushes and timers that did not arrive here. Unknown before the first of either came. */
  runBot: RunBot | undefined;
  readonly #road: Road;
  readonly #ended: () => void;
  readonly #still: (turn: Turn) => void;
  #running = 0;

  /** `ended` is called when the work of a follower has ended, `still` now and then for each turn that runs. */
  constructor(road: Road, ended: () => void, still: (turn: Turn) => void) {
    this.#road = road;
    this.#ended = ended;
    this.#still = still;
  }

  /** Whether no work is run now. */
  get isIdle(): boolean {
    return this.#running === 0;
  }

  /** The turn of a push that runs here. */
  turnOf(key: string): Turn | undefined {
    return this.#here.get(key)?.turn;
  }

  /** Whether a push is run here, and the run still counts. */
  runs(key: string): boolean {
    return this.turnOf(key)?.over === false;
  }

  /**
   * Notes a push that has arrived here, or logic that no push has caused. If the store leases it to this process, it
   * is run from this.
   */
  bring(key: string, origin: Brought): void {
    origin.turn = this.turnOf(key);
    this.#here.set(key, origin);
  }

  /**
   * Lets another delivery of a push join the turn that runs here, so that it need not ask the store: the store knows no
   * more than this process does, and hears of the delivery with the turn's next renewal or step. Undefined where the
   * store must be asked.
   */
  join(key: string): Joined | undefined {
    const here = this.#here.get(key);
    const { deliveries, firstAt, push, turn, xml } = here ?? {};
    if (here === undefined || deliveries === undefined || firstAt === undefined) return undefined;
    if (push === undefined || xml === undefined || turn?.join() !== true) return undefined;
    here.deliveries = deliveries + 1;
    return { push, xml, arrived: { deliveries: deliveries + 1, firstAt, leaseLeft: 0 } };
  }

  /** The caller that brought it waits for it no longer. A turn that runs goes on. */
  leave(key: string, origin: Brought): void {
    if (origin.turn === undefined && this.#here.get(key) === origin) this.#here.delete(key);
  }

  /**
   * Asks the store for something that may bring work of this follower, and starts that work. `mine` is the push that
   * the caller asks about. If its turn begins here, it runs in the async context of the caller; if another caller
   * comes to run it, the context is found in `mine`.
   */
  async ask<T extends Telling & { readonly work?: Work | undefined }>(
    follower: Follower,
    mine: { readonly key: string; readonly origin: Brought },
    ask: (runs: boolean) => Promise<T>,
  ): Promise<T> {
    const { key, origin } = mine;
    const claim = this.atWork.begin(follower);
    // The turn that runs here may hand over to this push.
    if (claim.runs) origin.context ??= contextHere();
    let isHandedOn = false;
    try {
      const reply = await ask(claim.runs);
      if (reply.work?.push.key !== key) origin.context ??= contextHere();
      this.#road.dispatch.tell(follower, reply.ended);
      isHandedOn = reply.work !== undefined;
      if (reply.work !== undefined) void this.start(reply.work, claim);
      return reply;
    } finally {
      if (!isHandedOn) this.atWork.end(claim);
    }
  }

  /**
   * Runs leased work and then the follower's next work, until nothing is left for this process. Never rejects.
   * `claim`: the claim of the caller that asked for the work; it ends with the work.
   */
  async start(work: Work, claim: Claim = this.atWork.begin(work.lease.follower)): Promise<void> {
    this.#running += 1;
    // A run aside is not the follower's turn, and must not count as that.
    const isAlone = isAside(work.lease);
    if (isAlone) this.atWork.end(claim);
    try {
      let next: Work | undefined = work;
      while (next !== undefined) {
        const begun = this.#begin(next);
        const turn: Turn | undefined = begun instanceof Promise ? await begun : begun;
        if (turn === undefined) break;
        if (!isAlone) claim.turn = turn;
        try {
          next = await this.#run(turn);
        } finally {
          if (!isAlone) claim.turn = undefined;
          this.#end(turn);
        }
      }
    } catch (error) {
      this.#road.log.error(errorFacts(error, this.#road.log), "a turn could not be committed");
    } finally {
      if (!isAlone) this.atWork.end(claim);
      this.#running -= 1;
      this.#ended();
    }
  }

  /** The turn of one piece of work; undefined where it is nothing for this process. */
  #begin(work: Work): Turn | undefined | Promise<Turn | undefined> {
    const account = this.#road.accounts.get(work.lease.follower.appId);
    return account === undefined ? this.#beginLinked(work) : this.#beginFor(account, work);
  }

  /** The account may have been linked while another process took the push. */
  async #beginLinked(work: Work): Promise<Turn | undefined> {
    const { appId } = work.lease.follower;
    const account = await this.#road.linking?.accounts.find(appId);
    if (account !== undefined) return this.#beginFor(account, work);
    // The lease ends by itself. If it were given back, the work would come again at once, before everybody else's.
    this.#road.log.warn({ appId }, "work of an account that is not set here is left to others");
    return undefined;
  }

  #beginFor(account: Account, work: Work): Turn | Promise<undefined> {
    const { lease, push } = work;
    const origin = this.#here.get(push.key) ?? readStored(push, account, this.runBot);
    // A process that only sends knows no bot.
    if (origin === undefined) return this.#road.store.handBack(lease) as Promise<undefined>;
    const turn = new Turn(this.#road, work, account, origin);
    turn.still = this.#still;
    origin.turn = turn;
    this.#here.set(push.key, origin);
    return turn;
  }

  /** Runs a turn in the async context of the request that brought its push. Resolves to what its follower has next. */
  #run(turn: Turn): Promise<Work | undefined> {
    const context = this.#here.get(turn.lease.pushKey)?.context;
    return context?.runInAsyncScope(turn.run, turn) ?? turn.run();
  }

  #end({ lease: { pushKey } }: Turn): void {
    this.#here.delete(pushKey);
    // A turn that lost its lease has given no answer: its deliveries must ask the store.
    this.#road.waiters.look(pushKey);
  }

  /** Gives the leases of all turns that run here to other processes. */
  async handBack(): Promise<void> {
    await Promise.allSettled(this.#here.values().map(({ turn }) => turn?.handBack()));
  }
}
