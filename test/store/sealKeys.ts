import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import { readSeal } from "../../src/store/sealing/seal.ts";
import { sealedStore } from "../../src/store/sealing/sealed.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import type { Store } from "../../src/store/store.ts";
import { Bench, items, PLENTY, plan, rides } from "../../src/testing/store/bench.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { canKeep, keepingRedis, startRedisCluster, TEST_PREFIX } from "../helpers/redis.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { openRedis, SETTINGS } from "./openRedis.ts";

/** Keys of a store, each 32 random bytes. */
export const [OLD, NEW, OTHER] = Array.from({ length: 3 }, () =>
  randomBytes(32).toString("base64"),
) as [string, string, string];

/** The state of one follower, and of nobody. */
export const KEY = "wechat/users/o1/";

/** A driver with a clock of its own, seen through seals. */
export interface Drawers {
  readonly driver: Store;
  readonly now: () => number;
  readonly advance: (ms: number) => Promise<void>;
  /** As a process with these keys has it; what it logs as errors. */
  through(keys: string): { readonly bench: Bench; readonly errors: object[] };
}

function drawersOf(
  driver: Store,
  now: () => number,
  advance: (ms: number) => Promise<void>,
): Drawers {
  const told = { driver, now, advance };
  return {
    ...told,
    through(keys) {
      const errors: object[] = [];
      const error = (facts: object, message: string) => void errors.push({ ...facts, message });
      const store = sealedStore(driver, readSeal(keys), { info() {}, warn() {}, error });
      const close = async () => {};
      return {
        bench: new Bench({ store, other: store, settings: SETTINGS, now, advance, close }),
        errors,
      };
    },
  };
}

async function inMemory(): Promise<Drawers> {
  const clock = new ManualClock();
  const driver = new MemoryStore({ ...SETTINGS, clock });
  return drawersOf(
    driver,
    () => clock.now(),
    async (ms) => clock.advance(ms),
  );
}

async function inSqlite(): Promise<Drawers> {
  const clock = new ManualClock();
  const driver = new SqliteStore({ ...SETTINGS, clock, path: join(tempFolder(), "a.db") });
  onTestFinished(() => driver.close());
  return drawersOf(
    driver,
    () => clock.now(),
    async (ms) => clock.advance(ms),
  );
}

async function inRedis(): Promise<Drawers> {
  const server = await keepingRedis();
  return onServers({ url: server.url, servers: [server.url] }, () => server.close());
}

/** On three servers. */
export async function inCluster(): Promise<Drawers> {
  const cluster = await startRedisCluster();
  const { url, nodes } = cluster;
  return onServers({ url, servers: nodes.map((node) => node.url) }, () => cluster.close());
}

async function onServers(
  place: Parameters<typeof openRedis>[0],
  close: () => Promise<void>,
): Promise<Drawers> {
  const opened = await openRedis(place, {
    prefix: `${TEST_PREFIX}a*b:${randomBytes(6).toString("hex")}`,
  });
  onTestFinished(async () => {
    await opened.close();
    await close();
  });
  return drawersOf(opened.store, opened.now, opened.advance);
}

/** Runs tests on every driver; `lasting`: on those alone that keep texts beyond their process. */
export function onEveryDriver(
  tests: (open: () => Promise<Drawers>) => void,
  { lasting = false } = {},
): void {
  if (!lasting) describe("in memory", () => tests(inMemory));
  describe("in SQLite", () => tests(inSqlite));
  describe.skipIf(!canKeep)("in Redis", () => tests(inRedis));
}

/** Leaves a sealed text of every kind: done pushes, one that waits, messages in every place, timers, state, a token. */
export async function fill(b: Bench): Promise<void> {
  const timers = [{ set: "t", at: b.now() + 30_000, data: "old timer" }];
  const state = [{ key: KEY, value: '"old state"', eTag: "1" }];
  await b.turn(
    "m1",
    { ...rides("m1"), save: { record: { s: "old record" }, timers, state } },
    { opening: PLENTY },
  );
  const work = await b.run("m2");
  await b.arrive("m3", undefined, { push: { ...b.push("m3"), body: "old push" } });
  const said = plan({ chain: items("m2", 1), hold: items("m2", 1, 1) });
  expect(await b.store.step(work.lease, 0, said)).toHaveProperty("ok", true);
  await b.store.handBack(work.lease);
  const { fence = 0 } = await b.store.tokens.claimRefresh("wx1", "p", 1_000);
  await b.store.tokens.writeToken("wx1", fence, { value: "old token", lifeMs: 3_600_000 });
  await b.store.writeState("=all", [{ key: "all", value: '"old for all"', eTag: "1" }]);
}
