/**
 * Builds the pages that browsers get: `npm run pages`. With `--if-stale` only those of which a source is younger than
 * what was built: so do `npm start` and the tests. Nothing of it is a script that npm runs at an install, which
 * whoever installs the package would be asked to approve.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
/** Where a page's sources are, by the folder of `dist` that it is built into; none that modules are compiled to. */
const PAGES = { phone: "src/simulator/phone/page", "console-page": "src/console/page" } as const;
const SHARED = [
  "src/web/page",
  "src/language/languageFor.ts",
  "vite.config.ts",
  "package-lock.json",
];

/** Builds the pages; `ifStale` leaves what is fresh alone. Resolves to whether it built any. */
export async function buildPages({ ifStale = false } = {}): Promise<boolean> {
  let built = false;
  for (const [name, source] of Object.entries(PAGES)) {
    const sources = Math.max(...[source, ...SHARED].map(youngest));
    if (ifStale && youngest(`dist/${name}`) > sources) continue;
    await buildPage(name, join(root, source));
    built = true;
  }
  return built;
}

async function buildPage(name: string, source: string): Promise<void> {
  // Loaded only when there is something to build: `npm start` waits for it.
  const { build } = await import("vite");
  mkdirSync(join(root, "dist"), { recursive: true });
  const { NODE_ENV: before } = process.env;
  // Whoever builds, a test too, gets the page that people get.
  process.env.NODE_ENV = "production";
  try {
    const outDir = mkdtempSync(join(root, `dist/.${name}-`));
    await build({ configFile: join(root, "vite.config.ts"), root: source, build: { outDir } });
    exchange(outDir, join(root, "dist", name));
  } finally {
    // In production the phone does not start.
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/**
 * Puts a built page in the place of an older one while somebody may be reading that: names hold what is in
 * the files, so the new ones come beside the old, then the page itself in one step, then the old ones go.
 */
function exchange(built: string, place: string): void {
  const assets = join(place, "assets");
  cpSync(join(built, "assets"), assets, { recursive: true });
  renameSync(join(built, "index.html"), join(place, "index.html"));
  const fresh = new Set(readdirSync(join(built, "assets")));
  for (const name of readdirSync(assets)) {
    if (!fresh.has(name)) rmSync(join(assets, name), { force: true });
  }
  rmSync(built, { recursive: true });
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
