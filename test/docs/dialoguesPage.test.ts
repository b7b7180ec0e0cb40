import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/dialogues.md"), "utf8");

function block(mark: string): string {
  const code = page.split(`<!-- example: ${mark} -->`)[1]?.match(/^\s+```\w+\n([\s\S]+?)```/)?.[1];
  if (code === undefined) throw new Error(`docs/dialogues.md has no block "${mark}".`);
  const source = (path: string) => JSON.stringify(pathToFileURL(join(root, path)).href);
  return code
    .replaceAll('"botbuilder-adapter-wechat/testing"', source("src/testing/index.ts"))
    .replaceAll('"botbuilder-adapter-wechat"', source("src/index.ts"));
}

/** The tests run in a process of their own; on a busy machine that takes its time. */
test("the tutorial's bot passes the tutorial's tests", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "dialogues-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "bot.ts"), block("bot"));
  writeFileSync(join(folder, "bot.test.ts"), block("test"));
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ["--test", "--test-reporter=tap", join(folder, "bot.test.ts")];
  const output = execFileSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  expect(output).toMatch(/# pass 1\d\n# fail 0|# pass 2\d\n# fail 0/);
});
