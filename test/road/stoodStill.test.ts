import { expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { seconds, testRoad } from "../helpers/road.ts";

/** Stands still for so many of WeChat's seconds: a breakpoint, a long collection, work that never lets go. */
function block(count: number): void {
  const until = performance.now() + count * 100;
  while (performance.now() < until);
}

test("a process that stood still for longer than a lease runs no bot twice", async () => {
  const runs = new Map<string, number>();
  const road = await testRoad(async (context) => {
    const { text } = context.activity;
    runs.set(text, (runs.get(text) ?? 0) + 1);
    await seconds(1);
    // The sweep and the deliveries come before the renewal that is late.
    if (text === "block") block(9);
    await seconds(1);
    await context.sendActivity(`heard ${text}`);
  });
  const waiting = Array.from({ length: 60 }, (_, i) => road.says(`m${i}`, `o${i}`));
  const blocking = road.says("block", "oBlock");
  await seconds(0.5);
  // Another message of the same follower comes in while the turn runs.
  const behind = road.says("behind", "oBlock");
  await Promise.all([...waiting, blocking, behind]);
  await seconds(10);
  expect([...runs.values()].filter((count) => count !== 1)).toEqual([]);
  expect(runs.size).toBeGreaterThan(60);
  expect(road.log.lines.filter((line) => line.includes("turn"))).toEqual([]);
});

test("a wall clock that jumps forwards fails no turn in flight", async () => {
  let aheadMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const road = await testRoad(
    async (context) => {
      await seconds(1);
      aheadMs += 3_600_000;
      // Its lease is renewed meanwhile, and its limit looked at.
      await seconds(3);
      await context.sendActivity("done");
    },
    { clock },
  );
  expect((await road.says("go")).text).toBe("done");
  expect(road.log.lines).toEqual([]);
});
