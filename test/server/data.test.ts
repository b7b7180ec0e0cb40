import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runData } from "../../src/commands/data.ts";
import { sendPush } from "../../src/commands/push.ts";
import { type Config, readConfig } from "../../src/config.ts";
import { startServer } from "../../src/server.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };
const KEY = Buffer.alloc(32, 7).toString("base64");

async function running(environment: Record<string, string> = {}): Promise<Config> {
  const config = readConfig({ PORT: "0", ...environment }, tempFolder());
  const server = await startServer(config, "samples/echo", { log: QUIET });
  onTestFinished(() => server.close());
  await sendPush(
    config,
    { url: server.address, text: "secret words", from: "oMei" },
    { write() {} },
  );
  return config;
}

async function data(config: Config, ...args: string[]): Promise<{ code: number; text: string }> {
  let text = "";
  const code = await runData(args, config, { write: (more) => (text += more) });
  return { code, text };
}

test("what is kept of a follower is shown and removed while the server runs", async () => {
  const config = await running({ WECHAT_STORE_KEY: KEY, WECHAT_MODE: "plain" });
  const { code, text } = await data(config, "export", "oMei");
  expect(code).toBe(0);
  const parts = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(parts[0]).toHaveProperty("record.v", 1);
  expect(text).toContain("secret words");
  expect(await data(config, "forget", "oMei")).toEqual({ code: 0, text: "Forgotten.\n" });
  expect(await data(config, "export", "oMei")).toEqual({ code: 1, text: "" });
});

test("a backup is a store", async () => {
  const config = await running();
  const file = join(tempFolder(), "copy.db");
  expect((await data(config, "backup", file)).code).toBe(0);
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  const copy = { ...config, store: `sqlite:${file}` };
  expect((await data(copy, "export", "oMei")).text).toContain('"record"');
  await expect(data(config, "backup", file)).rejects.toThrow("name a new file");
});

test("the command says how it is used, and where it cannot be", async () => {
  const config = readConfig({}, tempFolder());
  for (const wrong of [[], ["export"], ["burn", "oMei"], ["forget", "oMei", "oHan"]]) {
    const { code, text } = await data(config, ...wrong);
    expect([code, text.split("\n", 3)[2]]).toEqual([
      1,
      expect.stringContaining("while the server"),
    ]);
  }
  const memory = { ...config, store: "memory:" };
  await expect(data(memory, "forget", "oMei")).rejects.toThrow("keeps nothing");
  const child = runBin(["data", "forget", "oMei"], { cwd: tempFolder() });
  expect(await child.exited).toBe(0);
  expect(child.stdout()).toBe("Forgotten.\n");
});
