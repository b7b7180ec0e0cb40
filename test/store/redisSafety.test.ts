import { afterEach, describe, expect, test } from "vitest";
import { StoreUnavailable } from "../../src/errors.ts";
import { openStore } from "../../src/store/open.ts";
import { FORMAT } from "../../src/store/redis/format.ts";
import { RedisStore, type RedisStoreOptions } from "../../src/store/redis/redisStore.ts";
import { unsafe } from "../../src/store/redis/safety.ts";
import {
  hasRedis,
  type RedisServer,
  skipWithoutRedis,
  startRedis,
  withClient,
} from "../helpers/redis.ts";

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

  test("a policy that becomes unsafe at run time is noticed, in the log and by the probe", async () => {
    const server = await startRedis({});
    servers.push(server);
    const said: string[] = [];
    const error = (facts: object) => void said.push(JSON.stringify(facts));
    const store = await RedisStore.open({
      url: server.url,
      log: { ...log, error },
      lookEveryMs: 0,
    });
    const set = (policy: string) =>
      withClient(server.url, (client) => client.configSet("maxmemory-policy", policy));
    await store.probe();
    await set("allkeys-lru");
    await expect(store.probe()).rejects.toThrow("maxmemory-policy allkeys-lru");
    await expect(store.probe()).rejects.toThrow(StoreUnavailable);
    expect(said).toEqual([expect.stringContaining("allkeys-lru")]);
    await set("noeviction");
    await store.probe();
    // The sweep looks as well, where nobody asks for readiness.
    await set("volatile-ttl");
    await store.due(1);
    await expect.poll(() => said).toHaveLength(2);
    await store.close();
  });

  test("what a later version wrote is refused, what an older one wrote is read", async () => {
    const server = await startRedis({});
    servers.push(server);
    const open = () => RedisStore.open({ url: server.url, log });
    await (await open()).close();
    const format = (value: string) =>
      withClient(server.url, (client) => client.set("wx:format", value));
    await format("1");
    await (await open()).close();
    expect(await withClient(server.url, (client) => client.get("wx:format"))).toBe(String(FORMAT));
    await format(String(FORMAT + 1));
    await expect(open()).rejects.toThrow("a later version of this package");
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
