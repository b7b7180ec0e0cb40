import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { type PushOptions, sendPush } from "../../src/commands/push.ts";
import { COMMANDS, helpFor } from "../../src/commands/words/help.ts";
import { type Config, readConfig } from "../../src/config.ts";
import { startServer } from "../../src/server.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

/** A server of a demo account, and what `npm run push` prints when it asks it. */
async function running(bot = "samples/echo", environment: Record<string, string> = {}) {
  const config = readConfig({ PORT: "0", ...environment }, tempFolder());
  const server = await startServer(config, bot, { log: QUIET });
  onTestFinished(() => server.close());
  const url = server.address;
  return { config, url, push: (options: PushOptions) => printed(config, { url, ...options }) };
}

async function printed(config: Config, options: PushOptions) {
  let text = "";
  const code = await sendPush(config, options, { write: (more) => (text += more) });
  return {
    code,
    lines: text
      .replace(/\b\d+ ms/g, "N ms")
      .trimEnd()
      .split("\n"),
  };
}

describe("npm run push", () => {
  it.each(["plain", "compatible", "safe"])(
    "prints a text and its answer in %s mode",
    async (mode) => {
      const { config, push } = await running(undefined, { WECHAT_MODE: mode });
      expect(await push({ text: "你好 世界" })).toEqual({
        code: 0,
        lines: [
          `→ text "你好 世界", ${mode} mode, account ${config.account.appId}`,
          '← N ms: text "你好 世界"',
        ],
      });
    },
  );

  it("greets when it is given nothing to say", async () => {
    const { push } = await running();
    expect((await push({})).lines.at(-1)).toBe('← N ms: text "你好"');
  });

  it("sends events", async () => {
    const { push } = await running();
    const { code, lines } = await push({ event: "CLICK", key: "MENU_1" });
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^→ event CLICK EventKey=MENU_1, safe mode/);
    expect(lines[1]).toBe('← N ms: text "菜单 Menu: MENU_1"');
    expect((await push({ event: "unsubscribe" })).lines[1]).toBe("← N ms: success");
  });

  it("sends what is written in a file, and from another follower", async () => {
    const { config, push } = await running();
    const xml = `<xml><ToUserName>${config.account.originalId}</ToUserName><FromUserName>oFile</FromUserName><CreateTime>1759876543</CreateTime><MsgType>text</MsgType><Content>from a file</Content><MsgId>1</MsgId></xml>`;
    const file = join(tempFolder({ "push.xml": `\n${xml}\n` }), "push.xml");
    expect((await push({ xml: file })).lines[1]).toBe('← N ms: text "from a file"');
    expect((await push({ text: "a", from: "oAnother" })).code).toBe(0);
  });

  it("asks again like WeChat while a bot is slow, and gets the one answer", async () => {
    const bot = `let runs = 0; export default { async run(context) {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      await context.sendActivity("run " + runs);
    } };`;
    const { push } = await running(join(tempFolder({ "bot.mjs": bot }), "bot.mjs"));
    const { code, lines } = await push({ text: "hi", retries: true });
    expect(code).toBe(0);
    expect(lines.slice(1)).toEqual([
      "✗ N ms, try 1: no answer within 5 seconds, WeChat would ask again",
      '← N ms, try 2: text "run 1"',
    ]);
  });

  it("asks no more than three times, five seconds apart", async () => {
    const asked: number[] = [];
    const server = createServer((_req, res) => {
      asked.push(performance.now());
      // In two steps, because restify takes the chaining away from every response of the process.
      res.statusCode = 503;
      res.end("unavailable");
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    onTestFinished(() => void server.close());
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    const { code, lines } = await printed(readConfig({}, tempFolder()), { url, retries: true });
    expect(code).toBe(1);
    expect(lines.slice(1)).toEqual([1, 2, 3].map((n) => `✗ N ms, try ${n}: HTTP 503 unavailable`));
    const [first = 0, second = 0, third = 0] = asked;
    expect(second - first).toBeGreaterThan(4_500);
    expect(third - second).toBeGreaterThan(4_500);
    expect(third - first).toBeLessThan(11_000);
  }, 20_000);

  it("says when nobody listens", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const url = `http://localhost:${(server.address() as AddressInfo).port}/wechat`;
    await new Promise((resolve) => server.close(resolve));
    const { code, lines } = await printed(readConfig({}, tempFolder()), { url });
    expect([code, lines[1]]).toEqual([1, `✗ N ms: nobody listens at ${url}: run npm start first`]);
  });

  it("says when it is refused", async () => {
    const { url } = await running();
    const { code, lines } = await printed(readConfig({}, tempFolder()), { url });
    expect([code, lines[1]]).toEqual([1, "✗ N ms: HTTP 403 forbidden"]);
  });

  it.each([
    [
      "a file that is missing",
      { xml: "/nowhere/push.xml" },
      /^\/nowhere\/push.xml is not a push: ENOENT/,
    ],
    [
      "an address that is none",
      { url: "localhost" },
      /^--url localhost is not an http or https address\.$/,
    ],
    ["an address of a file", { url: "file:///etc/passwd" }, /is not an http or https address\.$/],
  ])("names %s", async (_what, options, message) => {
    await expect(printed(readConfig({}, tempFolder()), options)).rejects.toThrow(message);
  });

  it("names a file that is no push", async () => {
    const file = join(tempFolder({ "push.xml": "<xml><a></xml>" }), "push.xml");
    const sent = printed(readConfig({}, tempFolder()), { xml: file });
    await expect(sent).rejects.toThrow(`${file} is not a push: `);
  });
});

describe("the command line", () => {
  it.each([[["--help"]], [["help"]], [[]], [["-h"]]])("prints its help for %j", async (args) => {
    const child = runBin(args, { cwd: tempFolder(), env: { LC_ALL: "C.UTF-8" } });
    expect(await child.exited).toBe(0);
    expect(child.stdout()).toMatch(/^botbuilder-adapter-wechat: .*\n\n {2}start +run a bot/);
    expect(child.stdout()).toContain("Exit code 0: done.");
    expect(child.stderr()).toBe("");
  });

  it.each([
    [
      ["start", "--help"],
      "start [BOT] [--watch] [--account KIND] [--fresh] [--world DIR] [--replay FILE]",
      "PHONE_PORT",
    ],
    [["push", "-h"], "push [TEXT]", "--retries"],
    [["help", "simulate"], "simulate --url URL", "--unverified"],
  ])("tells everything about one command for %j", async (args, usage, detail) => {
    const child = runBin(args, { cwd: tempFolder(), env: { LC_ALL: "C.UTF-8" } });
    expect(await child.exited).toBe(0);
    expect(child.stdout().startsWith(`botbuilder-adapter-wechat ${usage}`)).toBe(true);
    expect(child.stdout()).toContain(detail);
  });

  it("speaks Chinese where the machine does", async () => {
    const child = runBin(["doctr"], { cwd: tempFolder(), env: { LC_ALL: "zh_CN.UTF-8" } });
    expect(await child.exited).toBe(1);
    expect(child.stderr()).toMatch(/^没有“doctr”这个命令。是不是 doctor？\n/);
    expect(child.stderr()).toContain("退出码 0：完成。");
  });

  it.each([
    [["push", "--evnt", "CLICK"], /^未知选项 --evnt[^\n]*\n$/],
    [["push", "--event"], /^选项 --event \S* ?缺少值\n$/],
    [["start", "nowhere"], /^nowhere 不是机器人：请给出模块，或含 index\.ts 的文件夹。\n$/],
    [["data", "transcript", "o1"], /^data transcript 需要 --by 姓名：日志会记下查看者。\n$/],
    [["simulate", "--url", "nowhere"], /^--url "nowhere" 不是地址：[^\n]+\n$/],
  ])("refuses %j in Chinese, in one sentence", async (args, sentence) => {
    const child = runBin(args, { cwd: tempFolder(), env: { LC_ALL: "zh_CN.UTF-8", PORT: "0" } });
    expect(await child.exited).toBe(1);
    expect(child.stderr()).toMatch(sentence);
  });

  it("pushes in Chinese, too", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const url = `http://localhost:${(server.address() as AddressInfo).port}/wechat`;
    await new Promise((resolve) => server.close(resolve));
    const env = { LC_ALL: "zh_CN.UTF-8" };
    const child = runBin(["push", "--url", url], { cwd: tempFolder(), env });
    expect(await child.exited).toBe(1);
    const [sent, failed = ""] = child.stdout().split("\n");
    expect(sent).toMatch(/^→ text "你好"，safe 模式，账号 wx\w+$/);
    expect(failed.replace(/\d+ 毫秒/, "N 毫秒")).toBe(
      `✗ N 毫秒：${url} 没有程序在监听：请先运行 npm start`,
    );
  });

  it.each([[["--version"]], [["version"]], [["-v"]]])("tells its version for %j", async (args) => {
    const child = runBin(args, { cwd: tempFolder() });
    expect(await child.exited).toBe(0);
    expect(child.stdout()).toBe(`${packageJson.version}\n`);
  });

  it("every command of the help is one, with help of its own in both languages", async () => {
    for (const name of Object.keys(COMMANDS)) {
      const [en, zh] = [helpFor(name, "en"), helpFor(name, "zh")];
      expect(en.startsWith(`botbuilder-adapter-wechat ${name}`)).toBe(true);
      // What can be typed is the same in both.
      const typed = (text: string) =>
        text.match(/--[a-z-]+|\b[A-Z]{3,}\b/g)?.filter((one) => one !== "CI") ?? [];
      expect(new Set(typed(zh))).toEqual(new Set(typed(en)));
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en.replace(/samples\/\S+/g, "")).not.toMatch(/\p{Script=Han}/u);
    }
    const cli = readFileSync(join(import.meta.dirname, "../../src/cli.ts"), "utf8");
    const cases = [...cli.matchAll(/case "([a-z]+)":/g)].map(([, name]) => name);
    expect(cases.filter((name) => !["bot", "help"].includes(name ?? "")).sort()).toEqual(
      Object.keys(COMMANDS).sort(),
    );
  });

  it("names an unknown command and shows the others", async () => {
    const child = runBin(["stop"], { cwd: tempFolder(), env: { LC_ALL: "C.UTF-8" } });
    expect(await child.exited).toBe(1);
    expect(child.stderr()).toMatch(/^"stop" is not a command\.\n\nbotbuilder-adapter-wechat: /);
  });

  it.each([
    [["start", "--port", "80"], "--port"],
    [["push", "--evnt", "CLICK"], "--evnt"],
    [["push", "--event"], "--event"],
  ])("names a wrong option in %j on one line", async (args, option) => {
    const child = runBin(args, { cwd: tempFolder() });
    expect(await child.exited).toBe(1);
    expect(child.stderr()).toMatch(new RegExp(`^[^\n]*${option}[^\n]*\n$`));
    expect(child.stdout()).toBe("");
  });

  it("takes a text that looks like an option behind --", async () => {
    const child = runBin(["push", "--url", "http://127.0.0.1:1/", "--", "--help"], {
      cwd: tempFolder(),
    });
    expect(await child.exited).toBe(1);
    expect(child.stdout()).toMatch(/^→ text "--help"/);
  });

  it("names a bot that is not there on one line", async () => {
    const child = runBin(["start", "nowhere"], { cwd: tempFolder(), env: { PORT: "0" } });
    expect(await child.exited).toBe(1);
    expect(child.stderr()).toBe(
      "nowhere is not a bot: name a module, or a folder with an index.ts.\n",
    );
  });
});

describe("bin/wechat.cjs", () => {
  const pretend = (version: string) =>
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });
     Object.defineProperty(process, "version", { value: "v${version}" });`;
  const run = async (version: string) => {
    const cwd = tempFolder({ "pretend.cjs": pretend(version) });
    const child = runBin(["--help"], { cwd, nodeArgs: ["--require", join(cwd, "pretend.cjs")] });
    return { code: await child.exited, stderr: child.stderr(), stdout: child.stdout() };
  };

  it.each(["8.17.0", "18.20.4", "20.20.2", "21.99.0", "22.18.9"])(
    "refuses Node %s in one sentence",
    async (version) => {
      const { code, stderr, stdout } = await run(version);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^This needs Node 22\.19 or later, and this is v[\d.]+: [^\n]*\.\n$/);
      expect(stderr).toContain(`v${version}:`);
    },
  );

  it.each(["22.19.0", "22.20.1", "23.0.0", "24.21.0", "100.0.0"])(
    "runs on Node %s",
    async (version) => {
      const { code, stderr, stdout } = await run(version);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^botbuilder-adapter-wechat/);
    },
  );
});
