import { randomUUID } from "node:crypto";
import { RedisStore, type RedisStoreOptions } from "../../src/store/redis/redisStore.ts";
import { STORE_SETTINGS, type Store, type StoreSettings } from "../../src/store/store.ts";
import type { Opened } from "./bench.ts";

/** Real time: short enough to wait for, long enough for a busy machine. */
export const REDIS_SETTINGS: StoreSettings = {
  ...STORE_SETTINGS,
  leaseMs: 600,
  sendLeaseMs: 600,
  rescueMs: 1_500,
  slotMs: 1_300,
  rememberMs: 2_500,
  queueLength: 4,
  keepMs: 2_800,
};

/** So much slower, for where calls themselves take time. */
export function slower(factor: number): StoreSettings {
  const { leaseMs, sendLeaseMs, rescueMs, slotMs, rememberMs, keepMs } = REDIS_SETTINGS;
  const times = { leaseMs, sendLeaseMs, rescueMs, slotMs, rememberMs, keepMs };
  const scaled = Object.entries(times).map(([name, ms]) => [name, ms * factor]);
  return { ...REDIS_SETTINGS, ...Object.fromEntries(scaled) };
}

/** A fresh, empty store on a Redis that other tests use too, as two processes have it. */
export async function openRedis(
  url: string,
  more: Partial<RedisStoreOptions> = {},
  seen: (store: Store) => Store = (store) => store,
): Promise<Opened> {
  const log = { info() {}, warn() {}, error() {} };
  const options = { ...REDIS_SETTINGS, url, prefix: `t${randomUUID()}`, log, ...more };
  const [store, other] = await Promise.all([RedisStore.open(options), RedisStore.open(options)]);
  return {
    store: seen(store),
    other: seen(other),
    settings: { ...REDIS_SETTINGS, ...more },
    now: () => Date.now(),
    advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms + 5)),
    close: async () => void (await Promise.all([store.close(), other.close()])),
  };
}
