import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { JumpingClock } from "../../src/commands/jumpingClock.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { openStage } from "./openStage.ts";

beforeAll(() => buildPages({ ifStale: true }), 60_000);

const root = resolve(import.meta.dirname, "../..");
const PORTS = { PORT: "0", PHONE_PORT: "0" };
/** Dies of a word, the first time that it hears it. */
const BOT = `
  import { existsSync, renameSync, writeFileSync } from "node:fs";
  export default ({ clock }) => async (context) => {
    const { type, text } = context.activity;
    if (type !== "message") return;
    if (text === "die" && !existsSync("died")) {
      writeFileSync("died", "");
      console.error("out of coffee");
      process.exit(3);
    }
    if (text === "time") await context.sendActivity(String(clock.now()));
    else await context.sendActivity("v1: " + text);
  };`;

/** {@link openStage}, and the first person on it in hand. */
async function start([bot = "", ...args]: readonly string[], folder: string) {
  const stage = await openStage(bot, folder, args);
  const { openid = "" } = (await stage.state()).people[0] ?? {};
  const act = (action: object) => stage.post("/api/act", { openid, action });
  return { ...stage, openid, act, seen: () => stage.seen(openid) };
}

const PATIENCE = { timeout: 20_000 };

describe("npm start without an account", () => {
  it("keeps the page while the bot crashes, starts it again, and moves its clock with its own", async () => {
    const folder = tempFolder({ "bot.mjs": BOT });
    const { child, state, post, act, seen } = await start(["bot.mjs"], folder);
    await act({ do: "follow" });
    await act({ do: "say", text: "die" });
    await expect.poll(async () => (await state()).bot.state, PATIENCE).toBe("crashed");
    expect((await state()).bot.lastWords).toContain("out of coffee");
    // The bot that starts now finds the time where it is by now.
    expect((await post("/api/time", { ms: 3_600_000 })).status).toBe(200);
    expect((await post("/api/bot", { do: "restart" })).status).toBe(200);
    expect((await state()).bot.state).toBe("running");
    await act({ do: "say", text: "back?" });
    // What it was working on when it died is not lost either.
    const answers = async () => (await seen()).map((text) => text.replace(/^关于.*\n/, ""));
    await expect.poll(answers, PATIENCE).toEqual(["v1: die", "v1: back?"]);
    expect((await post("/api/time", { ms: 48 * 3_600_000 })).status).toBe(200);
    await act({ do: "say", text: "time" });
    await expect.poll(async () => (await seen()).length, PATIENCE).toBe(3);
    const ahead = Number((await seen())[2]) - Date.now();
    expect(Math.abs(ahead - 49 * 3_600_000)).toBeLessThan(60_000);
    // From a terminal too, although time has moved.
    const [, url = ""] = /listens on (\S+),/.exec(child.stdout()) ?? [];
    const push = runBin(["push", "--url", url, "hello"], { cwd: folder });
    expect([await push.exited, push.stdout()]).toEqual([0, expect.stringContaining('"v1: hello"')]);
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
  }, 90_000);

  it("starts the bot again when its code is edited, and goes on without it while it is broken", async () => {
    const folder = tempFolder({ "bots/one/index.mjs": BOT });
    const bot = join(folder, "bots/one");
    const { state, act, seen } = await start([bot, "--watch"], folder);
    await act({ do: "follow" });
    writeFileSync(join(bot, "index.mjs"), "this is not a bot");
    await expect.poll(async () => (await state()).bot.state, PATIENCE).toBe("crashed");
    writeFileSync(join(bot, "index.mjs"), BOT.replace("v1", "v2"));
    await expect.poll(async () => (await state()).bot.state, PATIENCE).toBe("running");
    await act({ do: "say", text: "new?" });
    await expect.poll(seen, PATIENCE).toContain("v2: new?");
  }, 90_000);

  it("hears an editor that saves by renaming, every time, and what the bot's file imports", async () => {
    const answer = 'VERSION + ": "';
    const importing = `import { VERSION } from "./version.mjs";
${BOT.replace('"v1: "', answer)}`;
    const folder = tempFolder({
      "bot.mjs": importing,
      "version.mjs": 'export const VERSION = "v1";',
    });
    const { act, seen } = await start(["bot.mjs", "--watch"], folder);
    await act({ do: "follow" });
    for (const version of ["v2", "v3"]) {
      const saved = join(folder, "version.mjs.tmp");
      writeFileSync(saved, `export const VERSION = "${version}";`);
      renameSync(saved, join(folder, "version.mjs"));
      const ask = async () => {
        await act({ do: "say", text: "which?" });
        return seen();
      };
      await expect.poll(ask, { ...PATIENCE, interval: 500 }).toContain(`${version}: which?`);
    }
  }, 90_000);

  it("goes on from a recorded timeline", async () => {
    const folder = tempFolder({ "bot.mjs": BOT });
    const first = await start(["bot.mjs"], folder);
    await first.act({ do: "follow" });
    await first.act({ do: "say", text: "remember" });
    await expect.poll(first.seen, PATIENCE).toContain("v1: remember");
    mkdirSync(join(folder, "kept"));
    const file = join(folder, "kept/timeline.jsonl");
    writeFileSync(file, await (await fetch(`${first.page}/api/timeline`)).text());
    first.child.kill("SIGTERM");
    await first.child.exited;
    const again = await start(["bot.mjs", "--replay", file], folder);
    expect(again.openid).toBe(first.openid);
    expect(await again.seen()).toEqual(["v1: remember"]);
    await again.act({ do: "say", text: "and on" });
    await expect.poll(again.seen, PATIENCE).toEqual(["v1: remember", "v1: and on"]);
  }, 90_000);

  it("refuses what is no timeline, and production", async () => {
    const folder = tempFolder({ "x.jsonl": '{"type":"note"}\n' });
    const wrong = runBin(["start", "--replay", "x.jsonl"], { cwd: folder, env: PORTS });
    expect(await wrong.exited).toBe(1);
    expect(wrong.stderr()).toBe(
      "--replay x.jsonl is no timeline: export one from the phone's page.\n",
    );
    const production = runBin(["start"], {
      cwd: folder,
      env: { ...PORTS, NODE_ENV: "production" },
    });
    expect(await production.exited).toBe(1);
    expect(production.stderr()).toMatch(/^NODE_ENV=production needs a real account: /);
  });
});

it("a bot's own process runs below npm start only", () => {
  const bin = join(import.meta.dirname, "../../bin/wechat.cjs");
  const { status, stderr } = spawnSync(process.execPath, [bin, "bot"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([1, "bot runs below npm start only: use start.\n"]);
});

describe("a clock that jumps", () => {
  it("does what was to happen in the time that is passed over, in its order", async () => {
    const clock = new JumpingClock();
    const rang: string[] = [];
    clock.after(2 * 3_600_000, () => rang.push("two hours"));
    clock.after(3_600_000, () => rang.push("one hour"));
    clock.after(72 * 3_600_000, () => rang.push("three days"));
    clock.after(1_800_000, () => rang.push("taken back"))();
    const before = clock.now();
    clock.jump(48 * 3_600_000);
    expect(clock.now() - before).toBeGreaterThanOrEqual(48 * 3_600_000);
    await expect.poll(() => rang).toEqual(["one hour", "two hours"]);
  });

  it("begins where another one is", () => {
    expect(new JumpingClock(5_000).now() - Date.now()).toBeGreaterThan(4_900);
  });
});

/** The README's agent, as a newcomer copies it. */
function readmeAgent(): string {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const code = /<!-- example: agent -->\s+```ts\n([\s\S]+?)```/.exec(readme)?.[1];
  if (code === undefined) throw new Error("README.md has no agent");
  return code;
}

describe("npm start -- agent.mts", () => {
  it("opens the phone for the README's agent, which answers", async () => {
    const code = readmeAgent();
    expect(code.trim().split("\n").length).toBeLessThanOrEqual(20);
    // What `npm init -y` writes: the name's ending alone says what the file is.
    const folder = tempFolder({ "agent.mts": code, "package.json": '{ "type": "commonjs" }' });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const { act, seen, post, openid } = await start(["agent.mts"], folder);
    await act({ do: "follow" });
    await act({ do: "say", text: "who are you" });
    await expect
      .poll(seen, PATIENCE)
      .toEqual(["Hello! Ask me something.", "You asked: who are you\n\n（内容由 AI 生成）"]);
    // The page lets the account write first, through the bot.
    expect(
      (await post("/api/write", { way: "proactive", openid, text: "from the page" })).status,
    ).toBe(200);
    await expect.poll(seen, PATIENCE).toContain("from the page");
  });
});
