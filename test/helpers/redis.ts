import { execFileSync, spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";

/** A Redis server of a test's own, with an append-only file. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Whether this machine has a `redis-server`. Where tests must not be skipped, its absence is an error. */
export const hasRedis = ((): boolean => {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/**
 * Says loudly that tests are skipped, and how many. Throws in CI, where skipping would hide that the
 * promises were not tested.
 */
export function skipWithoutRedis(tests: string): void {
  if (hasRedis) return;
  const line = `NO redis-server ON THE PATH: ${tests} not run`;
  if (process.env.CI) throw new Error(`${line}. Install Redis 6.2 or newer.`);
  process.stderr.write(`\n*** ${line} ***\n\n`);
}

// Waits for the end of its own input, which also comes when the test's process was killed.
const GUARD = `redis-server "$@" & read _; kill -9 $!; wait; rm -rf "$0"`;

/**
 * Starts a server on a free port; never on 6379, where somebody's own may be. `more` are settings as in
 * its configuration file.
 */
export async function startRedis(
  more: Readonly<Record<string, string | number>> = {},
): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), "wechat-redis-"));
  const port = await freePort();
  const flags = {
    port,
    bind: "127.0.0.1",
    dir,
    appendonly: "yes",
    appendfsync: "everysec",
    save: "",
    ...more,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const guard = spawn("sh", ["-c", GUARD, dir, ...args], { stdio: ["pipe", "ignore", "ignore"] });
  const url = `redis://127.0.0.1:${port}`;
  await answers(url);
  return {
    url,
    port,
    async close() {
      const gone = new Promise((resolve) => guard.once("exit", resolve));
      guard.stdin?.end();
      await gone;
    },
  };
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const client = createClient({ url, socket: { reconnectStrategy: false } }).on(
      "error",
      () => {},
    );
    try {
      await client.connect();
      await client.ping();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      if (client.isOpen) client.destroy();
    }
  }
  throw new Error("redis-server does not answer.");
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port === 6379 ? freePort() : port;
}

/** A Redis Cluster of a test's own: three masters, without replicas. */
export interface RedisCluster {
  /** `redis+cluster://…` */
  readonly url: string;
  readonly nodes: readonly RedisServer[];
  close(): Promise<void>;
}

const SLOTS = 16_384;

/** Starts a Cluster of three on free ports. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const buses = await Promise.all(Array.from({ length: 3 }, freePort));
  const nodes = await Promise.all(
    buses.map((bus) =>
      startRedis({ "cluster-enabled": "yes", "cluster-port": bus, "cluster-node-timeout": 2_000 }),
    ),
  );
  await Promise.all(
    nodes.map(({ url }, i) =>
      withClient(url, async (ask) => {
        const [from, to] = [i, i + 1].map((n) => Math.floor((SLOTS * n) / nodes.length));
        await ask("CLUSTER", "ADDSLOTSRANGE", String(from), String((to as number) - 1));
        await ask("CLUSTER", "SET-CONFIG-EPOCH", String(i + 1));
        const port = String(nodes[0]?.port);
        if (i > 0) await ask("CLUSTER", "MEET", "127.0.0.1", port, String(buses[0]));
      }),
    ),
  );
  await Promise.all(nodes.map(({ url }) => withClient(url, agrees)));
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    nodes,
    close: async () => void (await Promise.all(nodes.map((node) => node.close()))),
  };
}

async function agrees(ask: Ask): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const info = await ask("CLUSTER", "INFO");
    if (/cluster_state:ok/.test(info) && /cluster_known_nodes:3/.test(info)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The nodes do not form a Cluster.");
}

type Ask = (...command: string[]) => Promise<string>;

/** Talks to one server, whatever it is part of. */
export async function withClient<T>(url: string, run: (ask: Ask) => Promise<T>): Promise<T> {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await run(async (...command) => String(await client.sendCommand(command)));
  } finally {
    client.destroy();
  }
}
