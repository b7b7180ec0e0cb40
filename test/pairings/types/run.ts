/**
 * README's bot, the tutorial and the test kit under the compilers of TypeScript, in every way to resolve modules; and a
 * JavaScript project whose tests Jest runs in its default mode.
 *
 *     npm run test:types [-- --write]
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { addPackage, installedProject, versionIn } from "../project.ts";
import { type Row, report, tried } from "../report.ts";

const folder = installedProject("types");
const read = (file: string) => readFileSync(resolve(import.meta.dirname, "../../..", file), "utf8");

/** A block of code behind a mark of a page. */
function block(file: string, mark: string): string {
  const code = read(file)
    .split(`<!-- ${mark} -->`)[1]
    ?.match(/^\s+```\w+\n([\s\S]+?)```/)?.[1];
  if (code === undefined) throw new Error(`${file} has no block "${mark}".`);
  return code;
}

const TUTORIAL = block("docs/dialogues.md", "example: bot");
const FILES: Readonly<Record<string, string>> = {
  "readme.ts": block("README.md", "example"),
  "bot.ts": TUTORIAL,
  // CommonJS has no `await` outside of a function.
  "bot.test.ts": block("docs/dialogues.md", "example: test")
    .replace("./bot.ts", "./bot.js")
    .replace(
      /for \(const (.+) of await paths\(booking\)\) (.+);/,
      "void paths(booking).then((all) => { for (const $1 of all) $2; });",
    ),
  "kit.ts": block("docs/testing.md", "example: testWeChat"),
};
/** As docs/dialogues.md says for `isolatedDeclarations`. */
const ISOLATED: Readonly<Record<string, string>> = {
  "bot.ts": TUTORIAL.replace(
    "import { dialogue,",
    "import { type Dialogue, type DialogueBot, type Runnable, dialogue,",
  )
    .replace(
      "const booking =",
      "const booking: Dialogue<void, { ref: string }> & Runnable<void, { ref: string }> =",
    )
    .replace("export default dialogueBot(", "const bot: DialogueBot = dialogueBot(")
    .concat("export default bot;\n"),
};

/** Files in a project of their own, beside the packages. */
function place(name: string, files: Readonly<Record<string, string>>): string {
  const project = join(folder, name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  symlinkSync(join(folder, "node_modules"), join(project, "node_modules"));
  for (const [file, code] of Object.entries(files)) writeFileSync(join(project, file), code);
  return project;
}

/** Throws what the compiler says. */
function compile(compiler: string, project: string, flags: string, files: readonly string[]): void {
  const common =
    "--strict --skipLibCheck --esModuleInterop --target es2022 --lib es2024,dom --types node --outDir out";
  const tsc = join(folder, "node_modules", compiler, "bin/tsc");
  const args = [tsc, ...`${common} ${flags}`.split(" "), ...files];
  const { stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  assert.equal(stdout, "", flags);
}

const RESOLUTIONS: readonly (readonly [
  module: string,
  resolution: string,
  types: readonly string[],
])[] = [
  ["commonjs", "node10", ["commonjs"]],
  ["node16", "node16", ["commonjs", "module"]],
  ["nodenext", "nodenext", ["commonjs", "module"]],
  ["preserve", "bundler", ["commonjs", "module"]],
];
const MORE = ["--noEmit", "--declaration", "--noEmit --exactOptionalPropertyTypes"];

function compiled(compiler: string, module: string, resolution: string, types: readonly string[]) {
  const deprecated = compiler === "typescript60" && resolution === "node10";
  const flags = `--module ${module} --moduleResolution ${resolution}${deprecated ? " --ignoreDeprecations 6.0" : ""}`;
  for (const type of types) {
    const manifest = { "package.json": JSON.stringify({ type }) };
    const project = place("compiled", { ...manifest, ...FILES });
    for (const more of MORE) compile(compiler, project, `${flags} ${more}`, Object.keys(FILES));
    const isolated = place("isolated", { ...manifest, ...ISOLATED });
    compile(
      compiler,
      isolated,
      `${flags} --declaration --isolatedDeclarations`,
      Object.keys(ISOLATED),
    );
  }
}

const JEST = `
const { testWeChat } = require("botbuilder-adapter-wechat/testing");
const { SendError } = require("botbuilder-adapter-wechat");
test("a bot answers", async () => {
  jest.useFakeTimers();
  const wechat = await testWeChat(async (context) => {
    if (context.activity.type === "message") await context.sendActivity("**hi** " + context.activity.text);
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("there");
  expect(mei.sees()).toEqual(["hi there"]);
  expect(SendError.prototype).toBeInstanceOf(Error);
  await wechat.close();
});
`;

function jest(): void {
  const project = place("jest", { "package.json": '{ "name": "a-project" }', "bot.test.js": JEST });
  const program = join(folder, "node_modules/jest/bin/jest.js");
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [program], {
    cwd: project,
    env,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}

addPackage(folder);
const rows: Row[] = [];
for (const compiler of ["typescript59", "typescript60", "typescript70"]) {
  for (const [module, resolution, types] of RESOLUTIONS) {
    if (compiler === "typescript70" && resolution === "node10") continue;
    rows.push({
      what: `TypeScript, \`${resolution}\``,
      version: versionIn(folder, compiler),
      failed: await tried(() => compiled(compiler, module, resolution, types)),
      remark:
        resolution === "node10"
          ? "CommonJS projects; TypeScript 7 has it no more"
          : "ES modules and CommonJS projects",
    });
  }
}
const remark = "in its default mode (CommonJS), under false timers";
rows.push({ what: "Jest", version: versionIn(folder, "jest"), failed: await tried(jest), remark });
report("types", rows);
