import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { Session } from "node:inspector/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createHolder } from "./bare.ts";
import { counting, createListener } from "./ours.ts";
import type { Costs } from "./texts.ts";

/**
 * The child process: serves one contender on a free port and tells its costs when asked.
 * `node --expose-gc bench/slow/server.ts <contender> <milliseconds of a turn> <build> <place of the store> <sends> <profiles>`
 */
const [contender = "", turnMs = "", build = "", place = "", sends = "", profiles = ""] =
  process.argv.slice(2);
const verbs: Record<string, number> = {};
const gc = (globalThis as { gc?: () => void }).gc as () => void;
let collecting = 0;

async function listenerOf(): Promise<RequestListener> {
  if (contender === "bare") return createHolder(Number(turnMs));
  const index = join(build, "dist/index.js");
  const ours = (await import(index)) as typeof import("../../src/index.ts");
  const { WeChatAdapter, MemoryStore, SqliteStore, RedisStore } = ours;
  const open = {
    memory: () => new MemoryStore(),
    SQLite: () => new SqliteStore({ path: place }),
    Redis: () => RedisStore.open({ url: place }),
  }[contender];
  if (open === undefined) throw new RangeError(`There is no contender ${contender}.`);
  const store = counting(await open(), verbs);
  return createListener(WeChatAdapter, store, Number(turnMs), sends === "sends");
}

function costs(collect: boolean): Costs {
  const used = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  const before = used();
  if (collect) gc();
  collecting += used() - before;
  const { heapUsed, rss } = process.memoryUsage();
  return { cpu: used() - collecting, heap: heapUsed, resident: rss, verbs: { ...verbs } };
}

/** From the first question about costs on, which comes when the warming up is done. */
let profiling: Session | undefined;

async function profile(asked: unknown): Promise<void> {
  if (profiles === "") return;
  if (profiling === undefined) {
    profiling = new Session();
    profiling.connect();
    await profiling.post("Profiler.enable");
    await profiling.post("Profiler.setSamplingInterval", { interval: 300 });
    await profiling.post("Profiler.start");
  } else if (asked === "costs") {
    const { profile } = await profiling.post("Profiler.stop");
    mkdirSync(profiles, { recursive: true });
    const name = `${contender}-${build.replaceAll("/", "_")}.cpuprofile`;
    writeFileSync(join(profiles, name), JSON.stringify(profile));
  }
}

const server = createServer(await listenerOf());
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", (asked) => {
  process.send?.(costs(asked === "collect"));
  void profile(asked);
});
process.on("disconnect", () => process.exit());
