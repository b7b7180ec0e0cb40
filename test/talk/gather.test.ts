import type { Activity, TurnContext } from "botbuilder";
import { InputHints, MessageFactory } from "botbuilder";
import { describe, expect, test } from "vitest";
import { openAccount } from "../../src/adapter/accounts/account.ts";
import { ACCOUNT, eventPush, textPush } from "../helpers/road.ts";
import { shown, talkRig } from "./talkRig.ts";

const gather = { quietMs: 1_500 };

/** A bot that echoes, and remembers what it was given. */
function echo() {
  const heard: Partial<Activity>[] = [];
  const logic = async (context: TurnContext) => {
    heard.push({ ...context.activity });
    if (context.activity.type === "message")
      await context.sendActivity(`re: ${context.activity.text}`);
    else await context.sendActivity(`event ${context.activity.name}`);
  };
  return { heard, logic };
}

const picture = () => {
  const { Content: _, ...head } = textPush("");
  return { ...head, MsgType: "image", PicUrl: "http://pic.test/1.jpg", MediaId: "m1" };
};

describe.each([
  ["an account with customer service", { customerService: true }],
  ["one without", { customerService: false }],
] as const)("on %s", (_name, right) => {
  test.each([1, 2])(
    "three messages within two seconds are one run and one answer, with %i process(es)",
    async (processes) => {
      const { heard, logic } = echo();
      const rig = talkRig(logic, { account: { gather, ...right }, processes });
      const first = rig.says("在吗");
      await rig.pass(900);
      const second = rig.says("我想问一下");
      await rig.pass(900);
      const third = rig.says("营业时间");
      const outcomes = await rig.until(Promise.all([first, second, third]));
      expect(outcomes.map(shown)).toEqual(["", "", "re: 在吗\n我想问一下\n营业时间"]);
      for (const { tries } of outcomes) {
        expect(tries).toHaveLength(1);
        expect(tries[0]?.tookMs).toBeLessThan(5_000);
      }
      expect(heard).toHaveLength(1);
      const parts = heard[0]?.channelData.gathered as Partial<Activity>[];
      expect(parts.map(({ text }) => text)).toEqual(["在吗", "我想问一下", "营业时间"]);
      await rig.pass(20_000);
      expect(rig.sent).toEqual([]);
    },
  );

  test("a lone message is answered quietMs later, and no more than that", async () => {
    const rig = talkRig(echo().logic, { account: { gather, ...right } });
    const { tries, ...outcome } = await rig.until(rig.says("hello"));
    expect(shown({ tries, ...outcome })).toBe("re: hello");
    expect(tries[0]?.tookMs).toBeGreaterThanOrEqual(1_500);
    expect(tries[0]?.tookMs).toBeLessThanOrEqual(1_600);
  });
});

test("pictures and words keep their order and their files", async () => {
  const { heard, logic } = echo();
  const rig = talkRig(logic, { account: { gather } });
  const pushes = [rig.push(picture()), rig.says("这是什么"), rig.push(picture())];
  expect((await rig.until(Promise.all(pushes))).map(shown)).toEqual(["", "", "re: 这是什么"]);
  expect(heard[0]?.attachments?.map(({ contentType }) => contentType)).toEqual([
    "image/jpeg",
    "image/jpeg",
  ]);
});

test("a message whose push comes late stands where the follower wrote it", async () => {
  const { heard, logic } = echo();
  const transcripts = { keepDays: 1 };
  const rig = talkRig(logic, { account: { gather, onNewer: "merge", transcripts } });
  const second = rig.says("我想订位");
  await rig.pass(500);
  // The first try of this one was lost.
  const first = rig.push(textPush("你好"), 5);
  await rig.pass(500);
  const third = rig.says("明晚");
  const fourth = rig.says("五个人");
  // The last push that came was written first. It has the turn.
  await rig.pass(500);
  const zeroth = rig.push(textPush("在吗"), 9);
  const outcomes = await rig.until(Promise.all([second, first, third, fourth, zeroth]));
  expect(outcomes.map(shown)).toEqual(["", "", "", "", "re: 在吗\n你好\n我想订位\n明晚\n五个人"]);
  expect(heard).toHaveLength(1);
  const parts = heard[0]?.channelData.gathered as Partial<Activity>[];
  expect(heard[0]?.id).toBe(parts[0]?.id);
  const said = await rig.adapters[0]?.transcript(
    { appId: ACCOUNT.appId, openid: "oMei" },
    { by: "test" },
  );
  const texts = parts.map(({ text }) => text);
  expect(said?.map(({ text }) => text).slice(0, 5)).toEqual(texts);
  expect(texts[0]).toBe("在吗");
});

test("taps and menu clicks are not delayed, nor what was written before them", async () => {
  const { heard, logic } = echo();
  const rig = talkRig(logic, { account: { gather } });
  const before = rig.says("one");
  await rig.pass(100);
  const click = await rig.until(rig.clicks("MENU"));
  expect(click.tries[0]?.tookMs).toBeLessThan(500);
  expect(shown(await before)).toBe("re: one");
  expect(shown(click)).toBe("event CLICK");
  const tap = await rig.until(rig.push({ ...textPush("Two"), bizmsgmenuid: "7" }));
  expect(tap.tries[0]?.tookMs).toBeLessThan(500);
  expect(heard.map(({ text }) => text)).toEqual(["one", undefined, "Two"]);
});

test("the answer to what the bot has asked is not delayed; what is no answer is", async () => {
  const rig = talkRig(
    async (context) => {
      const { text } = context.activity;
      if (text === "ask")
        await context.sendActivity(MessageFactory.text("How many?", "", InputHints.ExpectingInput));
      else if (text === "choose")
        await context.sendActivity(MessageFactory.suggestedActions(["a", "b"], "Which?"));
      else await context.sendActivity(`re: ${text}`);
    },
    { account: { gather } },
  );
  const took = async (text: string) => (await rig.until(rig.says(text))).tries[0]?.tookMs ?? 0;
  expect(await took("ask")).toBeGreaterThan(1_000);
  expect(await took("3")).toBeLessThan(500);
  expect(await took("choose")).toBeGreaterThan(1_000);
  expect(await took("b")).toBeLessThan(500);
  expect(await took("and more")).toBeGreaterThan(1_000);
});

test("what a process had gathered when it died is run once, by another", async () => {
  const { heard, logic } = echo();
  const rig = talkRig(logic, { account: { gather }, processes: 2 });
  for (const adapter of rig.adapters) adapter.recover(logic);
  const pushes = [rig.says("one"), rig.says("two")];
  await rig.pass(100);
  await rig.adapters[0]?.close();
  // WeChat's tries after that reach the one that lives.
  const outcomes = await rig.until(Promise.all(pushes));
  await rig.pass(20_000);
  expect(heard.map(({ text }) => text)).toEqual(["one\ntwo"]);
  const seen = [...outcomes.map(shown), ...rig.sent].filter((text) => text !== "");
  expect(seen.join()).toContain("re: one\ntwo");
  expect(seen).toHaveLength(1);
});

test("retries of what was gathered join: nothing runs twice", async () => {
  const { heard, logic } = echo();
  const rig = talkRig(logic, { account: { gather } });
  const document = textPush("one");
  const pushes = [rig.push(document), rig.says("two")];
  await rig.until(Promise.all(pushes));
  expect(shown(await rig.until(rig.push(document)))).toBe("");
  expect(heard).toHaveLength(1);
});

test("with so many messages, or after so long, the turn begins", async () => {
  const { heard, logic } = echo();
  const rig = talkRig(logic, { account: { gather: { quietMs: 1_000, mostMs: 2_000, most: 3 } } });
  await rig.until(Promise.all([rig.says("1"), rig.says("2"), rig.says("3")]));
  expect(heard.map(({ text }) => text)).toEqual(["1\n2\n3"]);
  const pushes: Promise<unknown>[] = [];
  for (const text of ["4", "5", "6"]) {
    pushes.push(rig.says(text));
    await rig.pass(800);
  }
  await rig.until(Promise.all(pushes));
  expect(heard.map(({ text }) => text)).toEqual(["1\n2\n3", "4\n5\n6"]);
  expect(rig.log).toEqual([]);
});

test("an event that nobody waits for keeps nothing of it from the bot", async () => {
  const { heard, logic } = echo();
  const rig = talkRig(logic, { account: { gather } });
  const said = rig.says("one");
  await rig.until(
    rig.push(eventPush("LOCATION", { Latitude: "1", Longitude: "2", Precision: "3" })),
  );
  expect(shown(await rig.until(said))).toBe("re: one");
  expect(heard.map(({ type }) => type).sort()).toEqual(["event", "message"]);
});

test("settings that cannot work are refused in words", () => {
  const problems = (gather: object) => {
    try {
      openAccount({ ...ACCOUNT, gather: gather as never });
      return "";
    } catch (error) {
      return String(error);
    }
  };
  expect(problems({ quietMs: 4_000 })).toContain("gather.quietMs must be 100 to 3000");
  expect(problems({})).toContain("gather.quietMs");
  expect(problems({ quietMs: 500, mostMs: 100 })).toContain("gather.mostMs");
  expect(problems({ quietMs: 500, most: 1 })).toContain("gather.most");
  expect(problems({ quietMs: 500 })).toBe("");
});
