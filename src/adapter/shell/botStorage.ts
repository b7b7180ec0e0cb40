import { randomUUID } from "node:crypto";
import type { Storage, StoreItems } from "botbuilder";
import { SendError, StateConflict } from "../../errors.ts";
import { masked } from "../../log.ts";
import { ownerOf, type StateChange } from "../../store/botState.ts";
import type { Store } from "../../store/store.ts";
import type { Seat } from "../turn/guests.ts";

/**
 * Bot Framework's `Storage` on the adapter's own store, for `ConversationState`, `UserState` and whatever else a bot
 * keeps.
 *
 * Inside a turn the follower's own keys are read once, and written with the turn's commit: together with its
 * messages, or not at all. Beside a turn that another process runs, they wait for a turn of their own. All other
 * keys, and all writes outside of a turn, are written at once.
 *
 * eTags are as in Bot Framework: a write succeeds where nothing is stored, where it names no eTag or `*`, or where it
 * names the stored one; else it rejects with {@link StateConflict} and changes nothing of that follower's. A turn's
 * commit compares nothing and cannot conflict: it overwrites the same key even if somebody wrote it from outside
 * while the turn ran.
 */
export class BotStorage implements Storage {
  readonly #store: Store;
  readonly #seatNow: () => Seat | undefined;

  /** `seatNow`: gives the seat of the caller. */
  constructor(store: Store, seatNow: () => Seat | undefined) {
    this.#store = store;
    this.#seatNow = seatNow;
  }

  /** The items stored under these keys; keys without one are absent. */
  async read(keys: string[]): Promise<StoreItems> {
    if (!keys) throw new ReferenceError("Keys are required when reading.");
    const groups = [...Map.groupBy(keys, ownerOf)];
    const found = await Promise.all(groups.map(([owner, theirs]) => this.#read(owner, theirs)));
    const items = found.flat().map(({ key, value, eTag }) => {
      const item: object = JSON.parse(value);
      return [key, { ...item, eTag }] as const;
    });
    return Object.fromEntries(items);
  }

  async write(changes: StoreItems): Promise<void> {
    if (!changes) throw new ReferenceError("Changes are required when writing.");
    await this.#write(Object.entries(changes).map(([key, item]) => changeOf(key, item)));
  }

  async delete(keys: string[]): Promise<void> {
    if (!keys) throw new ReferenceError("Keys are required when deleting.");
    await this.#write(keys.map((key) => ({ key, eTag: randomUUID() })));
  }

  async #read(owner: string, keys: readonly string[]) {
    const staged = await this.#stagedOf(owner);
    return staged === undefined ? this.#store.readState(owner, keys) : staged.read(keys);
  }

  async #write(changes: readonly StateChange[]): Promise<void> {
    for (const [owner, theirs] of Map.groupBy(changes, ({ key }) => ownerOf(key))) {
      const conflict = await this.#writeFor(owner, theirs);
      if (conflict === undefined) continue;
      throw new StateConflict(conflict.replaceAll(owner, masked(owner)));
    }
  }

  async #writeFor(owner: string, changes: readonly StateChange[]): Promise<string | undefined> {
    const staged = await this.#stagedOf(owner);
    if (staged !== undefined) return staged.write(changes);
    const written = await this.#store.writeState(owner, changes);
    return "conflict" in written ? written.conflict : undefined;
  }

  async #stagedOf(owner: string) {
    const seat = this.#seatNow();
    if (seat === undefined) return undefined;
    const isOwn = owner === seat.turn.lease.follower.openid;
    const putOff = isOwn ? seat.putOff(this.#store) : undefined;
    if (putOff !== undefined) return putOff;
    const turn = isOwn ? await seat.keeping() : seat.turn;
    // The turn lost its follower to another run, which must not find anything of this turn.
    if (turn.scope.closed) {
      throw new SendError("turn-over", "The turn was given up: nothing of it is written any more.");
    }
    return turn.over || !isOwn ? undefined : turn.scope.state;
  }
}

function changeOf(key: string, item: object & { readonly eTag?: string }): StateChange {
  const { eTag: before, ...value } = item;
  const change = { key, value: JSON.stringify(value), eTag: randomUUID() };
  return before && before !== "*" ? { ...change, ifTag: before } : change;
}
