import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import { STORE_SETTINGS } from "../../src/store/storeSettings.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { describeStore } from "./conformance.ts";

const settings = { ...STORE_SETTINGS, queueLength: 4, keepMs: 30 * 60_000 };

/** Two stores on one file, as two processes have it, and a clock for both. */
function two() {
  const folder = mkdtempSync(join(tmpdir(), "wechat-sqlite-"));
  const clock = new ManualClock();
  const path = join(folder, "data", "wechat.db");
  const [store, other] = [1, 2].map(() => new SqliteStore({ ...settings, path, clock }));
  async function close(): Promise<void> {
    await Promise.all([store?.close(), other?.close()]);
    rmSync(folder, { recursive: true });
  }
  return { store: store as SqliteStore, other: other as SqliteStore, clock, close };
}

describeStore("sqlite", async () => {
  const { store, other, clock, close } = two();
  return {
    store,
    other,
    settings,
    now: () => clock.now(),
    advance: async (ms) => clock.advance(ms),
    close,
  };
});
