import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { NO_TAG } from "../store/botState.ts";
import type { Store } from "../store/store.ts";

/** Failures of one kind in one process, as all processes on the store see them. Nobody's openid is in it. */
export interface NotedFailures {
  /** The machine's name and the process's number there. */
  readonly process: string;
  /** As in `Failure`. */
  readonly what: string;
  readonly fate: string;
  readonly code?: number;
  /** Since the first of them, at most {@link KEEP_MS} ago. */
  readonly count: number;
  /** The last of them, in milliseconds since the epoch. */
  readonly at: number;
}

/** What is the same of failures that are counted together. */
interface Kind extends Pick<NotedFailures, "what" | "fate"> {
  readonly code: number | undefined;
}

interface FailureNotesParts {
  readonly store: Pick<Store, "readState" | "writeState">;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process. Default: the machine's name and the process's number. */
  readonly process?: string | undefined;
}

/** A process writes so often at most, and only where something failed. */
const WRITE_MS = 5_000;
/** Kinds that are kept of an account, the latest ones. */
const MOST = 50;
/** A kind of which nothing was heard for so long is history: its process is likely gone. */
const KEEP_MS = 7 * 24 * 3_600_000;
/** Tries of a write that other processes make at the same time. */
const TRIES = 8;
const KEY = "last";

/**
 * What went wrong with accounts, in all processes: noted in the store they share, some seconds after it happened, all
 * failures of a kind as one. A store that is away makes them wait; a push never waits for them.
 */
export class FailureNotes {
  readonly #parts: FailureNotesParts;
  readonly #process: string;
  /** What is not in the store yet, by account and kind. */
  readonly #waiting = new Map<string, readonly NotedFailures[]>();
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;
  /** The store did not take the last write, and the log says so already. */
  #away = false;

  constructor(parts: FailureNotesParts) {
    this.#parts = parts;
    this.#process = parts.process ?? `${hostname()} ${process.pid}`;
  }

  note(appId: string, { what, fate, code }: Kind): void {
    const kind = { what, fate, ...(code !== undefined && { code }) };
    const noted = { process: this.#process, ...kind, count: 1, at: this.#parts.clock.now() };
    this.#wait(appId, [noted]);
  }

  /** Of one account, the latest first. Where the store is away, what this process has not written yet. */
  async read(appId: string): Promise<readonly NotedFailures[]> {
    const stored = await this.#read(appId).catch(() => undefined);
    return this.#merged(stored?.noted ?? [], this.#waiting.get(appId) ?? []);
  }

  /** Writes what waits; nothing is noted any more. Resolves, too, where the store does not take it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#write();
  }

  #wait(appId: string, noted: readonly NotedFailures[]): void {
    if (this.#closed) return;
    this.#waiting.set(appId, this.#merged(this.#waiting.get(appId) ?? [], noted));
    this.#cancel ??= this.#parts.clock.after(WRITE_MS, () => {
      this.#cancel = undefined;
      this.#write();
    });
  }

  /** One write after the other. */
  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const [appId, noted] of waiting) {
        await this.#add(appId, noted).catch((error) => {
          if (!this.#away) this.#parts.log.warn({ error, appId }, "failures are not noted now");
          this.#away = true;
          this.#wait(appId, noted);
        });
      }
    });
    return this.#writing;
  }

  /** Again where another process was quicker; a write whose reply was lost finds its own tag. */
  async #add(appId: string, noted: readonly NotedFailures[]): Promise<void> {
    for (let n = 0; n < TRIES; n++) {
      const { noted: stored, eTag: ifTag } = await this.#read(appId);
      const value = JSON.stringify(this.#merged(stored, noted));
      const change = { key: KEY, value, eTag: randomUUID(), ifTag };
      const written = await this.#parts.store.writeState(ownerFor(appId), [change]);
      this.#away = false;
      if ("ok" in written) return;
    }
    this.#wait(appId, noted);
  }

  async #read(appId: string) {
    const [item] = await this.#parts.store.readState(ownerFor(appId), [KEY]);
    const noted = item === undefined ? [] : (JSON.parse(item.value) as NotedFailures[]);
    return { noted, eTag: item?.eTag ?? NO_TAG };
  }

  #merged(old: readonly NotedFailures[], more: readonly NotedFailures[]): readonly NotedFailures[] {
    const byKind = new Map<string, NotedFailures>();
    for (const one of [...old, ...more]) {
      const { process, what, fate, code, count, at } = one;
      const name = JSON.stringify([process, what, fate, code]);
      const known = byKind.get(name);
      const sum = known && { count: known.count + count, at: Math.max(known.at, at) };
      byKind.set(name, { ...one, ...sum });
    }
    const oldest = this.#parts.clock.now() - KEEP_MS;
    return [...byKind.values()]
      .filter(({ at }) => at > oldest)
      .sort((a, b) => b.at - a.at)
      .slice(0, MOST);
  }
}

/** Nobody's follower: it goes with no `forget`, and holds nobody's name. */
function ownerFor(appId: string): string {
  return `=console/failures/${appId}`;
}
