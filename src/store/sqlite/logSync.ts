import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { promisify } from "node:util";

/** A caller who waits until commits are on the disk. */
interface Unconfirmed {
  /** The commits are on the disk. */
  readonly done: () => void;
  /** The disk did not take the commits. */
  readonly failed: (error: unknown) => void;
}

/** Resolves when everything that was written into an open file is on the disk. */
export type SyncFile = (file: number) => Promise<void>;

/** Syncs on a thread of Node's, not on the event loop. */
export const syncFile: SyncFile = promisify(fdatasync);

/**
 * Syncs SQLite's log to the disk. SQLite itself would sync at every commit, and the event loop would stand still
 * meanwhile. Here a sync runs beside the loop, once for all commits since the last sync began. So a slow disk makes
 * answers late by one or two syncs and holds nothing else up; and what needs no sync, such as a renewed lease, waits
 * for none.
 *
 * The log keeps the order of commits: once a commit is on the disk, all commits before it are there too, those of
 * other processes as well.
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

  /** Asks for a sync of everything that is committed by now. */
  ask(waits: Unconfirmed): void {
    this.#waiting.push(waits);
    if (!this.#asking) void this.#askAll();
  }

  /** Gives the log up: callers who wait hear it at once, in this turn of the event loop. */
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
        // Commits since the sync began may have been lost too.
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
