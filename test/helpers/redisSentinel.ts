import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { freePort, GUARD, type RedisServer, startRedis } from "./redis.ts";

/** A primary, its replica, and a Sentinel that watches over them. */
export interface SentinelledRedis {
  /** `redis-sentinel://…` */
  readonly url: string;
  readonly primary: RedisServer;
  readonly replica: RedisServer;
  close(): Promise<void>;
}

/** Starts them; `more` are settings of both servers. Resolves when the Sentinel knows the replica. */
export async function startSentinelledRedis(
  more: Readonly<Record<string, string | number>> = {},
): Promise<SentinelledRedis> {
  const primary = await startRedis(more);
  const replica = await startRedis({ ...more, replicaof: `127.0.0.1 ${primary.port}` });
  const dir = await mkdtemp(join(tmpdir(), "wechat-sentinel-"));
  const port = await freePort();
  const conf = join(dir, "sentinel.conf");
  // A Sentinel writes into its own settings what it finds out.
  writeFileSync(
    conf,
    `port ${port}
bind 127.0.0.1
dir ${dir}
sentinel monitor mymaster 127.0.0.1 ${primary.port} 1
sentinel down-after-milliseconds mymaster 700
sentinel failover-timeout mymaster 5000
`,
  );
  const guard = spawn("sh", ["-c", GUARD, dir, conf, "--sentinel"], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  const gone = new Promise((resolve) => guard.once("exit", resolve));
  await knowsReplica(port);
  return {
    url: `redis-sentinel://127.0.0.1:${port}/mymaster`,
    primary,
    replica,
    async close() {
      guard.stdin?.end("");
      await gone;
      rmSync(dir, { recursive: true, force: true });
      await Promise.all([primary.close(), replica.close()]);
    },
  };
}

async function knowsReplica(port: number): Promise<void> {
  const client = createClient({ url: `redis://127.0.0.1:${port}` }).on("error", () => {});
  try {
    await client.connect();
    for (let tries = 0; tries < 400; tries++) {
      const master = (await client.sendCommand(["SENTINEL", "MASTER", "mymaster"])) as unknown;
      const facts = Array.isArray(master) ? master : Object.entries(master as object).flat();
      if (facts[facts.indexOf("num-slaves") + 1] === "1") return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    if (client.isOpen) client.destroy();
  }
  throw new Error("The Sentinel does not find the replica.");
}
