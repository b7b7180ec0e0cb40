import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import { STORE_SETTINGS } from "../../src/store/storeSettings.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { describeStore } from "./conformance.ts";

describeStore("memory", async () => {
  const clock = new ManualClock();
  const settings = { ...STORE_SETTINGS, queueLength: 4, keepMs: 30 * 60_000 };
  const store = new MemoryStore({ ...settings, clock });
  return {
    store,
    other: store,
    settings,
    now: () => clock.now(),
    advance: async (ms) => clock.advance(ms),
    close: () => store.close(),
  };
});

const APP_ID = "wx0123456789abcdef";

/** Takes a push of a follower and ends it, with a record and a timer. */
async function turn(store: MemoryStore, openid: string, n: number, at?: number): Promise<void> {
  const follower = { appId: APP_ID, openid };
  const key = `${APP_ID}|${openid}|${n}`;
  const push = { key, kind: "push", body: "<xml></xml>", createdAt: 0 } as const;
  const opening = { kind: "message", limit: 5, forMs: 48 * 3_600_000 } as const;
  const { work } = await store.arrive({ follower, push, by: "a", takenBy: "a/1", opening });
  if (work === undefined) throw new Error("nothing to run");
  const timers = at === undefined ? [] : [{ set: "tea", at, data: '{"a":1}' }];
  const step = {
    passive: [{ id: `${key}#0`, message: { reply: { type: "text", content: "ok" } } }],
    ...{ chain: [], hold: [], carried: { held: [], untaken: [] } },
    answer: { body: "<xml>ok</xml>", takenBy: "a/1" },
    rescue: "hold" as const,
    save: { record: { v: 1, n, f: { name: "梅" } }, timers },
    last: true,
  };
  await store.step(work.lease, 0, step as never);
}

async function exported(store: MemoryStore, openid: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const one of store.export({ appId: APP_ID, openid })) all.push(one);
  return all;
}

test("a follower at rest is as he was, and his timer comes", async () => {
  const clock = new ManualClock();
  const store = new MemoryStore({ ...STORE_SETTINGS, clock });
  const at = clock.now() + 3 * 3_600_000;
  await turn(store, "mei", 1, at);
  await turn(store, "awake", 1, at);
  const { pushes, ...before } = (await exported(store, "mei"))[0] as { pushes: object };
  expect(Object.keys(pushes)).toHaveLength(1);
  clock.advance(3_600_000);
  expect(await store.due(10)).toEqual([]);
  expect(await exported(store, "mei")).toEqual([{ ...before, pushes: {} }]);
  clock.advance(2 * 3_600_000);
  expect((await store.due(10)).map(({ openid }) => openid).sort()).toEqual(["awake", "mei"]);
  const { work } = await store.wake({ appId: APP_ID, openid: "awake" }, "a");
  expect(work?.record).toEqual({ v: 1, n: 1, f: { name: "梅" } });
  await turn(store, "mei", 2).catch(() => {});
  await store.close();
});

test("followers at rest are a third of what they are while their pushes are remembered", async () => {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const clock = new ManualClock();
  const store = new MemoryStore({ ...STORE_SETTINGS, clock });
  const heap = () => {
    gc();
    return process.memoryUsage().heapUsed;
  };
  const empty = heap();
  for (let n = 0; n < 20_000; n++) await turn(store, `o${n}`.padEnd(28, "x"), n);
  clock.advance(3_600_000);
  await store.due(1);
  const each = (heap() - empty) / 20_000;
  expect(each).toBeLessThan(640);
  expect((await exported(store, "o7".padEnd(28, "x"))).length).toBe(1);
  await store.close();
});
