import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { sendPush } from "../../src/commands/push.ts";
import { readConfig } from "../../src/config.ts";
import { describeInit } from "./initStories.ts";
import { describeWalk } from "./walkStories.ts";

const root = resolve(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const environment = (port: number) => ({
  PORT: String(port),
  WECHAT_APP_ID: "wx1234567890abcdef",
  WECHAT_TOKEN: "benchtoken",
  WECHAT_ENCODING_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
});
let project: string;

/** The README's example, as a stranger copies it. */
function example(): string {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const code = /<!-- example -->\s+```js\n([\s\S]+?)```/.exec(readme)?.[1];
  if (code === undefined) throw new Error("README.md has no example");
  return code;
}

function asCommonJs(code: string): string {
  return code.replace(/^import (\{[^}]+\}) from ("[^"]+");$/gm, "const $1 = require($2);");
}

/** An empty project with the packed package and, beside it, the SDK and what the package depends on. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "wechat-package-"));
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", project], {
    cwd: root,
    encoding: "utf8",
  });
  execFileSync("tar", ["-xzf", join(project, packed.trim()), "-C", project]);
  const modules = join(project, "node_modules");
  mkdirSync(modules);
  cpSync(join(project, "package"), join(modules, manifest.name), { recursive: true });
  for (const name of ["botbuilder", "@types", ...Object.keys(manifest.dependencies)]) {
    const link = join(modules, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  writeFileSync(join(project, "package.json"), '{ "name": "a-strangers-project" }');
  writeFileSync(join(project, "bot.mjs"), example());
  writeFileSync(join(project, "bot.cjs"), asCommonJs(example()));
}, 600_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

for (const [kind, file] of [
  ["ESM", "bot.mjs"],
  ["CommonJS", "bot.cjs"],
] as const) {
  test(`the README's example answers an encrypted push, in ${kind}`, async () => {
    const port = await freePort();
    const bot = spawn(process.execPath, [file], {
      cwd: project,
      env: { ...process.env, ...environment(port) },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    bot.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    try {
      expect(await answerTo("你好", port), stderr).toContain('text "You said: 你好"');
    } finally {
      bot.kill("SIGKILL");
    }
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Sends a push as soon as somebody listens. */
async function answerTo(text: string, port: number): Promise<string> {
  const config = { ...readConfig(environment(port), project), port };
  let output = "";
  for (let tries = 0; tries < 100; tries++) {
    output = "";
    const code = await sendPush(config, { text }, { write: (line) => (output += line) });
    if (code === 0) return output;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return output;
}

test("its testing kit runs a bot without a network", () => {
  const code = `
    import { testWeChat } from "botbuilder-adapter-wechat/testing";
    const wechat = await testWeChat(async (context) => {
      if (context.activity.type === "message") await context.sendActivity("hi " + context.activity.text);
    });
    const mei = wechat.follower();
    await mei.subscribes();
    await mei.says("there");
    console.log(JSON.stringify(mei.sees()));
    await wechat.close();
  `;
  writeFileSync(join(project, "kit.mjs"), code);
  const output = execFileSync(process.execPath, ["kit.mjs"], { cwd: project, encoding: "utf8" });
  expect(output.trim()).toBe('["hi there"]');
});

test("its Redis store says which package it wants, and brings its scripts", () => {
  const code = `
    import { RedisStore } from "botbuilder-adapter-wechat";
    const options = { url: "redis://127.0.0.1:1", connectMs: 300, log: { warn() {} } };
    await RedisStore.open(options).catch(({ code, message }) => console.log(code, message));
  `;
  writeFileSync(join(project, "redis.mjs"), code);
  const run = () =>
    execFileSync(process.execPath, ["redis.mjs"], { cwd: project, encoding: "utf8" });
  expect(run()).toContain("settings The package redis is not installed");
  for (const name of ["redis", "@redis"]) {
    symlinkSync(join(root, "node_modules", name), join(project, "node_modules", name));
  }
  expect(run()).toContain(
    "store-unavailable The Redis at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED",
  );
});

test("its types are found by TypeScript, strictly", () => {
  const code = `
    import { ActivityHandler } from "botbuilder";
    import { MemoryStore, WeChatAdapter, type WeChatAdapterOptions } from "botbuilder-adapter-wechat";
    const options: WeChatAdapterOptions = { accounts: [{ appId: "wx1", token: "t" }], store: new MemoryStore() };
    export const adapter: WeChatAdapter = new WeChatAdapter(options);
    export const bot = new ActivityHandler();
    // @ts-expect-error an account needs a token
    new WeChatAdapter({ accounts: [{ appId: "wx1" }] });
    // @ts-expect-error there is no such mode
    new WeChatAdapter({ accounts: [{ appId: "wx1", token: "t", mode: "secret" }] });
  `;
  writeFileSync(join(project, "consumer.mts"), code);
  writeFileSync(join(project, "readme.mts"), example());
  writeFileSync(join(project, "readme.cts"), example());
  const options =
    "--module nodenext --target es2023 --strict --exactOptionalPropertyTypes --declaration";
  const compile = (file: string, how: string) => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = [tsc, "--noEmit", "--skipLibCheck", ...how.split(" "), file];
    return spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" }).stdout;
  };
  for (const file of ["consumer.mts", "readme.mts", "readme.cts"]) {
    expect(compile(file, options), file).toBe("");
  }
  // In a CommonJS project of a time before `require` took ES modules, declarations must be CommonJS too.
  expect(compile("readme.cts", "--module node16 --target es2023 --strict")).toBe("");
});

test("tools with a loader of their own, Jest for example, get CommonJS that needs no ES module", () => {
  const code = `
    const { registerHooks } = require("node:module");
    const refuse = (url) => { throw new Error("an ES module: " + url); };
    registerHooks({
      resolve: (name, context, next) =>
        next(name, { ...context, conditions: context.conditions.filter((one) => one !== "module-sync") }),
      load: (url, context, next) => {
        const loaded = next(url, context);
        return loaded.format === "module" ? refuse(url) : loaded;
      },
    });
    const { diagnose, SendError, WeChatAdapter } = require("botbuilder-adapter-wechat");
    const { testWeChat } = require("botbuilder-adapter-wechat/testing");
    testWeChat(async (context) => {
      if (context.activity.type === "message") await context.sendActivity("**hi** " + context.activity.text);
    }).then(async (wechat) => {
      const mei = wechat.follower();
      await mei.subscribes();
      await mei.says("there");
      console.log(JSON.stringify(mei.sees()), wechat.adapter instanceof WeChatAdapter, diagnose(45015).known);
      await wechat.close();
    });
  `;
  writeFileSync(join(project, "jest.cjs"), code);
  const output = execFileSync(process.execPath, ["jest.cjs"], { cwd: project, encoding: "utf8" });
  expect(output.trim()).toBe('["hi there"] true true');
});

test("whoever installs it is asked to approve no script", () => {
  const own = join(project, "node_modules", manifest.name);
  const { scripts } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  for (const name of ["preinstall", "install", "postinstall", "prepare"]) {
    expect(scripts[name]).toBeUndefined();
  }
});

test("every page in it leads to what it contains, pictures too, and there is no picture that no page shows", () => {
  const own = join(project, "node_modules", manifest.name);
  const inside = (readdirSync(own, { recursive: true }) as string[]).filter(
    (file) => !/^(?:dist|templates)\b/.test(file),
  );
  const linked = new Set<string>();
  const lost: string[] = [];
  for (const page of inside.filter((file) => file.endsWith(".md"))) {
    const text = readFileSync(join(own, page), "utf8");
    for (const [, path = ""] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
      const target = join(dirname(page), path);
      linked.add(target);
      if (!existsSync(join(own, target))) lost.push(`${page}: ${path}`);
    }
  }
  expect(lost).toEqual([]);
  const pictures = inside.filter((file) => file.endsWith(".png"));
  expect(pictures.length).toBeGreaterThan(60);
  expect(pictures.filter((file) => !linked.has(file))).toEqual([]);
});

test("it ships what it needs and nothing of ours", () => {
  const files = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
  });
  const names = JSON.parse(files.slice(files.indexOf("[")))[0].files.map(
    ({ path }: { path: string }) => path,
  );
  expect(names).toContain("dist/index.js");
  expect(names).toContain("dist/index.d.ts");
  expect(names).toContain("dist/cli.js");
  expect(names).toContain("dist/store/redis/lua/step.lua");
  expect(names).toContain("dist/phone/index.html");
  expect(names).toContain("dist/console-page/index.html");
  expect(names.filter((name: string) => /\/page\//.test(name))).toEqual([]);
  for (const name of readdirSync(join(root, "samples"))) {
    expect(names).toContain(`dist/samples/${name}/index.js`);
  }
  expect(names).toContain("bin/wechat.cjs");
  expect(names.filter((name: string) => /^(src|test|bench|data)\//.test(name))).toEqual([]);
});

/** What `npx botbuilder-adapter-wechat …` runs, in the stranger's project. */
function command(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const bin = join(project, "node_modules", manifest.name, "bin/wechat.cjs");
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { cwd: project, env: { PATH, ...env } });
  const heard = { out: "", err: "" };
  child.stdout.on("data", (text) => (heard.out += text));
  child.stderr.on("data", (text) => (heard.err += text));
  const exited = new Promise<number | null>((done) => child.once("close", done));
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, heard, exited };
}

async function ran(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { heard, exited } = command(args, env);
  const code = await exited;
  return { code, ...heard };
}

const PATIENCE = { timeout: 60_000 };

describe("its command, in a project with nothing but the package and the SDK", () => {
  test("start runs the bot that comes with it behind the phone, and push gets its answer", async () => {
    const { child, heard, exited } = command(["start"], { PORT: "0", PHONE_PORT: "0" });
    await expect.poll(() => heard.out + heard.err, PATIENCE).toMatch(/listens on http/);
    const [, phone = ""] = /Open the phone: (\S+)/.exec(heard.out) ?? [];
    const [, url = ""] = /listens on ([^\s,]+)/.exec(heard.out) ?? [];
    expect(await (await fetch(phone)).text()).toContain("<!doctype html>");
    expect(await ran(["push", "--url", url, "你好"])).toMatchObject({
      code: 0,
      out: expect.stringContaining('text "你好"'),
    });
    child.kill("SIGTERM");
    expect(await exited).toBe(0);
    expect(heard.err).toBe("");
  }, 120_000);

  test("start runs a sample with an account alone, with figures", async () => {
    const port = String(await freePort());
    const env = {
      ...environment(0),
      PORT: port,
      WECHAT_STORE: "memory:",
      WECHAT_METRICS_PORT: String(await freePort()),
    };
    const { child, heard, exited } = command(["start", "samples/booking"], env);
    await expect.poll(() => heard.out + heard.err, PATIENCE).toMatch(/Metrics on/);
    const pushed = await ran(["push", "你好"], env);
    expect([pushed.code, pushed.err]).toEqual([0, ""]);
    expect(pushed.out).toMatch(/← \d+ ms: text "/);
    const [, figures = ""] = /Metrics on (\S+)/.exec(heard.out) ?? [];
    expect(await (await fetch(figures)).text()).toContain("wechat_turns_total");
    child.kill("SIGTERM");
    expect(await exited).toBe(0);
    expect(heard.err).toBe("");
  }, 120_000);

  test("explain says what a code means, and draw draws a sample", async () => {
    expect(await ran(["explain", "45015"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("45015"),
      err: "",
    });
    const drawn = await ran(["draw", "samples/booking"]);
    expect([drawn.code, drawn.err]).toEqual([0, ""]);
    expect(drawn.out).toContain("stateDiagram-v2");
  }, 60_000);

  test("doctor looks, and fails where WeChat's API cannot be reached", async () => {
    const env = {
      ...environment(0),
      WECHAT_STORE: "memory:",
      WECHAT_APP_SECRET: "0".repeat(32),
      WECHAT_API_BASE: "http://127.0.0.1:1",
    };
    const { code, out, err } = await ran(["doctor", "--lang", "en"], env);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(/✗ access token .*cannot be reached/);
  }, 60_000);

  test("a sample that needs another package says which", async () => {
    const { code, err } = await ran(["start", "samples/waterfall"], {
      ...environment(0),
      WECHAT_STORE: "memory:",
    });
    expect([code, err]).toEqual([
      1,
      "samples/waterfall needs the package botbuilder-dialogs: npm install botbuilder-dialogs\n",
    ]);
  }, 60_000);
});

describeInit(() => project);
describeWalk(() => project);
