import { expect, onTestFinished, test } from "vitest";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Follower } from "../../src/store/store.ts";
import { LAST, plan } from "../../src/testing/store/bench.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { ACCOUNT } from "../helpers/road.ts";

const HOUR = 3_600_000;
const SWEEP_MS = 500;

/** A process of the bot on this clock, which looks after what is due. */
function processOf(clock: ManualClock, store: MemoryStore, logic: BotLogic): void {
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
}

function textOf({ openid }: Follower, now: number) {
  const seconds = Math.floor(now / 1_000);
  const body = `<xml><ToUserName>${ACCOUNT.originalId}</ToUserName><FromUserName>${openid}</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>text</MsgType><Content>hello</Content><MsgId>${openid.length}${seconds}</MsgId></xml>`;
  return { key: `${openid}|1`, kind: "push", body, createdAt: now } as const;
}

const named = (openid: string): Follower => ({ appId: ACCOUNT.appId, openid });

/** Another process takes a push of this follower, and dies. */
async function dies(clock: ManualClock, store: MemoryStore, openid: string): Promise<void> {
  const follower = named(openid);
  const push = textOf(follower, clock.now());
  await store.arrive({ follower, push, by: "a process that died" });
}

/** Followers with a reminder for the same moment, which has come; and one whose turn's process died. */
async function dueTown(count: number, logic: BotLogic) {
  const clock = new ManualClock();
  const store = new MemoryStore({ clock });
  for (let i = 0; i < count; i++) await remind(named(`o${i}`));
  clock.advance(HOUR);
  await dies(clock, store, "oDead");
  clock.advance(4_001);
  processOf(clock, store, logic);
  return { clock, store };

  async function remind(follower: Follower): Promise<void> {
    const push = textOf(follower, clock.now());
    const { work } = await store.arrive({ follower, push, by: "p", answer: "success" });
    const timers = [{ set: "t", at: clock.now() + HOUR, data: "wake up" }];
    const save = { record: undefined, timers };
    if (work !== undefined) await store.step(work.lease, 0, plan({ ...LAST, save }));
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

test("a process that dies is noticed within four seconds, at whatever moment it dies", async () => {
  const clock = new ManualClock();
  const store = new MemoryStore({ clock });
  const [diedAt, tookMs] = [new Map<string, number>(), new Map<string, number>()];
  processOf(clock, store, async ({ activity }) => {
    const openid = activity.from?.id ?? "";
    tookMs.set(openid, clock.now() - (diedAt.get(openid) ?? 0));
  });
  const STEP_MS = 20;
  for (let ms = 0; ms < 6_000; ms += STEP_MS) {
    if (ms < SWEEP_MS) {
      await dies(clock, store, `oDead${ms}`);
      diedAt.set(`oDead${ms}`, clock.now());
    }
    clock.advance(STEP_MS);
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(tookMs.size).toBe(SWEEP_MS / STEP_MS);
  expect([...tookMs].filter(([, took]) => took > 4_000)).toEqual([]);
});
