/** When somebody must look after a follower, as the file of a store says; for tools that move time. */
interface DueTimes {
  /** The first such moment after `at`, in milliseconds since the epoch. */
  after(at: number): number | undefined;
  /** Whether something is due at `at`. */
  at(at: number): boolean;
  close(): void;
}

/** Looks into the file of a `SqliteStore` that is open already, beside whoever writes there. */
export function openDueTimes(path: string): DueTimes {
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const db = new DatabaseSync(path, { readOnly: true });
  const next = db.prepare(NEXT);
  const now = db.prepare(NOW);
  return {
    after: (at) => (next.get(at, at) as { at: number | null }).at ?? undefined,
    at: (at) => now.get(at, at) !== undefined,
    close: () => db.close(),
  };
}

const NEXT = `SELECT MIN(at) AS at FROM (
  SELECT MIN(due) AS at FROM lines WHERE due > ? UNION ALL SELECT MIN(later) FROM lines WHERE later > ?)`;
const NOW = "SELECT 1 FROM lines WHERE due <= ? OR later <= ? LIMIT 1";
