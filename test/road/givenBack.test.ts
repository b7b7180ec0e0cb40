import { expect, test } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Lease, Step, Stepped } from "../../src/store/store.ts";
import { ACCOUNT, SCALE, seconds, testRoad } from "../helpers/road.ts";
import { scaledTimes } from "../helpers/scaled.ts";

/** A store that takes steps at once and replies late, as over a slow network. */
class LateReplies extends MemoryStore {
  readonly untaken: string[] = [];

  override async step(lease: Lease, n: number, change: Step): Promise<Stepped> {
    const stepped = await super.step(lease, n, change);
    await seconds(1.5);
    return stepped;
  }

  override async untake(...args: Parameters<MemoryStore["untake"]>): Promise<void> {
    this.untaken.push(args[0].key);
    await super.untake(...args);
  }
}

test("an answer that its delivery found in the store by itself is not given back, and not said twice", async () => {
  const store = new LateReplies();
  // The step is stored before the delivery decides, after 4.3 s, and its reply comes after that.
  const road = await testRoad(
    async (context) => {
      if (context.activity.text === "slow") await seconds(3.5);
      await context.sendActivity(`answer to ${context.activity.text}`);
    },
    { store, accounts: [{ ...ACCOUNT, customerService: false }] },
  );
  expect((await road.says("slow")).text).toContain("answer to slow");
  await seconds(2);
  expect((await road.says("quick")).text).toBe("answer to quick");
  expect(store.untaken).toEqual([]);
});

test("an answer that comes too late for its delivery is kept for the next one", async () => {
  const store = new LateReplies(scaledTimes(SCALE));
  const road = await testRoad(
    async (context) => {
      if (context.activity.text === "slow") await seconds(4.1);
      await context.sendActivity(`answer to ${context.activity.text}`);
    },
    { store, accounts: [{ ...ACCOUNT, customerService: false }] },
  );
  const { text, tries } = await road.says("slow");
  expect(text).toContain("answer to slow");
  expect(tries.length).toBeLessThanOrEqual(2);
  await seconds(2);
  expect((await road.says("quick")).text).toBe("answer to quick");
});
