import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StoreUnavailable } from "../../src/errors.ts";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { hasRedis, type RedisServer, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { Bench, P1, P2, rides } from "./bench.ts";
import { describeStore } from "./conformance.ts";
import { openRedis, REDIS_SETTINGS } from "./openRedis.ts";

let server: RedisServer;
const open = () => openRedis(server.url);

skipWithoutRedis("the store's rules on Redis");

describe.runIf(hasRedis)("redis", () => {
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  describeStore("redis", open);

  test("an ordinary turn costs two round trips", async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    const bench = new Bench(await open());
    await bench.turn("before", rides("before", "d"));
    await client.configResetStat();
    await bench.turn("m", rides("m", "d"));
    const stats = await client.info("commandstats");
    await bench.close();
    client.destroy();
    const calls = [...stats.matchAll(/cmdstat_(evalsha|eval|fcall):calls=(\d+)/g)];
    expect(calls.map(([, name, count]) => `${name} ${count}`)).toEqual(["evalsha 2"]);
  });

  test("the keys of a follower and its due work share a cluster slot", async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    const prefix = "slots";
    const bench = new Bench(await openRedis(server.url, { prefix }));
    await bench.chained("m", 1);
    const keys = await client.keys(`${prefix}:*`);
    await bench.close();
    client.destroy();
    expect(new Set(keys.map((key) => key.match(/\{b\d+\}/)?.[0])).size).toBe(1);
    expect(keys.map((key) => key.split(":")[2]).sort()).toEqual(["due", "f", "p"]);
  });

  test("lost scripts are loaded again", async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    const bench = new Bench(await open());
    const work = await bench.run("m");
    await client.scriptFlush();
    client.destroy();
    await bench.commit(work, rides("m", "d"));
    await bench.close();
  });
});

describe.runIf(hasRedis)("redis that is away", () => {
  test("every verb rejects with StoreUnavailable in time, and heals", async () => {
    const own = await startRedis();
    const options = { ...REDIS_SETTINGS, url: own.url, deadlineMs: 500 };
    const store = await RedisStore.open(options);
    const follower = { appId: "wx0000000000000001", openid: "o1" };
    const push = { key: "m", kind: "push", body: "", createdAt: Date.now() } as const;
    const control = createClient({ url: own.url });
    await control.connect();
    for (const command of [
      ["REPLICAOF", "127.0.0.1", "1"],
      ["CLIENT", "PAUSE", "1200", "WRITE"],
    ]) {
      await control.sendCommand(command);
      const began = performance.now();
      await expect(store.arrive({ follower, push, by: P1 })).rejects.toThrow(StoreUnavailable);
      await expect(store.probe()).rejects.toThrow(StoreUnavailable);
      expect(performance.now() - began).toBeLessThan(1_200);
      await control.sendCommand(["REPLICAOF", "NO", "ONE"]).catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, 1_400));
    expect(await store.arrive({ follower, push, by: P2, again: true })).toHaveProperty("firstAt");
    control.destroy();
    await own.close();
    await expect(store.probe()).rejects.toThrow(StoreUnavailable);
    await store.close();
  });
});
