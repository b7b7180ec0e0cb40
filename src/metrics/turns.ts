/** A turn that lost its lease ends nowhere: so many are remembered. */
const MOST = 10_000;

/** When the turns that run now began. */
export class Turns {
  readonly #began = new Map<string, number>();

  begin(key: string, at: number): void {
    this.#began.delete(key);
    this.#began.set(key, at);
    if (this.#began.size <= MOST) return;
    const [oldest] = this.#began.keys();
    if (oldest !== undefined) this.#began.delete(oldest);
  }

  /** How long it ran, in milliseconds; undefined for one that nobody remembers. */
  end(key: string, at: number): number | undefined {
    const began = this.#began.get(key);
    this.#began.delete(key);
    return began === undefined ? undefined : at - began;
  }
}
