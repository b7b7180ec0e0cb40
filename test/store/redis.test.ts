import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RedisStore, type RedisStoreOptions } from "../../src/store/redis/redisStore.ts";
import { Bench, LAST, P1, P2, plan, rides } from "../../src/testing/store/bench.ts";
import {
  canKeep,
  hasRedis,
  keepingRedis,
  skipWithoutRedis,
  TEST_PREFIX,
  withClient,
} from "../helpers/redis.ts";
import { describeStore } from "./conformance.ts";
import { openRedis, SETTINGS, SILENT } from "./openRedis.ts";

let server: Awaited<ReturnType<typeof keepingRedis>>;
const open = (more: Partial<RedisStoreOptions> = {}) =>
  openRedis({ url: server.url, servers: [server.url] }, more);

skipWithoutRedis("the store's rules on Redis", canKeep);

describe.runIf(canKeep)("redis", () => {
  beforeAll(async () => {
    server = await keepingRedis();
  });
  afterAll(() => server.close());

  describeStore("redis", () => open());

  test.runIf(hasRedis)("an ordinary turn costs two round trips", async () => {
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
    expect(calls.map(([, name, count]) => `${name} ${count}`)).toEqual(["fcall 2"]);
  });

  test("the keys of a follower and its due work share a cluster slot", async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    const prefix = `${TEST_PREFIX}slots`;
    const bench = new Bench(await open({ prefix }));
    const timers = [{ set: "t", at: Date.now() + 3_600_000, data: "{}" }];
    await bench.turn("m0", { save: { record: {}, timers } });
    await bench.chained("m", 1);
    // The version of what is stored is one key for all followers.
    const keys = (await client.keys(`${prefix}:*`)).filter((key) => key !== `${prefix}:format`);
    await bench.close();
    client.destroy();
    expect(new Set(keys.map((key) => key.match(/\{b\d+\}/)?.[0])).size).toBe(1);
    expect(keys.map((key) => key.split(":")[2]).sort()).toEqual(["due", "f", "p", "urgent"]);
  });

  test.runIf(hasRedis)(
    "lost functions and scripts are loaded again, whoever asks at once",
    async () => {
      const client = createClient({ url: server.url });
      await client.connect();
      const bench = new Bench(await open());
      const work = await bench.run("m");
      await client.scriptFlush();
      await client.functionFlush();
      await Promise.all([
        bench.commit(work, rides("m", "d")),
        ...["o2", "o3", "o4"].map((openid) => bench.of(openid).turn("m")),
        bench.due(),
      ]);
      const libraries = (await client.functionList()) as readonly unknown[];
      expect(libraries).toHaveLength(1);
      client.destroy();
      await bench.close();
    },
  );

  test("a line that an earlier release wrote leaves the index that it stood in", async () => {
    const prefix = `${TEST_PREFIX}earlier`;
    const bench = new Bench(await open({ prefix }));
    await bench.turn("m0");
    await withClient(server.url, async (client) => {
      const [line = ""] = await client.keys(`${prefix}:*:f:*`);
      const [, bucket = ""] = /^(.*):f:/.exec(line) ?? [];
      const text = (await client.get(line)) ?? "";
      // It knew neither of these, and put what cannot wait into both indexes.
      const earlier = text.replace(/"(?:later|swept)":-?\d+,?/g, "").replace(/,}/, "}");
      expect(earlier.length).toBeLessThan(text.length);
      await client.set(line, earlier);
      const member = line.slice(`${bucket}:f:`.length);
      await client.zAdd(`${bucket}:due`, { score: 1, value: member });
      const [pushes = ""] = await client.keys(`${prefix}:*:p:*`);
      await client.hSet(pushes, "swept", "1");
      expect(await bench.due()).toEqual(["o1"]);
      await bench.turn("m1");
      expect(await bench.due()).toEqual([]);
      expect(await client.zCard(`${bucket}:due`)).toBe(0);
    });
    await bench.close();
  });

  test("the server's own clock ends leases and forgets", async () => {
    const prefix = `${TEST_PREFIX}clock`;
    const times = { leaseMs: 300, rememberMs: 300, keepMs: 700 };
    const own = { prefix, log: SILENT, acceptUnsafeServer: !hasRedis };
    const options = { ...SETTINGS, ...times, url: server.url, ...own };
    const store = await RedisStore.open(options);
    const follower = { appId: "wx0000000000000001", openid: "o1" };
    const push = { key: "m", kind: "push", body: "", createdAt: Date.now() } as const;
    const first = await store.arrive({ follower, push, by: P1 });
    expect(first.leaseLeft).toBeGreaterThan(0);
    await expect
      .poll(() => store.arrive({ follower, push, by: P2, again: true }))
      .toHaveProperty("work.attempts", 2);
    const fence = (first.work?.lease.fence ?? 0) + 1;
    const lease = { follower, pushKey: "m", fence, by: P2 };
    expect(await store.step(lease, 0, plan(LAST))).toHaveProperty("ok", true);
    const keys = () => withClient(server.url, (client) => client.keys(`${prefix}:*:f:*`));
    const pushes = () => withClient(server.url, (client) => client.keys(`${prefix}:*:p:*`));
    await expect.poll(pushes).toEqual([]);
    await expect.poll(keys).toEqual([]);
    await store.close();
  });
});
