import type { TurnContext } from "botbuilder";
import { describe, expect, test } from "vitest";
import { consent, type JobHandlers } from "../../src/index.ts";
import { testWeChat } from "../../src/testing/index.ts";
import { shown, talkRig } from "./talkRig.ts";

const choice = (value: string) => ({ type: "imBack", title: value, value });

/** A bot that asks before it refunds, and says what it hears. */
function shop(options: { job?: string; timeout?: string } = {}) {
  const events: unknown[] = [];
  const logic = async (context: TurnContext) => {
    const { type, name, text, value } = context.activity;
    if (type === "event" && name === "consent") {
      events.push(value);
      await context.sendActivity(`consent: ${value.answer}`);
    } else if (text === "refund") {
      await consent(context, { title: "退款 30 元？", input: { order: 7 }, ...options });
    } else if (type === "message") await context.sendActivity(`heard: ${text}`);
  };
  return { events, logic };
}

describe.each([true, false])("on an account that may use menus: %s", (verified) => {
  test.each([
    ["1", "yes"],
    ["2", "no"],
    ["是", "yes"],
    ["好的", "yes"],
    ["不用了", "no"],
  ])("“%s” is %s, once", async (said, answer) => {
    const { events, logic } = shop();
    const wechat = await testWeChat(logic, { verified });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("refund");
    await mei.says(said);
    expect(events).toEqual([{ id: "c1", answer, input: { order: 7 } }]);
    expect(mei.sees().at(-1)).toBe(`consent: ${answer}`);
    await mei.says(said);
    expect(events).toHaveLength(1);
  });
});

test("a tap counts after days, a second one does nothing", async () => {
  const { events, logic } = shop({ timeout: "6d" });
  const wechat = await testWeChat(logic);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("refund");
  const menu = mei.screen.at(-1) as { menu?: readonly { id: string }[] } | string;
  const id = JSON.stringify(menu).match(/"id":\s*"(\d+)"/)?.[1] ?? "1000000001";
  await wechat.advance("5d");
  await mei.says("something else");
  await mei.chooses(id);
  expect(events).toEqual([{ id: "c1", answer: "yes", input: { order: 7 } }]);
  await mei.chooses(id);
  expect(events).toHaveLength(1);
});

test("what is no answer reaches the bot, and the question stands", async () => {
  const { events, logic } = shop();
  const wechat = await testWeChat(logic, { verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("refund");
  await mei.says("多少钱？");
  expect(mei.sees().at(-1)).toBe("heard: 多少钱？");
  expect(events).toEqual([]);
});

describe.each([true, false])("after other talk, on an account with menus: %s", (verified) => {
  test.each([
    ["1", "yes"],
    ["好的", "yes"],
    ["不用了", "no"],
  ])("“%s” is no consent: the question comes once more, and then it is", async (said, answer) => {
    const { events, logic } = shop();
    const wechat = await testWeChat(logic, { verified });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("refund");
    await mei.says("多少钱？");
    mei.sees();
    await mei.says(said);
    expect(events).toEqual([]);
    expect(JSON.stringify(mei.sees())).toMatch(/heard: .*退款 30 元？/s);
    await mei.says(said);
    expect(events).toEqual([{ id: "c1", answer, input: { order: 7 } }]);
  });

  test("other words bring nothing, and a question of the bot's own stands alone", async () => {
    const { events, logic } = shop();
    const asking = async (context: TurnContext) => {
      if (context.activity.text !== "好的") return logic(context);
      const suggestedActions = { actions: ["红", "绿"].map(choice), to: [] };
      await context.sendActivity({ type: "message", text: "哪个？", suggestedActions });
    };
    const wechat = await testWeChat(asking, { verified });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("refund");
    for (const text of ["多少钱？", "你好", "好的"]) await mei.says(text);
    expect(JSON.stringify(mei.sees()).match(/退款 30 元？/g)).toHaveLength(1);
    await mei.says("1");
    expect(mei.sees()).toEqual(["heard: 红"]);
    expect(events).toEqual([]);
  });

  test.each(["1", "是", "好的"])("“%s” counts for as long as the question stands", async (said) => {
    const { events, logic } = shop({ timeout: "6d" });
    const wechat = await testWeChat(logic, { verified });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("refund");
    await wechat.advance("5d");
    await mei.says(said);
    expect(events).toEqual([{ id: "c1", answer: "yes", input: { order: 7 } }]);
  });
});

test("its time over, the bot hears of it, and a late tap does nothing", async () => {
  const { events, logic } = shop({ timeout: "2d" });
  const wechat = await testWeChat(logic, { verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("refund");
  await wechat.advance("3d");
  expect(events).toEqual([{ id: "c1", answer: "expired", input: { order: 7 } }]);
  await mei.says("1");
  expect(events).toHaveLength(1);
});

test("what was agreed to is ordered once, in another process and after a deploy too", async () => {
  const ran: unknown[] = [];
  const jobs: JobHandlers = {
    refund: (input) => {
      ran.push(input);
      return "退款完成";
    },
  };
  const { events, logic } = shop({ job: "refund" });
  const rig = talkRig(logic, {
    adapter: { jobs },
    processes: 2,
    account: { customerService: false },
  });
  await rig.until(rig.says("refund"));
  await rig.pass(10 * 60_000);
  await rig.until(Promise.resolve(rig.adapters[0]?.close()));
  const answers = await rig.until(Promise.all([rig.says("1"), rig.says("1")]));
  await rig.pass(60_000);
  expect(ran).toEqual([{ order: 7 }]);
  expect(events).toHaveLength(1);
  const next = shown(await rig.until(rig.says("多少")));
  expect([...answers.map(shown), next].join("\n")).toContain("关于“退款 30 元？”：\n退款完成");
});

test("a job that nobody has is refused when it is asked for, not when the follower agrees", async () => {
  const codes: unknown[] = [];
  const ask = async (context: TurnContext) => {
    const asked = consent(context, { title: "退款？", job: "refund" });
    await asked.catch((error) => codes.push(error.code));
    await context.sendActivity("…");
  };
  const without = talkRig(ask);
  expect(shown(await without.until(without.says("退款")))).toBe("…");
  const others = talkRig(ask, { adapter: { jobs: { report: () => "" } } });
  expect(shown(await others.until(others.says("退款")))).toBe("…");
  expect(codes).toEqual(["no-jobs", "unknown-job"]);
});

test("what he agrees to in a process that does not know the job waits for one that does", async () => {
  const ran: unknown[] = [];
  const refund = (input: unknown) => {
    ran.push(input);
    return "退款完成";
  };
  const { events, logic } = shop({ job: "refund" });
  // A deploy is under way: the older release has no such job.
  const rig = talkRig(logic, {
    processes: 2,
    own: (index) => ({ jobs: index === 0 ? { refund } : { report: () => "" } }),
  });
  for (const adapter of rig.adapters) adapter.recover(logic);
  await rig.until(rig.says("refund"));
  expect(shown(await rig.until(rig.says("1")))).toBe("consent: yes");
  expect(events).toHaveLength(1);
  await rig.pass(5 * 60_000);
  expect(ran).toEqual([{ order: 7 }]);
  expect(rig.sent.join("\n")).toContain("退款完成");
});

test("outside of a turn it is refused in words", async () => {
  const context = { turnState: new Map(), sendActivity: async () => undefined };
  await expect(consent(context, { title: "?" })).rejects.toMatchObject({ code: "no-turn" });
});

test("an input that JSON would change is refused, and nothing is asked", async () => {
  const codes: unknown[] = [];
  const rig = talkRig(async (context) => {
    const input = { when: new Date(0) };
    await consent(context, { title: "退款？", input }).catch((error) => codes.push(error.code));
    await context.sendActivity("…");
  });
  expect(shown(await rig.until(rig.says("退款")))).toBe("…");
  expect(codes).toEqual(["not-json"]);
});
