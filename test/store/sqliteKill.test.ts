import { type ChildProcess, fork } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PACE } from "../../src/adapter/road.ts";
import { systemClock } from "../../src/clock.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import type { PushDocument } from "../../src/simulator/pusher/pushXml.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import { ACCOUNT, eventPush, SCALE, textPush } from "../helpers/road.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import type { ChildConfig } from "./sqliteChild.ts";

const LEASE_MS = 600;
const SWEEP_MS = 100;

/** A line of the bot's notes. */
interface Note {
  readonly who: string;
  readonly what: string;
  readonly count: number;
  readonly attempts: number;
  readonly at: number;
}

/** Processes on one file, with the same bot and short leases; a delivery lasts as long as in life. */
function machine() {
  const folder = tempFolder();
  const path = join(folder, "wechat.db");
  const notes = join(folder, "notes");
  const config = {
    account: ACCOUNT,
    path,
    notes,
    pace: { renewMs: PACE.renewMs * SCALE, sweepMs: SWEEP_MS },
    settings: { leaseMs: LEASE_MS, slotMs: 1_480, rescueMs: 1_600, sendLeaseMs: 800 },
  };
  async function start(botMs: number): Promise<{ child: ChildProcess; port: number }> {
    const child = fork(new URL("sqliteChild.ts", import.meta.url), {
      execArgv: [],
      env: { ...process.env, SQLITE_CHILD: JSON.stringify({ ...config, botMs } as ChildConfig) },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    onTestFinished(() => kill(child));
    const port = await new Promise<number>((resolve) => {
      child.once("message", (message: { port: number }) => resolve(message.port));
    });
    return { child, port };
  }
  function noted(): Note[] {
    if (!existsSync(notes)) return [];
    const lines = readFileSync(notes, "utf8").trim().split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Note);
  }
  return { path, start, noted };
}

/** Kills by its own pid, and waits until it is gone. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

/** One delivery to a process; what came back. */
async function deliver(port: number, push: PushDocument, cutMs = 5_000) {
  const url = `http://127.0.0.1:${port}/wechat`;
  const settings = { clock: systemClock, transport: httpTransport, cutMs, tries: 1 };
  const { seen, tries } = await createPusher(settings).push(
    { url, mode: "safe" as const, ...ACCOUNT },
    push,
  );
  return { seen, status: tries[0]?.status };
}

/** Waits until something holds; a busy machine may take its time. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(holds()).toBe(true);
}

const names = Array.from({ length: 10 }, (_, i) => `oFollower${i}`);

test("another process picks up what a killed one had answered, or had begun, when the lease ends", async () => {
  const { start, noted } = machine();
  const [slow, quick] = await Promise.all([start(60_000), start(0)]);
  const events = names.map((who) => eventPush("LOCATION", { Latitude: "1", Longitude: "2" }, who));
  const answers = await Promise.all(events.map((push) => deliver(slow.port, push)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  // Longer than a lease: as long as its process lives, nobody takes a turn over.
  await new Promise((resolve) => setTimeout(resolve, LEASE_MS * 1.5));
  expect(noted()).toEqual([]);
  const push = textPush("hello", "oMei");
  const first = deliver(slow.port, push);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await kill(slow.child);
  const killedAt = Date.now();
  expect((await first).status).toBeUndefined();
  const second = await deliver(quick.port, push);
  expect(second.seen).toMatchObject({ saw: "reply", message: { text: "hello, 1" } });
  await until(() => noted().length >= 11);
  const all = noted();
  expect(all.map(({ who }) => who).sort()).toEqual([...names, "oMei"]);
  expect(all.every(({ attempts, count }) => attempts === 2 && count === 1)).toBe(true);
  // The figure is for people: on a busy machine it is late, without a lease that ends it never comes.
  const last = Math.max(...all.map(({ at }) => at)) - killedAt;
  process.stdout.write(`sqlite: all picked up ${last} ms after the kill, lease ${LEASE_MS} ms\n`);
});

test("kills in the middle of traffic lose nothing that was answered, and commit nothing twice", async () => {
  const { path, start, noted } = machine();
  const started = await Promise.all(Array.from({ length: 3 }, () => start(0)));
  const alive = [...started];
  const answered: string[] = [];
  const sent: Promise<void>[] = [];
  const count = 90;
  for (let n = 0; n < count; n++) {
    const id = String(n);
    const fields = { MsgID: `20000${id}`, Status: "success" };
    const push = eventPush("TEMPLATESENDJOBFINISH", fields, names[n % names.length]);
    const { port } = alive[n % alive.length] as (typeof alive)[number];
    sent.push(
      deliver(port, push).then(({ status }) => {
        if (status === 200) answered.push(id);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 3));
    if (n === 30 || n === 60) {
      // In the middle of what was just sent to it.
      const dead = alive.shift();
      if (dead !== undefined) void kill(dead.child);
    }
  }
  await Promise.all(sent);
  const store = new SqliteStore({ path });
  onTestFinished(() => store.close());
  const openLines = async () => {
    const all: unknown[] = [];
    for (const openid of names) {
      for await (const part of store.export({ appId: ACCOUNT.appId, openid })) all.push(part);
    }
    return all.filter((part) => ((part as { queue?: unknown[] }).queue?.length ?? 0) > 0).length;
  };
  for (let i = 0; i < 400 && (await openLines()) > 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect(await openLines()).toBe(0);
  // The slice counts committed turns: one for each push that was stored, whoever died when.
  const committed = new Map<string, number>();
  for (const { who, count: turns } of noted()) {
    committed.set(who, Math.max(turns, committed.get(who) ?? 0));
  }
  const turns = [...committed.values()].reduce((sum, one) => sum + one, 0);
  process.stdout.write(
    `sqlite: two kills, ${answered.length} of ${count} answered, ${turns} turns committed\n`,
  );
  expect(answered.length).toBeGreaterThan(count / 2);
  expect(turns).toBeGreaterThanOrEqual(answered.length);
  expect(turns).toBeLessThanOrEqual(count);
});
