/**
 * The sends of one turn that are on their way, so that the turn can wait for those that the bot did not
 * await: otherwise the context is revoked under them, and Node ends the process over the unhandled rejection.
 */
export class PendingSends {
  readonly #sends = new Set<Promise<unknown>>();

  /** Gives the send back, and knows of it until it is settled. */
  add<T>(sending: Promise<T>): Promise<T> {
    const over = () => this.#sends.delete(sending);
    this.#sends.add(sending);
    sending.then(over, over);
    return sending;
  }

  /**
   * Resolves when nothing is on its way any more, what was sent meanwhile included. Undefined where nothing is
   * on its way.
   */
  settled(): Promise<void> | undefined {
    return this.#sends.size > 0 ? this.#settle() : undefined;
  }

  async #settle(): Promise<void> {
    while (this.#sends.size > 0) await Promise.allSettled(this.#sends);
  }
}
