import { fdatasync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { StoreUnavailable } from "../../src/errors.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import type { Arrived, Work } from "../../src/store/store.ts";
import { LAST, plan } from "../../src/testing/store/bench.ts";
import { ACCOUNT, textPush } from "../helpers/road.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";

const toDisk = promisify(fdatasync);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A store on a disk that gives its word when the test says so. */
function heldDisk() {
  const asked: PromiseWithResolvers<void>[] = [];
  let held = true;
  const store = new SqliteStore({
    path: join(tempFolder(), "wechat.db"),
    async sync(file) {
      const word = Promise.withResolvers<void>();
      asked.push(word);
      if (held) await word.promise;
      await toDisk(file);
    },
  });
  onTestFinished(() => store.close());
  return {
    store,
    asked,
    /** From now on the disk is as quick as any. */
    letGo() {
      held = false;
      for (const word of asked) word.resolve();
    },
  };
}

function arrive(store: SqliteStore, key: string, openid = key): Promise<Arrived> {
  const push = { key, kind: "push", body: "<xml/>", createdAt: Date.now() } as const;
  return store.arrive({ follower: { appId: "wx1", openid }, push, by: "p1" });
}

/** Whether something has ended by now, after everything that can go on has gone on. */
async function hasEnded(work: Promise<unknown>): Promise<boolean> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  return Promise.race([work.then(() => true), pause(0).then(() => false)]);
}

const FOLLOWER = { appId: "wx1", openid: "m0" };

test("no answer is told before the disk has given its word; what came meanwhile shares one", async () => {
  const { store, asked, letGo } = heldDisk();
  const pushes = Array.from({ length: 200 }, (_, i) => arrive(store, `m${i}`));
  // A bot may begin: what it says waits for the disk.
  const works = (await Promise.all(pushes)).map(({ work }) => work as Work);
  expect(asked).toHaveLength(1);
  const first = store.step((works[0] as Work).lease, 0, plan(LAST));
  expect(await hasEnded(first)).toBe(false);
  asked[0]?.resolve();
  await pause(0);
  expect(await hasEnded(first)).toBe(false);
  const others = works.slice(1).map(({ lease }) => store.step(lease, 0, plan(LAST)));
  expect(await hasEnded(Promise.race(others))).toBe(false);
  const found = arrive(store, "m0");
  const released = store.release({ follower: FOLLOWER, key: "m0" }, "success");
  expect(await hasEnded(Promise.race([found, released]))).toBe(false);
  letGo();
  for (const stepped of await Promise.all([first, ...others])) expect(stepped).toHaveProperty("ok");
  expect((await found).answer).toBe("success");
  await released;
  expect(asked.length).toBeLessThan(5);
});

test("renewing leases waits for no word of the disk, and reading for none", async () => {
  const { store, asked, letGo } = heldDisk();
  const { lease } = (await arrive(store, "m0")).work as Work;
  const behind = store.probe();
  expect(await hasEnded(behind)).toBe(false);
  const words = asked.length;
  expect(await store.renew([lease])).toEqual(["mine"]);
  expect(await store.due(9)).toEqual([]);
  expect(asked).toHaveLength(words);
  letGo();
  await behind;
});

test("where the disk does not take it the store is unavailable; asked again, everything is there once", async () => {
  const { store, asked, letGo } = heldDisk();
  const works = [await arrive(store, "m0"), await arrive(store, "m1")].map(({ work }) => work);
  const leases = works.map((work) => (work as Work).lease);
  const step = (lease: Work["lease"]) => store.step(lease, 0, plan(LAST));
  const both = Promise.allSettled(leases.map(step));
  await hasEnded(both);
  asked[0]?.reject(Object.assign(new Error("EIO: i/o error, fdatasync"), { syscall: "fdatasync" }));
  for (const one of await both) {
    expect((one as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailable);
  }
  letGo();
  for (const lease of leases) expect(await step(lease)).toHaveProperty("ok", true);
  expect(await arrive(store, "m0")).toMatchObject({ deliveries: 2, answer: "success" });
});

test("a store that is closed has told everybody, on a disk that is silent too", async () => {
  const { store, asked, letGo } = heldDisk();
  const works = [await arrive(store, "m0"), await arrive(store, "m1")].map(({ work }) => work);
  const steps = works.map((work) => store.step((work as Work).lease, 0, plan(LAST)));
  expect(await hasEnded(Promise.race(steps))).toBe(false);
  await store.close();
  for (const stepped of await Promise.all(steps)) expect(stepped).toHaveProperty("ok", true);
  expect(asked).toHaveLength(1);
  letGo();
});

test("on a disk that takes 200 ms for its word, 50 pushes a second to a slow bot see no fault notice", async () => {
  let words = 0;
  const store = new SqliteStore({
    path: join(tempFolder(), "wechat.db"),
    async sync(file) {
      words += 1;
      await toDisk(file);
      await pause(200);
    },
  });
  const adapter = new WeChatAdapter({ accounts: [ACCOUNT], store });
  const server = createServer((request, response) => {
    void adapter.process(request, response, async (context) => {
      await pause(6_000);
      await context.sendActivity(`answer to ${context.activity.text}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await adapter.close();
    server.closeAllConnections();
    server.close();
    await store.close();
  });
  const { port } = server.address() as AddressInfo;
  const address = { url: `http://127.0.0.1:${port}/wechat`, mode: "safe" as const, ...ACCOUNT };
  const pusher = createPusher({ clock: systemClock, transport: httpTransport });
  const seen: Promise<string>[] = [];
  for (let i = 0; i < 150; i++) {
    const pushed = pusher.push(address, textPush(`m${i}`, `o${i}`));
    seen.push(pushed.then(({ seen }) => (typeof seen === "string" ? seen : seen.saw)));
    await pause(20);
  }
  const outcomes = Object.groupBy(await Promise.all(seen), (one) => one);
  expect(Object.keys(outcomes)).toEqual(["reply"]);
  // Two deliveries and the end of a turn, for each of them; none has the disk's word alone.
  expect(words).toBeLessThan((150 * 3) / 2);
}, 40_000);
