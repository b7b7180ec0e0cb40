import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { hasRedis, startRedis } from "../helpers/redis.ts";
import { post, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

const root = resolve(import.meta.dirname, "../..");
/** From an empty folder to a green test, when everything is installed. */
const MOST_MS = 60_000;

/** The folders that `init` makes, each with the words that make it. */
const KINDS = [
  ["typescript", []],
  ["javascript", ["--javascript"]],
  ["agent", ["--agent"]],
  ["javascript-agent", ["--javascript", "--agent"]],
] as const;

/** `init` of the packed package in `project()`, where everything that it needs is installed one floor up. */
export function describeInit(project: () => string): void {
  const folderOf = (name: string) => join(project(), name);

  function init(name: string, words: readonly string[], env: Record<string, string> = {}) {
    const bin = join(project(), "node_modules/botbuilder-adapter-wechat/bin/wechat.cjs");
    return spawnSync(process.execPath, [bin, "init", name, ...words], {
      cwd: project(),
      env: { ...process.env, LC_ALL: "C.UTF-8", ...env },
      encoding: "utf8",
    });
  }

  describe("init", () => {
    test.each(KINDS)("from an empty folder to a green test: %s", (name, words) => {
      for (const needed of ["redis", "@redis", "@microsoft", "typescript"]) {
        const link = join(project(), "node_modules", needed);
        if (!existsSync(link)) symlinkSync(join(root, "node_modules", needed), link);
      }
      // A second try begins with an empty folder as well.
      rmSync(folderOf(name), { recursive: true, force: true });
      const begun = performance.now();
      const { status, stdout, stderr } = init(name, words);
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toContain(`cd ${name}`);
      const tested = spawnSync(process.execPath, ["--test"], {
        cwd: folderOf(name),
        encoding: "utf8",
      });
      expect(tested.stdout + tested.stderr).toMatch(/pass 2\b/);
      expect(tested.status).toBe(0);
      expect(performance.now() - begun).toBeLessThan(MOST_MS);
      const files = readdirSync(folderOf(name), { recursive: true, encoding: "utf8" });
      const language = words.includes("--javascript" as never) ? "js" : "ts";
      for (const file of [`bot.${language}`, `bot.test.${language}`, "story.txt", ".env.example"])
        expect(files).toContain(file);
      for (const file of [".gitignore", "Dockerfile", "compose.yaml", ".github/workflows/test.yml"])
        expect(files).toContain(file);
      const wrong = language === "js" ? "bot.ts" : "bot.js";
      for (const file of ["Dockerfile", "package.json", "README.md", "wechat-bot.service"])
        expect(readFileSync(join(folderOf(name), file), "utf8")).not.toContain(wrong);
    });

    test.each(["typescript", "agent"])("its TypeScript is strict: %s", (name) => {
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const types = join(root, "node_modules/@types");
      const { status, stdout } = spawnSync(process.execPath, [tsc, "--typeRoots", types], {
        cwd: folderOf(name),
        encoding: "utf8",
      });
      expect(stdout).toBe("");
      expect(status).toBe(0);
    });

    test("it writes over nothing, and says what it needs, in one sentence", () => {
      const again = init("typescript", []);
      expect([again.status, again.stdout]).toEqual([1, ""]);
      expect(again.stderr).toMatch(/^\S+typescript is not empty: [^\n]+\n$/);
      expect(init("other", ["--package", "absent.tgz"]).stderr).toMatch(
        /absent\.tgz is not there\.\n$/,
      );
      const none = spawnSync(process.execPath, [join(root, "bin/wechat.cjs"), "init"], {
        encoding: "utf8",
      });
      expect(none.stderr).toMatch(/^init needs a folder: [^\n]+\n$/);
    });

    test("a Chinese reader gets a Chinese page, and everybody the package of this version", () => {
      const { stdout } = init("chinese", [], { LC_ALL: "zh_CN.UTF-8" });
      expect(stdout).toContain("已创建 chinese");
      expect(readFileSync(join(folderOf("chinese"), "README.md"), "utf8")).toContain(
        "# 微信机器人",
      );
      const { dependencies } = JSON.parse(
        readFileSync(join(folderOf("chinese"), "package.json"), "utf8"),
      );
      const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
      expect(dependencies["botbuilder-adapter-wechat"]).toBe(`^${version}`);
    });

    test("in a clone the packed file comes along, so that an image can be built", () => {
      const [packed = ""] = readdirSync(project()).filter((file) => file.endsWith(".tgz"));
      expect(init("from-file", ["--package", packed]).status).toBe(0);
      expect(readdirSync(folderOf("from-file"))).toContain(packed);
      const manifest = readFileSync(join(folderOf("from-file"), "package.json"), "utf8");
      expect(manifest).toContain(`"file:${packed}"`);
    });
  });

  describe("what it deploys", () => {
    test("the image's entry point, as a plain process, passes the image's health check and ends by SIGTERM", async () => {
      const bot = await startAsImage(folderOf("typescript"), { WECHAT_STORE: "memory:" });
      expect(await bot.healthy()).toBe(true);
      expect(await bot.ask(textXml(SHARED, "营业时间"))).toBe("周一至周五 9:00–18:00。");
      expect(await bot.stop()).toBe(0);
      expect(await bot.healthy()).toBe(false);
    });

    test.runIf(hasRedis)(
      "compose's Redis, and a new version beside the old one under load: nothing is lost",
      async () => {
        const words = composeOf(folderOf("typescript")).services.redis?.command?.slice(1) ?? [];
        expect(words).toContain("--appendonly");
        const settings = Object.fromEntries(
          Array.from({ length: words.length / 2 }, (_, at) => [
            (words[2 * at] ?? "").replace(/^--/, ""),
            words[2 * at + 1] ?? "",
          ]),
        );
        const redis = await startRedis(settings);
        onTestFinished(() => redis.close());
        const env = { WECHAT_STORE: redis.url };
        const old = await startAsImage(folderOf("typescript"), env);
        expect(await old.healthy()).toBe(true);
        const running = [old];
        let asked = 0;
        let answered = 0;
        let over = false;
        const load = (async () => {
          while (!over) {
            asked += 1;
            if ((await askAny(running, "地址")) === "上海市南京东路 1 号。") answered += 1;
          }
        })();
        await wait(1_000);
        const next = await startAsImage(folderOf("typescript"), env);
        expect(await next.healthy()).toBe(true);
        running.push(next);
        await wait(500);
        // As a proxy does: from now on nothing new is sent to the old one, which ends by itself.
        const ended = old.stop();
        running.shift();
        expect(await ended).toBe(0);
        await wait(1_000);
        over = true;
        await load;
        expect(asked).toBeGreaterThan(10);
        expect(answered).toBe(asked);
      },
    );

    test("compose and CI files are YAML, and name nothing that is not there", () => {
      const folder = folderOf("typescript");
      const { services, volumes } = composeOf(folder);
      expect(Object.keys(services).sort()).toEqual(["bot", "proxy", "redis"]);
      expect(new URL(services.bot?.environment?.WECHAT_STORE ?? "").hostname).toBe("redis");
      const image = readFileSync(join(folder, "Dockerfile"), "utf8");
      for (const service of Object.values(services)) {
        for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
          expect(condition).toBe("service_healthy");
          const isBuilt = services[name]?.build !== undefined && image.includes("HEALTHCHECK");
          expect(isBuilt || services[name]?.healthcheck !== undefined, name).toBe(true);
        }
        for (const mount of service.volumes ?? []) {
          const [from = ""] = mount.split(":");
          // Whoever deploys brings the certificates.
          if (from === "./certificates") continue;
          const isThere = from.startsWith("./") ? existsSync(join(folder, from)) : from in volumes;
          expect(isThere, mount).toBe(true);
        }
      }
      const workflow = parse(readFileSync(join(folder, ".github/workflows/test.yml"), "utf8"));
      expect(Object.keys(workflow.jobs).length).toBeGreaterThan(0);
    });

    test("the systemd unit is one, and starts the same entry point", () => {
      const unit = join(folderOf("typescript"), "wechat-bot.service");
      const { entry } = imageOf(folderOf("typescript"));
      expect(readFileSync(unit, "utf8")).toContain(`/${entry.join(" ")}\n`);
      const found = spawnSync("systemd-analyze", ["--version"]).status === 0;
      if (!found) return;
      const { stderr } = spawnSync("systemd-analyze", ["verify", unit], { encoding: "utf8" });
      // Where Node is on this machine is nothing that the unit could know.
      const complaints = stderr.split("\n").filter((line) => line.includes("wechat-bot.service"));
      expect(complaints.filter((line) => !/is not executable/.test(line))).toEqual([]);
    });

    test("nothing secret goes into the image or into git", () => {
      for (const file of [".gitignore", ".dockerignore"]) {
        const lines = readFileSync(join(folderOf("typescript"), file), "utf8").split("\n");
        for (const secret of [".env", "data/", "certificates/"]) expect(lines).toContain(secret);
      }
    });
  });
}

/** What the Dockerfile says of the process: its words, and how its health is asked. */
function imageOf(folder: string) {
  const text = readFileSync(join(folder, "Dockerfile"), "utf8");
  const listOf = (pattern: RegExp): string[] => JSON.parse(pattern.exec(text)?.[1] ?? "null");
  return {
    entry: [...listOf(/^ENTRYPOINT (\[.*\])$/m), ...listOf(/^CMD (\[.*\])$/m)],
    health: listOf(/^HEALTHCHECK .*\\\n {2}CMD (\[.*\])$/m),
    isRoot: !/^USER node$/m.test(text),
  };
}

/** Runs the entry point as the image would, without an engine. */
async function startAsImage(folder: string, more: Readonly<Record<string, string>>) {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) symlinkSync(join(folder, "../node_modules"), modules);
  const { entry, health, isRoot } = imageOf(folder);
  expect(isRoot).toBe(false);
  const { appId, token, encodingAESKey } = SHARED;
  const port = await freePort();
  const env = {
    PATH: process.env.PATH ?? "",
    NODE_ENV: "production",
    PORT: String(port),
    WECHAT_APP_ID: appId,
    WECHAT_TOKEN: token,
    WECHAT_ENCODING_AES_KEY: encodingAESKey,
    ...more,
  };
  const [, ...words] = entry;
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const exited = new Promise<number | null>((done) => child.once("exit", done));
  const [, ...check] = health;
  const isHealthy = () => spawnSync(process.execPath, check, { cwd: folder, env }).status === 0;
  const url = `http://127.0.0.1:${port}/wechat`;
  return {
    async healthy(): Promise<boolean> {
      for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
        if (isHealthy()) return true;
        await wait(100);
      }
      if (child.exitCode !== null && child.exitCode !== 0) throw new Error(stderr);
      return false;
    },
    ask: (xml: string) => askAt(url, xml),
    stop(): Promise<number | null> {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

type Running = Awaited<ReturnType<typeof startAsImage>>;
const SHARED = wireAccount();

async function askAt(url: string, xml: string): Promise<string> {
  const answer = await post(url, wrap(SHARED, xml));
  return textOf(SHARED, answer.body);
}

/** As WeChat behind a proxy: to one that runs, and again where it refused or went away. */
async function askAny(running: readonly Running[], said: string): Promise<string | undefined> {
  const xml = textXml(SHARED, said);
  for (let tries = 0; tries < 3; tries++) {
    const one = running[tries % running.length];
    const text = await one?.ask(xml).catch(() => undefined);
    if (text !== undefined) return text;
    await wait(200);
  }
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

/** The parts of a compose file that these stories read. */
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface Service {
  readonly build?: string;
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly volumes?: readonly string[];
}

function composeOf(folder: string): Compose {
  return parse(readFileSync(join(folder, "compose.yaml"), "utf8")) as Compose;
}
