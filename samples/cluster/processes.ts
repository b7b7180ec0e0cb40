/**
 * Several processes of one bot on one Redis, each on a port of its own, for a reverse proxy in front:
 *
 *     redis-server samples/cluster/redis.conf
 *     WECHAT_STORE=redis://127.0.0.1:6380 PROCESSES=3 PORT=3978 node samples/cluster/processes.ts
 *
 * One that ends is started again. SIGHUP restarts one after another, each when the one before it is ready;
 * SIGTERM ends all.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const { PORT = "3978", PROCESSES = "3", WECHAT_STORE = "redis://127.0.0.1:6380" } = process.env;
const command = join(import.meta.dirname, "../../bin/wechat.cjs");
const bot = process.argv[2] ?? join(import.meta.dirname, "index.ts");
const ports = Array.from({ length: Number(PROCESSES) }, (_, i) => Number(PORT) + i);

/** After a crash; a Redis that is not there must not make a busy loop. */
const AGAIN_MS = 1_000;
const LOOK_MS = 100;

const running = new Map<number, ChildProcess>();
let ending = false;

function start(port: number): void {
  const env = { ...process.env, WECHAT_STORE, PORT: String(port) };
  const child = spawn(process.execPath, [command, "start", bot], { env, stdio: "inherit" });
  running.set(port, child);
  child.once("exit", () => {
    running.delete(port);
    if (ending && running.size === 0) process.exit();
    if (!ending) setTimeout(() => start(port), replacing.has(port) ? 0 : AGAIN_MS);
  });
}

const replacing = new Set<number>();

/** The balancer passes over the one that is away; the others take what it left. */
async function restartEach(): Promise<void> {
  for (const port of ports) {
    replacing.add(port);
    const old = running.get(port);
    old?.kill("SIGTERM");
    while (running.get(port) === old || !(await isReady(port))) await pause();
    replacing.delete(port);
  }
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  return response?.status === 200;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

for (const port of ports) start(port);
process.on("SIGHUP", () => void restartEach().then(() => console.log("Restarted each.")));
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    ending = true;
    for (const child of running.values()) child.kill("SIGTERM");
  });
}
