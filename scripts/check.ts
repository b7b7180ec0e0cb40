/** What must hold before a change lands: types, format and lint, imports and cycles, docs made from code, exported types, the packed package. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const CHECKS: readonly (readonly string[])[] = [
  ["node_modules/typescript/bin/tsc", "--noEmit"],
  ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
  ["node_modules/vitest/vitest.mjs", "run", "test/house"],
  ["scripts/docs.ts", "--check"],
  ["scripts/exports.ts"],
  ["scripts/packageShape.ts"],
];

for (const check of CHECKS) {
  const { status } = spawnSync(process.execPath, [...check], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    process.stderr.write(`Failed: ${check.join(" ")}\n`);
    process.exit(status ?? 1);
  }
}
