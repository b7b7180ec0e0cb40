import { RedisStore, type RedisStoreOptions } from "../../src/store/redis/redisStore.ts";
import { SqliteStore, type SqliteStoreOptions } from "../../src/store/sqlite/sqliteStore.ts";
import type { Store } from "../../src/store/store.ts";

/** The store that all processes share: one Redis, or one file. */
export type SharedStore = RedisStoreOptions | SqliteStoreOptions;

const silent = { info() {}, warn() {}, error() {} };

export async function openStore(options: SharedStore): Promise<Store> {
  if ("path" in options) return new SqliteStore(options);
  return RedisStore.open({ ...options, log: silent });
}
