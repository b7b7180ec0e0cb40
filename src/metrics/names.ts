/** So many names of events stand in the figures; whoever reads them has a memory too. */
const MOST = 100;
const NAME = /^\w{1,40}$/;

/** Names that come from outside, as labels: only so many, and only what looks like a name. */
export class Names {
  readonly #known = new Set<string>();

  of(name: string): string {
    if (this.#known.has(name)) return name;
    if (this.#known.size >= MOST || !NAME.test(name)) return "other";
    this.#known.add(name);
    return name;
  }
}
