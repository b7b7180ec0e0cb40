import { AsyncLocalStorage } from "node:async_hooks";
import type { TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { WeChatAdapter, type WeChatAdapterOptions } from "../../src/adapter/weChatAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { ACCOUNT, SCALE, seconds, testRoad, textPush } from "../helpers/road.ts";
import { scaledTimes } from "../helpers/scaled.ts";

/** What a host keeps beside each request: its number. */
const requests = new AsyncLocalStorage<string>();

/** An adapter whose requests are numbered R1, R2 … by its host; the turns write down in which one they run. */
async function numbered(options: Partial<WeChatAdapterOptions> = {}) {
  const ran = new Map<string, string | undefined>();
  let count = 0;
  const logic = async ({ activity }: TurnContext) => {
    const name = activity.type === "message" ? activity.text : `${activity.name}`;
    ran.set(name, requests.getStore());
    // Slow enough for the next push of the same follower to wait behind it.
    await seconds(1);
  };
  const create = (settings: WeChatAdapterOptions) => {
    const adapter = new WeChatAdapter(settings);
    const process = adapter.process.bind(adapter);
    adapter.process = (...exchange) => requests.run(`R${++count}`, () => process(...exchange));
    return adapter;
  };
  return { road: await testRoad(logic, options, create), ran };
}

test("two followers and a queued push run in the contexts of their own requests", async () => {
  const { road, ran } = await numbered();
  const first = road.says("first of A", "oA");
  await seconds(0.3);
  const others = [road.says("of B", "oB")];
  await seconds(0.2);
  others.push(road.says("second of A", "oA"));
  await Promise.all([first, ...others]);
  expect(Object.fromEntries(ran)).toEqual({
    "first of A": "R1",
    "of B": "R2",
    "second of A": "R3",
  });
});

test("what a dead process left runs in no request's context, whoever finds it", async () => {
  const store = new MemoryStore(scaledTimes(SCALE));
  const left = async (openid: string) => {
    const { ToUserName, FromUserName, CreateTime, MsgType, Content, MsgId } = textPush(
      `left by ${openid}`,
      openid,
    );
    const body = `<xml><ToUserName>${ToUserName}</ToUserName><FromUserName>${FromUserName}</FromUserName><CreateTime>${CreateTime}</CreateTime><MsgType>${MsgType}</MsgType><Content>${Content}</Content><MsgId>${MsgId}</MsgId></xml>`;
    const push = { key: `${openid}|x`, kind: "push", body, createdAt: Date.now() } as const;
    await store.arrive({ follower: { appId: ACCOUNT.appId, openid }, push, by: "gone" });
  };
  await left("oC");
  await left("oD");
  const { road, ran } = await numbered({ store });
  // The first request begins the sweep, and one of D finds what D's line still holds.
  const waiting = [road.says("of A", "oA"), road.says("of D", "oD")];
  await Promise.all(waiting);
  await expect.poll(() => [...ran.keys()].sort(), { timeout: 5_000 }).toHaveLength(4);
  expect(Object.fromEntries(ran)).toEqual({
    "of A": "R1",
    "left by oC": undefined,
    "left by oD": undefined,
    "of D": expect.stringMatching(/^R\d/),
  });
});

test("a proactive turn runs in its caller's context, a verdict in none", async () => {
  const { road, ran } = await numbered({
    accounts: [{ ...ACCOUNT, dispatchEvents: true }],
    courier: async () => "sent",
  });
  const busy = road.says("busy", "oA");
  await seconds(0.3);
  const reference = { bot: { id: ACCOUNT.originalId }, conversation: { id: "oA" } };
  let inside: string | undefined;
  await requests.run("the caller", () =>
    road.adapter.continueConversation(reference as never, async (context) => {
      inside = requests.getStore();
      await context.sendActivity("a reminder");
    }),
  );
  await busy;
  expect(inside).toBe("the caller");
  await expect.poll(() => [...ran.keys()], { timeout: 5_000 }).toContain("dispatch");
  expect(ran.get("dispatch")).toBeUndefined();
});
