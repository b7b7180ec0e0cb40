import { afterEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { RedisStore, type RedisStoreOptions } from "../../src/store/redis/redisStore.ts";
import { unsafe } from "../../src/store/redis/safety.ts";
import { hasRedis, type RedisServer, skipWithoutRedis, startRedis } from "../helpers/redis.ts";

const servers: RedisServer[] = [];
const warnings: string[] = [];
const log = { info() {}, error() {}, warn: (_: object, text: string) => void warnings.push(text) };

async function openOn(flags: Record<string, string>, more: Partial<RedisStoreOptions> = {}) {
  const server = await startRedis(flags);
  servers.push(server);
  const store = await RedisStore.open({ url: server.url, log, ...more });
  await store.close();
}

skipWithoutRedis("whether an unsafe Redis is refused");

describe.runIf(hasRedis)("an unsafe Redis is refused at start, with what to change", () => {
  afterEach(async () => {
    warnings.length = 0;
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  test("no append-only file, and a policy that throws keys away", async () => {
    const flags = { appendonly: "no", "maxmemory-policy": "allkeys-lru" };
    const refused = await openOn(flags).catch((error) => error);
    expect(refused.code).toBe("settings");
    expect(refused.problems).toHaveLength(2);
    expect(refused.message).toContain("set appendonly yes");
    expect(refused.message).toContain("set maxmemory-policy noeviction");
  });

  test("it is taken all the same where the loud option says so, with a warning each", async () => {
    await openOn({ appendonly: "no" }, { acceptUnsafeServer: true });
    expect(warnings).toEqual([expect.stringContaining("set appendonly yes")]);
  });

  test("an address says so with ?accept-unsafe-server", async () => {
    const server = await startRedis({ appendonly: "no" });
    servers.push(server);
    await expect(openStore(server.url)).rejects.toThrow("set appendonly yes");
    await (await openStore(`${server.url}?accept-unsafe-server`)).close();
  });

  test("a safe one is taken without a word", async () => {
    await openOn({});
    expect(warnings).toEqual([]);
  });

  test("a replica", async () => {
    await expect(openOn({ replicaof: "127.0.0.1 1" })).rejects.toThrow("name its primary");
  });

  test("a server that is not there: in time, and nothing goes on trying", async () => {
    const options = { url: "redis://127.0.0.1:1", connectMs: 200, log };
    await expect(RedisStore.open(options)).rejects.toThrow("ECONNREFUSED");
    const lost = warnings.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(warnings).toHaveLength(lost);
  });
});

test("a version that has not what the scripts need", () => {
  const info = (version: string) => [{ address: "a:1", text: `redis_version:${version}\r\n` }];
  expect(unsafe(info("6.2.14"))).toEqual([
    "The Redis at a:1 is not safe for a store: it is Redis 6.2.14: take 7.0 or newer.",
  ]);
  expect(unsafe(info("7.0.15"))).toEqual([]);
  expect(unsafe(info("10.0.0"))).toEqual([]);
});
