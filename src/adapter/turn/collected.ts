import type { Item } from "../../store/store.ts";

/** What the bot has said in a turn and no step has recorded yet, in order. */
export class Collected {
  #items: Item[] = [];
  /** How many of the messages may be recorded at any time; the others wait for a step that saves. */
  #free = 0;

  /** `waits`: the messages wait until a step saves what the bot writes. All later messages wait with them. */
  add(items: readonly Item[], waits: boolean): void {
    if (!waits && this.#free === this.#items.length) this.#free += items.length;
    this.#items.push(...items);
  }

  /** Takes the messages that may be recorded now. */
  takeFree(): Item[] {
    const free = this.#items.splice(0, this.#free);
    this.#free = 0;
    return free;
  }

  /** Takes all messages, for a step that saves. */
  takeAll(): Item[] {
    this.#free = this.#items.length;
    return this.takeFree();
  }

  /** Call it when what the bot writes has been saved. */
  saved(): void {
    this.#free = this.#items.length;
  }
}
