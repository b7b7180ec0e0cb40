import { turnOver } from "../turn/reachable.ts";

/**
 * The sends of one run of the bot that are on their way, so that the run can wait for those that the bot did not
 * await: otherwise the turn ends under them, and Node ends the process over the unhandled rejection. After it
 * nothing is sent any more, whatever still holds the context: a timer, a callback, a promise that nobody awaited.
 */
export class PendingSends {
  readonly #sends = new Set<Promise<unknown>>();
  #over = false;

  /**
   * Sends, and knows of it until it is settled. Rejects with `turn-over` once the run of the bot
   * is over.
   */
  add<T>(send: () => Promise<T>): Promise<T> {
    if (this.#over) return Promise.reject(turnOver());
    const sending = send();
    const over = () => this.#sends.delete(sending);
    this.#sends.add(sending);
    sending.then(over, over);
    return sending;
  }

  /** Throws `turn-over` once the run of the bot is over. */
  check(): void {
    if (this.#over) throw turnOver();
  }

  /**
   * Resolves when nothing is on its way any more, what was sent meanwhile included. Undefined where nothing is
   * on its way.
   */
  settled(): Promise<void> | undefined {
    return this.#sends.size > 0 ? this.#settle() : undefined;
  }

  /** The run of the bot is over. */
  end(): void {
    this.#over = true;
  }

  async #settle(): Promise<void> {
    while (this.#sends.size > 0) await Promise.allSettled(this.#sends);
  }
}
