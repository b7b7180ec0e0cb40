import type { TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import { TURN_SCOPE, type TurnScope } from "../../src/store/turnScope.ts";
import { ACCOUNT, seconds, testRoad } from "../helpers/road.ts";

const settings = { leaseMs: 400, rescueMs: 1_600, slotMs: 1_480, sendLeaseMs: 800 };

/** A push that a process took and did not end. */
async function left(store: MemoryStore, appId: string, openid: string): Promise<void> {
  const push = { key: `${appId}|x`, kind: "push", body: "<xml/>", createdAt: Date.now() } as const;
  await store.arrive({ follower: { appId, openid }, push, by: "gone" });
}

test("work of an account that is not set here is left to others, and keeps nobody from his own", async () => {
  const store = new MemoryStore(settings);
  const wakes: string[] = [];
  const { wake } = store;
  store.wake = (follower, by) => {
    wakes.push(follower.appId);
    return wake.call(store, follower, by);
  };
  await left(store, "wxffffffffffffffff", "oOther");
  const logic = async () => {};
  const road = await testRoad(logic, { store, logic });
  await seconds(14);
  // About one look for each lease that ends, not one for each sweep.
  expect(wakes.length).toBeGreaterThan(0);
  expect(wakes.length).toBeLessThan(8);
  expect(road.log.lines.join("\n")).toContain("wxffffffffffffffff");
});

test("a process that only sends gives a push back, so that one with a bot goes on at once", async () => {
  const store = new MemoryStore(settings);
  const sender = await testRoad(async () => {}, { store });
  const heard: string[] = [];
  const bot = async ({ activity, turnState }: TurnContext) => {
    const { attempts } = turnState.get<TurnScope>(TURN_SCOPE);
    heard.push(`${activity.text}, attempt ${attempts}`);
  };
  const reference = { bot: { id: ACCOUNT.originalId }, conversation: { id: "oMei" } };
  let later: Promise<unknown> | undefined;
  const other = await testRoad(bot, { store });
  await sender.adapter.continueConversation(reference as never, async () => {
    // Arrives while the sender has the follower's line: its last step is handed the push.
    later = other.says("hello");
    await seconds(2);
  });
  await later;
  // Given back, not run and not counted.
  expect(heard).toEqual(["hello, attempt 1"]);
});
