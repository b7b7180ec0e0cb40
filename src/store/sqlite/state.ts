import { fitsTag, type StateChange, type StateItem, type StateWritten } from "../botState.ts";
import type { Database } from "./database.ts";

/** The bot state under these keys, or everything that an owner has. */
export function readState(db: Database, owner: string, keys?: readonly string[]): StateItem[] {
  if (keys === undefined) {
    return db
      .sql("SELECT key, value, etag AS eTag FROM state WHERE owner = ?")
      .all(owner) as unknown as StateItem[];
  }
  const one = db.sql("SELECT key, value, etag AS eTag FROM state WHERE owner = ? AND key = ?");
  return keys.flatMap((key) => (one.get(owner, key) as unknown as StateItem | undefined) ?? []);
}

/** Makes all changes, or none if an eTag does not fit. */
export function writeState(
  db: Database,
  owner: string,
  changes: readonly StateChange[],
): StateWritten {
  const wrong = changes.find((change) => {
    if (change.ifTag === undefined) return false;
    return !fitsTag(change, readState(db, owner, [change.key])[0]?.eTag);
  });
  if (wrong !== undefined) return { conflict: wrong.key };
  putState(db, owner, changes);
  return { ok: true };
}

/** Makes all changes and replaces what is there. */
export function putState(db: Database, owner: string, changes: readonly StateChange[]): void {
  for (const { key, value, eTag } of changes) {
    if (value === undefined) {
      db.sql("DELETE FROM state WHERE owner = ? AND key = ?").run(owner, key);
    } else {
      db.sql("INSERT OR REPLACE INTO state (owner, key, value, etag) VALUES (?, ?, ?, ?)").run(
        owner,
        key,
        value,
        eTag,
      );
    }
  }
}

export function removeState(db: Database, owner: string): void {
  db.sql("DELETE FROM state WHERE owner = ?").run(owner);
}
