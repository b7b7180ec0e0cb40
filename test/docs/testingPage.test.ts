import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { simulate } from "../../src/commands/simulate/simulate.ts";
import { readConfig } from "../../src/config.ts";
import { startServer } from "../../src/server.ts";
import { MemoryStore } from "../../src/store/memory.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/testing.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "testing-page-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The block of code behind a mark of the page. */
function block(mark: string): string {
  const code = page.split(`<!-- ${mark} -->`)[1]?.match(/^\s+```\w+\n([\s\S]+?)```/)?.[1];
  if (code === undefined) throw new Error(`docs/testing.md has no block "${mark}".`);
  return code;
}

/** Our sources instead of the package, which would have to be built. */
function withSources(code: string): string {
  const kit = pathToFileURL(join(root, "src/testing/index.ts")).href;
  expect(code).toContain('from "botbuilder-adapter-wechat/testing"');
  return code.replaceAll('"botbuilder-adapter-wechat/testing"', JSON.stringify(kit));
}

test.each([
  ["testWeChat", 2],
  ["WeChatTestAdapter", 1],
])("the example of %s passes when it is run as it stands", (name, tests) => {
  const file = join(folder, `${name}.test.mjs`);
  writeFileSync(file, withSources(block(`example: ${name}`)));
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ["--test", "--test-reporter=tap", file];
  const output = execFileSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  expect(output).toContain(`# pass ${tests}\n# fail 0`);
});

test("the script of the page is met by the echo sample", async () => {
  const environment = {
    PORT: "0",
    WECHAT_APP_ID: "wx0123456789abcdef",
    WECHAT_TOKEN: "testingpagetoken",
    WECHAT_ENCODING_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const config = readConfig(environment, folder);
  const server = await startServer(config, join(root, "samples/echo"), {
    log,
    store: new MemoryStore(),
  });
  onTestFinished(() => server.close());
  const script = join(folder, "story.txt");
  writeFileSync(script, block("script"));
  let output = "";
  const write = (text: string) => {
    output += text;
  };
  const terminal = { input: Readable.from([]), output: { write }, environment, folder };
  expect(await simulate({ url: server.address, script }, terminal), output).toBe(0);
  expect(output).toContain("safe mode");
  expect(output.match(/✓ as expected/g)?.length).toBe(7);
});

/** Options of curl and Node, which the page names too. */
const OF_OTHERS = ["silent", "retry", "retry-connrefused", "retry-delay", "test", "inspect-brk"];

test("every command and every step that the page names is there", () => {
  // The page tells of `record` and of kinds of account as well.
  const help = ["simulate/simulate.ts", "record.ts", "accountKind.ts"]
    .map((file) => readFileSync(join(root, "src/commands", file), "utf8"))
    .join("");
  const options = new Set([...page.matchAll(/ --([a-z-]+)\b/g)].map(([, name]) => name));
  for (const name of OF_OTHERS) {
    options.delete(name);
  }
  expect(options.size).toBeGreaterThan(4);
  for (const name of options) expect(help).toMatch(new RegExp(`"?${name}"?: \\{ type`));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(["start", "simulate"]));
});
