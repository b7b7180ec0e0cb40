import { MemoryStore } from "../../src/store/memory.ts";
import { STORE_SETTINGS } from "../../src/store/storeSettings.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { describeStore } from "./conformance.ts";

describeStore("memory", async () => {
  const clock = new ManualClock();
  const settings = { ...STORE_SETTINGS, queueLength: 4, keepMs: 30 * 60_000 };
  const store = new MemoryStore({ ...settings, clock });
  return {
    store,
    other: store,
    settings,
    now: () => clock.now(),
    advance: async (ms) => clock.advance(ms),
    close: () => store.close(),
  };
});
