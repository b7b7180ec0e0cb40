const NOTHING_BEFORE = Promise.resolve();

/** Steps of one turn: they follow each other, and a failed one does not stop the next. */
export class Series {
  #last: Promise<unknown> = NOTHING_BEFORE;

  run<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#last.then(step, step);
    this.#last = result.catch(() => {});
    return result;
  }
}
