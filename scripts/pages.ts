/**
 * Builds the pages that browsers get: `npm run prepare`, which `npm install` runs by itself. With `--if-stale`
 * only when a source is younger than what was built.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "..");
const SOURCES = ["src/simulator/phone/page", "src/web/page", "vite.config.ts", "package-lock.json"];

/** Builds the pages; `ifStale` leaves what is fresh alone. Resolves to whether it built. */
export async function buildPages({ ifStale = false } = {}): Promise<boolean> {
  const builtAt = youngest("dist/phone");
  if (ifStale && builtAt > Math.max(...SOURCES.map(youngest))) return false;
  const { NODE_ENV: before } = process.env;
  try {
    await build({ configFile: join(root, "vite.config.ts") });
  } finally {
    // Vite says to the whole process that this is production, where the phone does not start.
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  return true;
}

/** When something in a folder, or a file, was written last; 0 where there is nothing. */
function youngest(path: string): number {
  const full = join(root, path);
  try {
    const stat = statSync(full);
    if (!stat.isDirectory()) return stat.mtimeMs;
    const names = readdirSync(full, { recursive: true, encoding: "utf8" });
    return Math.max(0, ...names.map((name) => statSync(join(full, name)).mtimeMs));
  } catch {
    return 0;
  }
}

if (process.argv[1] === import.meta.filename) {
  await buildPages({ ifStale: process.argv.includes("--if-stale") });
}
