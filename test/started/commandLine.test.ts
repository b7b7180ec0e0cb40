import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ask, hasRedis, startRedis } from "../helpers/redis.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { wireAccount } from "../helpers/wechat.ts";

const account = wireAccount();
const SET = {
  PORT: "0",
  WECHAT_APP_ID: account.appId,
  WECHAT_TOKEN: account.token,
  WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
  WECHAT_STORE: "memory:",
};
const NOBODY = "http://127.0.0.1:1";

async function runs(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string) {
  const child = runBin(args, { cwd, env });
  const code = await child.exited;
  return { code, stdout: child.stdout(), stderr: child.stderr() };
}

describe("a store that cannot be opened is one sentence with the real reason", () => {
  const folder = () => tempFolder({ "file.txt": "not a database, and no folder either" });

  it.each([
    ["a folder", "sqlite:.", / is a folder: name a file, for example .*\/wechat\.db\.$/],
    [
      "a place below a file",
      "sqlite:file.txt/wechat.db",
      / lies below a file: name a place in a folder\.$/,
    ],
    ["a file that is no database", "sqlite:file.txt", /is no SQLite database/],
  ])("%s", async (_what, address, reason) => {
    const env = { ...SET, WECHAT_STORE: address };
    const { code, stdout, stderr } = await runs(["start"], env, folder());
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trim()).toMatch(reason);
  });

  it.runIf(hasRedis)("a Redis with another password, at once", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    await ask(redis.url, "ACL", "SETUSER", "default", "on", ">right");
    const { host } = new URL(redis.url);
    const env = { ...SET, WECHAT_STORE: `redis://:wrong@${host}` };
    for (const command of ["start", "data"]) {
      const args = command === "data" ? ["data", "export", "somebody"] : [command];
      const { code, stderr } = await runs(args, env, tempFolder());
      expect(code).toBe(1);
      expect(stderr).toMatch(/^The Redis at [\d.:]+ cannot be used: WRONGPASS [^\n]+\n$/);
    }
  });

  it("in the doctor's table as well", async () => {
    const env = { ...SET, WECHAT_STORE: "sqlite:." };
    const { code, stdout, stderr } = await runs(["doctor", "--lang", "en"], env, folder());
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/✗ store .*is a folder/);
  });
});

describe("a command works to its end, although only the clock is left to wait for", () => {
  it("the doctor, where WeChat's API cannot be reached", async () => {
    const env = { ...SET, WECHAT_APP_SECRET: "0".repeat(32), WECHAT_API_BASE: NOBODY };
    const { code, stdout, stderr } = await runs(["doctor", "--lang", "en"], env, tempFolder());
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/– clock +not compared: http:\/\/127\.0\.0\.1:1 does not answer \(/);
    expect(stdout).toMatch(/✗ access token .*cannot be reached/);
    expect(stdout).toMatch(/1 to mend/);
  });

  it("and one that ends in the middle all the same is no success", async () => {
    const early = join(
      tempFolder({ "early.cjs": "process.nextTick(() => process.exit(0));" }),
      "early.cjs",
    );
    const child = runBin(["doctor"], {
      cwd: tempFolder(),
      env: SET,
      nodeArgs: ["--require", early],
    });
    expect(await child.exited).toBe(1);
    expect(child.stderr()).toContain("ended before it was done");
  });
});

describe("start without a bot", () => {
  it("runs the one that comes with us, in any folder", async () => {
    const child = runBin(["start"], { cwd: tempFolder(), env: SET });
    await expect
      .poll(() => child.stdout() + child.stderr(), { timeout: 120_000 })
      .toMatch(/^Listening on http\S+ \(wx/);
    const url = /http\S+/.exec(child.stdout())?.[0] ?? "";
    const push = await runs(["push", "--url", url, "hello"], SET, tempFolder());
    expect([push.code, push.stdout]).toEqual([0, expect.stringContaining('text "hello"')]);
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
  });

  it("names the package that a bot needs and nobody installed", async () => {
    const bot = 'import "a-package-that-nobody-installed"; export default async () => {};';
    const { code, stderr } = await runs(["start", "bot.mjs"], SET, tempFolder({ "bot.mjs": bot }));
    expect([code, stderr]).toEqual([
      1,
      "bot.mjs needs the package a-package-that-nobody-installed: npm install a-package-that-nobody-installed\n",
    ]);
  });
});
