import { turnOver } from "../turn/reachable.ts";

/**
 * The sends of one run of the bot that are on their way, so that the run can wait for those that the bot did not
 * await: otherwise the turn would end under them, and Node would end the process over the unhandled rejection. After
 * the run nothing is sent any more, whatever still holds the context: a timer, a callback, a promise that nobody
 * awaited.
 */
export class PendingSends {
  #count = 0;
  #over = false;
  /** Called when the last send is settled. */
  #idle: (() => void) | undefined;

  /** Sends, and remembers the send until it is settled. Rejects with `turn-over` once the run of the bot is over. */
  add<T>(send: () => Promise<T>): Promise<T> {
    if (this.#over) return Promise.reject(turnOver());
    const sending = send();
    this.#count += 1;
    const settled = () => {
      this.#count -= 1;
      if (this.#count === 0) this.#idle?.();
    };
    sending.then(settled, settled);
    return sending;
  }

  /** Whether the run of the bot is over. */
  get over(): boolean {
    return this.#over;
  }

  /** Throws `turn-over` once the run of the bot is over. */
  check(): void {
    if (this.#over) throw turnOver();
  }

  /**
   * Resolves when nothing is on its way any more, including what was sent meanwhile. Undefined where nothing is on
   * its way.
   */
  settled(): Promise<void> | undefined {
    return this.#count > 0 ? this.#settle() : undefined;
  }

  /** Call it when the run of the bot is over. */
  end(): void {
    this.#over = true;
  }

  async #settle(): Promise<void> {
    while (this.#count > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
  }
}
