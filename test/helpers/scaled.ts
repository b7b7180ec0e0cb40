import { STORE_SETTINGS, type StoreSettings } from "../../src/store/storeSettings.ts";

/** Times in whole milliseconds where everything is faster than in life: 0.1 is ten times as fast. */
export function scaled<T extends Record<keyof T, number>>(times: T, scale: number): T {
  const all = Object.entries(times) as [string, number][];
  return Object.fromEntries(all.map(([name, ms]) => [name, Math.round(ms * scale)])) as T;
}

/** The times of a store that a delivery or a message may wait for, so scaled. */
export function scaledTimes(scale: number): Partial<StoreSettings> {
  const { leaseMs, rescueMs, slotMs, nextMs, tryMs, sendLeaseMs, retryMs, handOverMs } =
    STORE_SETTINGS;
  const times = { leaseMs, rescueMs, slotMs, nextMs, tryMs, sendLeaseMs, retryMs, handOverMs };
  return scaled(times, scale);
}
