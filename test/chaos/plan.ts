import type { AccountSettings } from "../../src/adapter/account.ts";
import { PACE, type Pace } from "../../src/adapter/road.ts";
import type { RedisStoreOptions } from "../../src/store/redis/redisStore.ts";
import { STORE_SETTINGS } from "../../src/store/store.ts";
import { settingsOf, type WireAccount, wireAccount } from "../helpers/wechat.ts";

/** Every time of the road, the store and WeChat runs this much faster, so that the test is short. */
export const SCALE = 0.3;
/** WeChat's own times, scaled. */
export const CUT_MS = 5_000 * SCALE;
export const TRIES = 3;

/** What a child process is told. */
export interface ChildConfig {
  readonly port: number;
  readonly accounts: readonly AccountSettings[];
  readonly store: RedisStoreOptions;
  readonly pace: Partial<Pace>;
  readonly api: string;
  readonly apiMs: number;
}

/** One account may send customer-service messages, the other lives on passive replies. */
export function chaosAccounts(): readonly (WireAccount & { readonly customerService: boolean })[] {
  return [
    { ...wireAccount(), customerService: true },
    { ...wireAccount(), customerService: false },
  ];
}

export function childConfig(
  accounts: ReturnType<typeof chaosAccounts>,
  redis: string,
  api: string,
): Omit<ChildConfig, "port"> {
  const { leaseMs, rescueMs, slotMs, sendLeaseMs } = STORE_SETTINGS;
  const scaled = scale({ leaseMs, rescueMs, slotMs, sendLeaseMs });
  return {
    accounts: accounts.map(({ customerService, ...account }) => ({
      ...settingsOf(account),
      customerService,
      locale: "en",
    })),
    // Remembered longer than the test lasts: the judge reads it at the end.
    store: { ...scaled, rememberMs: 300_000, url: redis, deadlineMs: 1_000 },
    pace: { ...scale(PACE), holdMs: PACE.holdMs },
    api,
    apiMs: 5_000 * SCALE,
  };
}

function scale<T extends Record<keyof T, number>>(times: T): T {
  const entries = Object.entries(times).map(([name, ms]) => [name, Math.round(Number(ms) * SCALE)]);
  return Object.fromEntries(entries) as T;
}

/** A small seeded generator: the same seed, the same pushes, tries and kills. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
