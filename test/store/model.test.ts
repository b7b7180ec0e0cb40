import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import type { Store } from "../../src/store/store.ts";
import type { ManualClock } from "../helpers/manualClock.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { FAULTS } from "./faults.ts";
import { lineStore } from "./lineStore.ts";
import { MODEL_SETTINGS, type Model } from "./model.ts";
import { property } from "./stories.ts";

/** Another run: `STORE_SEED=7 npm test`. A failure names its own seed and the shortest story. */
const SEED = Number(process.env.STORE_SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.STORE_RUNS ?? 4_000);
/** Fewer where each verb waits for the disk. */
const SQLITE_RUNS = 20;
/** Always the same stories for the faults: whether one is noticed must not be a matter of luck. */
const FAULT_SEED = Number(process.env.FAULT_SEED ?? 1);

test(`${RUNS} random stories keep every promise, seed ${SEED}`, async () => {
  const sum: Record<string, number> = {};
  const open = (clock: ManualClock) => new MemoryStore({ ...MODEL_SETTINGS, clock });
  const add = ({ counts }: Model) => {
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  };
  await fc.assert(property(open, add), { numRuns: RUNS, seed: SEED });
  process.stdout.write(`store model, seed ${SEED}: ${JSON.stringify(sum)}\n`);
  // Stories in which nothing happens would prove nothing.
  for (const count of Object.values(sum)) expect(count).toBeGreaterThan(RUNS / 20);
}, 120_000);

test("putting finished pushes away changes no reply", async () => {
  let compared = 0;
  const open = (clock: ManualClock) => {
    const memory = new MemoryStore({ ...MODEL_SETTINGS, clock });
    const rules = lineStore(MODEL_SETTINGS, clock);
    return inStep(memory, rules, () => {
      compared += 1;
    });
  };
  await fc.assert(property(open), { numRuns: 300, seed: SEED });
  expect(compared).toBeGreaterThan(10_000);
}, 60_000);

/** A store that asks two others everything, and takes it only from both alike. */
function inStep(one: Store, two: Store, compared: () => void): Store {
  const verbs = ["arrive", "step", "release", "untake", "renew", "handBack", "enter"] as const;
  const alike: Record<string, unknown> = {};
  for (const verb of [...verbs, "sendNext", "fateOf", "due", "wake", "forget"] as const) {
    alike[verb] = async (...args: unknown[]) => {
      const ask = (store: Store) => (store[verb] as (...args: unknown[]) => unknown)(...args);
      const [first, second] = [await ask(one), await ask(two)];
      expect(first).toEqual(second);
      compared();
      return first;
    };
  }
  return { ...alike, export: (follower) => one.export(follower) } as Store;
}

test(`the same on a SQLite file, ${SQLITE_RUNS} stories, seed ${SEED}`, async () => {
  const opened: SqliteStore[] = [];
  const open = (clock: ManualClock) => {
    const path = join(tempFolder(), "wechat.db");
    const store = new SqliteStore({ ...MODEL_SETTINGS, clock, path });
    opened.push(store);
    return store;
  };
  const close = () => void opened.shift()?.close();
  await fc.assert(property(open, close), { numRuns: SQLITE_RUNS, seed: SEED });
  for (const store of opened) await store.close();
}, 120_000);

test("every planted fault is noticed", async () => {
  const found: string[] = [];
  const missed: string[] = [];
  for (const fault of FAULTS) {
    const open = (clock: ManualClock) => lineStore(MODEL_SETTINGS, clock, fault);
    const { failed, numRuns } = await fc.check(property(open), {
      numRuns: RUNS,
      seed: FAULT_SEED,
      endOnFailure: true,
    });
    if (failed) found.push(`${fault.name}: story ${numRuns}`);
    else missed.push(fault.name);
  }
  process.stdout.write(`store model: ${found.length} of ${FAULTS.length} planted faults noticed\n`);
  process.stdout.write(`  ${found.join("\n  ")}\n`);
  expect(missed).toEqual([]);
}, 240_000);
