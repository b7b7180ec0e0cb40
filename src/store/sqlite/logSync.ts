import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { promisify } from "node:util";

/** Who waits for the disk's word. */
interface Unconfirmed {
  /** What was committed is on the disk. */
  readonly done: () => void;
  /** The disk did not take it. */
  readonly failed: (error: unknown) => void;
}

/** Resolves when everything that was written into an open file is on the disk. */
export type SyncFile = (file: number) => Promise<void>;

/** The disk's own word, asked for on a thread of Node's. */
export const syncFile: SyncFile = promisify(fdatasync);

/**
 * The disk's word for what was committed to SQLite's log. SQLite itself would ask for it at every commit, and the event
 * loop would stand still meanwhile: here it is asked for beside the loop, once for all commits that came in since it was
 * asked for last. So a slow disk makes answers late by the time of one or two words, and holds nothing else up; and what
 * needs no word, as a renewed lease, waits for none.
 *
 * What the log says it says in order: a commit that is on the disk has all before it there too, another process's as well.
 */
export class LogSync {
  readonly #file: number;
  readonly #sync: SyncFile;
  #waiting: Unconfirmed[] = [];
  #asking = false;
  #ended = false;

  /** `path`: SQLite's log, which is there as long as somebody has the database open. */
  constructor(path: string, sync: SyncFile) {
    this.#file = openSync(path, "r+");
    this.#sync = sync;
  }

  /** Asks the disk for what is committed by now. */
  ask(waits: Unconfirmed): void {
    this.#waiting.push(waits);
    if (!this.#asking) void this.#askAll();
  }

  /** The log is given up: what waits hears at once, in this turn of the event loop. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const waiting = this.#take();
    try {
      if (waiting.length > 0) fdatasyncSync(this.#file);
      for (const { done } of waiting) done();
    } catch (error) {
      for (const { failed } of waiting) failed(error);
    }
    if (!this.#asking) closeSync(this.#file);
  }

  async #askAll(): Promise<void> {
    this.#asking = true;
    while (this.#waiting.length > 0) {
      const asking = this.#take();
      try {
        await this.#sync(this.#file);
        for (const { done } of asking) done();
      } catch (error) {
        // What was committed since may have been lost with it.
        for (const { failed } of [...asking, ...this.#take()]) failed(error);
      }
    }
    this.#asking = false;
    if (this.#ended) closeSync(this.#file);
  }

  #take(): Unconfirmed[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}
