/**
 * The package, as npm gets it, on the runtimes of JavaScript.
 *
 *     npm run test:runtimes [-- --write]
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { startRedis } from "../../helpers/redis.ts";
import { addPackage, installedProject, versionIn } from "../project.ts";
import { type Row, report, tried } from "../report.ts";

const run = promisify(execFile);
const folder = installedProject("runtimes");
const bin = (path: string) => join(folder, "node_modules", path);

interface Runtime {
  readonly name: string;
  readonly from: string;
  readonly command: readonly string[];
  readonly remark: string;
}

const node = (major: number, remark = ""): Runtime => ({
  name: "Node",
  from: `node${major}`,
  command: [bin(`node${major}/bin/node`)],
  remark,
});

const RUNTIMES: readonly Runtime[] = [
  node(22, "a warning of `node:sqlite` where a SQLite file is opened"),
  node(24),
  node(26),
  {
    name: "Bun",
    from: "@oven/bun-linux-x64",
    command: [bin("@oven/bun-linux-x64/bin/bun")],
    remark: "",
  },
  {
    name: "Deno",
    from: "@deno/linux-x64-glibc",
    command: [bin("@deno/linux-x64-glibc/deno"), "run", "-A"],
    remark:
      "with `-A`; Deno says once that `request.signal` is aborted on success, too, which does no harm here",
  },
];

/** Runs in each of them: both ways in, a slow bot, the stores, the test kit. Prints `all is well`. */
const STORY = readFileSync(resolve(import.meta.dirname, "story.mjs"), "utf8");

async function works({ command }: Runtime, redis: string): Promise<void> {
  const [program = "", ...args] = command;
  const options = { cwd: folder, env: { ...process.env, REDIS: redis }, timeout: 90_000 };
  const { stdout, stderr } = await run(program, [...args, "story.mjs"], options);
  assert.match(stdout, /all is well/, `${stdout}${stderr}`);
  const cli = "node_modules/botbuilder-adapter-wechat/bin/wechat.cjs";
  const { stdout: told } = await run(program, [...args, cli, "explain", "45015"], options);
  assert.match(told, /45015/, told);
}

/** An old Node is refused by the package itself. */
async function refused(): Promise<void> {
  const code =
    'import("botbuilder-adapter-wechat").catch(({ code, message }) => console.log(code, message))';
  const { stdout } = await run(bin("node20/bin/node"), ["-e", code], { cwd: folder });
  assert.match(
    stdout,
    /^node-version botbuilder-adapter-wechat needs Node 22\.19 or later, and this is 20\./,
  );
}

addPackage(folder);
writeFileSync(join(folder, "story.mjs"), STORY);
const redis = await startRedis();
const rows: Row[] = [];
for (const runtime of RUNTIMES) {
  const { name, from, remark } = runtime;
  const failed = await tried(() => works(runtime, redis.url));
  rows.push({ what: name, version: versionIn(folder, from), failed, remark });
}
await redis.close();
const old = "refused by the package with a sentence, as every Node below 22.19";
rows.unshift({
  what: "Node",
  version: versionIn(folder, "node20"),
  failed: await tried(refused),
  remark: old,
});
report("runtimes", rows);
process.exit();
