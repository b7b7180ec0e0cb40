import { expect, test } from "vitest";
import { faultRun } from "./faultRun.ts";

/**
 * Another run: `FAULTS_SEED=7 npm test -- test/faults`. The long one: `npm run test:faults`. Five times as fast
 * as life: with more, a process on a busy machine would stand still for what WeChat takes for seconds.
 */
const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);
const MESSAGES = 200;

test(`${MESSAGES} messages while WeChat's API fails in every way, seed ${SEED}`, async () => {
  const runs = await faultRun(MESSAGES, SEED, { speed: 5, perFollower: 9 });
  for (const { name, judgement } of runs) expect(judgement.broken, name).toEqual([]);
  const [stormy] = runs;
  expect(stormy?.judgement.counts.sent).toBeGreaterThan(MESSAGES / 10);
  expect(Object.values(stormy?.struck ?? {}).reduce((a, b) => a + b, 0)).toBeGreaterThan(5);
}, 120_000);
