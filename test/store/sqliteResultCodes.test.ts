import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import { codeOf } from "../../src/store/sqlite/resultCodes.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sqlite-codes-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** An error of this SQLite, and the same without its number, as Deno gives it. */
function errorOf(run: () => void): { errcode: number; bare: Error } {
  try {
    run();
  } catch (error) {
    const { errcode, message } = error as Error & { errcode: number };
    return { errcode, bare: Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR" }) };
  }
  throw new Error("nothing went wrong");
}

test("an error without its number is known by SQLite's own words", () => {
  const path = join(folder(), "a.db");
  const one = new DatabaseSync(path);
  one.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (x); BEGIN IMMEDIATE");
  writeFileSync(`${path}.txt`, "no database at all, but a long text. ".repeat(100));
  const reading = new DatabaseSync(path, { readOnly: true });
  const cases = [
    () => new DatabaseSync(path).exec("BEGIN IMMEDIATE"),
    () => reading.exec("INSERT INTO t VALUES (1)"),
    () => new DatabaseSync(`${path}.txt`).exec("SELECT * FROM sqlite_master"),
    () => new DatabaseSync(join(path, "..")).exec("SELECT 1"),
    () => {
      one.exec("PRAGMA max_page_count = 3");
      for (let i = 0; i < 100; i++) one.exec("INSERT INTO t VALUES (hex(randomblob(2000)))");
    },
  ];
  const codes = cases.map(errorOf);
  expect(codes.map(({ errcode }) => errcode & 0xff)).toEqual([5, 8, 26, 14, 13]);
  for (const { errcode, bare } of codes) expect(codeOf(bare), bare.message).toBe(errcode & 0xff);
  expect(codeOf(errorOf(() => one.exec("SELEC 1")).bare)).toBe(0);
});

test("another writer's lock is waited for where errors have no number", async () => {
  const store = new SqliteStore({ path: join(folder(), "b.db") });
  onTestFinished(() => store.close());
  const { exec } = DatabaseSync.prototype;
  let refused = 0;
  const locked = vi.spyOn(DatabaseSync.prototype, "exec");
  locked.mockImplementation(function (this: DatabaseSync, text: string) {
    if (text !== "BEGIN IMMEDIATE" || refused === 3) return exec.call(this, text);
    refused += 1;
    throw Object.assign(new Error("database is locked"), { code: "ERR_SQLITE_ERROR" });
  });
  onTestFinished(() => locked.mockRestore());
  const push = { key: "k", kind: "push", body: "<xml/>", createdAt: 1 } as const;
  const { work } = await store.arrive({ follower: { appId: "wx1", openid: "o" }, push, by: "p" });
  expect(work?.push.key).toBe("k");
  expect(refused).toBe(3);
});
