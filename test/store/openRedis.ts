import { randomUUID } from "node:crypto";
import { RedisStore, type RedisStoreOptions } from "../../src/store/redis/redisStore.ts";
import type { Store } from "../../src/store/store.ts";
import { STORE_SETTINGS } from "../../src/store/storeSettings.ts";
import type { Opened } from "../../src/testing/store/bench.ts";
import { hasRedis, TEST_PREFIX, withClient } from "../helpers/redis.ts";

export const SETTINGS = { ...STORE_SETTINGS, queueLength: 4, keepMs: 48 * 3_600_000 };
export const SILENT = { info() {}, warn() {}, error() {} };

/**
 * A fresh, empty store on servers that other tests use too, as two processes have it. Its clock is moved by
 * hand; what the servers themselves let expire is moved with it.
 */
export async function openRedis(
  { url, servers }: { readonly url: string; readonly servers: readonly string[] },
  more: Partial<RedisStoreOptions> = {},
  seen: (store: Store) => Store = (store) => store,
): Promise<Opened> {
  const prefix = more.prefix ?? `${TEST_PREFIX}${randomUUID()}`;
  let time = Date.now();
  const now = () => time;
  const own = { prefix, log: SILENT, now, deadlineMs: 10_000, acceptUnsafeServer: !hasRedis };
  const options = { ...SETTINGS, url, ...own, ...more };
  const [store, other] = await Promise.all([RedisStore.open(options), RedisStore.open(options)]);
  return {
    store: seen(store),
    other: seen(other),
    settings: SETTINGS,
    now,
    async advance(ms) {
      time += ms;
      await Promise.all(servers.map((server) => age(server, `${prefix}:*`, ms)));
    },
    close: async () => void (await Promise.all([store.close(), other.close()])),
  };
}

/** Lets keys that will expire be so much older. */
function age(server: string, pattern: string, ms: number): Promise<void> {
  return withClient(server, async (client) => {
    for (const key of await client.keys(pattern)) {
      const left = await client.pTTL(key);
      if (left >= 0) await client.pExpire(key, left - ms);
    }
  });
}
