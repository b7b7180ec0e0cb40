import type { DatabaseSync } from "node:sqlite";
import { SettingsError } from "../../errors.ts";

/** "WXBA": says that a SQLite file is ours, so that a mistyped path does not change somebody else's. */
const APPLICATION_ID = 0x57584241;

/**
 * What brings a file from each version to the next. A step that was released never changes: a new one is
 * added behind it.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE lines (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     app_id TEXT NOT NULL,
     openid TEXT NOT NULL,
     line TEXT NOT NULL,      -- the follower's line as JSON, with the pushes that are not done
     due INTEGER,             -- when somebody must look after it, NULL while nothing waits
     heard INTEGER NOT NULL,  -- when it was last changed
     UNIQUE (app_id, openid)
   ) STRICT;
   CREATE INDEX lines_due ON lines (due) WHERE due IS NOT NULL;
   CREATE TABLE done (
     line_id INTEGER NOT NULL,
     key TEXT NOT NULL,
     push TEXT NOT NULL,      -- its answer and what became of its messages, as JSON
     until INTEGER NOT NULL,  -- forgotten then
     PRIMARY KEY (line_id, key)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX done_until ON done (until);
   CREATE TABLE state (
     owner TEXT NOT NULL,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     etag TEXT NOT NULL,
     PRIMARY KEY (owner, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE tokens (
     name TEXT PRIMARY KEY,
     value TEXT,
     expires_at INTEGER NOT NULL,
     fence INTEGER NOT NULL,
     lease_by TEXT,
     lease_until INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE wakes (       -- what one process has to tell another on this machine
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     process TEXT NOT NULL,
     key TEXT NOT NULL,
     at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;`,
  // From here on `due` is for what cannot wait, and `later` for timers and expiries. Rows that nobody has
  // touched since have both times in `due`, and are looked after all the same.
  `ALTER TABLE lines ADD COLUMN later INTEGER;
   CREATE INDEX lines_later ON lines (later) WHERE later IS NOT NULL;
   DROP INDEX IF EXISTS lines_silent;`,
];

/** Brings the file to this version. Throws `SettingsError` for a file that is not ours, or newer than us. */
export function migrate(db: DatabaseSync, path: string, steps = MIGRATIONS): void {
  // A process that starts while others write, in a deploy for example, need not wait for them.
  if (
    pragma(db, "user_version") === steps.length &&
    pragma(db, "application_id") === APPLICATION_ID
  ) {
    return;
  }
  // Under the lock: two processes that start at once must not both migrate.
  db.exec("BEGIN IMMEDIATE");
  try {
    const version = pragma(db, "user_version");
    const fresh =
      version === 0 && Number(db.prepare("SELECT count(*) n FROM sqlite_schema").get()?.n) === 0;
    if (!fresh && pragma(db, "application_id") !== APPLICATION_ID) {
      throw new SettingsError([
        `${path} is a SQLite database of something else: name another file.`,
      ]);
    }
    if (version > steps.length) {
      throw new SettingsError([
        `${path} was written by a later version of this package (schema ${version}, known here: ` +
          `${steps.length}): start that version, or name another file.`,
      ]);
    }
    for (const step of steps.slice(version)) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    db.exec(`PRAGMA user_version = ${steps.length}`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}
