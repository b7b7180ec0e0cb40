import type { Clock } from "../../clock.ts";
import { isAside } from "../../store/aside.ts";
import type { Follower, Store } from "../../store/store.ts";
import { StagedState } from "./stagedState.ts";
import type { Turn } from "./turn.ts";

/** Gets a turn of its own for a run of the bot that has lost its place. */
export type Enter = () => Promise<Turn>;

/**
 * The place of a run of the bot: in its own turn, or as a guest in another turn. A guest that outlives its host moves
 * to a turn of its own when it next says something.
 */
export class Seat {
  /** Whether the turn belongs to another run. */
  readonly isGuest: boolean;
  /** For a guest: whether the run began in that very turn. */
  isOwn = false;
  #turn: Turn;
  readonly #enter: Enter | undefined;
  #moving: Promise<Turn> | undefined;
  #left = false;
  /** Only made for a guest, because every turn has a seat. */
  readonly #saying: Set<Promise<unknown>> | undefined;
  /** The follower was told that he cannot sign in: the run of the bot ends with that. */
  signInRefused = false;
  /** Hears of the turn in which the run goes on. */
  onMove: ((turn: Turn) => void) | undefined;
  /** Hears that the run waits for a turn of its own. */
  onLeave: (() => void) | undefined;
  /** Whether somebody waits for the run's very end, and the turn beside which it runs waits for him. */
  isWaitedFor: (() => boolean) | undefined;
  /** The state of a run aside that can wait for nothing; undefined before it asks for any, and once it is over. */
  #putOff: StagedState | "over" | undefined;

  constructor(turn: Turn, isGuest = false, enter?: Enter) {
    this.#turn = turn;
    this.isGuest = isGuest;
    this.#enter = enter;
    this.#saying = isGuest ? new Set() : undefined;
  }

  get turn(): Turn {
    return this.#turn;
  }

  /** Says something in the turn where the run stands now. */
  say<T>(how: (turn: Turn) => Promise<T>): Promise<T> {
    const over = this.#left || this.#turn.over;
    if (over && this.#enter !== undefined) this.#moving ??= this.#move(this.#enter);
    if (this.#moving !== undefined) return this.#moving.then(how);
    const saying = how(this.#turn);
    const mine = this.#saying;
    if (mine === undefined) return saying;
    mine.add(saying);
    const end = () => mine.delete(saying);
    saying.then(end, end);
    return saying;
  }

  /**
   * The turn that keeps what the run reads and writes beside its messages. Nothing can be kept aside of a turn that
   * may already have read it: the run then moves to a turn of its own.
   */
  keeping(): Turn | Promise<Turn> {
    if (!isAside(this.#turn.lease) || this.#enter === undefined) return this.#turn;
    this.#moving ??= this.#move(this.#enter);
    return this.#moving;
  }

  /**
   * The follower's state for a run aside that can wait for nothing: it reads what is stored, and what it writes is put off.
   * Undefined for every other run.
   */
  putOff(store: Store): StagedState | undefined {
    if (!isAside(this.#turn.lease) || this.#putOff === "over") return undefined;
    if (this.#putOff === undefined && this.isWaitedFor?.() !== true) return undefined;
    this.#putOff ??= new StagedState(store, this.#turn.lease.follower.openid);
    return this.#putOff;
  }

  /** The run is over: gives what it has put off, which from now on is its caller's to write. */
  takePutOff(): StagedState | undefined {
    const putOff = this.#putOff;
    this.#putOff = "over";
    return putOff !== "over" && putOff?.pending.length ? putOff : undefined;
  }

  /** What is being said on the host's time; undefined where nothing is. */
  get saying(): Promise<unknown> | undefined {
    const saying = this.#left ? undefined : this.#saying;
    return saying === undefined || saying.size === 0 ? undefined : Promise.allSettled(saying);
  }

  /** The host's turn ends: from now on the run needs another turn to say something. */
  leave(): void {
    this.#left = true;
  }

  async #move(enter: Enter): Promise<Turn> {
    this.onLeave?.();
    this.#turn = await enter();
    this.onMove?.(this.#turn);
    return this.#turn;
  }
}

/** A turn in which the bot runs. */
export interface Hosting {
  readonly turn: Turn;
  /** Its number: a later hosting has a greater one. */
  readonly order: number;
  /** Its index among the open hostings. */
  index: number;
  readonly guests: Seat[];
  /** Called when no guest can come in any more. */
  readonly waiting: (() => void)[];
}

/** The turns in which the bot runs in this process, and the guests that speak in them. */
export class Guests {
  readonly #clock: Clock;
  /** A list without order or names: nearly every turn comes and goes without anybody asking for it. */
  readonly #open: Hosting[] = [];
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Lets guests in, until the returned hosting is closed. */
  open(turn: Turn): Hosting {
    const index = this.#open.length;
    const hosting = { turn, order: this.#count++, index, guests: [], waiting: [] };
    this.#open.push(hosting);
    return hosting;
  }

  /** The bot is done: waits for what guests are saying; after that they need turns of their own. */
  close(hosting: Hosting): Promise<void> | undefined {
    if (hosting.guests.length > 0) return this.#closeAfter(hosting);
    this.#end(hosting);
    return undefined;
  }

  async #closeAfter(hosting: Hosting): Promise<void> {
    for (;;) {
      const saying = hosting.guests.map((guest) => guest.saying).filter((one) => one);
      if (saying.length === 0) break;
      await Promise.all(saying);
    }
    this.#end(hosting);
    for (const guest of hosting.guests) guest.leave();
  }

  /** The last hosting takes the place of the removed one. */
  #end(hosting: Hosting): void {
    const last = this.#open.pop() as Hosting;
    if (last !== hosting) {
      this.#open[hosting.index] = last;
      last.index = hosting.index;
    }
    for (const tell of hosting.waiting) tell();
  }

  /** The latest hosting of a follower. */
  #of({ appId, openid }: Follower): Hosting | undefined {
    let found: Hosting | undefined;
    for (const one of this.#open) {
      const { follower } = one.turn.lease;
      if (follower.openid !== openid || follower.appId !== appId) continue;
      if (found === undefined || one.order > found.order) found = one;
    }
    return found;
  }

  /** The turn that the bot runs with this follower, if that turn still runs after so many milliseconds. */
  async host(follower: Follower, afterMs: number): Promise<Turn | undefined> {
    const host = this.#of(follower);
    if (host === undefined) return undefined;
    if (afterMs > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(afterMs, resolve);
        host.waiting.push(() => {
          cancel();
          resolve();
        });
      });
    }
    const isOpen = this.#of(follower) === host && !host.turn.over;
    return isOpen ? host.turn : undefined;
  }

  /** Seats a run as a guest; undefined where the turn cannot be joined any more. */
  join(turn: Turn, enter: Enter | undefined): Seat | undefined {
    const host = this.#of(turn.lease.follower);
    if (host?.turn !== turn || turn.over) return undefined;
    const seat = new Seat(turn, true, enter);
    host.guests.push(seat);
    return seat;
  }

  /** Call it when the guest is done. */
  part(seat: Seat): void {
    const guests = this.#of(seat.turn.lease.follower)?.guests ?? [];
    const at = guests.indexOf(seat);
    if (at >= 0) guests.splice(at, 1);
  }
}
