/**
 * The chaos suite: many seeds, and the scenarios that every seed would spoil.
 *
 *     npm run test:chaos                        all of it
 *     npm run test:chaos -- --seeds 3           three seeds of the standard mix
 *     npm run test:chaos -- --scale 0.5         twice as fast as WeChat
 *     npm run test:chaos -- --only failover     one scenario
 *     npm run test:chaos -- --only freezes --seeds 30
 */
import { parseArgs } from "node:util";
import { NOTHING, type Plan, STANDARD } from "./plan.ts";
import { excesses, lateOnes, logged, lostOf, stories, table } from "./report.ts";
import { runRolling } from "./rolling.ts";
import { type Outcome, runChaos } from "./run.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    pushes: { type: "string", default: "2000" },
    rate: { type: "string", default: "50" },
    scale: { type: "string", default: "1" },
    only: { type: "string" },
    late: { type: "boolean", default: false },
  },
});

const base: Plan = {
  seed: Number(values.seed),
  pushes: Number(values.pushes),
  perSecond: Number(values.rate),
  followers: 300,
  processes: 3,
  scale: Number(values.scale),
  longestMs: 24_000,
  faults: STANDARD,
};
const calm = {
  ...STANDARD,
  killEveryMs: 0,
  freezeEveryMs: 0,
  redisKillEveryMs: 0,
  halfOpenEveryMs: 0,
};

/** How many seeds the scenarios of gathering have at most. */
const GATHERING = Math.min(3, Number(values.seeds));
/** How many seeds of standing still: as many as asked for where nothing else runs. */
const FREEZING = values.only === "freezes" ? Number(values.seeds) : 1;

function seedsOf(count: number, more: Partial<Plan>): readonly Plan[] {
  return Array.from({ length: count }, (_, i) => ({ ...base, ...more, seed: base.seed + i }));
}

/** By name. `standard` runs once per seed. */
const SCENARIOS: Readonly<Record<string, readonly Plan[]>> = {
  standard: seedsOf(Number(values.seeds), {}),
  // Few people who write much: most of their messages are gathered.
  gather: seedsOf(GATHERING, { followers: 60, quietMs: 1_500, longestMs: 8_000 }),
  // The same in three processes on one file, whose disk is always there.
  "gather-sqlite": seedsOf(GATHERING, {
    ...{ followers: 60, quietMs: 1_500, longestMs: 8_000, store: "sqlite" },
    faults: { ...STANDARD, redisKillEveryMs: 0, halfOpenEveryMs: 0, slowShare: 0 },
  }),
  // Nothing but processes that stand still in the middle of deliveries.
  freezes: seedsOf(FREEZING, {
    pushes: base.pushes / 2,
    faults: { ...calm, slowShare: 0, freezeEveryMs: 1_500, freezeMs: [500, 4_500] },
  }),
  failover: (["planned", "crash"] as const).map((failover) => ({
    ...base,
    pushes: base.pushes / 2,
    faults: { ...calm, failover },
  })),
};

function failures(outcome: Outcome): string[] {
  return [...outcome.broken, ...excesses(outcome)];
}

let failed = 0;
for (const [name, plans] of Object.entries(SCENARIOS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const outcomes: Outcome[] = [];
  for (const plan of plans) {
    const outcome = await runChaos(plan);
    outcomes.push(outcome);
    const wrong = failures(outcome);
    failed += wrong.length;
    process.stdout.write(`${name}, seed ${plan.seed}: ${wrong.length === 0 ? "kept" : "BROKEN"}\n`);
    for (const line of wrong) process.stdout.write(`  ${line}\n`);
    process.stdout.write(stories(outcome));
    process.stdout.write(logged(outcome));
    if (values.late) process.stdout.write(lateOnes(outcome));
  }
  process.stdout.write(`${name}\n${table(outcomes)}\n`);
  const lost = lostOf(outcomes);
  if (lost !== undefined) {
    failed += 1;
    process.stdout.write(`BROKEN over all of them: ${lost}\n`);
  }
}
if (values.only === undefined || values.only === "rolling") {
  const plan = { ...base, pushes: 2_000, perSecond: 100, scale: 1, faults: NOTHING };
  const { figures, broken } = await runRolling(plan);
  failed += broken.length;
  process.stdout.write(`rolling restart: ${broken.length === 0 ? "kept" : "BROKEN"}\n`);
  for (const line of broken) process.stdout.write(`  ${line}\n`);
  for (const [name, count] of Object.entries(figures)) {
    process.stdout.write(`  ${name.padEnd(16)} ${count}\n`);
  }
}
// Deliveries that were delayed on purpose may still be on their way to nobody.
process.exit(failed > 0 ? 1 : 0);
