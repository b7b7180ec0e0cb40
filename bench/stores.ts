/**
 * What the stores cost: `npm run bench:stores`. An ordinary turn is a push that arrives and the step that
 * ends it, on the record that the adapter keeps of somebody who has written once.
 *
 *     npm run bench:stores                     memory, SQLite and Redis, up to 100,000 followers
 *     npm run bench:stores -- --million        1,000,000 followers too, and whether they make it slower
 *     npm run bench:stores -- --redis          Redis alone; --sqlite: SQLite alone
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "redis";
import { MemoryStore } from "../src/store/memory.ts";
import { namesFor } from "../src/store/redis/names.ts";
import { RedisStore } from "../src/store/redis/redisStore.ts";
import { SqliteStore } from "../src/store/sqlite/sqliteStore.ts";
import type { Store } from "../src/store/store.ts";
import { startRedis } from "../test/helpers/redis.ts";
import { median } from "./figures.ts";
import { person, turn } from "./turns.ts";

const MEASURE_MS = 2_000;
const AT_ONCE = 32;
const ALONE = 2_000;
/** How often the small and the large store take turns. */
const ROUNDS = 5;
const WRITERS = 1_000;
interface Speed {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * As many as go in a while, some at once; then one at a time, for how long each takes. `writers` of so many
 * stored followers write, all over the store.
 */
async function speed(store: Store, followers: number, writers = followers): Promise<Speed> {
  const every = followers / writers;
  const any = () => person(Math.floor(Math.floor(Math.random() * writers) * every));
  const until = performance.now() + MEASURE_MS;
  let done = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (performance.now() < until) {
        const ended = await turn(store, any());
        done += ended;
      }
    }),
  );
  const took: number[] = [];
  for (let i = 0; i < ALONE; i++) {
    const began = performance.now();
    await turn(store, any());
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.floor(took.length * share)] ?? 0;
  return { perSecond: Math.round(done / (MEASURE_MS / 1_000)), p50: at(0.5), p99: at(0.99) };
}

function row(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

function speedCells({ perSecond, p50, p99 }: Speed): string[] {
  return [String(perSecond), `${p50.toFixed(2)} ms`, `${p99.toFixed(2)} ms`];
}

async function fill(store: Store, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, to - n) }, (_, i) => person(n + i));
    await Promise.all(some.map((one) => turn(store, one)));
  }
}

async function memory(): Promise<void> {
  const store = new MemoryStore();
  await fill(store, 0, 1_000);
  row(["memory", 1_000, "a thousand", ...speedCells(await speed(store, 1_000)), 0, "–", "–"]);
}

async function sqlite(sizes: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "wechat-bench-"));
  const stores: Filled[] = [];
  for (const followers of sizes) {
    const path = join(folder, `${followers}.db`);
    const first = new SqliteStore({ path, rememberMs: 1_000 });
    await turn(first, person(0));
    await first.close();
    copyRows(path, followers);
    const bytes = Math.round(statSync(path).size / followers);
    stores.push({ followers, store: new SqliteStore({ path, rememberMs: 1_000 }), bytes });
  }
  await compare("SQLite", stores, "–");
  for (const { store } of stores) await store.close();
  rmSync(folder, { recursive: true });
}

/** Followers as the store wrote the first one: a million turns would take minutes. */
function copyRows(path: string, followers: number): void {
  const db = new DatabaseSync(path);
  const openid = person(0).openid.slice(0, -9);
  db.exec(`DELETE FROM done;
    INSERT INTO lines (app_id, openid, line, due, heard)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${followers - 1})
    SELECT app_id, '${openid}' || printf('%09d', i), line, due, heard
    FROM n, (SELECT * FROM lines LIMIT 1);
    PRAGMA wal_checkpoint(TRUNCATE);`);
  db.close();
}

async function redis(sizes: readonly number[]): Promise<void> {
  const stores: Filled[] = [];
  const ends: (() => Promise<void>)[] = [];
  let trips = 0;
  try {
    for (const followers of sizes) {
      const server = await startRedis({ "auto-aof-rewrite-percentage": 0 });
      ends.push(() => server.close());
      // Finished pushes are remembered for a moment only: what is measured is a follower at rest.
      const { url } = server;
      const store = await RedisStore.open({ url, rememberMs: 1_000, deadlineMs: 10_000 });
      ends.push(() => store.close());
      const client = createClient({ url });
      await client.connect();
      ends.push(async () => client.destroy());
      const used = async () => Number(/used_memory:(\d+)/.exec(await client.info("memory"))?.[1]);
      await turn(store, person(0));
      trips = await tripsOf(client, () => turn(store, person(0)));
      const empty = await used();
      await copyFollowers(client, 1, followers);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      const bytes = Math.round(((await used()) - empty) / followers);
      stores.push({ followers, store, bytes });
    }
    await compare("Redis", stores, trips.toFixed(2));
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** How many scripts a turn runs. */
async function tripsOf(
  client: { info(section: string): Promise<string> },
  run: () => Promise<unknown>,
): Promise<number> {
  const scripts = async () =>
    [...(await client.info("commandstats")).matchAll(/cmdstat_fcall:calls=(\d+)/g)].reduce(
      (sum, [, calls]) => sum + Number(calls),
      0,
    );
  const before = await scripts();
  for (let i = 0; i < 100; i++) await run();
  return ((await scripts()) - before) / 100;
}

/** A store with so many followers at rest, and what each takes. */
interface Filled {
  readonly followers: number;
  readonly store: Store;
  readonly bytes: number;
}

/**
 * Stores of different sizes take turns, so that what disturbs one disturbs the others too: the same thousand write
 * in each, then anybody, who mostly writes for the first time.
 */
async function compare(name: string, stores: readonly Filled[], trips: string): Promise<void> {
  for (const writers of [WRITERS, Number.POSITIVE_INFINITY]) {
    await compareFor(name, stores, trips, writers);
  }
}

async function compareFor(
  name: string,
  stores: readonly Filled[],
  trips: string,
  most: number,
): Promise<void> {
  const speeds = new Map<Filled, Speed[]>(stores.map((one) => [one, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [one, all] of speeds) {
      all.push(await speed(one.store, one.followers, Math.min(most, one.followers)));
    }
  }
  const [smallest] = speeds.values();
  for (const [{ followers, bytes }, all] of speeds) {
    const middle = (read: (one: Speed) => number) => median(all.map(read));
    const cells = speedCells({
      perSecond: Math.round(middle(({ perSecond }) => perSecond)),
      p50: middle(({ p50 }) => p50),
      p99: middle(({ p99 }) => p99),
    });
    const factors = all.map(({ perSecond }, i) => perSecond / (smallest?.[i]?.perSecond ?? 1));
    const who = most === WRITERS ? "a thousand" : "anybody";
    row([name, followers, who, ...cells, trips, bytes, `${median(factors).toFixed(2)} ×`]);
  }
}

/** Followers as the store wrote the first one: a million turns would take minutes. */
async function copyFollowers(
  client: Pick<ReturnType<typeof createClient>, "get" | "set">,
  from: number,
  to: number,
): Promise<void> {
  const names = namesFor("wx");
  const [first = ""] = names.of(person(0));
  const text = (await client.get(first)) ?? "";
  for (let n = from; n < to; n += 1_000) {
    const some = Array.from({ length: Math.min(1_000, to - n) }, (_, i) => person(n + i));
    await Promise.all(some.map((one) => client.set(names.of(one)[0] as string, text)));
  }
}

process.stdout.write(`load average before: ${loadavg()[0]?.toFixed(1)}\n`);
const columns = ["store", "followers", "who writes", "turns/s", "p50", "p99", "round trips"];
row([...columns, "bytes each", "of 1,000"]);
row(Array(9).fill("---"));
const sizes = [1_000, 100_000, ...(process.argv.includes("--million") ? [1_000_000] : [])];
const only = ["--redis", "--sqlite"].find((name) => process.argv.includes(name));
if (only === undefined) await memory();
if (only !== "--redis") await sqlite(sizes);
if (only !== "--sqlite") await redis(sizes);
