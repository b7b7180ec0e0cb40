import { closeSync, openSync } from "node:fs";

/**
 * Writes a copy of a whole database as it stands at one moment, also while processes use it; for this
 * user's eyes only, like the file itself. A copy of the bare file would lack what is not checkpointed.
 */
export async function backupSqlite(path: string, to: string): Promise<void> {
  const { DatabaseSync, backup } = process.getBuiltinModule("node:sqlite");
  // The copy has a connection of its own: it must not see half of what another connection of this process writes.
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    closeSync(openSync(to, "a", 0o600));
    await backup(db, to);
  } finally {
    db.close();
  }
}
