import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { freePortsInARow, hasRedis, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { post, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

const processes = resolve(import.meta.dirname, "../../samples/cluster/processes.ts");

skipWithoutRedis("the sample of several processes");

describe.runIf(hasRedis)("samples/cluster", () => {
  test("two processes count together, and end together", async () => {
    const account = wireAccount();
    const redis = await startRedis();
    const folder = mkdtempSync(join(tmpdir(), "wechat-cluster-"));
    const port = await freePortsInARow(2);
    const cluster = spawn(process.execPath, [processes], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        PORT: String(port),
        PROCESSES: "2",
        WECHAT_STORE: redis.url,
        WECHAT_APP_ID: account.appId,
        WECHAT_TOKEN: account.token,
        WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
        WECHAT_ORIGINAL_ID: account.originalId,
      },
    });
    const gone = new Promise<number | null>((resolve) => cluster.once("exit", resolve));
    let output = "";
    cluster.stdout.on("data", (text) => {
      output += text;
    });
    const says = async (at: number) => {
      const push = wrap(account, textXml(account, "hi", { from: "oMei" }));
      const answer = await post(`http://127.0.0.1:${at}/wechat`, push);
      const [, n, pid] = /message (\d+) \(process (\d+)\)/.exec(textOf(account, answer.body)) ?? [];
      return { n: Number(n), pid };
    };
    const listening = () => (output.match(/Listening on/g) ?? []).length;
    try {
      await expect.poll(listening, { timeout: 30_000 }).toBe(2);
      const [first, second] = [await says(port), await says(port + 1)];
      expect([first.n, second.n]).toEqual([1, 2]);
      expect(first.pid).not.toBe(second.pid);
      cluster.kill("SIGTERM");
      expect(await gone).toBe(0);
    } finally {
      cluster.kill("SIGTERM");
      await gone;
      await redis.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 90_000);
});
