/** Anybody may ask for the files of any account: so many names that are none are remembered. */
const MOST_UNKNOWN = 1_000;

/** When accounts were last looked up in the store. Of those that are not linked only the latest are remembered. */
export class LookedUp {
  readonly #linked = new Map<string, number>();
  readonly #unknown = new Map<string, number>();

  /** In milliseconds since the epoch; undefined where it is not remembered. */
  at(appId: string): number | undefined {
    return this.#linked.get(appId) ?? this.#unknown.get(appId);
  }

  note(appId: string, at: number, isLinked: boolean): void {
    this.#linked.delete(appId);
    this.#unknown.delete(appId);
    (isLinked ? this.#linked : this.#unknown).set(appId, at);
    if (this.#unknown.size <= MOST_UNKNOWN) return;
    const [oldest] = this.#unknown.keys();
    this.#unknown.delete(oldest as string);
  }
}
