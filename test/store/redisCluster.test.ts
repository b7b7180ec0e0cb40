import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bench } from "../../src/testing/store/bench.ts";
import {
  ask,
  hasRedis,
  type RedisCluster,
  skipWithoutRedis,
  startRedisCluster,
} from "../helpers/redis.ts";
import { describeStore } from "./conformance.ts";
import { openRedis } from "./openRedis.ts";

skipWithoutRedis("the store's rules on a Redis Cluster");

describe.runIf(hasRedis)("redis cluster", () => {
  let cluster: RedisCluster;
  const open = () => openRedis({ url: cluster.url, servers: cluster.nodes.map(({ url }) => url) });
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.close());

  describeStore("redis cluster", open);

  test("followers are spread over all nodes, and every one of them is found when due", async () => {
    const bench = new Bench(await open());
    const names = Array.from({ length: 30 }, (_, i) => `o${i}`);
    await Promise.all(names.map((openid) => bench.of(openid).chained("m", 1)));
    expect(await bench.due()).toEqual(names.sort());
    const sizes = await Promise.all(cluster.nodes.map(({ url }) => ask(url, "DBSIZE")));
    expect(Math.min(...sizes.map(Number))).toBeGreaterThan(0);
    await bench.close();
  });
});
