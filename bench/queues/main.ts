/**
 * Redis beside BullMQ: `npm run bench -- queues [options]`. A turn of ours, a push that arrives and the step that ends it,
 * beside one job that is added and done; in one process, and two processes beside one.
 *
 * `--rounds 7`, `--ms 2000` (each), `--build <folder>`: another build beside this one. `--core 0`: everything on that
 * core, which tells processor time and no speed of two processes.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createClient } from "redis";
import { startRedis } from "../../test/helpers/redis.ts";
import { median } from "../figures.ts";
import { buildPackage, installOnce } from "../install.ts";
import type { Done, Order } from "./texts.ts";

const HERE = resolve(import.meta.dirname, "../..");
const AT_ONCE = 32;

/** What is measured, by how many processes. */
interface Contender {
  readonly name: string;
  readonly what: string;
  readonly processes: number;
}

/** One round of a contender. */
interface Round {
  readonly perSecond: number;
  /** Microseconds each: of the processes, and of the server. */
  readonly cpu: number;
  readonly server: number;
  /** Of the server's, in functions and scripts: what is not sockets and protocol. */
  readonly scripts: number;
}

/** The part of a client that is needed here. */
interface Asked {
  info(section: string): Promise<string>;
  destroy(): void;
}

/** A contender with its server and its processes, which wait until it is their turn. */
class Running {
  readonly name: string;
  readonly rounds: Round[] = [];
  readonly #workers: readonly ChildProcess[];
  readonly #server: Awaited<ReturnType<typeof startRedis>>;
  readonly #client: Asked;

  private constructor(
    name: string,
    workers: readonly ChildProcess[],
    server: Awaited<ReturnType<typeof startRedis>>,
    client: Asked,
  ) {
    this.name = name;
    this.#workers = workers;
    this.#server = server;
    this.#client = client;
  }

  static async start({ name, what, processes }: Contender, core?: string): Promise<Running> {
    const server = await startRedis({ "auto-aof-rewrite-percentage": 0 });
    if (core !== undefined) spawnSync("taskset", ["-acp", core, String(server.pid())]);
    const client = createClient({ url: server.url });
    await client.connect();
    const script = join(import.meta.dirname, "worker.ts");
    const workers = await Promise.all(
      Array.from({ length: processes }, async (_, number) => {
        const args = ["--no-warnings", script, what, server.url, String(number)];
        const child = spawn(process.execPath, args, {
          stdio: ["ignore", "inherit", "inherit", "ipc"],
        });
        if (core !== undefined) spawnSync("taskset", ["-acp", core, String(child.pid)]);
        await once(child, "message");
        return child;
      }),
    );
    return new Running(name, workers, server, client);
  }

  async run(forMs: number): Promise<Round> {
    const order: Order = { forMs, atOnce: AT_ONCE };
    const before = await this.#used();
    const all = await Promise.all(this.#workers.map((worker) => ask(worker, order)));
    const after = await this.#used();
    const done = all.reduce((sum, one) => sum + one.done, 0);
    const cpu = all.reduce((sum, one) => sum + one.cpu, 0);
    const each = (name: "main" | "scripts") => (after[name] - before[name]) / done;
    const perSecond = done / (forMs / 1_000);
    return { perSecond, cpu: cpu / done, server: each("main"), scripts: each("scripts") };
  }

  /** What the server has used so far, in microseconds. */
  async #used(): Promise<{ main: number; scripts: number }> {
    const cpu = await this.#client.info("cpu");
    const seconds = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(cpu)?.[1]);
    const main = seconds("used_cpu_user_main_thread") + seconds("used_cpu_sys_main_thread");
    const stats = await this.#client.info("commandstats");
    const ran = [...stats.matchAll(/cmdstat_(?:fcall|evalsha|eval):calls=\d+,usec=(\d+)/g)];
    return { main: main * 1e6, scripts: ran.reduce((sum, [, usec]) => sum + Number(usec), 0) };
  }

  async stop(): Promise<void> {
    for (const worker of this.#workers) {
      const exit = once(worker, "exit");
      worker.disconnect();
      await exit;
    }
    this.#client.destroy();
    await this.#server.close();
  }
}

async function ask(worker: ChildProcess, order: Order): Promise<Done> {
  const reply = once(worker, "message");
  worker.send(order);
  return (await reply)[0] as Done;
}

function report(all: readonly Running[]): void {
  const row = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
  row([
    "",
    "a second",
    "of ours",
    "processes' time each",
    "of ours",
    "server's time each",
    "of ours",
  ]);
  row(Array(9).fill("---"));
  const ours = all[0]?.rounds ?? [];
  for (const { name, rounds } of all) {
    const middle = (read: (one: Round) => number) => median(rounds.map(read));
    const times = (read: (one: Round) => number) =>
      `${median(rounds.map((one, i) => read(one) / read(ours[i] as Round))).toFixed(2)} ×`;
    row([
      name,
      middle(({ perSecond }) => perSecond).toFixed(0),
      times(({ perSecond }) => perSecond),
      `${middle(({ cpu }) => cpu).toFixed(0)} µs`,
      times(({ cpu }) => cpu),
      `${middle(({ server }) => server).toFixed(0)} µs`,
      times(({ server }) => server),
      `${middle(({ scripts }) => scripts).toFixed(1)} µs`,
      times(({ scripts }) => scripts),
    ]);
  }
}

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "7" },
    ms: { type: "string", default: "2000" },
    build: { type: "string" },
    core: { type: "string" },
  },
});
installOnce();
buildPackage();
process.stdout.write(`load average before: ${loadavg()[0]?.toFixed(1)}\n`);
const contenders: Contender[] = [
  { name: "this adapter's store on Redis", what: HERE, processes: 1 },
  { name: "… two processes", what: HERE, processes: 2 },
  { name: "BullMQ", what: "bullmq", processes: 1 },
];
if (values.build !== undefined) {
  contenders.push({ name: "the other build", what: resolve(values.build), processes: 1 });
}
const all: Running[] = [];
try {
  for (const one of contenders) all.push(await Running.start(one, values.core));
  // The first round is for the compilers.
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const one of all) {
      const found = await one.run(Number(values.ms));
      if (round > 0) one.rounds.push(found);
    }
  }
  report(all);
} finally {
  for (const one of all) await one.stop();
}
