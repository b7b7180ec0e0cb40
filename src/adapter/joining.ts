import { AsyncLocalStorage } from "node:async_hooks";
import { sleep } from "../clock.ts";
import { errorFacts } from "../log.ts";
import type { Follower } from "../store/store.ts";
import { sameFollower } from "./accounts/followers.ts";
import type { Deliveries } from "./receive/deliveries.ts";
import type { Road } from "./road.ts";
import type { Streams } from "./translate/streams.ts";
import { Guests, type Hosting, Seat } from "./turn/guests.ts";
import type { RunBot, Turn } from "./turn/turn.ts";
import { inTurnSpan } from "./watch/tracing.ts";

/** How a run from elsewhere joins a turn that runs: see {@link Joins.enter}. */
export type Joining = "at once" | "alone" | "soon";
/** Runs the bot, in a turn of its own or in another run's turn. */
export type RunInSeat = (seat: Seat) => Promise<void>;

/** What begins the key of a turn that nobody pushed. */
export const PROACTIVE = "proactive";

/** How often we look whether a run that goes on has spoken, in milliseconds. */
const LINGER_MS = 100;

/** Runs of the bot that no push has caused: in turns of their own, as guests in other turns, or beside them. */
export class Joins {
  readonly #road: Pick<Road, "clock" | "dispatch" | "log" | "pace">;
  readonly #deliveries: Deliveries;
  readonly #streams: Streams;
  readonly #guests: Guests;
  readonly #inTurn = new AsyncLocalStorage<Seat>();

  constructor(
    road: Pick<Road, "clock" | "dispatch" | "log" | "pace">,
    deliveries: Deliveries,
    streams: Streams,
  ) {
    this.#road = road;
    this.#deliveries = deliveries;
    this.#streams = streams;
    this.#guests = new Guests(road.clock);
  }

  /** Where the caller's run of the bot stands; undefined outside of any. */
  get seat(): Seat | undefined {
    return this.#inTurn.getStore();
  }

  /**
   * Runs `run` as a turn with a follower who did not just write. Normally the run waits in the follower's queue for a
   * turn of its own. There are three exceptions:
   *
   * - Inside the follower's own turn, the run joins that turn: otherwise the turn would wait for itself.
   * - Elsewhere in this process, the run joins a turn of the follower that runs here, because that turn may wait for
   *   it: `at once` where that is certain, else after a while.
   * - Beside a turn that another process runs, the run goes aside, after the same time.
   *
   * A run that outlives the turn it joined goes on in a turn of its own. `alone`: the run never joins from elsewhere,
   * because it reads and writes slices.
   */
  async enter(follower: Follower, run: RunInSeat, how: Joining): Promise<void> {
    const outer = this.#inTurn.getStore()?.turn;
    const isOwn = outer?.over === false && sameFollower(outer.lease.follower, follower);
    const waitMs = how === "soon" ? this.#road.pace.joinMs : 0;
    const host = isOwn ? outer : how !== "alone" && (await this.#guests.host(follower, waitMs));
    const joined = host ? this.#join(host, run, { outlives: how !== "alone", isOwn }) : undefined;
    if (joined !== undefined) return joined;
    const aside = how === "alone" ? undefined : { afterMs: waitMs, runBot: this.#aside(run, how) };
    await this.#deliveries.enter(follower, (turn) => run(new Seat(turn)), PROACTIVE, aside);
  }

  #join(
    host: Turn,
    run: RunInSeat,
    { outlives, isOwn }: { readonly outlives: boolean; readonly isOwn: boolean },
  ): Promise<void> | undefined {
    const { follower } = host.lease;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const ownTurn = () => this.#ownTurn(follower, ended);
    const seat = this.#guests.join(host, outlives ? ownTurn : undefined);
    if (seat === undefined) return undefined;
    host.hosts = true;
    host.scope.stay();
    seat.isOwn = isOwn;
    return run(seat).finally(() => {
      this.#guests.part(seat);
      end();
    });
  }

  /** A turn of its own for a run that began in another turn, or aside. The turn lasts until the run has ended. */
  #ownTurn(follower: Follower, ended: Promise<void>): Promise<Turn> {
    return new Promise<Turn>((resolve, reject) => {
      const keep = (turn: Turn) => {
        resolve(turn);
        return ended;
      };
      this.#deliveries.enter(follower, keep).catch(reject);
    });
  }

  /**
   * Runs something beside a turn of another process. What it says is sent or held; what it keeps waits for a turn of
   * its own. `at once`: the running turn waits for the run, so nobody must wait for that turn here.
   */
  #aside(run: RunInSeat, how: Joining): RunBot {
    return (turn) => {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      const seat = new Seat(turn, true, () => this.#ownTurn(turn.lease.follower, ended));
      const running = inTurnSpan(turn, () => run(seat).then(() => this.#streams.end(turn)));
      const over = running.then(() => this.#writePutOff(seat)).finally(end);
      if (how === "soon") return over;
      const left = new Promise<void>((resolve) => {
        seat.onLeave = resolve;
      });
      return Promise.race([over, left.then(() => this.#goesOn(over))]);
    };
  }

  /** Writes what a run aside has put off, behind the turn beside which it ran. Nobody waits for that. */
  #writePutOff(seat: Seat): void {
    const putOff = seat.takePutOff();
    if (putOff === undefined) return;
    const { follower } = seat.turn.lease;
    const { log } = this.#road;
    this.#deliveries
      .enter(follower, ({ scope }) => putOff.writeInto(scope.state))
      .catch((error) => log.error(errorFacts(error, log), "what a run put off was not written"));
  }

  /** Logs how a run ended whose caller no longer waits for it. */
  #goesOn(running: Promise<void>): void {
    const { log } = this.#road;
    running.catch((error) =>
      log.error(errorFacts(error, log), "a run that went on by itself threw"),
    );
  }

  /** Runs something, and notes its turn, so that {@link enter} knows the turn. */
  within(seat: Seat, run: () => Promise<void>): Promise<void> {
    return this.#inTurn.run(seat, () => (seat.isGuest ? run() : this.#host(seat.turn, run)));
  }

  async #host(turn: Turn, run: () => Promise<void>): Promise<void> {
    const hosting = this.#guests.open(turn);
    try {
      await inTurnSpan(turn, run);
      await this.#streams.end(turn);
      if (hosting.guests.length > 0) await this.#linger(hosting);
    } finally {
      await this.#guests.close(hosting);
    }
  }

  /**
   * The bot is done and has said nothing, but a run that it began goes on. Where nothing can be sent later, the turn
   * lasts until that run speaks or WeChat's patience ends: the follower sees an answer that comes by then, and
   * otherwise is told how to get it. Without this the push would be answered with nothing.
   */
  async #linger({ turn, guests }: Hosting): Promise<void> {
    const { clock, dispatch } = this.#road;
    const isSilent = () => turn.spoke === 0 && !turn.released && !turn.over;
    const goesOn = () => guests.some(({ isOwn }) => isOwn);
    while (turn.push !== undefined && isSilent() && goesOn()) {
      if (dispatch.rightNow(turn.account) === "yes") return;
      await sleep(clock, LINGER_MS);
    }
  }
}
