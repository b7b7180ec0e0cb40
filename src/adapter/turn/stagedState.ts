import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { StateChange, StateItem } from "../../store/botState.ts";
import type { Store } from "../../store/store.ts";

/**
 * The follower's bot state as one turn sees it. It is read from the store once; what the turn writes is kept here
 * until it joins the turn's commit.
 */
export class StagedState {
  readonly #store: Store;
  readonly #owner: string;
  /** The state as it was in the store when it was first read. */
  readonly #seen = new Map<string, StateItem | undefined>();
  readonly #written = new Map<string, StateChange>();

  constructor(store: Store, owner: string) {
    this.#store = store;
    this.#owner = owner;
  }

  async read(keys: readonly string[]): Promise<readonly StateItem[]> {
    await this.#look(keys.filter((key) => !this.#written.has(key) && !this.#seen.has(key)));
    return keys.flatMap((key) => this.#now(key) ?? []);
  }

  /**
   * Writes. Resolves to a key whose eTag does not fit; then nothing is kept. A write that names an eTag reads the
   * store again, because somebody outside of any turn may have written since.
   */
  async write(changes: readonly StateChange[]): Promise<string | undefined> {
    const named = changes.filter(({ ifTag }) => ifTag !== undefined).map(({ key }) => key);
    await this.#look(named.filter((key) => !this.#written.has(key)));
    const wrong = changes.find(({ key, ifTag }) => {
      const before = this.#now(key);
      return ifTag !== undefined && before !== undefined && before.eTag !== ifTag;
    });
    if (wrong !== undefined) return wrong.key;
    // The commit compares nothing: a turn is alone with its follower.
    for (const { ifTag: _, ...change } of changes) this.#written.set(change.key, change);
    return undefined;
  }

  /** What the next step must write. */
  get pending(): readonly StateChange[] {
    return [...this.#written.values()];
  }

  /**
   * Writes the same into the state of a later turn, which others may have written meanwhile. Each key is an object of many
   * owners (a bot's properties, its dialogs): the members that were changed here are changed there, and no others.
   */
  async writeInto(later: StagedState): Promise<void> {
    for (const { key, value } of this.pending) {
      const [now] = await later.read([key]);
      const next = rebased(this.#seen.get(key)?.value, value, now?.value);
      await later.write([{ key, eTag: randomUUID(), ...(next !== undefined && { value: next }) }]);
    }
  }

  /** Call it when these changes are in the store. What was written meanwhile is not. */
  committed(changes: readonly StateChange[]): void {
    for (const change of changes) {
      const { key, value, eTag } = change;
      this.#seen.set(key, value === undefined ? undefined : { key, value, eTag });
      if (this.#written.get(key) === change) this.#written.delete(key);
    }
  }

  /** The turn failed: drops everything that was written. */
  discard(): void {
    this.#written.clear();
  }

  async #look(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const items = await this.#store.readState(this.#owner, keys);
    for (const key of keys) this.#seen.set(key, undefined);
    for (const item of items) this.#seen.set(item.key, item);
  }

  #now(key: string): StateItem | undefined {
    const written = this.#written.get(key);
    if (written === undefined) return this.#seen.get(key);
    const { value, eTag } = written;
    return value === undefined ? undefined : { key, value, eTag };
  }
}

/** The change from `before` to `after`, made on what is there `now`; all of them JSON, undefined where there is nothing. */
function rebased(
  before: string | undefined,
  after: string | undefined,
  now: string | undefined,
): string | undefined {
  if (after === undefined || now === undefined || now === before) return after;
  const [old, mine] = [before ?? "{}", after].map((text) => JSON.parse(text));
  const members = new Map(Object.entries(JSON.parse(now)));
  for (const name of new Set([...Object.keys(old), ...Object.keys(mine)])) {
    if (isDeepStrictEqual(old[name], mine[name])) continue;
    if (Object.hasOwn(mine, name)) members.set(name, mine[name]);
    else members.delete(name);
  }
  return JSON.stringify(Object.fromEntries(members));
}
