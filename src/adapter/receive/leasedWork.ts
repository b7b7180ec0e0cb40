import { errorFacts } from "../../log.ts";
import { isAside } from "../../store/aside.ts";
import type { Follower, Telling, Work } from "../../store/store.ts";
import { ChurnMap } from "../exchange/churnMap.ts";
import type { Road } from "../road.ts";
import { type Origin, type RunBot, Turn } from "../turn/turn.ts";
import { AtWork, type Claim } from "./atWork.ts";
import { readStored } from "./storedPush.ts";

/**
 * Work that the store leased to this process. Whoever asks the store may be handed some, perhaps an earlier push of
 * the same follower; it is run here, one turn after the other, until the store has nothing more of that follower.
 */
export class LeasedWork {
  /** What arrived here and may be run here, so that it need not be read from the store's text again. */
  readonly here = new ChurnMap<Origin>();
  readonly atWork = new AtWork();
  /** Runs the bot for pushes and timers that did not arrive here. Unknown before the first of either came. */
  runBot: RunBot | undefined;
  readonly #road: Road;
  /** Turns that run in this process, by their push. */
  readonly #turns = new ChurnMap<Turn>();
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
    return this.#turns.get(key);
  }

  /** Whether a push is run here, and the run still counts. */
  runs(key: string): boolean {
    return this.#turns.get(key)?.over === false;
  }

  /** Asks the store for what may bring work of this follower, and starts that. */
  async ask<T extends Telling & { readonly work?: Work }>(
    follower: Follower,
    ask: (runs: boolean) => Promise<T>,
  ): Promise<T> {
    const claim = this.atWork.begin(follower);
    let isHandedOn = false;
    try {
      const reply = await ask(claim.runs);
      this.#road.dispatch.tell(follower, reply.ended);
      isHandedOn = reply.work !== undefined;
      if (reply.work !== undefined) void this.start(reply.work, claim);
      return reply;
    } finally {
      if (!isHandedOn) claim.end();
    }
  }

  /**
   * Runs leased work, and what its follower has next, until nothing is left for this process. Never rejects. `claim` is
   * that of who asked for it, and ends with it.
   */
  async start(work: Work, claim: Claim = this.atWork.begin(work.lease.follower)): Promise<void> {
    this.#running += 1;
    let turn: Turn | undefined;
    const isAlone = isAside(work.lease);
    // What runs aside is not the follower's turn, and must not be taken for it.
    if (isAlone) claim.end();
    else claim.isLost = () => turn?.over === true;
    try {
      await this.#runEach(work, (now) => {
        turn = now;
      });
    } catch (error) {
      this.#road.log.error(errorFacts(error, this.#road.log), "a turn could not be committed");
    } finally {
      if (!isAlone) claim.end();
      this.#running -= 1;
      this.#ended();
    }
  }

  async #runEach(work: Work, running: (turn: Turn | undefined) => void): Promise<void> {
    for (let next: Work | undefined = work; next !== undefined; ) {
      const { lease, push }: Work = next;
      let account = this.#road.accounts.get(lease.follower.appId);
      // Linked perhaps while another process took the push.
      account ??= await this.#road.linking?.accounts.find(lease.follower.appId);
      const origin: Origin | undefined =
        account && (this.here.get(push.key) ?? readStored(push, account, this.runBot));
      if (account === undefined) {
        // Its lease ends by itself: given back it would come again at once, and before everybody else.
        const { appId } = lease.follower;
        this.#road.log.warn({ appId }, "work of an account that is not set here is left to others");
        return;
      }
      // A process that only sends knows no bot.
      if (origin === undefined) return await this.#road.store.handBack(lease);
      const turn = new Turn(this.#road, next, account, origin);
      turn.still = this.#still;
      this.#turns.set(push.key, turn);
      running(turn);
      try {
        next = await origin.context.runInAsyncScope(() => turn.run());
      } finally {
        running(undefined);
        this.#turns.delete(push.key);
        this.here.delete(push.key);
        // A turn that lost its lease has given no answer: whoever waits must ask the store.
        this.#road.waiters.look(push.key);
      }
    }
  }

  /** Gives the leases of all turns that run here to other processes. */
  async handBack(): Promise<void> {
    await Promise.allSettled(this.#turns.values().map((turn) => turn.handBack()));
  }
}
