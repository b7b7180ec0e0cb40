import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import {
  canKeep,
  hasRedis,
  keepingRedis,
  skipWithoutRedis,
  TEST_PREFIX,
} from "../helpers/redis.ts";
import { FOLLOWER, MODEL_SETTINGS } from "./model.ts";
import { SILENT } from "./openRedis.ts";
import { property } from "./stories.ts";

const SEED = Number(process.env.STORE_SEED ?? Date.now() % 1_000_000);
/** Few: each verb goes to a server and back. */
const RUNS = Number(process.env.STORE_RUNS ?? 40);

let server: Awaited<ReturnType<typeof keepingRedis>>;

skipWithoutRedis("the store's model on Redis", canKeep);

describe.runIf(canKeep)("redis", () => {
  beforeAll(async () => {
    server = await keepingRedis();
  });
  afterAll(() => server.close());

  test(`the model's stories on Redis, ${RUNS} of them, seed ${SEED}`, async () => {
    let now = (): number => 0;
    const own = { log: SILENT, acceptUnsafeServer: !hasRedis, deadlineMs: 10_000 };
    const store = await RedisStore.open({
      ...{ ...MODEL_SETTINGS, ...own, url: server.url, prefix: `${TEST_PREFIX}model` },
      now: () => now(),
    });
    let late = 0;
    try {
      await fc.assert(
        property(
          async (clock) => {
            now = () => clock.now();
            await store.forget(FOLLOWER);
            return store;
          },
          ({ counts }) => {
            late += counts.late;
          },
        ),
        { numRuns: RUNS, seed: SEED },
      );
    } finally {
      await store.close();
    }
    expect(late, "verbs were repeated late").toBeGreaterThan(RUNS);
  }, 120_000);
});
