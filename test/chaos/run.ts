import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, type RedisServer, startRedis } from "../helpers/redis.ts";
import { freshOpenid } from "../helpers/wechat.ts";
import { startFaults } from "./faults.ts";
import { atRest, judge, type Verdict } from "./judge.ts";
import { openStore, type SharedStore } from "./openStore.ts";
import { type Accounts, chaosAccounts, type Plan, randomOf, sleep } from "./plan.ts";
import { Processes } from "./processes.ts";
import { pushLikeWeChat, workMs } from "./pusher.ts";
import { readStored, type Stored } from "./stored.ts";
import { newPush, startApi, Timeline } from "./timeline.ts";

/** How long everything may take to come to rest, by WeChat's time, and what a busy machine may add. */
const REST_MS = 150_000;
const REST_SLACK_MS = 15_000;

export interface Outcome extends Verdict {
  readonly plan: Plan;
  readonly timeline: Timeline;
  readonly logged: ReadonlyMap<string, number>;
}

interface Person {
  readonly account: Accounts[number];
  readonly openid: string;
}

/** One plan, carried out: processes, Redis and WeChat are real, and so is what goes wrong. */
export async function runChaos(plan: Plan): Promise<Outcome> {
  const random = randomOf(plan.seed);
  const timeline = new Timeline();
  const accounts = chaosAccounts();
  const folder = mkdtempSync(join(tmpdir(), "wechat-chaos-"));
  const file = plan.store === "sqlite" ? join(folder, "chaos.db") : undefined;
  const primary = await startRedis();
  const replica = plan.faults.failover && (await startReplica(primary));
  const api = await startApi(timeline, plan.faults, randomOf(plan.seed + 1));
  const processes = new Processes(timeline);
  try {
    await processes.start(accounts, plan, file ?? primary.port, api.url);
    const unwatch = timeline.watchLag();
    const people = Array.from({ length: plan.followers }, (_, i) => ({
      account: accounts[i % accounts.length] as Accounts[number],
      openid: freshOpenid(),
    }));
    const servers = { primary, ...(replica && { replica }) };
    const faultLuck = randomOf(plan.seed + 2);
    const stopFaults = startFaults(plan, processes, servers, timeline, faultLuck);
    await pushAll(plan, people, processes, timeline, random);
    await stopFaults();
    unwatch();
    const last = timeline.counts.failovers > 0 && replica ? replica : primary;
    const shared = file === undefined ? { url: last.url, deadlineMs: 10_000 } : { path: file };
    const stored = await readAtRest(shared, people, plan);
    const verdict = judge(timeline, stored.all, plan.scale);
    const broken = [...verdict.broken, ...stored.due.map((openid) => `still due: ${openid}`)];
    return { ...verdict, broken, plan, timeline, logged: processes.logged };
  } finally {
    await processes.close();
    await api.close();
    await Promise.all([primary.close(), replica?.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startReplica(primary: RedisServer): Promise<RedisServer> {
  const replica = await startRedis({ replicaof: `127.0.0.1 ${primary.port}` });
  while (!/master_link_status:up/.test(await ask(replica.url, "INFO", "replication"))) {
    await sleep(20);
  }
  return replica;
}

async function pushAll(
  plan: Plan,
  people: readonly Person[],
  { ports }: Processes,
  timeline: Timeline,
  random: () => number,
): Promise<void> {
  const flights: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < plan.pushes; n++) {
    const { account, openid } = people[Math.floor(random() * people.length)] as Person;
    const { appId, customerService } = account;
    const count = 1 + Math.floor(random() * 3);
    const botMs = Math.round(workMs(random, plan));
    const push = newPush(n, { openid, appId, customerService, count, botMs });
    timeline.pushes.push(push);
    const text = `${push.token} ${push.count} ${push.botMs}`;
    flights.push(pushLikeWeChat(push, account, text, { plan, ports, random, timeline }));
    const next = began + ((n + 1) / plan.perSecond) * 1_000 * plan.scale;
    await sleep(Math.max(0, next - performance.now()));
  }
  await Promise.all(flights);
}

/** Waits until nothing is left to do, and reads what is stored of everybody. */
async function readAtRest(
  shared: SharedStore,
  people: readonly Person[],
  { scale }: Plan,
): Promise<{ all: ReadonlyMap<string, Stored>; due: readonly string[] }> {
  const store = await openStore(shared);
  try {
    const all = new Map<string, Stored>();
    const until = performance.now() + REST_MS * scale + REST_SLACK_MS;
    for (;;) {
      for (const { account, openid } of people) {
        const one = await readStored(store, { appId: account.appId, openid });
        if (one !== undefined) all.set(openid, one);
      }
      const due = (await store.due(1_000)).map(({ openid }) => openid);
      const rests = due.length === 0 && [...all.values()].every(atRest);
      if (rests || performance.now() > until) return { all, due };
      await sleep(200);
    }
  } finally {
    await store.close();
  }
}
