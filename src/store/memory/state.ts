import { fitsTag, type StateChange, type StateItem, type StateWritten } from "../botState.ts";

/** Bot state of one process, by owner and key. */
export class MemoryState {
  readonly #owners = new Map<string, Map<string, StateItem>>();

  read(owner: string, keys: readonly string[]): readonly StateItem[] {
    const items = this.#owners.get(owner);
    return keys.flatMap((key) => items?.get(key) ?? []);
  }

  /** Makes all changes, or none if an eTag does not fit. */
  write(owner: string, changes: readonly StateChange[]): StateWritten {
    const before = this.#owners.get(owner);
    const wrong = changes.find((change) => !fitsTag(change, before?.get(change.key)?.eTag));
    if (wrong !== undefined) return { conflict: wrong.key };
    this.put(owner, changes);
    return { ok: true };
  }

  /** Makes all changes and replaces what is there. */
  put(owner: string, changes: readonly StateChange[]): void {
    const items = this.#owners.get(owner) ?? new Map<string, StateItem>();
    for (const { key, value, eTag } of changes) {
      if (value === undefined) items.delete(key);
      else items.set(key, { key, value, eTag });
    }
    if (items.size === 0) this.#owners.delete(owner);
    else this.#owners.set(owner, items);
  }

  all(owner: string): readonly StateItem[] {
    return [...(this.#owners.get(owner)?.values() ?? [])];
  }

  remove(owner: string): void {
    this.#owners.delete(owner);
  }
}
