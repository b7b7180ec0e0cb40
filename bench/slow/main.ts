/**
 * What slow bots cost: `npm run bench -- slow [options]`. Followers wait for a bot that takes eleven seconds, on each
 * store, beside a bare `node:http` that holds and joins the same deliveries; then for answers that are streamed.
 *
 * `--followers 1000`, `--rate 150` (a second), `--turn 11000` (milliseconds), `--rounds 1`, `--only memory,SQLite,Redis`,
 * `--streams 200` (0: none), `--build <folder>`: measured beside this one. `--quick`: 200 followers, 6 seconds, no streams.
 * `--cores 1,0`: of the server and of the load. `--profile <folder>`: where processor profiles of the servers go.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startRedis } from "../../test/helpers/redis.ts";
import { median, quantile } from "../figures.ts";
import { buildPackage } from "../install.ts";
import { messages, type Outcome } from "./load.ts";
import { type Costs, FAST, PIECE_MS, PIECES, SLOW, STREAM } from "./texts.ts";

const WARM_UP = 3_000;
const HERE = resolve(import.meta.dirname, "../..");
const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** How much is measured. */
interface Effort {
  readonly text: typeof SLOW | typeof STREAM;
  readonly followers: number;
  readonly perSecond: number;
  readonly turnMs: number;
}

/** One contender: the bare holder, or a build of the adapter on a store. */
interface Contender {
  readonly name: string;
  readonly store: string;
  readonly build: string;
}

/** What one run has found. */
interface Figures {
  /** Microseconds a message. */
  readonly cpu: number;
  /** Bytes a waiting follower. */
  readonly heap: number;
  readonly resident: number;
  readonly verbs: Readonly<Record<string, number>>;
  readonly outcomes: readonly Outcome[];
}

async function place(store: string): Promise<{ at: string; close(): Promise<void> }> {
  if (store === "Redis") {
    const server = await startRedis({ "auto-aof-rewrite-percentage": 0 });
    return { at: server.url, close: () => server.close() };
  }
  const folder = mkdtempSync(join(tmpdir(), "wechat-bench-"));
  return { at: join(folder, "slow.db"), close: async () => rmSync(folder, { recursive: true }) };
}

async function run({ store, build }: Contender, effort: Effort): Promise<Figures> {
  const { text, followers, perSecond, turnMs } = effort;
  const stored = await place(store);
  const sends = text === STREAM ? "sends" : "";
  const script = join(import.meta.dirname, "server.ts");
  const args = [
    "--expose-gc",
    "--no-warnings",
    script,
    store,
    `${turnMs}`,
    build,
    stored.at,
    sends,
    values.profile === undefined ? "" : resolve(values.profile),
  ];
  const pinned = ["-c", serverCore, process.execPath, ...args];
  const child = spawn(canPin ? "taskset" : process.execPath, canPin ? pinned : args, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [port] = (await once(child, "message")) as [number];
  try {
    for (let i = 0; i < WARM_UP; i += 50) {
      await Promise.all(await messages(port, FAST, 50, Number.POSITIVE_INFINITY, 0));
    }
    const before = await ask(child, "collect");
    const outcomes = await messages(port, text, followers, perSecond, turnMs);
    const waiting = await ask(child, "collect");
    const seen = await Promise.all(outcomes);
    // A streamed answer goes on behind its first delivery.
    const left = text === STREAM ? PIECES * PIECE_MS + 3_000 : 500;
    await new Promise((done) => setTimeout(done, left));
    const after = await ask(child, "costs");
    const each = (a: number, b: number) => (b - a) / followers;
    const names = Object.keys(after.verbs).filter((name) => name !== "due" && name !== "wake");
    const verbs = names.map((name) => {
      return [name, each(before.verbs[name] ?? 0, after.verbs[name] ?? 0)] as const;
    });
    return {
      cpu: each(before.cpu, after.cpu),
      heap: each(before.heap, waiting.heap),
      resident: each(before.resident, waiting.resident),
      verbs: Object.fromEntries(verbs),
      outcomes: seen,
    };
  } finally {
    const exit = once(child, "exit");
    child.disconnect();
    await exit;
    await stored.close();
  }
}

async function ask(child: ChildProcess, what: "costs" | "collect"): Promise<Costs> {
  const reply = once(child, "message");
  child.send(what);
  return (await reply)[0] as Costs;
}

async function compare(all: readonly Contender[], effort: Effort, rounds: number): Promise<void> {
  const found = new Map<Contender, Figures[]>(all.map((one) => [one, []]));
  for (let i = 0; i < rounds; i++) {
    for (const one of all) {
      process.stderr.write(`${effort.text}, round ${i + 1}: ${one.name}\n`);
      found.get(one)?.push(await run(one, effort));
    }
  }
  const floor = found.get(all[0] as Contender) ?? [];
  row([
    "",
    "CPU each, of bare",
    "heap each, of bare",
    "calls of the store each",
    "late p50, p99",
    "seen",
  ]);
  row(Array(6).fill("---"));
  for (const [{ name }, figures] of found) row([name, ...cells(figures, floor)]);
}

function cells(figures: readonly Figures[], floor: readonly Figures[]): string[] {
  const middle = (read: (one: Figures) => number) => median(figures.map(read));
  const times = (read: (one: Figures) => number) =>
    median(figures.map((one, i) => read(one) / read(floor[i] as Figures))).toFixed(2);
  const outcomes = figures.flatMap((one) => one.outcomes);
  const late = Float64Array.from(
    outcomes.map(({ lateMs }) => lateMs).filter((ms) => !Number.isNaN(ms)),
  );
  const seen = Object.entries(Object.groupBy(outcomes, (one) => one.seen));
  const verbs = Object.entries(figures[0]?.verbs ?? {}).filter(([, times]) => times > 0.005);
  const calls = verbs.map(([name, times]) => `${name} ${times.toFixed(2)}`).join(", ");
  const sum = verbs.reduce((all, [, times]) => all + times, 0);
  return [
    `${middle(({ cpu }) => cpu).toFixed(0)} µs, ${times(({ cpu }) => cpu)} ×`,
    `${middle(({ heap }) => heap).toFixed(0)} B, ${times(({ heap }) => heap)} ×`,
    sum === 0 ? "–" : `${sum.toFixed(2)} (${calls})`,
    late.length === 0
      ? "–"
      : [0.5, 0.99].map((at) => `${quantile(late, at).toFixed(0)} ms`).join(", "),
    seen.map(([what, those]) => `${what}: ${those?.length}`).join(", "),
  ];
}

function row(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    followers: { type: "string", default: "1000" },
    rate: { type: "string", default: "150" },
    turn: { type: "string", default: "11000" },
    rounds: { type: "string", default: "1" },
    only: { type: "string", default: "memory,SQLite,Redis" },
    streams: { type: "string", default: "200" },
    build: { type: "string" },
    cores: { type: "string", default: "1,0" },
    profile: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});
const [serverCore = "1", loadCore = "0"] = values.cores.split(",");
if (canPin) execFileSync("taskset", ["-acp", loadCore, String(process.pid)], { stdio: "ignore" });
buildPackage();
process.stdout.write(`load average before: ${loadavg()[0]?.toFixed(1)}\n`);
const builds = values.build === undefined ? [HERE] : [HERE, resolve(values.build)];
const stores = values.only.split(",");
const contenders: Contender[] = [{ name: "bare node:http", store: "bare", build: "" }];
for (const store of stores) {
  for (const build of builds) {
    const name = build === HERE ? store : `${store}, the other build`;
    contenders.push({ name, store, build });
  }
}
const followers = values.quick ? 200 : Number(values.followers);
const turnMs = values.quick ? 6_000 : Number(values.turn);
const perSecond = Number(values.rate);
const rounds = Number(values.rounds);
if (followers > 0) await compare(contenders, { text: SLOW, followers, perSecond, turnMs }, rounds);
const streams = values.quick ? 0 : Number(values.streams);
if (streams > 0) {
  process.stdout.write("\nStreamed answers:\n");
  const effort = { text: STREAM, followers: streams, perSecond: 100, turnMs: 0 } as const;
  await compare(contenders, effort, rounds);
}
