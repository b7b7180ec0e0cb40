/** SQLite's primary result codes, and which of them speak of the disk, the file or another process. */

export const BUSY = 5;
export const NOT_A_DATABASE = 26;

/** SQLite's words for what concerns the disk, by its code: Deno's errors have the words alone. */
const WORDS: readonly (readonly [code: number, words: string])[] = [
  [BUSY, "database is locked"],
  [6, "database table is locked"],
  [7, "out of memory"],
  [8, "attempt to write a readonly database"],
  [10, "disk I/O error"],
  [11, "database disk image is malformed"],
  [13, "database or disk is full"],
  [14, "unable to open database file"],
  [15, "locking protocol"],
  [NOT_A_DATABASE, "file is not a database"],
];

/** SQLite's codes for what is wrong outside of this code, with the disk or the file. */
export const DISK: ReadonlySet<number> = new Set(WORDS.map(([code]) => code));
/** After these only a new connection may work again: read-only, I/O error, corrupt, cannot open, no database. */
export const REOPEN: ReadonlySet<number> = new Set([8, 10, 11, 14, NOT_A_DATABASE]);

export function isSqlite(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "ERR_SQLITE_ERROR";
}

/** The primary code of an error; 0 for one that says none. */
export function codeOf(error: unknown): number {
  const { errcode, message = "" } = error as { errcode?: number; message?: string };
  if (errcode !== undefined) return errcode & 0xff;
  return WORDS.find(([, words]) => message.startsWith(words))?.[0] ?? 0;
}
