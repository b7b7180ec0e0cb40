import { test } from "vitest";
import { hasRedis, skipWithoutRedis } from "../helpers/redis.ts";
import { KINDS } from "./releases.ts";
import { type Plan, reportOf, runDeploys } from "./run.ts";

/** Another run: `DEPLOYS_SEED=7 npm test`. Times are real, so a seed repeats the plan, not the luck. */
const SEED = Number(process.env.DEPLOYS_SEED ?? Date.now() % 1_000_000);

skipWithoutRedis("two releases beside each other on a Redis");

const plans: readonly Pick<Plan, "store" | "fleet">[] = [
  { store: "sqlite", fleet: "cluster" },
  { store: "redis", fleet: "processes" },
];

// Both at once: most of the time they wait for processes that begin, and for people who think.
test.concurrent.for(plans.filter(({ store }) => hasRedis || store === "sqlite"))(
  "two releases in $fleet on $store, forwards and back: nothing is lost, doubled, or said to another dialogue",
  { timeout: 240_000 },
  async (which, { expect }) => {
    // Without timers: those that an older process has put back come after half a minute.
    const kinds = KINDS.filter((kind) => kind !== "remind" && kind !== "nudge");
    const size = { processes: 2, deploys: 3, people: 20, thinkMs: 1_000 };
    const plan = { ...which, ...size, seed: SEED, kinds };
    const outcome = await runDeploys(plan);
    process.stdout.write(`${reportOf(plan, outcome)}\n`);
    expect(outcome.broken).toEqual([]);
    expect(outcome.figures["left to a process of the newer release"]).toBeGreaterThan(0);
    expect(outcome.figures["said again for a newer release"]).toBeGreaterThan(0);
  },
);
