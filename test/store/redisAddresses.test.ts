import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openStore, storeProblem } from "../../src/store/open.ts";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { readSentinelUrl } from "../../src/store/redis/sentinel.ts";
import { Bench, rides } from "../../src/testing/store/bench.ts";
import { describeStore } from "../../src/testing/store/conformance.ts";
import { hasRedis, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { type SentinelledRedis, startSentinelledRedis } from "../helpers/redisSentinel.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { openRedis } from "./openRedis.ts";

skipWithoutRedis("the forms of a Redis's address");

describe("addresses", () => {
  test.each([
    ["redis-sentinel://a:26379/", "names no primary"],
    ["redis-sentinel:///mymaster", "names no primary"],
    ["redis-sentinel://a,b", "names no primary"],
    ["unix:/run/redis.sock", "names no socket"],
    ["unix://run/redis.sock", "names no socket"],
    ["valkey://", "names no server"],
    ["valkey+cluster://", "names no nodes"],
  ])("%s %s", (address, problem) => {
    expect(storeProblem(address)).toContain(problem);
  });

  test.each([
    "redis-sentinel://user:p%40ss@a,b:26380,[::1]:1/my%20master/2",
    "rediss-sentinel://a/m",
    "valkey-sentinel://a/m",
    "unix:///run/redis.sock",
    "unix://user:pass@/run/redis.sock",
    "valkey://host",
    "valkeys://host:1",
    "valkey+cluster://a:1,b:2",
  ])("%s is one", (address) => {
    expect(storeProblem(address)).toBeUndefined();
  });

  test("a Sentinel's address is read as it is written", () => {
    const address = "redis-sentinel://user:p%40ss@a,b:26380,[::1]:1/my%20master/2";
    expect(readSentinelUrl(address)).toEqual({
      name: "my master",
      sentinels: [
        { host: "a", port: 26_379 },
        { host: "b", port: 26_380 },
        { host: "::1", port: 1 },
      ],
      username: "user",
      password: "p@ss",
      database: 2,
      tls: false,
    });
  });
});

describe.runIf(hasRedis)("one server, by other addresses", () => {
  test("a socket of the machine, with a database, and Valkey's name", async () => {
    const socket = join(tempFolder(), "redis.sock");
    const server = await startRedis({ unixsocket: socket });
    onTestFinished(() => server.close());
    const addresses = [`unix://${socket}?db=3`, `valkey://127.0.0.1:${server.port}/3`];
    const [one, two] = await Promise.all(addresses.map((address) => openStore(address)));
    if (one === undefined || two === undefined) throw new Error("not opened");
    await one.writeState("o", [{ key: "k", value: "1", eTag: "e" }]);
    expect(await two.readState("o", ["k"])).toMatchObject([{ value: "1" }]);
    await Promise.all([one.close(), two.close()]);
  });

  test("a socket that is not there is told with its path", async () => {
    const opened = RedisStore.open({ url: "unix:///nowhere/redis.sock", connectMs: 500 });
    await expect(opened).rejects.toThrow("The Redis at /nowhere/redis.sock cannot be reached");
  });

  test("one address does not change another's", async () => {
    const server = await startRedis();
    onTestFinished(() => server.close());
    await RedisStore.open({ url: "unix:///nowhere/redis.sock", connectMs: 200 }).catch(() => {});
    const store = await openStore(server.url);
    await store.close();
  });
});

describe.runIf(hasRedis)("Sentinels", () => {
  let town: SentinelledRedis;
  beforeAll(async () => {
    town = await startSentinelledRedis();
  }, 60_000);
  afterAll(() => town.close());
  const open = () => openRedis({ url: town.url, servers: [town.primary.url] });

  // The verbs are those of one server: here are the groups that lean most on its scripts and on what it publishes.
  describeStore({ describe, it: test }, "redis behind Sentinels", open, ["step", "wake"]);

  test("a name that the Sentinels do not know is told as the reason", async () => {
    const address = town.url.replace("mymaster", "other");
    const opened = RedisStore.open({ url: address, connectMs: 1_500 });
    await expect(opened).rejects.toThrow(/Redis at 127\.0\.0\.1:\d+ cannot be/);
  });
});

test.runIf(hasRedis)(
  "a failover: what was acknowledged is there, and the store is found again within seconds",
  async () => {
    const town = await startSentinelledRedis();
    onTestFinished(() => town.close());
    const bench = new Bench(await openRedis({ url: town.url, servers: [] }, { deadlineMs: 1_000 }));
    await bench.turn("m1", rides("m1", "d"));
    // What is acknowledged has reached the replica by then.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await town.primary.kill();
    const began = performance.now();
    await expect
      .poll(
        () =>
          bench.arrive("m1", undefined, { again: true }).then(
            ({ answer }) => answer,
            () => "",
          ),
        {
          timeout: 30_000,
        },
      )
      .toContain("answer to m1");
    expect(performance.now() - began).toBeLessThan(20_000);
    await bench.turn("m2", rides("m2", "d"));
    await bench.close();
  },
  60_000,
);
