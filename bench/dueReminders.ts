/**
 * What a sweep takes for many reminders of one moment, beside what the store takes for as many turns:
 * `npm run bench:due -- [followers] [memory|sqlite|redis]…`, `--alone` without pushes beside it. The bot says nothing, so that
 * what is measured is the road. From the reminders' processor time that of the pushes is taken, which come as often in a
 * slow machine's longer time: they are sent by this very process.
 */
import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type BotLogic, WeChatAdapter } from "../src/adapter/weChatAdapter.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { RedisStore } from "../src/store/redis/redisStore.ts";
import { SqliteStore } from "../src/store/sqlite/sqliteStore.ts";
import type { Follower, Step, Store } from "../src/store/store.ts";
import { startRedis } from "../test/helpers/redis.ts";
import { median } from "./figures.ts";

const APP_ID = "wx0123456789abcdef";
const AT_ONCE = 32;
const account = { appId: APP_ID, token: "benchtoken", originalId: "gh_0123456789ab" };
const WARM_UP = 3_000;
const IDLE_PUSHES = 400;
const IDLE_WARM_UP = 200;
let count = 0;

/** What this process has used of its processors, in milliseconds: what a busy machine does not change. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function person(n: number): Follower {
  return { appId: APP_ID, openid: `oABCDEFGHIJKLMNOPQR${String(n).padStart(9, "0")}` };
}

function lastStep(timers: NonNullable<Step["save"]>["timers"]): Step {
  const carried = { held: [], untaken: [] };
  return {
    passive: [],
    chain: [],
    hold: [],
    carried,
    save: { record: { v: 1 }, timers },
    last: true,
  };
}

/** One turn of each follower. Resolves to the milliseconds that each took. */
async function turns(store: Store, from: number, to: number, remindAt?: number): Promise<number[]> {
  const took: number[] = [];
  let next = from;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < to) {
        const follower = person(next++);
        const began = performance.now();
        const key = `${follower.openid}|${count++}`;
        const push = {
          key,
          kind: "push",
          body: "<xml>".padEnd(300, "x"),
          createdAt: Date.now(),
        } as const;
        const { work } = await store.arrive({ follower, push, by: "bench", answer: "success" });
        const timers = remindAt === undefined ? [] : [{ set: "t", at: remindAt, data: "8:00" }];
        if (work !== undefined) await store.step(work.lease, 0, lastStep(timers));
        took.push(performance.now() - began);
      }
    }),
  );
  return took;
}

async function measure(name: string, store: Store, followers: number): Promise<void> {
  const quiet = { info() {}, warn() {}, error() {} };
  // Warmed up, as the road is by then: a first turn is mostly compilers.
  await turns(store, 20_000_000, 20_000_000 + WARM_UP);
  const [began, beganCpu] = [performance.now(), cpuMs()];
  await turns(store, 0, followers, Date.now() + 1);
  const [turnsMs, turnsCpuMs] = [performance.now() - began, cpuMs() - beganCpu];
  let done = 0;
  let recoveredMs = 0;
  // Pushes that come over HTTP, one after the other: before to a process with nothing due, then meanwhile.
  const { took: idle, cpuEach } = await pushesOf(
    new WeChatAdapter({ accounts: [account], store: new Proxy(store, NOTHING_DUE), log: quiet }),
  );
  const dead = person(followers + 5_000);
  const body = `<xml><ToUserName>gh</ToUserName><FromUserName>${dead.openid}</FromUserName><CreateTime>${Math.floor(Date.now() / 1_000)}</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>`;
  await store.arrive({
    follower: dead,
    push: { key: "dead", kind: "push", body, createdAt: Date.now() },
    by: "dead",
  });
  const diedAt = performance.now();
  const adapter = new WeChatAdapter({ accounts: [account], store, log: quiet });
  const [sweptAt, sweptCpu] = [performance.now(), cpuMs()];
  let ended = (): void => {};
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const bot: BotLogic = async (context) => {
    if (context.activity.type === "event") {
      if (++done === followers) ended();
    } else if (context.activity.from?.id === dead.openid) recoveredMs = performance.now() - diedAt;
  };
  adapter.recover(bot);
  const server = await serve(adapter, bot);
  const writing = server.push;
  const meanwhile: number[] = [];
  let sweeping = true;
  void over.then(() => {
    sweeping = false;
  });
  const push = (async () => {
    while (sweeping && withPushes) {
      meanwhile.push(await writing());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await over;
  const dueMs = performance.now() - sweptAt;
  const dueCpuMs = cpuMs() - sweptCpu - meanwhile.length * cpuEach;
  await push;
  while (recoveredMs === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  server.close();
  await adapter.close();
  const cells = [
    name,
    followers,
    `${(turnsMs / 1_000).toFixed(1)} s`,
    `${(dueMs / 1_000).toFixed(1)} s`,
    `${(dueMs / turnsMs).toFixed(2)} ×`,
    `${((dueCpuMs * 1_000) / followers).toFixed(0)} µs, ${(dueCpuMs / turnsCpuMs).toFixed(2)} ×`,
    `${(recoveredMs / 1_000).toFixed(1)} s`,
    latency(idle),
    withPushes ? `${latency(meanwhile)}, ${meanwhile.length} pushes` : "–",
    withPushes ? `${(median(meanwhile) / median(idle)).toFixed(2)} ×` : "–",
  ];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

/** The median, and what one in a hundred takes longer than. */
function latency(took: readonly number[]): string {
  const sorted = took.toSorted((a, b) => a - b);
  return `${median(took).toFixed(2)}, p99 ${(sorted[Math.floor(sorted.length * 0.99)] ?? 0).toFixed(1)} ms`;
}

const NOTHING_DUE: ProxyHandler<Store> = {
  get(target, name) {
    if (name === "due") return async () => [];
    if (name === "close") return async () => {};
    const value = target[name as keyof Store] as unknown;
    return typeof value === "function" ? value.bind(target) : value;
  },
};

/** What pushes take when nothing is due, in milliseconds: each, and of the processor on average. */
async function pushesOf(adapter: WeChatAdapter) {
  const server = await serve(adapter, async () => {});
  const took: number[] = [];
  let beganCpu = 0;
  for (let i = 0; i < IDLE_PUSHES; i++) {
    if (i === IDLE_WARM_UP) beganCpu = cpuMs();
    took.push(await server.push());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const cpuEach = (cpuMs() - beganCpu) / (IDLE_PUSHES - IDLE_WARM_UP);
  server.close();
  await adapter.close();
  return { took: took.slice(IDLE_WARM_UP), cpuEach };
}

async function serve(adapter: WeChatAdapter, bot: BotLogic) {
  const server = createServer((req, res) => void adapter.process(req, res, bot));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    close: () => void server.close(),
    /** Resolves to the milliseconds that a push took. */
    async push(): Promise<number> {
      const at = String(Math.floor(Date.now() / 1_000));
      const nonce = String(count++);
      const signature = hash("sha1", [account.token, at, nonce].sort().join(""));
      const { openid } = person(10_000_000 + Math.floor(Math.random() * 1_000));
      const body = `<xml><ToUserName>gh_0123456789ab</ToUserName><FromUserName>${openid}</FromUserName><CreateTime>${at}</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>${at}${nonce}</MsgId></xml>`;
      const began = performance.now();
      const query = `signature=${signature}&timestamp=${at}&nonce=${nonce}`;
      const response = await fetch(`http://127.0.0.1:${port}/?${query}`, { method: "POST", body });
      await response.text();
      if (response.status !== 200) throw new Error(`a push was answered with ${response.status}`);
      return performance.now() - began;
    },
  };
}

const [followers = 100_000] = process.argv.slice(2).map(Number).filter(Boolean);
const withPushes = !process.argv.includes("--alone");
const names = process.argv
  .slice(2)
  .filter((one) => Number.isNaN(Number(one)) && !one.startsWith("--"));
const wanted = (name: string) => names.length === 0 || names.includes(name);
process.stdout.write(`load average before: ${loadavg()[0]?.toFixed(1)}\n`);
process.stdout.write(
  "| store | followers | as many turns | reminders | ratio | CPU each, ratio | dead turn again | a push, idle | meanwhile | ratio |\n",
);
if (wanted("memory")) await measure("memory", new MemoryStore(), followers);
if (wanted("sqlite")) {
  const folder = mkdtempSync(join(tmpdir(), "wechat-bench-"));
  await measure("SQLite", new SqliteStore({ path: join(folder, "due.db") }), followers);
  rmSync(folder, { recursive: true });
}
if (wanted("redis")) {
  const server = await startRedis({ "auto-aof-rewrite-percentage": 0 });
  await measure("Redis", await RedisStore.open({ url: server.url, deadlineMs: 10_000 }), followers);
  await server.close();
}
process.exit(0);
