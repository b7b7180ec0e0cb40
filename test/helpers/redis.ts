import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { hasProgram } from "./programs.ts";

/** A Redis server of a test's own, with an append-only file. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, with what it had written. Resolves when it listens. */
  start(): Promise<void>;
  /** Stops it where it stands, or lets it go on. */
  freeze(frozen: boolean): Promise<void>;
  /** Its process. */
  pid(): number;
  /** Where it writes. */
  readonly dir: string;
  close(): Promise<void>;
}

/** Whether this machine has a `redis-server`. */
export const hasRedis = hasProgram("redis-server", "--version");

/**
 * Somebody's own server, for tests that only keep something on it, under a prefix of their own, where there is
 * no `redis-server`.
 */
const guestUrl = hasRedis ? undefined : process.env.REDIS_URL;

/** Whether there is a server on which something can be kept. */
export const canKeep = hasRedis || guestUrl !== undefined;

/**
 * Throws in CI where tests would be skipped, which would hide that promises were not tested. Elsewhere the last
 * lines of the run say how many were skipped, and why.
 */
export function skipWithoutRedis(tests: string, can = hasRedis): void {
  if (can || !process.env.CI) return;
  throw new Error(`${NO_REDIS}: ${tests} not run. Install Redis 7 or newer.`);
}

export const NO_REDIS = "NO redis-server ON THE PATH";

/** A server on which something can be kept: one of the test's own, else the one that `REDIS_URL` names. */
export async function keepingRedis(): Promise<Pick<RedisServer, "url" | "close">> {
  if (guestUrl === undefined) return startRedis();
  return {
    url: guestUrl,
    close: () =>
      withClient(guestUrl, async (client) => {
        for (const key of await client.keys(`${TEST_PREFIX}*`)) await client.del(key);
      }),
  };
}

/** What the keys of tests begin with, where a server is not theirs alone. */
export const TEST_PREFIX = "botbuilder-adapter-wechat-test-";

// Waits for the end of its own input, which also comes when the test's process was killed. `$0` is the
// folder. A full disk is a limit on the size of files, which a process may raise for itself again.
export const GUARD = `trap '' XFSZ; redis-server "$@" >&2 & echo $!; read why; kill -CONT $!; kill -9 $!; wait;
[ "$why" = keep ] || rm -rf "$0"`;

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
    "repl-diskless-sync-delay": 0,
    ...more,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const url = `redis://127.0.0.1:${port}`;
  let guard: ChildProcess | undefined;
  let pid = 0;

  async function start(): Promise<void> {
    guard = spawn("sh", ["-c", GUARD, dir, ...args], { stdio: ["pipe", "pipe", "ignore"] });
    pid = Number(await new Promise((resolve) => guard?.stdout?.once("data", resolve)));
    await listens(url);
  }
  async function end(why: string): Promise<void> {
    const ended = guard;
    guard = undefined;
    if (ended === undefined) return;
    const gone = new Promise((resolve) => ended.once("exit", resolve));
    ended.stdin?.end(why);
    await gone;
  }

  await start();
  return {
    url,
    port,
    dir,
    start,
    pid: () => pid,
    kill: () => end("keep\n"),
    async freeze(frozen) {
      process.kill(pid, frozen ? "SIGSTOP" : "SIGCONT");
    },
    async close() {
      await end("");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function listens(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const client = createClient({ url, socket: { reconnectStrategy: false } }).on(
      "error",
      () => {},
    );
    try {
      await client.connect();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
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

/** Below the ports that systems give to connections: one of those could be taken while its server is restarted. */
const ROW_PORTS = { from: 20_000, to: 30_000 };

/** The first of so many ports in a row that nobody listens on now. */
export async function freePortsInARow(count: number): Promise<number> {
  for (;;) {
    const { from, to } = ROW_PORTS;
    const first = from + Math.floor(Math.random() * (to - from));
    const ports = Array.from({ length: count }, (_, i) => first + i);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
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
export async function startRedisCluster(nodeTimeoutMs = 2_000): Promise<RedisCluster> {
  const buses = await Promise.all(Array.from({ length: 3 }, freePort));
  const nodes = await Promise.all(
    buses.map((bus) =>
      startRedis({
        "cluster-enabled": "yes",
        "cluster-port": bus,
        "cluster-node-timeout": nodeTimeoutMs,
      }),
    ),
  );
  await Promise.all(
    nodes.map(({ url }, i) =>
      asking(url, async (ask) => {
        const [from, to] = [i, i + 1].map((n) => Math.floor((SLOTS * n) / nodes.length));
        await ask("CLUSTER", "ADDSLOTSRANGE", String(from), String((to as number) - 1));
        await ask("CLUSTER", "SET-CONFIG-EPOCH", String(i + 1));
        const port = String(nodes[0]?.port);
        if (i > 0) await ask("CLUSTER", "MEET", "127.0.0.1", port, String(buses[0]));
      }),
    ),
  );
  await Promise.all(nodes.map(({ url }) => asking(url, agrees)));
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

function asking<T>(url: string, run: (ask: Ask) => Promise<T>): Promise<T> {
  return withClient(url, (client) =>
    run(async (...command) => String(await client.sendCommand(command))),
  );
}

type Ask = (...command: string[]) => Promise<string>;

/** A command as words, its reply as text. */
export function ask(url: string, ...command: string[]): Promise<string> {
  return withClient(url, async (client) => String(await client.sendCommand(command)));
}

function plainClient(url: string) {
  return createClient({ url });
}

/** Talks to one server, whatever it is part of. */
export async function withClient<T>(
  url: string,
  run: (client: ReturnType<typeof plainClient>) => Promise<T>,
): Promise<T> {
  const client = plainClient(url);
  client.on("error", () => {});
  await client.connect();
  try {
    return await run(client);
  } finally {
    client.destroy();
  }
}
