import { expect, test } from "vitest";
import { AtWork } from "../../src/adapter/receive/atWork.ts";
import { AtHand } from "../../src/adapter/receive/due/atHand.ts";
import { SweepDue } from "../../src/adapter/receive/due/sweepDue.ts";
import type { Road } from "../../src/adapter/road.ts";
import type { Follower, Woken } from "../../src/store/store.ts";
import { ManualClock } from "../helpers/manualClock.ts";

const rounds = async (count = 20) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** A sweep of so many reminders, whose turns end when they are told to. */
function sweepOf(count: number, pushes: Pick<AtHand, "lately" | "answered">) {
  const due = Array.from({ length: count }, (_, i): Follower => ({ appId: "wx", openid: `o${i}` }));
  const ends: (() => void)[] = [];
  const clock = new ManualClock();
  const store = {
    due: async (limit: number) => due.slice(0, limit),
    async wake(follower: Follower): Promise<Woken> {
      due.splice(due.indexOf(follower), 1);
      return { work: { push: { kind: "timer" } } } as unknown as Woken;
    },
  };
  const road = { clock, by: "p", store, dispatch: { tell() {} } } as unknown as Road;
  const start = () => new Promise<void>((resolve) => ends.push(resolve));
  const sweep = new SweepDue(road, new AtWork(), start, pushes);
  return { clock, ends, run: () => sweep.run() };
}

const QUIET = { lately: false, answered: () => undefined };
const WRITTEN_TO = { lately: true, answered: () => undefined };

test.each([
  { while: "nobody writes", pushes: QUIET, most: 128 },
  { while: "pushes come in", pushes: WRITTEN_TO, most: 12 },
])(
  "while $while, turns that wait for the disk hold up the next ones only where there are $most of them",
  async ({ pushes, most }) => {
    const { ends, run } = sweepOf(1_000, pushes);
    void run();
    await rounds();
    expect(ends).toHaveLength(most);
    // One that ends makes no room; those that come together are begun together.
    ends[0]?.();
    await rounds();
    expect(ends).toHaveLength(most);
    for (const end of ends.slice(1, most / 2)) end();
    await rounds();
    expect(ends).toHaveLength(most * 1.5);
  },
);

test("turns that wait for somebody outside hold nothing up after a moment", async () => {
  const { clock, ends, run } = sweepOf(100, WRITTEN_TO);
  void run();
  await rounds();
  clock.advance(25);
  await rounds();
  expect(ends).toHaveLength(24);
  // That they end at last makes no more room than they took.
  for (const end of ends.slice(0, 12)) end();
  await rounds();
  expect(ends).toHaveLength(24);
});

test("what is due waits for a push that is at hand, and goes on once that is answered", async () => {
  let answered = (): void => {};
  const push = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const { ends, run } = sweepOf(10, { lately: true, answered: () => push });
  void run();
  await rounds();
  expect(ends).toEqual([]);
  answered();
  await rounds();
  expect(ends).toHaveLength(10);
});

test("a store that fails in the middle ends the sweep, with its error and none that nobody hears", async () => {
  const clock = new ManualClock();
  let asked = 0;
  const store = {
    due: async () => Array.from({ length: 256 }, (_, i) => ({ appId: "wx", openid: `o${i}` })),
    async wake(): Promise<Woken> {
      asked += 1;
      throw new Error("away");
    },
  };
  const road = { clock, by: "p", store, dispatch: { tell() {} } } as unknown as Road;
  const sweep = new SweepDue(road, new AtWork(), async () => {}, WRITTEN_TO);
  await expect(sweep.run()).rejects.toThrow("away");
  expect(asked).toBe(12);
});

test("pushes are at hand until they are answered, and are waited for no longer than a moment", async () => {
  const clock = new ManualClock();
  const pushes = new AtHand(clock);
  expect([pushes.lately, pushes.answered()]).toEqual([false, undefined]);
  const [quick, slow] = [pushes.came(clock.now()), pushes.came(clock.now())];
  let told = false;
  const waited = pushes.answered()?.then(() => {
    told = true;
  });
  pushes.left(quick);
  await Promise.resolve();
  expect([pushes.lately, told]).toEqual([true, false]);
  // The bot takes its time with the other one.
  await waited;
  expect(pushes.answered()).toBeUndefined();
  const next = pushes.came(clock.now());
  pushes.left(slow);
  const again = pushes.answered();
  expect(again).toBeDefined();
  pushes.left(next);
  await again;
  clock.advance(200);
  expect([pushes.lately, pushes.answered()]).toEqual([false, undefined]);
});
