import type { TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { PACE } from "../../src/adapter/road.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Arrival, Store } from "../../src/store/store.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { manualRoad, textOf } from "../helpers/manualRoad.ts";

/** A bot that takes so long, on a store that writes down what is asked of it. */
function slowRoad(ms: number, deaf = false) {
  const clock = new ManualClock();
  const store = new MemoryStore({ clock });
  const arrivals: Arrival[] = [];
  let steps = 0;
  const noted: Partial<Store> = {
    arrive(arrival) {
      arrivals.push(arrival);
      return store.arrive(arrival);
    },
    step(...args) {
      steps += 1;
      return store.step(...args);
    },
    ...(deaf && { onWake: () => () => {} }),
  };
  const noting = new Proxy<Store>(store, {
    get(target, name: keyof Store) {
      const own = noted[name] ?? target[name];
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
  const bot = async (context: TurnContext) => {
    await new Promise<void>((resolve) => void clock.after(ms, resolve));
    await context.sendActivity(`answer to ${context.activity.text}`);
  };
  const road = manualRoad(bot, { store: noting }, clock);
  return { ...road, clock, store, arrivals, steps: () => steps };
}

async function deliveriesOf(store: Store, { follower, push }: Arrival): Promise<unknown> {
  for await (const part of store.export(follower)) {
    const { pushes } = part as { pushes?: Record<string, { deliveries: number }> };
    if (pushes?.[push.key] !== undefined) return pushes[push.key]?.deliveries;
  }
  return undefined;
}

test("later deliveries join the turn: a turn of eleven seconds asks the store twice, and the store knows of all three", async () => {
  const road = slowRoad(11_000);
  const outcome = await road.says("hello");
  expect(outcome.tries).toHaveLength(3);
  expect(textOf(outcome)).toBe("answer to hello");
  expect(road.arrivals).toHaveLength(1);
  expect(road.steps()).toBe(1);
  expect(await deliveriesOf(road.store, road.arrivals[0] as Arrival)).toBe(3);
});

test("the last of the deliveries that joined is told that the bot still works", async () => {
  const road = slowRoad(20_000);
  const outcome = await road.says("hello");
  expect(outcome.tries).toHaveLength(3);
  expect(textOf(outcome)).toContain("继续");
  await road.clock.advance(10_000);
  expect(road.arrivals).toHaveLength(1);
});

test.each([
  ["hears of it at once", false, 50],
  ["finds out with the next renewal where no hint comes", true, PACE.renewMs + 50],
])(
  "a delivery that joined and whose slot another process gives away %s",
  async (_, deaf, withinMs) => {
    const road = slowRoad(11_000, deaf);
    const beganAt = road.clock.now();
    let ended = Number.NaN;
    road.clock.after(6_000, () => {
      const { follower, push } = road.arrivals[0] as Arrival;
      void road.store.release({ follower, key: push.key }, "success");
    });
    const saying = road.says("hello").then((outcome) => {
      ended = road.clock.now();
      return outcome;
    });
    const { tries } = await saying;
    await road.clock.advance(10_000);
    expect(tries).toHaveLength(2);
    expect(ended - beganAt - 6_000).toBeLessThanOrEqual(withinMs + 100);
    // The second delivery has taken the answer in the store, where it was counted before.
    expect(road.arrivals.map(({ again }) => again)).toEqual([undefined, true]);
  },
);
