import { onTestFinished } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { openConsoleWorld, type WorldOptions } from "../helpers/consoleWorld.ts";

export { SETS, TOKEN } from "../helpers/consoleWorld.ts";

await buildPages({ ifStale: true });

/** A third-party platform with its console, and a simulated WeChat, for one test. */
export async function openConsoleRig(options: WorldOptions = {}) {
  const world = await openConsoleWorld(options);
  onTestFinished(() => world.close());
  return world;
}
