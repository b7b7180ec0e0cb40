import { expect, test } from "vitest";
import { type LeaseNews, Leases } from "../../src/adapter/turn/lease.ts";
import type { Renewed } from "../../src/store/gather.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { manualRoad } from "../helpers/manualRoad.ts";
import { textPush } from "../helpers/road.ts";

const RENEW_MS = 1_100;
const SILENT = { hear() {} };

function leaseOf(name: string): Lease {
  return { follower: { appId: "wx", openid: name }, pushKey: name, fence: 1, by: "p1" };
}

/** Leases on a store that writes down what it is asked; `reply` says what becomes of each. */
function noting(reply: (name: string) => Renewed | undefined | "silent") {
  const clock = new ManualClock();
  const asked: string[][] = [];
  const store = {
    async renew(leases: readonly Lease[]) {
      const names = leases.map(({ pushKey }) => pushKey);
      asked.push(names);
      if (names.some((name) => reply(name) === "silent")) return new Promise<never>(() => {});
      return names.map((name) => reply(name) as Renewed | undefined);
    },
  };
  return { clock, asked, leases: new Leases(clock, store, RENEW_MS) };
}

test("leases of one process are renewed together, and nothing is left behind them", async () => {
  const { clock, asked, leases } = noting(() => "mine");
  const kept = ["a", "b", "c"].map((name) => leases.keep(leaseOf(name), 120_000, SILENT));
  await clock.advance(RENEW_MS * 3);
  expect(asked).toEqual(Array(3).fill(["a", "b", "c"]));
  leases.end(kept[0] as (typeof kept)[0]);
  leases.end(kept[0] as (typeof kept)[0]);
  await clock.advance(RENEW_MS);
  expect(asked.at(-1)?.sort()).toEqual(["b", "c"]);
  for (const one of kept) leases.end(one);
  await clock.advance(RENEW_MS * 2);
  expect(asked).toHaveLength(4);
  expect(clock.waiting).toBe(0);
});

test("a lease that has just begun waits for the round after the next", async () => {
  const { clock, asked, leases } = noting(() => "mine");
  leases.keep(leaseOf("old"), 120_000, SILENT);
  await clock.advance(RENEW_MS / 2 + 1);
  leases.keep(leaseOf("young"), 120_000, SILENT);
  await clock.advance(RENEW_MS * 2);
  expect(asked).toEqual([["old"], ["old", "young"]]);
});

test("a lease that was not answered for is not asked for again, and holds up no other", async () => {
  const { clock, asked, leases } = noting((name) => (name === "stuck" ? "silent" : "mine"));
  leases.keep(leaseOf("stuck"), 120_000, SILENT);
  await clock.advance(RENEW_MS);
  leases.keep(leaseOf("a"), 120_000, SILENT);
  await clock.advance(RENEW_MS * 2);
  expect(asked).toEqual([["stuck"], ["a"], ["a"]]);
});

test("each turn hears its own news, and one that lost its lease is asked for no more", async () => {
  const replies: Record<string, Renewed | undefined> = {
    ...{ a: "mine", b: "lost", c: "mine, slot gone", d: "mine, merged", e: undefined },
  };
  const { clock, asked, leases } = noting((name) => replies[name]);
  const heard: [string, LeaseNews][] = [];
  const names = Object.keys(replies);
  for (const name of names) {
    leases.keep(leaseOf(name), 120_000, { hear: (news) => void heard.push([name, news]) });
  }
  await clock.advance(RENEW_MS);
  expect(heard).toEqual([
    ["a", "kept"],
    ["b", "lost"],
    ["c", "slot gone"],
    ["d", "merge"],
    ["e", "kept"],
  ]);
  await clock.advance(RENEW_MS);
  expect(asked.at(-1)?.sort()).toEqual(["a", "c", "d", "e"]);
});

test("a turn's time is up at its own moment, once, and its lease is kept until it ends", async () => {
  const { clock, asked, leases } = noting(() => "mine");
  const began = clock.now();
  const heard: [string, number][] = [];
  for (const [name, limitMs] of [
    ["long", 5_000],
    ["short", 700],
  ] as const) {
    const hear = (news: LeaseNews) => {
      if (news !== "kept") heard.push([`${name} ${news}`, clock.now()]);
    };
    leases.keep(leaseOf(name), limitMs, { hear });
  }
  await clock.advance(10_000);
  expect(heard).toEqual([
    ["short time is up", began + 700],
    ["long time is up", began + 5_000],
  ]);
  expect(asked).toHaveLength(Math.floor(10_000 / RENEW_MS));
  expect(asked.at(-1)?.sort()).toEqual(["long", "short"]);
});

test("forty turns of a minute ask the store four times each, whatever the minute brings", async () => {
  const clock = new ManualClock();
  const verbs: Record<string, number> = {};
  const store = new Proxy(new MemoryStore({ clock }), {
    get(target, name: keyof Store) {
      const verb = target[name];
      if (typeof verb !== "function") return verb;
      return (...args: unknown[]) => {
        verbs[name] = (verbs[name] ?? 0) + 1;
        return Reflect.apply(verb, target, args);
      };
    },
  });
  const road = manualRoad(
    async (context) => {
      await new Promise<void>((resolve) => void clock.after(60_000, resolve));
      await context.sendActivity("at last");
    },
    { store },
    clock,
  );
  const followers = Array.from({ length: 40 }, (_, i) => `o${i}`);
  const seen = followers.map((openid) => road.push(textPush("hello", openid)));
  expect(await road.ends(Promise.all(seen), 20_000)).toBe(true);
  await clock.advance(60_000);
  const { due: _due, wake: _wake, onWake: _onWake, renew = 0, ...asked } = verbs;
  // The first delivery, which the others join; the notice in the third, the answer, which is held, and the end.
  expect(asked).toEqual({ arrive: 40, step: 40 * 3 });
  // Each 1.1 seconds, whatever waits.
  expect(renew).toBeLessThanOrEqual(60_000 / RENEW_MS);
});
