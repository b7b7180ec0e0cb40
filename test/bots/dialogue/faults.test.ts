import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("every planted fault is caught", { timeout: 240_000 }, () => {
  const script = join(import.meta.dirname, "faults.ts");
  const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  process.stdout.write(stdout);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^(\d+) of \1 planted faults caught$/m);
});
