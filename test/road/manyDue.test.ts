import { expect, onTestFinished, test } from "vitest";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Follower } from "../../src/store/store.ts";
import { LAST, plan } from "../../src/testing/store/bench.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { ACCOUNT } from "../helpers/road.ts";

const HOUR = 3_600_000;
const SWEEP_MS = 500;

/** Followers with a reminder for the same moment, which has come; and one whose turn's process died. */
async function dueTown(count: number, logic: BotLogic) {
  const clock = new ManualClock();
  const store = new MemoryStore({ clock });
  for (let i = 0; i < count; i++) await remind(store, { appId: ACCOUNT.appId, openid: `o${i}` });
  clock.advance(HOUR);
  const dead = { appId: ACCOUNT.appId, openid: "oDead" };
  await store.arrive({ follower: dead, push: textOf(dead), by: "a process that died" });
  clock.advance(4_001);
  const log = { info() {}, warn() {}, error() {} };
  const adapter = new WeChatAdapter({ accounts: [ACCOUNT], store, clock, log });
  onTestFinished(async () => {
    const closing = adapter.close();
    let closed = false;
    void closing.then(() => {
      closed = true;
    });
    // What it waits for passes on this clock only.
    while (!closed) {
      clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  adapter.recover(logic);
  return { clock, store };

  async function remind(at: MemoryStore, follower: Follower): Promise<void> {
    const { work } = await at.arrive({
      follower,
      push: textOf(follower),
      by: "p",
      answer: "success",
    });
    const timers = [{ set: "t", at: clock.now() + HOUR, data: "wake up" }];
    const save = { record: undefined, timers };
    if (work !== undefined) await at.step(work.lease, 0, plan({ ...LAST, save }));
  }

  function textOf({ openid }: Follower) {
    const seconds = Math.floor(clock.now() / 1_000);
    const body = `<xml><ToUserName>${ACCOUNT.originalId}</ToUserName><FromUserName>${openid}</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>text</MsgType><Content>hello</Content><MsgId>${openid.length}${seconds}</MsgId></xml>`;
    return { key: `${openid}|1`, kind: "push", body, createdAt: clock.now() } as const;
  }
}

/** Lets everything go on that waits for no clock. */
async function untilQuiet(count: () => number): Promise<void> {
  for (let last = -1; last !== count(); ) {
    last = count();
    for (let i = 0; i < 500; i++) await new Promise((resolve) => setImmediate(resolve));
  }
}

test("all that is due is done in one sweep, a dead process's turn before the reminders", async () => {
  const ran: string[] = [];
  const { clock, store } = await dueTown(2_500, async (context) => {
    ran.push(context.activity.type === "event" ? "timer" : "message");
  });
  clock.advance(SWEEP_MS);
  await untilQuiet(() => ran.length);
  expect(ran.length).toBe(2_501);
  expect(ran.indexOf("message")).toBeLessThan(16);
  expect(await store.due(1)).toEqual([]);
});

test("reminders of a bot that takes its time are begun up to a bound, and hold no dead turn up", async () => {
  let begun = 0;
  let messages = 0;
  const { clock } = await dueTown(2_500, async (context) => {
    if (context.activity.type !== "event") messages += 1;
    else {
      begun += 1;
      await new Promise(() => {});
    }
  });
  for (let i = 0; i < 400; i++) {
    clock.advance(25);
    for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
  }
  expect({ begun, messages }).toEqual({ begun: 1_000, messages: 1 });
});
