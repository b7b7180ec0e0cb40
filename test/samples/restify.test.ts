import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../helpers/redis.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { wireAccount } from "../helpers/wechat.ts";

const program = resolve(import.meta.dirname, "../../samples/restify/server.ts");

test("samples/restify answers a push, and ends when it is told to", async () => {
  const account = wireAccount();
  const cwd = tempFolder();
  const port = await freePort();
  const env = {
    PORT: String(port),
    WECHAT_APP_ID: account.appId,
    WECHAT_TOKEN: account.token,
    WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
  };
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [program], { cwd, env: { PATH, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let heard = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (heard += text));
  const exited = new Promise((done) => child.once("close", done));
  await expect.poll(() => heard, { timeout: 120_000 }).toMatch(/^Listening on http/);
  const url = `http://127.0.0.1:${port}/wechat`;
  const push = runBin(["push", "--url", url, "hello"], { cwd, env });
  expect([await push.exited, push.stdout()]).toEqual([0, expect.stringContaining('text "hello"')]);
  child.kill("SIGTERM");
  expect(await exited).toBe(0);
}, 180_000);
