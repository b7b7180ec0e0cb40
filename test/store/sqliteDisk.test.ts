import { copyFileSync, openSync, readdirSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { SettingsError, StoreUnavailable } from "../../src/errors.ts";
import { MIGRATIONS, migrate } from "../../src/store/sqlite/schema.ts";
import { SqliteStore, type SqliteStoreOptions } from "../../src/store/sqlite/sqliteStore.ts";
import type { Arrived, Store } from "../../src/store/store.ts";
import { LAST, plan } from "../../src/testing/store/bench.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";

function open(options: Partial<SqliteStoreOptions> = {}): { store: SqliteStore; path: string } {
  const path = options.path ?? join(tempFolder(), "data", "wechat.db");
  const store = new SqliteStore({ ...options, path });
  onTestFinished(() => store.close());
  return { store, path };
}

/** The database as somebody else has it open. */
function another(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  onTestFinished(() => db.close());
  return db;
}

function arrive(store: Store, key: string, body = "<xml/>", openid = "o1"): Promise<Arrived> {
  const push = { key, kind: "push", body, createdAt: Date.now() } as const;
  return store.arrive({ follower: { appId: "wx1", openid }, push, by: "p1" });
}

async function turn(store: Store, key: string, record: unknown): Promise<void> {
  const { work } = await arrive(store, key);
  if (work === undefined) return expect.fail("nothing to run");
  await store.step(work.lease, 0, plan({ ...LAST, save: { record, timers: [] } }));
}

const only = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("the file, what stands beside it and its folder are for this user's eyes only", async () => {
  const { store, path } = open();
  await turn(store, "m1", 1);
  const files = readdirSync(dirname(path)).sort();
  expect(files).toEqual(["wechat.db", "wechat.db-shm", "wechat.db-wal"]);
  expect(files.map((file) => only(join(dirname(path), file)))).toEqual(["600", "600", "600"]);
  expect(only(dirname(path))).toBe("700");
});

test("it opens while another process writes, as in every deploy", async () => {
  const { path } = open();
  const writer = another(path);
  writer.exec("BEGIN IMMEDIATE; INSERT OR REPLACE INTO probe (id, at) VALUES (1, 1)");
  const { store } = open({ path });
  expect(await store.readState("o1", ["k"])).toEqual([]);
  writer.exec("COMMIT");
  await store.probe();
});

test("it is durable and strict, and says whose it is", async () => {
  const { path } = open();
  const db = another(path);
  const one = (sql: string) => Object.values(db.prepare(sql).get() ?? {})[0];
  expect(one("PRAGMA journal_mode")).toBe("wal");
  expect(one("PRAGMA user_version")).toBe(MIGRATIONS.length);
  const tables = db.prepare(
    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE%'",
  );
  const loose = tables.all().filter(({ sql }) => !/STRICT|sqlite_sequence/.test(String(sql)));
  expect(loose).toEqual([]);
});

test("what another process committed survives its store, and a new one reads it", async () => {
  const { store, path } = open();
  await turn(store, "m1", { kept: true });
  await store.writeState("o1", [{ key: "wechat/users/o1/", value: "{}", eTag: "1" }]);
  await store.close();
  const { work } = await arrive(open({ path }).store, "m2");
  expect(work?.record).toEqual({ kept: true });
  await expect(arrive(store, "m3")).rejects.toThrow(StoreUnavailable);
});

test("a file that is something else, or newer, is refused with a sentence and left alone", () => {
  const folder = tempFolder({
    "text.db": "not a database, but long enough to be looked at ".repeat(50),
  });
  const foreign = join(folder, "foreign.db");
  another(foreign).exec("CREATE TABLE orders (id INTEGER)");
  const newer = open().path;
  another(newer).exec("PRAGMA user_version = 99");
  for (const [path, sentence] of [
    [join(folder, "text.db"), /no SQLite database/],
    [foreign, /of something else/],
    [newer, /later version/],
  ] as const) {
    const before = statSync(path).size;
    expect(() => new SqliteStore({ path })).toThrow(SettingsError);
    expect(() => new SqliteStore({ path })).toThrow(sentence);
    expect(statSync(path).size).toBe(before);
  }
});

test("a file of an earlier version is brought forward, with what is in it", async () => {
  const { store, path } = open();
  await turn(store, "m1", { kept: true });
  await store.close();
  const db = another(path);
  const steps = [...MIGRATIONS, "ALTER TABLE lines ADD COLUMN more TEXT NOT NULL DEFAULT 'new'"];
  migrate(db, path, steps);
  migrate(db, path, steps);
  expect(db.prepare("SELECT openid, more FROM lines").all()).toEqual([
    { openid: "o1", more: "new" },
  ]);
  expect(() => new SqliteStore({ path })).toThrow(/later version/);
});

test("a line that a later version wrote meanwhile is left alone, and its follower alone waits", async () => {
  const { store, path } = open();
  await turn(store, "m1", { kept: true });
  const db = another(path);
  const line = () => String(db.prepare("SELECT line FROM lines").get()?.line);
  expect(JSON.parse(line()).v).toBe(1);
  db.prepare("UPDATE lines SET line = json_set(line, '$.v', 2)").run();
  const before = line();
  await expect(arrive(store, "m2")).rejects.toThrow(/later version/);
  await expect(store.fateOf({ appId: "wx1", openid: "o1" }, "m1#0")).rejects.toThrow(
    StoreUnavailable,
  );
  expect(line()).toBe(before);
  expect((await arrive(store, "m3", "<xml/>", "o2")).work).toBeDefined();
});

test("a migration that fails changes nothing", () => {
  const { path } = open();
  const db = another(path);
  const steps = [...MIGRATIONS, "CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE half (b TEXT)"];
  expect(() => migrate(db, path, steps)).toThrow("half");
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
  expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: MIGRATIONS.length });
});

test("while another process writes for too long it is unavailable, then it heals", async () => {
  const { store, path } = open();
  await turn(store, "m1", 1);
  const db = another(path);
  db.exec("BEGIN IMMEDIATE");
  const both = await Promise.allSettled([
    arrive(store, "m2"),
    store.probe(),
    store.forget({ appId: "wx1", openid: "o2" }),
  ]);
  for (const one of both)
    expect((one as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailable);
  // Reading goes on.
  expect(await store.readState("o1", ["x"])).toEqual([]);
  db.exec("ROLLBACK");
  expect(await arrive(store, "m2")).toMatchObject({ deliveries: 1, work: { record: 1 } });
});

test("a short write of another process is waited for, while this one serves others", async () => {
  const { store, path } = open();
  const db = another(path);
  db.exec("BEGIN IMMEDIATE");
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 5);
  setTimeout(() => db.exec("COMMIT"), 300);
  const replies = await Promise.all([
    arrive(store, "m1"),
    arrive(store, "m1"),
    arrive(store, "m1"),
  ]);
  clearInterval(ticking);
  expect(replies.map(({ deliveries }) => deliveries)).toEqual([1, 2, 3]);
  expect(ticks).toBeGreaterThan(1);
});

test("a full disk is unavailable, keeps what was there, and heals", async () => {
  const { store } = open({ maxBytes: 200_000 });
  await turn(store, "m1", { kept: true });
  const large = "x".repeat(20_000);
  let stored = 0;
  let failure: unknown;
  while (failure === undefined && stored < 100) {
    await arrive(store, `k${stored}`, large, `o${stored + 2}`).then(
      () => stored++,
      (error) => {
        failure = error;
      },
    );
  }
  expect(failure).toBeInstanceOf(StoreUnavailable);
  expect((failure as Error).message).toContain("full");
  expect(stored).toBeGreaterThan(3);
  await expect(arrive(store, "k", large, "oNew")).rejects.toThrow(StoreUnavailable);
  for (let i = 0; i < stored; i++) await store.forget({ appId: "wx1", openid: `o${i + 2}` });
  expect(await arrive(store, "k", large, "oNew")).toHaveProperty("work");
  expect((await arrive(store, "m2")).work?.record).toEqual({ kept: true });
});

test("a corrupt file is unavailable; once it is restored the same process goes on", async () => {
  const { store, path } = open();
  for (let i = 0; i < 50; i++) await arrive(store, `m${i}`, "y".repeat(500), `o${i}`);
  await store.close();
  copyFileSync(path, `${path}.good`);
  const file = openSync(path, "r+");
  const { size } = statSync(path);
  for (let at = 4_096 * 2; at < size; at += 4_096)
    writeSync(file, Buffer.alloc(4_096, 0x5a), 0, 4_096, at);
  const broken = open({ path }).store;
  await expect(arrive(broken, "m0", "", "o0")).rejects.toThrow(StoreUnavailable);
  copyFileSync(`${path}.good`, path);
  expect(await arrive(broken, "m0", "", "o0")).toMatchObject({ deliveries: 2 });
});

test("a file that was moved away or replaced takes no more writes, until it is back", async () => {
  const { store, path } = open();
  await turn(store, "m1", "here");
  renameSync(path, `${path}.away`);
  await expect(arrive(store, "m2")).rejects.toThrow(/moved or replaced/);
  await expect(store.probe()).rejects.toThrow(StoreUnavailable);
  renameSync(`${path}.away`, path);
  await store.probe();
  expect((await arrive(store, "m2")).work?.record).toBe("here");
});

test("a folder that cannot be made is a sentence about the file", () => {
  const folder = tempFolder({ file: "" });
  const path = join(folder, "file", "wechat.db");
  expect(() => new SqliteStore({ path })).toThrow(
    /wechat\.db lies below a file: name a place in a folder/,
  );
});

test("a backup is whole, private, and made while the store is in use", async () => {
  const { store, path } = open();
  await turn(store, "m1", { kept: true });
  const copy = join(tempFolder(), "backup.db");
  const writing = Promise.all(
    Array.from({ length: 50 }, (_, i) => arrive(store, `k${i}`, "z", `p${i}`)),
  );
  await store.backup(copy);
  await writing;
  expect(only(copy)).toBe("600");
  const { work } = await arrive(open({ path: copy }).store, "m2");
  expect(work?.record).toEqual({ kept: true });
  expect(copy).not.toBe(path);
});

test("a mistake in one change does not fail the others that were written with it", async () => {
  const { store } = open();
  const circular: { self?: object } = {};
  circular.self = circular;
  const { work } = await arrive(store, "m1", "", "o9");
  if (work === undefined) return expect.fail("nothing to run");
  const [wrong, right] = await Promise.allSettled([
    store.step(work.lease, 0, plan({ ...LAST, save: { record: circular, timers: [] } })),
    arrive(store, "m1"),
  ]);
  expect(wrong).toMatchObject({ status: "rejected", reason: expect.any(TypeError) });
  expect(right).toMatchObject({ status: "fulfilled", value: { deliveries: 1 } });
});
