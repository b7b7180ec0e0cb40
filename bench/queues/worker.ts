import { join } from "node:path";
import type { RedisStore } from "../../src/index.ts";
import { person, turn } from "../turns.ts";
import type { Done, Order } from "./texts.ts";

/**
 * A process that works on a Redis: `node bench/queues/worker.ts <bullmq or folder of a build> <url> <number>`. Tells
 * when it is ready, and does what it is told as often as it is told.
 */
const [what = "", url = "", number = "0"] = process.argv.slice(2);
const FOLLOWERS = 1_000;

/** Does one thing; resolves to how many were done by that. */
type DoOne = () => Promise<number>;

async function turns(): Promise<DoOne> {
  const ours = (await import(join(what, "dist/index.js"))) as { RedisStore: typeof RedisStore };
  const store = await ours.RedisStore.open({ url, deadlineMs: 10_000 });
  // Two processes do not share followers, as WeChat's pushes come to whichever answers.
  const from = Number(number) * FOLLOWERS;
  return () => turn(store, person(from + Math.floor(Math.random() * FOLLOWERS)));
}

/** One job added, and done by a worker of the same process. */
async function jobs(atOnce: number): Promise<DoOne> {
  const { Queue, Worker } = await import("bullmq");
  const { Redis } = await import("ioredis");
  const connection = () => new Redis(url, { maxRetriesPerRequest: null });
  const name = `bench-${number}`;
  const queue = new Queue(name, { connection: connection() });
  const waiting = new Map<string, () => void>();
  const early = new Set<string>();
  const options = { connection: connection(), concurrency: atOnce, removeOnComplete: { count: 0 } };
  const worker = new Worker(name, async () => "hello", options);
  worker.on("completed", ({ id = "" }) => {
    const tell = waiting.get(id);
    if (tell === undefined) early.add(id);
    else tell();
    waiting.delete(id);
  });
  await worker.waitUntilReady();
  const body = "<xml>".padEnd(300, "x");
  return async () => {
    const { id = "" } = await queue.add("push", { body }, { removeOnComplete: true });
    if (!early.delete(id)) await new Promise<void>((resolve) => waiting.set(id, resolve));
    return 1;
  };
}

let doOne: DoOne | undefined;

async function work({ forMs, atOnce }: Order): Promise<Done> {
  doOne ??= what === "bullmq" ? await jobs(atOnce) : await turns();
  const one = doOne;
  const before = process.cpuUsage();
  const until = performance.now() + forMs;
  let done = 0;
  const line = async () => {
    while (performance.now() < until) {
      const more = await one();
      done += more;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  const { user, system } = process.cpuUsage(before);
  return { done, cpu: user + system };
}

process.on("message", (order: Order) => void work(order).then((done) => process.send?.(done)));
process.on("disconnect", () => process.exit());
process.send?.("ready");
