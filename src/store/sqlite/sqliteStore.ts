import { type Clock, systemClock } from "../../clock.ts";
import type { StateChange, StateItem, StateWritten } from "../botState.ts";
import type { Renewed } from "../gather.ts";
import { sendNext, wake } from "../line/chain.ts";
import { enter } from "../line/enter.ts";
import { reachOf } from "../line/reach.ts";
import { release, untake } from "../line/slot.ts";
import { fateOf, type Line, type Verb } from "../line/state.ts";
import { arrive, handBack, renew, step } from "../line/turn.ts";
import type { KeptText, Rewritable } from "../rewrite.ts";
import type {
  Arrival,
  Arrived,
  Entered,
  Entry,
  Fate,
  Follower,
  Lease,
  PushRef,
  Released,
  Riding,
  SendRequest,
  SendTurn,
  Step,
  Stepped,
  Store,
  Telling,
  Woken,
} from "../store.ts";
import { STORE_SETTINGS, type StoreSettings } from "../storeSettings.ts";
import { backupSqlite } from "./backup.ts";
import { Database, type Told } from "./database.ts";
import { changeLine, readLine, removeLine } from "./lines.ts";
import { rewriteRows } from "./rewrite.ts";
import { readState, removeState, writeState } from "./state.ts";
import { SqliteTokens } from "./tokens.ts";
import { Wakes } from "./wakes.ts";

/** A database file, and how to use it. */
export interface SqliteStoreOptions extends Partial<StoreSettings> {
  /** Where the file is; it is made if it is not there, with its folder. */
  readonly path: string;
  /** The file may not grow beyond this, in bytes; 0 (default): as large as the disk allows. */
  readonly maxBytes?: number | undefined;
  readonly clock?: Clock | undefined;
  /** @internal How a file is synced to the disk; for tests of slow disks. Default: `fdatasync`. */
  readonly sync?: ((file: number) => Promise<void>) | undefined;
}

/** How many done pushes, and how many silent followers, are forgotten at once. */
const SWEEP_ROWS = 500;
/** Between two removals of what is over, in milliseconds. */
const SWEEP_MS = 1_000;

/**
 * The store of one machine: a SQLite file. What was answered survives a crash of the process; it survives a crash of
 * the machine too, if the disk keeps what it says it has written. Several processes on the machine may share the
 * file; for many, or for many machines, take Redis.
 *
 * All calls of SQLite are synchronous: the event loop waits up to 50 ms at a time for another process's write. Syncs
 * run beside the event loop: a slow disk makes answers late, and nothing stands still. Only now and then, when
 * SQLite's log is full, the loop waits for the disk.
 */
export class SqliteStore implements Store, Rewritable {
  readonly tokens: SqliteTokens;
  readonly #path: string;
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #settings: StoreSettings;
  readonly #wakes: Wakes;
  #sweptAt = 0;

  /** Throws `SettingsError` for a file that cannot be ours, `StoreUnavailable` for one that is not there now. */
  constructor({ path, maxBytes = 0, clock = systemClock, sync, ...settings }: SqliteStoreOptions) {
    this.#settings = { ...STORE_SETTINGS, ...settings };
    this.#clock = clock;
    this.#path = path;
    const silent = this.#settings.keepMs > 0 ? SILENT_INDEX : "";
    this.#db = new Database({ path, maxBytes, sync, opened: (db) => db.exec(silent) });
    this.#wakes = new Wakes(this.#db);
    this.tokens = new SqliteTokens(this.#db, clock);
  }

  arrive(arrival: Arrival): Promise<Arrived> {
    return this.#change(
      arrival.follower,
      (line, verb) => arrive(line, arrival, verb),
      showsNothing,
    );
  }

  step(lease: Lease, n: number, change: Step): Promise<Stepped> {
    return this.#change(lease.follower, (line, verb) => step(line, lease, n, change, verb));
  }

  release({ follower, key }: PushRef, answer: string, takenBy?: string): Promise<Released> {
    return this.#change(follower, (line, verb) => release(line, key, answer, takenBy, verb));
  }

  untake({ follower, key }: PushRef, takenBy: string, riding?: Riding): Promise<void> {
    return this.#change(follower, (line, verb) => untake(line, key, takenBy, riding, verb));
  }

  async renew(leases: readonly Lease[]): Promise<readonly Renewed[]> {
    // A lease is worth nothing once the machine has died, and its processes with it.
    const renewed = leases.map((lease) =>
      this.#change(lease.follower, (line, verb) => renew(line, lease, verb), "fleeting"),
    );
    return Promise.all(renewed);
  }

  handBack(lease: Lease, to?: readonly string[]): Promise<void> {
    return this.#change(lease.follower, (line, verb) => handBack(line, lease, to, verb));
  }

  enter(entry: Entry): Promise<Entered> {
    return this.#change(entry.follower, (line, verb) => enter(line, entry, verb), showsNothing);
  }

  sendNext(request: SendRequest): Promise<SendTurn> {
    return this.#change(request.follower, (line, verb) => sendNext(line, request, verb));
  }

  async fateOf(follower: Follower, id: string): Promise<Fate | undefined> {
    return this.#db.read(() => {
      const line = readLine(this.#db, follower, this.#clock.now());
      return line && fateOf(line, id);
    });
  }

  async due(limit: number, later = limit): Promise<readonly Follower[]> {
    await this.#sweep();
    const now = this.#clock.now();
    return this.#db.read(() => {
      const find = (text: string, at: number, most: number) =>
        this.#db.sql(text).all(at, Math.max(0, most)) as unknown as Follower[];
      const urgent = find(URGENT, now, limit);
      const far = find(TOO_FAR, now + reachOf(this.#settings), limit - urgent.length);
      const found = [...urgent, ...far];
      return [...found, ...find(LATER, now, Math.min(later, limit - found.length))];
    });
  }

  wake(follower: Follower, by: string, runs?: boolean): Promise<Woken> {
    return this.#change(follower, (line, verb) => wake(line, by, verb, runs), showsNothing);
  }

  onWake(by: string, heard: (pushKey: string) => void): () => void {
    return this.#wakes.listen(by, heard);
  }

  async readState(owner: string, keys: readonly string[]): Promise<readonly StateItem[]> {
    return this.#db.read(() => readState(this.#db, owner, keys));
  }

  writeState(owner: string, changes: readonly StateChange[]): Promise<StateWritten> {
    return this.#db.change(() => writeState(this.#db, owner, changes));
  }

  forget(follower: Follower): Promise<void> {
    return this.#db.change(() => this.#forget(follower));
  }

  async *export({ appId, openid }: Follower): AsyncIterable<unknown> {
    const { line, done, state } = this.#db.read(() => ({
      line: this.#db
        .sql("SELECT id, line FROM lines WHERE app_id = ? AND openid = ?")
        .get(appId, openid) as { id: number; line: string } | undefined,
      done: this.#db
        .sql(
          "SELECT key, push FROM done JOIN lines ON line_id = id WHERE app_id = ? AND openid = ?",
        )
        .all(appId, openid) as { key: string; push: string }[],
      state: readState(this.#db, openid),
    }));
    if (line !== undefined) yield JSON.parse(line.line);
    for (const { key, push } of done) yield { key, push: JSON.parse(push) };
    if (state.length > 0) yield { state };
  }

  async probe(): Promise<void> {
    const text = "INSERT OR REPLACE INTO probe (id, at) VALUES (1, ?)";
    await this.#db.change(() => void this.#db.sql(text).run(this.#clock.now()));
  }

  /** See {@link Rewritable}. */
  rewrite(
    from: string | undefined,
    change: (kept: KeptText) => string,
  ): Promise<string | undefined> {
    return rewriteRows(this.#db, from, change);
  }

  /** Writes a copy of the whole database, as it stands at one moment, while it is in use. */
  backup(path: string): Promise<void> {
    return backupSqlite(this.#path, path);
  }

  async close(): Promise<void> {
    this.#wakes.stop();
    this.#db.close();
  }

  #change<T>(follower: Follower, run: (line: Line, verb: Verb) => T, told?: Told<T>): Promise<T> {
    return this.#db.change(() => {
      const now = this.#clock.now();
      const wake = (process: string, key: string) => this.#wakes.send(process, key, now);
      return changeLine(this.#db, { follower, now, settings: this.#settings, wake }, run);
    }, told);
  }

  #forget(follower: Follower): void {
    removeLine(this.#db, follower);
    removeState(this.#db, follower.openid);
  }

  /** Removes what is over, a little at a time. */
  async #sweep(): Promise<void> {
    const now = this.#clock.now();
    const { keepMs } = this.#settings;
    const over = this.#db.read(() => this.#db.sql(SOME_OVER).get(now));
    const silent = keepMs === 0 ? [] : this.#db.read(() => this.#db.sql(SILENT).all(now - keepMs));
    const wakes = now - this.#sweptAt > SWEEP_MS * 60;
    if (over === undefined && silent.length === 0 && !wakes) return;
    this.#sweptAt = now;
    await this.#db.change(() => {
      this.#db.sql(FORGET_DONE).run(now);
      for (const follower of silent as unknown as Follower[]) this.#forget(follower);
      this.#wakes.sweep(now);
    }, "fleeting");
  }
}

/**
 * Whether a reply shows nobody anything. Then a turn may begin before the push is on the disk: whatever the turn
 * shows stands behind the push in the log, and waits for the disk. An answer that is there already, and messages that
 * ended, are shown.
 */
function showsNothing(reply: Telling & { readonly answer?: string }): boolean {
  return reply.answer === undefined && reply.ended === undefined;
}

const SOME_OVER = "SELECT 1 FROM done WHERE until <= ? LIMIT 1";
const FORGET_DONE = `DELETE FROM done WHERE (line_id, key) IN
  (SELECT line_id, key FROM done WHERE until <= ? ORDER BY until LIMIT ${SWEEP_ROWS})`;
const SILENT = `SELECT app_id AS appId, openid FROM lines
  WHERE due IS NULL AND later IS NULL AND heard <= ? LIMIT ${SWEEP_ROWS}`;
const SILENT_INDEX = `CREATE INDEX IF NOT EXISTS lines_quiet ON lines (heard)
  WHERE due IS NULL AND later IS NULL`;
const FOLLOWERS = "SELECT app_id AS appId, openid FROM lines";
const URGENT = `${FOLLOWERS} WHERE due <= ? ORDER BY due LIMIT ?`;
/** A time further ahead than it can be: the clock was set back. */
const TOO_FAR = `${FOLLOWERS} WHERE due > ? LIMIT ?`;
const LATER = `${FOLLOWERS} WHERE later <= ?1 AND (due IS NULL OR due > ?1) ORDER BY later LIMIT ?2`;
