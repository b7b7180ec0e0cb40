import { expect, test } from "vitest";
import type { GrantRule } from "../../src/protocol/grants.ts";
import { EQUIVALENT, mutants } from "./mutants.ts";
import { edgePaths } from "./paths.ts";
import { difference, expected, product, RULES, randomWalk, type Walk } from "./walks.ts";

const WALKS = 2_000;
const LENGTH = 24;
/** Another run of the same walks: `WALK_SEED=7 npm test`. A failure names its own seed. */
const SEED = Number(process.env.WALK_SEED ?? 0);

const made = new Map<GrantRule, readonly Walk[]>();

function walks(rule: GrantRule): readonly Walk[] {
  const known = made.get(rule);
  if (known !== undefined) return known;
  const fresh = Array.from({ length: WALKS }, (_, n) => randomWalk(SEED + n, LENGTH, rule));
  made.set(rule, fresh);
  return fresh;
}

// Fewer paths or states would mean that the tests no longer reach what they are for.
const GRAPH = {
  strict: { states: 271, paths: 3_794 },
  "per-kind": { states: 414, paths: 5_796 },
  "reset-max": { states: 75, paths: 1_050 },
  accumulate: { states: 91, paths: 1_274 },
};

test.each(RULES)("%s: every edge of the graph does what WeChat's rules say", (rule) => {
  const { states, paths } = edgePaths(rule);
  const seen = new Set<string>();
  let steps = 0;
  for (const path of paths) {
    const walk = expected(path, rule);
    expect(difference(product(rule), walk)).toBeUndefined();
    for (const { relation, reads } of walk) seen.add(`${relation} ${reads[0]?.window}`);
    steps += walk.length;
  }
  expect({ states, paths: paths.length }).toEqual(GRAPH[rule]);
  expect(steps).toBeGreaterThan(4 * paths.length);
  // All there is: nothing but "closed" goes with a stranger or with somebody who left.
  expect([...seen].sort()).toEqual([
    "following closed",
    "following expired",
    "following open",
    "following spent",
    "stranger closed",
    "unfollowed closed",
  ]);
});

test.each(RULES)(`%s: ${WALKS} random walks do what WeChat's rules say, seed ${SEED}`, (rule) => {
  const counts = { steps: 0, reads: 0, sent: 0, spent: 0 };
  for (const [n, walk] of walks(rule).entries()) {
    const found = difference(product(rule), walk);
    if (found !== undefined) expect.fail(`seed ${SEED + n}: ${found}`);
    for (const { event, reads } of walk) {
      counts.steps += 1;
      counts.reads += reads.length;
      counts.sent += event.type === "sent" ? 1 : 0;
      counts.spent += reads[0]?.window === "spent" ? 1 : 0;
    }
  }
  expect(counts.steps).toBe(WALKS * LENGTH);
  expect(counts.reads).toBeGreaterThan(2 * counts.steps);
  expect(counts.sent).toBeGreaterThan(counts.steps / 10);
  expect(counts.spent).toBeGreaterThan(counts.steps / 200);
});

test("the comparison sees planted faults", () => {
  const caught: string[] = [];
  const missed: string[] = [];
  for (const { name, rule, subject } of mutants()) {
    const found = walks(rule).some((walk) => difference(subject, walk) !== undefined);
    (found ? caught : missed).push(name);
  }
  const counted = caught.length + missed.length - Object.keys(EQUIVALENT).length;
  console.log(`caught ${caught.length} of ${counted}`);
  expect(missed).toEqual(Object.keys(EQUIVALENT));
  expect(caught.length).toBe(62);
});
