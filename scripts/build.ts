/** Makes `dist/` afresh, so that nothing of an earlier build is packed; its pages only where they are stale. */
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildPages } from "./pages.ts";

const root = join(import.meta.dirname, "..");
mkdirSync(join(root, "dist"), { recursive: true });
for (const name of readdirSync(join(root, "dist"))) {
  if (!/^\.?(?:phone|console-page)/.test(name))
    rmSync(join(root, "dist", name), { recursive: true });
}
const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
const { status } = spawnSync(process.execPath, tsc, { cwd: root, stdio: "inherit" });
// Scripts that Redis runs stand beside the modules that send them.
for (const file of globSync("**/*.lua", { cwd: join(root, "src") })) {
  cpSync(join(root, "src", file), join(root, "dist", file));
}
process.exitCode = status ?? 1;
await buildPages({ ifStale: true });
