import { setTimeout as wait } from "node:timers/promises";
import type { Observed } from "../../adapter/watch/observe.ts";

/** How long it is waited for, in real milliseconds: a bot may wait for the clock that stands still meanwhile. */
const PATIENCE_MS = 1_500;
const LOOK_MS = 4;

/** Knows whether a bot has nothing to do: no turn runs, no message is leaving, nothing is due. */
export class Calm {
  readonly #turns = new Set<string>();
  readonly #leaving = new Set<string>();

  hear(event: Observed): void {
    switch (event.see) {
      case "turn":
        this.#turns.add(event.key);
        break;
      case "step":
        for (const id of event.later) this.#leaving.add(id);
        if (event.last) this.#turns.delete(event.key);
        break;
      case "fate":
        this.#leaving.delete(event.id);
        break;
    }
  }

  /** Whether a turn runs or a message is leaving. */
  get isBusy(): boolean {
    return this.#turns.size > 0 || this.#leaving.size > 0;
  }

  /** Resolves when the bot is calm, or does not become so in a while. `isDue`: something waits to be begun. */
  async come(isDue: () => boolean): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    // What was set in motion just now shows after a moment only.
    await wait(LOOK_MS);
    while (this.isBusy || isDue()) {
      // What a turn waits for is on the clock, or will never be told of.
      if (performance.now() > until) return this.#forget();
      await wait(LOOK_MS);
    }
  }

  #forget(): void {
    this.#turns.clear();
    this.#leaving.clear();
  }
}
