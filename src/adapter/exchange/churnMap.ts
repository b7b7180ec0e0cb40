/**
 * Entries that come and go with every push, in an object without a prototype. A `Map` with so many changes keeps its
 * old tables alive: several times the memory of what is in it.
 */
export class ChurnMap<V> {
  readonly #entries: { [name: string]: V } = Object.create(null);

  get(name: string): V | undefined {
    return this.#entries[name];
  }

  has(name: string): boolean {
    return this.#entries[name] !== undefined;
  }

  set(name: string, value: V): void {
    this.#entries[name] = value;
  }

  delete(name: string): void {
    delete this.#entries[name];
  }

  values(): V[] {
    return Object.values(this.#entries);
  }
}
