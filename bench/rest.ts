/**
 * What followers at rest cost the memory store: `npm run bench -- rest [options]`. Each has written once, long ago. Beside it
 * a `Map` from openids to their records as text, which knows nothing of lines.
 *
 * `--followers 300000`, `--build <folder>`: another build beside this one.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { MemoryStore } from "../src/index.ts";
import { newFollower } from "../src/machines/follower.ts";
import { median } from "./figures.ts";
import { buildPackage } from "./install.ts";
import { person, turn } from "./turns.ts";

const REMEMBER_MS = 1_000;
const AT_ONCE = 1_000;
const HERE = resolve(import.meta.dirname, "..");

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** What is kept, so that it is not collected while it is measured. */
type Kept = object;

async function stored(build: string, followers: number): Promise<Kept> {
  const index = join(build, "dist/index.js");
  const ours = (await import(index)) as { MemoryStore: typeof MemoryStore };
  const store = new ours.MemoryStore({ rememberMs: REMEMBER_MS });
  for (let from = 0; from < followers; from += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, i) => turn(store, person(from + i)));
    await Promise.all(some);
  }
  // Their pushes are forgotten with the next look at what is due.
  await new Promise((done) => setTimeout(done, 2 * REMEMBER_MS));
  await store.due(1);
  return store;
}

function bare(followers: number): Kept {
  const record = { v: 1, f: newFollower() };
  return new Map(
    Array.from({ length: followers }, (_, n) => [person(n).openid, JSON.stringify(record)]),
  );
}

/** Bytes a follower on the heap and outside of it, and how long a full collection takes, in milliseconds. */
interface Figures {
  readonly heap: number;
  readonly outside: number;
  readonly collectionMs: number;
}

async function measure(make: () => Kept | Promise<Kept>, followers: number): Promise<Figures> {
  gc();
  const before = process.memoryUsage();
  const kept = await make();
  gc();
  const after = process.memoryUsage();
  const took = Array.from({ length: 7 }, () => {
    const began = performance.now();
    gc();
    return performance.now() - began;
  });
  // It must live until here.
  if (kept === undefined) throw new Error("Nothing was kept.");
  return {
    heap: (after.heapUsed - before.heapUsed) / followers,
    outside: (after.arrayBuffers - before.arrayBuffers) / followers,
    collectionMs: median(took),
  };
}

const { values } = parseArgs({
  allowPositionals: true,
  options: { followers: { type: "string", default: "300000" }, build: { type: "string" } },
});
const followers = Number(values.followers);
buildPackage();
const contenders: [string, () => Kept | Promise<Kept>][] = [
  ["a Map of records as text", () => bare(followers)],
  ["the memory store", () => stored(HERE, followers)],
];
if (values.build !== undefined) {
  const other = resolve(values.build);
  contenders.push(["the memory store, the other build", () => stored(other, followers)]);
}
const row = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
row([
  `${followers} followers at rest`,
  "heap each",
  "outside of it",
  "of the Map",
  "a full collection",
]);
row(Array(5).fill("---"));
let floor: Figures | undefined;
for (const [name, make] of contenders) {
  const found = await measure(make, followers);
  floor ??= found;
  const times = (found.heap + found.outside) / (floor.heap + floor.outside);
  row([
    name,
    `${found.heap.toFixed(0)} B`,
    `${found.outside.toFixed(0)} B`,
    `${times.toFixed(2)} ×`,
    `${found.collectionMs.toFixed(0)} ms`,
  ]);
}
