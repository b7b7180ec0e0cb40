import type { Activity } from "botbuilder";
import { expect, test } from "vitest";
import { WeChatApiError } from "../../src/client/apiError.ts";
import { createCourier } from "../../src/client/messages/courier.ts";
import { sleep } from "../../src/clock.ts";
import type { Reply } from "../../src/protocol/reply.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

const TRANSFER = { type: "event", name: "handoff.initiate", value: {} } as Partial<Activity>;
const WORD = { type: "message", text: "正在为您转接…" } as Partial<Activity>;

/** What the follower sees of a bot that says these at "人工", each so long after the one before. */
async function handover(said: readonly Partial<Activity>[], verified: boolean, waitMs = 0) {
  const clock = new ManualClock(Date.UTC(2026, 8, 24));
  const ids: string[] = [];
  const wechat = await testWeChat(
    async (context) => {
      if (context.activity.text !== "人工") return;
      for (const one of said) {
        if (waitMs > 0) await sleep(clock, waitMs);
        ids.push((await context.sendActivity(one))?.id ?? "");
      }
    },
    { verified, clock, agents: true, adapter: { log: { info() {}, warn() {}, error() {} } } },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  const seen: string[] = [];
  const handed = () =>
    wechat.platform.timeline.events.filter((one) => "handover" in one && one.handover === "agents")
      .length;
  for (const line of ["人工", "在吗", "还在吗"]) {
    const before = handed();
    await mei.says(line);
    if (handed() > before) seen.push("[transfer]");
    seen.push(...mei.sees().map((one) => (typeof one === "string" ? one : JSON.stringify(one))));
  }
  await wechat.close();
  return seen;
}

const isTransfer = (sight: string) => sight === "[transfer]";

test.each([
  ["the word first", [WORD, TRANSFER]],
  ["the transfer first", [TRANSFER, WORD]],
  ["words around it", [WORD, TRANSFER, { type: "message", text: "请稍候" }]],
] as const)("%s: the transfer takes the answer, no word is lost", async (_, said) => {
  for (const verified of [true, false]) {
    const seen = await handover(said, verified);
    const first = seen.findIndex(isTransfer);
    expect(first, JSON.stringify(seen)).toBe(0);
    for (const { text } of said) {
      if (text !== undefined) expect(seen.join("\n").split(text), text).toHaveLength(2);
    }
  }
});

test("a transfer that comes too late is asked for with one more message, which is transferred", async () => {
  const seen = await handover([WORD, TRANSFER], true, 9_000);
  expect(seen.join("\n")).toContain("正在为您转接…");
  expect(seen.join("\n")).toContain("请再发送任意一条消息");
  expect(seen.filter(isTransfer)).toHaveLength(1);
});

test("customer service makes a session where an agent is there, and asks for a message where none is", async () => {
  const calls: [string, object][] = [];
  const carry = (online: readonly object[], reply: object, fails = false) => {
    calls.length = 0;
    const call = async (endpoint: string, request: object) => {
      calls.push([endpoint, request]);
      if (fails && endpoint === "session.create") {
        throw new WeChatApiError({
          code: "api-refused",
          outcome: "refused",
          endpoint,
          errcode: 65415,
        });
      }
      return { kf_online_list: online };
    };
    const courier = createCourier(() => ({ call: call as never }));
    return courier({ appId: "a" }, "o", reply as Reply, {
      custom: { type: "text", content: "再发一条" },
    });
  };
  const type = "transfer_customer_service";
  const agents = [
    { kf_account: "b@x", accepted_case: 3 },
    { kf_account: "a@x", accepted_case: 1 },
  ];
  expect(await carry(agents, { type })).toBe("sent");
  expect(calls.at(-1)).toEqual(["session.create", { kf_account: "a@x", openid: "o" }]);
  expect(await carry([], { type, kfAccount: "c@x" })).toBe("sent");
  expect(calls).toEqual([["session.create", { kf_account: "c@x", openid: "o" }]]);
  for (const fails of [true, false]) {
    expect(await carry([], fails ? { type, kfAccount: "c@x" } : { type }, fails)).toBe("held");
    expect(calls.at(-1)).toMatchObject(["custom.send", { text: { content: "再发一条" } }]);
  }
});
