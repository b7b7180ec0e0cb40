import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { SettingsError, StoreUnavailable, WeChatError } from "../../errors.ts";
import { setImmediate, setTimeout } from "../../realTimers.ts";
import { LogSync, type SyncFile, syncFile } from "./logSync.ts";
import { BUSY, codeOf, DISK, isSqlite, NOT_A_DATABASE, REOPEN } from "./resultCodes.ts";
import { migrate } from "./schema.ts";

/** How a database file is opened. */
export interface DatabaseOptions {
  readonly path: string;
  /** The file may not grow beyond this, in bytes; 0: as large as the disk allows. */
  readonly maxBytes: number;
  /** Run after the file was opened. */
  readonly opened?: (db: DatabaseSync) => void;
  /** How a file is synced to the disk. Default: `fdatasync`. */
  readonly sync?: SyncFile | undefined;
}

/**
 * When a change gets its reply. `when it lasts`: when the change is on the disk. A function that returns true for the
 * reply: as soon as other processes see the change; for a reply that shows nobody anything until a later change
 * lasts, because the log keeps the order. `fleeting`: as soon as other processes see the change, and the disk is not
 * synced; for what is worth nothing after the machine has died.
 */
export type Told<T> = "when it lasts" | "fleeting" | ((reply: T) => boolean);

/**
 * How long SQLite itself waits for another process's write, in milliseconds. The event loop stands still meanwhile,
 * so the time is short; between two tries the loop serves others.
 */
const BUSY_MS = 50;
/** How long a write is tried, in milliseconds. Then its caller gets an error, and WeChat asks again. */
const GIVE_UP_MS = 1_500;
/**
 * The pause between two tries, in milliseconds; a random time up to the same is added, so that processes do not meet
 * each time.
 */
const PAUSE_MS = 10;
/**
 * So many pages gather in the log before they go into the file: 16 MB, four times SQLite's own number. With a
 * million followers, each on a page of his own, one turn in a hundred waited 7 ms for it; now it is one.
 */
const LOG_PAGES = 4_000;
/** How many changes one transaction holds at most. */
const BATCH = 64;

/**
 * One SQLite file. Changes that come in at the same moment are written in one transaction. The file is synced beside
 * the event loop, once for all transactions since the last sync: see {@link LogSync}. Where the disk fails, calls
 * reject with `StoreUnavailable`; the next call tries again, and opens the file anew where that can help.
 */
export class Database {
  readonly #options: DatabaseOptions;
  readonly #statements = new Map<string, StatementSync>();
  #db: DatabaseSync | undefined;
  #inode: bigint | undefined;
  #log: LogSync | undefined;
  /** The disk did not take what was committed: the log may have a hole. */
  #torn = false;
  #started = false;
  #closed = false;
  #waiting: Job[] = [];
  /** Since when another process has not let us write. */
  #busySince: number | undefined;

  /** Throws `SettingsError` when the file can never be used, `StoreUnavailable` when it cannot be used now. */
  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.read(() => {});
    this.#started = true;
  }

  /** A statement, prepared once. To be used within `read` and `change` only. */
  sql(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const made = this.#open().prepare(text);
    this.#statements.set(text, made);
    return made;
  }

  /** Reads what is committed, at once. */
  read<T>(run: () => T): T {
    try {
      this.#open();
      return run();
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /**
   * Changes something: all that `run` writes, or nothing. It runs soon, together with others, and no other process
   * writes meanwhile. `run` must write last: an error that it throws before its first write concerns nobody else.
   * Resolves when the change is on the disk, or as `told` says.
   */
  change<T>(run: () => T, told: Told<T> = "when it lasts"): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#writeSome());
      this.#waiting.push({ run, told, resolve, reject } as Job);
    });
  }

  /** Writes what waits, and ends the connection. */
  close(): void {
    while (this.#waiting.length > 0) if (this.#writeBatch() === "again") break;
    this.#closed = true;
    this.#drop();
  }

  /** Writes one batch per turn of the event loop, so that other requests are served in between. */
  #writeSome(): void {
    if (this.#waiting.length === 0) return;
    const again = this.#writeBatch() === "again";
    if (this.#waiting.length === 0) return;
    if (again) setTimeout(() => this.#writeSome(), PAUSE_MS * (1 + Math.random()));
    else setImmediate(() => this.#writeSome());
  }

  #writeBatch(): "over" | "again" {
    const batch = this.#waiting.slice(0, BATCH);
    if (this.#write(batch) === "again") return "again";
    this.#busySince = undefined;
    this.#waiting = this.#waiting.slice(batch.length);
    return "over";
  }

  #write(batch: readonly Job[]): "over" | "again" {
    const done: (() => void)[] = [];
    const early: (() => void)[] = [];
    try {
      this.#open().exec("BEGIN IMMEDIATE");
      this.#checkFile();
      for (const { run, told, resolve, reject } of batch) {
        try {
          const value = run();
          const isEarly = told === "fleeting" || (told !== "when it lasts" && told(value));
          (isEarly ? early : done).push(() => resolve(value));
        } catch (error) {
          if (isSqlite(error)) throw error;
          done.push(() => reject(error));
        }
      }
      this.#open().exec("COMMIT");
    } catch (error) {
      const failure = this.#failed(error);
      if (isSqlite(error) && codeOf(error) === BUSY && this.#mayWait()) return "again";
      for (const { reject } of batch) reject(failure);
      return "over";
    }
    for (const tell of early) tell();
    if (batch.some(({ told }) => told !== "fleeting")) {
      this.#log?.ask({
        done: () => {
          for (const tell of done) tell();
        },
        failed: (error) => this.#unconfirmed(batch, error),
      });
    }
    return "over";
  }

  /** Tells the callers of a batch that the outcome is not certain; they ask again. */
  #unconfirmed(batch: readonly Job[], error: unknown): void {
    this.#torn = true;
    const failure = this.#failed(error);
    for (const { reject } of batch) reject(failure);
  }

  #mayWait(): boolean {
    const now = performance.now();
    this.#busySince ??= now;
    return !this.#closed && now - this.#busySince < GIVE_UP_MS;
  }

  /** Checks that the file is still there. A write into a deleted file would be lost, and must not be answered. */
  #checkFile(): void {
    const { path } = this.#options;
    const { ino } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {};
    if (ino === this.#inode) return;
    throw new StoreUnavailable(
      `${path} was moved or replaced while it was in use: put it back, or start the process again.`,
    );
  }

  #open(): DatabaseSync {
    if (this.#db !== undefined) return this.#db;
    if (this.#closed) throw new StoreUnavailable("The store is closed.");
    const { path, maxBytes, opened, sync = syncFile } = this.#options;
    createFile(path);
    // Asked for here, so that whoever uses another store does not load it, nor read Node 22's warning of it.
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    const db = new DatabaseSync(path, { timeout: BUSY_MS });
    try {
      db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;
        PRAGMA wal_autocheckpoint = ${LOG_PAGES}; PRAGMA journal_size_limit = ${64 * 2 ** 20}`);
      db.enableDefensive?.(true);
      if (maxBytes > 0) limitSize(db, maxBytes);
      migrate(db, path);
      opened?.(db);
      // After a hole in the log nothing could be found again, so all of the log goes into the file first.
      if (this.#torn) db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      this.#torn = false;
      this.#log = new LogSync(`${path}-wal`, sync);
    } catch (error) {
      db.close();
      throw error;
    }
    this.#inode = statSync(path, { bigint: true }).ino;
    this.#db = db;
    return db;
  }

  /** Puts the connection right after an error. Returns the error that callers get. */
  #failed(error: unknown): unknown {
    if (error instanceof WeChatError) {
      if (this.#db?.isTransaction === true) this.#db.exec("ROLLBACK");
      return error;
    }
    const system = (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!system && !(isSqlite(error) && DISK.has(codeOf(error)))) {
      if (this.#db?.isTransaction === true) this.#db.exec("ROLLBACK");
      return error;
    }
    if (system || REOPEN.has(codeOf(error))) this.#drop();
    else if (this.#db?.isTransaction === true) this.#db.exec("ROLLBACK");
    const { path } = this.#options;
    if (codeOf(error) === NOT_A_DATABASE && !this.#started) {
      return new SettingsError([
        `${path} is no SQLite database: name another file, or restore it.`,
      ]);
    }
    const { code, message: why } = error as NodeJS.ErrnoException;
    if (code === "EISDIR" && !this.#started) {
      return new SettingsError([
        `${path} is a folder: name a file, for example ${path}/wechat.db.`,
      ]);
    }
    if ((code === "EEXIST" || code === "ENOTDIR") && !this.#started) {
      return new SettingsError([`${path} lies below a file: name a place in a folder.`]);
    }
    return new StoreUnavailable(`${path} cannot be used now: ${why}.`, { cause: error });
  }

  #drop(): void {
    this.#statements.clear();
    this.#log?.end();
    this.#log = undefined;
    try {
      this.#db?.close();
    } catch {}
    this.#db = undefined;
  }
}

interface Job {
  readonly run: () => unknown;
  readonly told: Told<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The file and what SQLite puts beside it hold personal data and tokens: for this user's eyes only. */
function createFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, "a", 0o600));
}

function limitSize(db: DatabaseSync, maxBytes: number): void {
  const { page_size: size } = db.prepare("PRAGMA page_size").get() as { page_size: number };
  db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / size))}`);
}
