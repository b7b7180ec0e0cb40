import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePortsInARow, startRedis } from "../helpers/redis.ts";
import { freshOpenid, wireAccount } from "../helpers/wechat.ts";
import { type Plan, randomOf, sleep } from "./plan.ts";
import { pushLikeWeChat } from "./pusher.ts";
import { newPush, Timeline } from "./timeline.ts";

/** What a rolling restart did to those who wrote meanwhile. */
export interface Rolled {
  readonly figures: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

const PROCESSES = 3;
const FOLLOWERS = 500;
const processes = resolve(import.meta.dirname, "../../samples/cluster/processes.ts");
const bot = resolve(import.meta.dirname, "rollingBot.ts");

/**
 * `samples/cluster` with three servers, behind a balancer that passes over those that do not listen. One after
 * the other gets SIGTERM and is started again, while `perSecond` pushes come in.
 */
export async function runRolling(plan: Plan): Promise<Rolled> {
  const random = randomOf(plan.seed);
  const timeline = new Timeline();
  const account = wireAccount();
  const redis = await startRedis();
  const folder = mkdtempSync(join(tmpdir(), "wechat-rolling-"));
  const first = await freePortsInARow(PROCESSES);
  const ports = Array.from({ length: PROCESSES }, (_, i) => first + i);
  const cluster = spawn(process.execPath, [processes, bot], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      PORT: String(first),
      PROCESSES: String(PROCESSES),
      WECHAT_STORE: redis.url,
      WECHAT_APP_ID: account.appId,
      WECHAT_TOKEN: account.token,
      WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
      WECHAT_ORIGINAL_ID: account.originalId,
    },
  });
  const gone = new Promise((resolve) => cluster.once("exit", resolve));
  const restarted = new Promise<void>((resolve) => {
    cluster.stdout.on("data", (text) => {
      if (String(text).includes("Restarted each.")) resolve();
    });
  });
  try {
    await Promise.all(ports.map(ready));
    const flights = pushAll(plan, ports, timeline, account, random);
    await sleep(1_000);
    cluster.kill("SIGHUP");
    await restarted;
    const during = timeline.pushes.length;
    await flights;
    return judge(timeline, during);
  } finally {
    cluster.kill("SIGTERM");
    await gone;
    await redis.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ready(port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (response?.status === 200) return;
    await sleep(50);
  }
  throw new Error("A server did not start.");
}

async function pushAll(
  plan: Plan,
  ports: readonly number[],
  timeline: Timeline,
  account: ReturnType<typeof wireAccount>,
  random: () => number,
): Promise<void> {
  const people = Array.from({ length: FOLLOWERS }, freshOpenid);
  const flights: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < plan.pushes; n++) {
    const openid = people[Math.floor(random() * people.length)] as string;
    const push = newPush(n, { openid, appId: account.appId, customerService: false });
    timeline.pushes.push(push);
    // One in twenty works for a while.
    const ms = random() < 0.05 ? Math.round(500 + random() * 2_500) : 0;
    flights.push(
      pushLikeWeChat(push, account, `${push.token} ${ms}`, { plan, ports, random, timeline }),
    );
    await sleep(Math.max(0, began + ((n + 1) / plan.perSecond) * 1_000 - performance.now()));
  }
  await Promise.all(flights);
}

function judge(timeline: Timeline, during: number): Rolled {
  const times = new Map<string, number>();
  for (const { token } of timeline.seen) times.set(token, (times.get(token) ?? 0) + 1);
  const tokens = timeline.pushes.map(({ token }) => `${token}.0`);
  const lost = tokens.filter((token) => !times.has(token));
  const doubled = tokens.filter((token) => (times.get(token) ?? 0) > 1);
  const again = timeline.pushes.filter(({ deliveries }) => deliveries.length > 1).length;
  const { notices } = timeline.counts;
  return {
    figures: {
      pushes: tokens.length,
      "while it restarted": during,
      "asked again": again,
      lost: lost.length,
      doubled: doubled.length,
      "fault noticed": notices,
    },
    broken: [
      ...lost.map((token) => `lost: ${token}`),
      ...doubled.map((token) => `doubled: ${token}`),
      ...(notices > 0 ? [`fault noticed: ${notices}`] : []),
    ],
  };
}
