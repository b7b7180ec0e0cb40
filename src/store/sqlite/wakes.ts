import { setImmediate } from "../../realTimers.ts";
import type { Database } from "./database.ts";

/** How often a process looks whether another one told it something, in milliseconds. */
const LOOK_MS = 50;
/** A process that did not read its wakes for so long is gone, in milliseconds. */
const KEPT_MS = 60_000;

/**
 * Wakes between the processes on one file. Listeners of this process are called directly; for another
 * process a row is written, in the same transaction as what it tells of. Each process looks every 50 ms
 * whether anybody else has written at all (a word of shared memory), and only then reads. A wake that is
 * lost or late is covered: deliveries look again by themselves.
 */
export class Wakes {
  readonly #db: Database;
  readonly #listeners = new Map<string, Set<(pushKey: string) => void>>();
  #looking: NodeJS.Timeout | undefined;
  #version: unknown;

  constructor(db: Database) {
    this.#db = db;
  }

  listen(process: string, heard: (pushKey: string) => void): () => void {
    const listeners = this.#listeners.get(process) ?? new Set();
    this.#listeners.set(process, listeners.add(heard));
    this.#looking ??= setInterval(() => this.#look(), LOOK_MS).unref();
    return () => {
      listeners.delete(heard);
      if (listeners.size === 0) this.#listeners.delete(process);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  /** Tells a process about this push, in the transaction of the present change. */
  send(process: string, key: string, now: number): void {
    // Listeners hear after the verb's reply and after the commit, as they would over a network.
    if (this.#listeners.has(process)) setImmediate(() => this.#hear(process, key));
    else {
      const text = "INSERT INTO wakes (process, key, at) VALUES (?, ?, ?)";
      this.#db.sql(text).run(process, key, now);
    }
  }

  /** Removes what processes that are gone never read. */
  sweep(now: number): void {
    this.#db.sql("DELETE FROM wakes WHERE at < ?").run(now - KEPT_MS);
  }

  stop(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
    this.#listeners.clear();
  }

  #hear(process: string, key: string): void {
    for (const heard of this.#listeners.get(process) ?? []) heard(key);
  }

  #look(): void {
    try {
      const version = this.#db.read(() => this.#db.sql("PRAGMA data_version").get()?.data_version);
      if (version === this.#version) return;
      this.#version = version;
      for (const process of this.#listeners.keys()) this.#read(process);
    } catch {
      // The file is not available now. Whoever waits looks again by itself.
    }
  }

  #read(process: string): void {
    const text = "SELECT id, key FROM wakes WHERE process = ? ORDER BY id";
    const rows = this.#db.read(() => this.#db.sql(text).all(process)) as {
      id: number;
      key: string;
    }[];
    const last = rows.at(-1)?.id;
    if (last === undefined) return;
    const remove = "DELETE FROM wakes WHERE process = ? AND id <= ?";
    this.#db.change(() => this.#db.sql(remove).run(process, last), "fleeting").catch(() => {});
    for (const { key } of rows) this.#hear(process, key);
  }
}
