import { describe, expect, test } from "vitest";
import { hasRedis, skipWithoutRedis } from "../helpers/redis.ts";
import { STANDARD } from "./plan.ts";
import { excesses, logged, table } from "./report.ts";
import { runChaos } from "./run.ts";

/** Another run: `CHAOS_SEED=7 npm test`. Times are real, so a seed repeats the plan, not the luck. */
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);

skipWithoutRedis("three processes that die and freeze");

describe.runIf(hasRedis)("three processes on one Redis, with all that goes wrong", () => {
  test.each([
    ["every promise is kept", {}],
    ["every promise is kept where messages are gathered", { followers: 16, quietMs: 1_500 }],
  ])(
    `%s, seed ${SEED}`,
    // Some bounds are of chance: one run in five or so is beyond one of them.
    { timeout: 90_000, retry: 2 },
    async (_name, more) => {
      const plan = {
        seed: SEED,
        pushes: 250,
        perSecond: 14,
        followers: 80,
        processes: 3,
        scale: 0.3,
        longestMs: 12_000,
        // Redis dies once, in the middle.
        faults: { ...STANDARD, redisKillEveryMs: 10_000 },
        ...more,
      };
      const outcome = await runChaos(plan);
      process.stdout.write(`chaos\n${table([outcome])}${logged(outcome)}`);
      expect([...outcome.broken, ...excesses(outcome)]).toEqual([]);
      expect(outcome.timeline.counts.kills).toBeGreaterThan(0);
    },
  );
});
