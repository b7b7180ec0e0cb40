/**
 * Answers leave together, once whatever has come in is dealt with. Each one alone would wake whoever is at the
 * other end of its connection, and on the machine of a proxy that costs more than all the rest of a push.
 */
export class Outbox {
  #leaving: Promise<void> | undefined;

  /** Resolves in this turn of the event loop, behind what came in with it. */
  leaving(): Promise<void> {
    this.#leaving ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#leaving = undefined;
        resolve();
      });
    });
    return this.#leaving;
  }
}
