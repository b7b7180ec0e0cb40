import type { Clock } from "../../clock.ts";
import { isAside } from "../../store/aside.ts";
import type { Follower } from "../../store/store.ts";
import type { Turn } from "./turn.ts";

/** How a run of the bot that has lost its place gets a turn of its own. */
export type Enter = () => Promise<Turn>;

/**
 * Where a run of the bot stands: in its own turn, or as a guest in another one's. A guest that outlives its
 * host goes on in a turn of its own, when it next says something.
 */
export class Seat {
  /** Whether the turn is another one's. */
  readonly isGuest: boolean;
  /** Of a guest: whether it was begun in that very turn. */
  isOwn = false;
  #turn: Turn;
  readonly #enter: Enter | undefined;
  #moving: Promise<Turn> | undefined;
  #left = false;
  /** Made for a guest only: every turn has a seat. */
  readonly #saying: Set<Promise<unknown>> | undefined;
  /** The follower was told that he cannot sign in: the run of the bot ends with that. */
  signInRefused = false;
  /** Hears of the turn in which the run goes on. */
  onMove: ((turn: Turn) => void) | undefined;
  /** Hears that the run waits for a turn of its own. */
  onLeave: (() => void) | undefined;

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
   * The turn that keeps what the run reads and writes beside its messages. Nothing can be kept aside of a turn, which
   * may have read the same before: then the run goes on in a turn of its own.
   */
  keeping(): Turn | Promise<Turn> {
    if (!isAside(this.#turn.lease) || this.#enter === undefined) return this.#turn;
    this.#moving ??= this.#move(this.#enter);
    return this.#moving;
  }

  /** What is being said on the host's time; undefined where nothing is. */
  get saying(): Promise<unknown> | undefined {
    const saying = this.#left ? undefined : this.#saying;
    return saying === undefined || saying.size === 0 ? undefined : Promise.allSettled(saying);
  }

  /** The host's turn ends: whatever is said from now on needs another. */
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
  /** Counts the hostings: a greater one is later. */
  readonly order: number;
  /** Where it stands among those that are open. */
  index: number;
  readonly guests: Seat[];
  /** Called when nobody can come in any more. */
  readonly waiting: (() => void)[];
}

/** The turns in which the bot runs in this process, and who else speaks in them. */
export class Guests {
  readonly #clock: Clock;
  /** In no order, and by no name: nearly every turn comes and goes here without being asked after. */
  readonly #open: Hosting[] = [];
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From now on others may come in, until the returned hosting is closed. */
  open(turn: Turn): Hosting {
    const index = this.#open.length;
    const hosting = { turn, order: this.#count++, index, guests: [], waiting: [] };
    this.#open.push(hosting);
    return hosting;
  }

  /** The bot is done: what guests are saying is waited for, then they are on their own. */
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

  /** The last one takes its place. */
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

  /** The turn that the bot runs with this follower, if it still does after so many milliseconds. */
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

  /** Runs something as a guest. Where the turn cannot be joined any more, undefined. */
  join(turn: Turn, enter: Enter | undefined): Seat | undefined {
    const host = this.#of(turn.lease.follower);
    if (host?.turn !== turn || turn.over) return undefined;
    const seat = new Seat(turn, true, enter);
    host.guests.push(seat);
    return seat;
  }

  /** The guest is done. */
  part(seat: Seat): void {
    const guests = this.#of(seat.turn.lease.follower)?.guests ?? [];
    const at = guests.indexOf(seat);
    if (at >= 0) guests.splice(at, 1);
  }
}
