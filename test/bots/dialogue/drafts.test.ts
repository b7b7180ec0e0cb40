import { expect, test } from "vitest";
import {
  choice,
  confirm,
  dateTime,
  dialogue,
  dialogueBot,
  integer,
  intent,
  need,
  personName,
  phone,
  service,
  texts,
  yesNo,
} from "../../../src/index.ts";
import { family } from "../../../src/machines/dialogue/define.ts";
import { readTalk } from "../../../src/machines/dialogue/record.ts";
import { Talk } from "../../../src/machines/dialogue/talk.ts";
import { ManualClock, testWeChat } from "../../../src/testing/index.ts";
import { testOnOneRedis } from "../../talk/onOneRedis.ts";
import { shown, talkRig } from "../../talk/talkRig.ts";

/* Whoever comes back to a dialogue that he left halfway is offered what he had answered, and nothing of it counts before his yes. */

const TUESDAY = Date.parse("2026-12-01T09:00:00+08:00");
const words = texts("zh", {
  seat: "哪种座位？",
  "seat.hall": "大厅",
  "seat.room": "包间",
  at: "哪天、几点？",
  party: "几位？",
  name: "怎么称呼？",
  phone: "电话？",
  kids: "有小孩吗？",
  ok: "{seat:text}，{at:dateTime}，{party} 位，{who.name}，{who.phone}。对吗？",
  paid: "付过了",
  done: "订好了",
  off: "没有预订",
  late: "先放下了",
  hours: "十点开门",
});

function house(options: { keepDrafts?: string | false; repairs?: { draft: false } } = {}) {
  const orders: object[] = [];
  const who = dialogue<void, { name: string; phone: string }>()({
    id: "who",
    version: 1,
    texts: words,
    asks: { name: personName("name"), phone: phone("phone") },
    start: "name",
    steps: {
      name: { ask: "name", next: "phone" },
      phone: { ask: "phone", next: "known" },
      known: { end: true, output: (a) => need(a, "name", "phone") },
    },
  });
  const order = dialogue()({
    id: "order",
    version: 1,
    texts: words,
    asks: {
      seat: choice(
        "seat",
        { hall: { label: "seat.hall" }, room: { label: "seat.room" } },
        { texts: words },
      ),
      at: dateTime("at"),
      party: integer("party", 1, 20),
      ok: confirm("ok"),
    },
    names: { party: ["人数"] },
    calls: {
      book: service((input: object) => {
        orders.push(input);
        return {};
      }),
    },
    uses: { who },
    start: "seat",
    steps: {
      seat: { ask: "seat", next: "at", giveUp: "off", after: { "2h": "late" } },
      at: { ask: "at", next: "party", giveUp: "off", after: { "2h": "late" } },
      party: { ask: "party", next: "who", giveUp: "off", after: { "2h": "late" } },
      who: { use: "who", next: "ok", after: { "2h": "late" } },
      ok: {
        ask: "ok",
        next: [{ when: (a) => a.ok === true, label: "yes", to: "book" }, "off"],
        giveUp: "off",
        after: { "2h": "late" },
      },
      book: { call: "book", with: (a) => ({ ...a }), done: "done", fail: "off" },
      done: { end: "done" },
      off: { end: "off" },
      late: { end: "late" },
    },
  });
  const hours = dialogue()({
    id: "hours",
    version: 1,
    texts: words,
    start: "told",
    steps: { told: { end: "hours" } },
  });
  const bot = dialogueBot({
    dialogues: [order],
    begin: order,
    intents: [intent("hours", ["几点开门"], hours)],
    texts: words,
    ...options,
  });
  return { bot, orders };
}

async function guest({ bot }: Pick<ReturnType<typeof house>, "bot">) {
  const wechat = await testWeChat(bot, { verified: false, clock: new ManualClock(TUESDAY) });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  const says = async (...lines: readonly string[]) => {
    for (const line of lines) await mei.says(line);
    return String(mei.sees().at(-1));
  };
  return { wechat, mei, says };
}

const SEATS = "哪种座位？\n1. 大厅\n2. 包间";
const SUMMARY = "包间，12月4日星期五 19:00，4 位，李雷，+8613800138000。对吗？\n1. 是\n2. 否";
const OFFER = "上次填到：包间，12月4日星期五 19:00。接着填可以吗？";

test("after two hours of silence the answers are offered, and a yes goes on from there", async () => {
  const one = house();
  const { wechat, says } = await guest(one);
  await says("你好", "包间", "周五晚上七点");
  await wechat.advance("3h");
  expect(await says("你好")).toContain(OFFER);
  expect(await says("好，接着上次的填吧")).toBe("几位？");
  expect(await says("4", "李雷", "13800138000")).toBe(SUMMARY);
  expect(one.orders).toEqual([]);
  expect(await says("对")).toBe("订好了");
  // What was used is gone.
  expect(await says("再订一桌")).toBe(SEATS);
});

test("what the message says itself counts at once, and is not offered", async () => {
  const { wechat, says } = await guest(house());
  await says("你好", "包间", "周五晚上七点");
  await wechat.advance("3h");
  expect(await says("四位")).toMatch(/好的：四位。\n上次填到：包间，12月4日星期五 19:00。/);
  expect(await says("是")).toBe("怎么称呼？");
  await wechat.advance("3h");
  expect(await says("大厅，4个人")).toContain("上次填到：12月4日星期五 19:00。");
});

test("the answers of a dialogue that it used are offered too", async () => {
  const { wechat, says } = await guest(house());
  await says("你好", "包间", "周五晚上七点", "4", "李雷");
  await wechat.advance("1d");
  expect(await says("你好")).toContain("包间，12月4日星期五 19:00，人数 4，李雷。");
  expect(await says("好的")).toBe("电话？");
  expect(await says("13800138000")).toBe(SUMMARY);
});

test("giving up after misses keeps them", async () => {
  const { says } = await guest(house());
  await says("你好", "包间", "周五晚上七点");
  expect(await says("¿?", "¿?", "¿?", "¿?", "¿?", "¿?")).toBe("没有预订");
  expect(await says("你好")).toBe(OFFER);
});

test.each([["不用了"], ["重新开始"], ["不用，重新订"], ["我想重新来过"], ["No, let's start over"]])(
  "%s begins without them, for good",
  async (no) => {
    const { wechat, says } = await guest(house());
    await says("你好", "包间");
    await wechat.advance("3h");
    await says("你好");
    expect(await says(no)).toBe(SEATS);
    await wechat.advance("3h");
    expect(await says("你好")).toContain(SEATS);
  },
);

test.each([["对，接着订"], ["继续"], ["yes, go on"], ["可以"]])(
  "%s goes on from there",
  async (yes) => {
    const { wechat, says } = await guest(house());
    await says("你好", "包间");
    await wechat.advance("3h");
    await says("你好");
    // What the noted answers are is said once; then it is asked in other words.
    expect(await says("¿?")).toBe("接着填请回复“是”，重新填请回复“否”。");
    expect(await says(yes)).toBe("哪天、几点？");
  },
);

test("whoever answers the first question instead begins without them", async () => {
  const { wechat, says } = await guest(house());
  await says("你好", "包间", "周五晚上七点");
  await wechat.advance("3h");
  await says("你好");
  expect(await says("大厅")).toBe("好的：大厅。\n哪天、几点？");
  expect(await says("周六晚上八点")).toBe("几位？");
});

test("an offer that is not answered is made again; something in between changes nothing", async () => {
  const { wechat, says } = await guest(house());
  await says("你好", "包间", "周五晚上七点");
  await wechat.advance("3h");
  await says("你好");
  await wechat.advance("5h");
  expect(await says("几点开门")).toContain("十点开门");
  expect(await says("你好")).toBe(OFFER);
});

test("cancelling, a no at the summary and leaving keep nothing", async () => {
  const first = await guest(house());
  await first.says("你好", "包间", "取消", "是");
  expect(await first.says("你好")).toBe(SEATS);
  const second = await guest(house());
  await second.says("你好", "包间", "周五晚上七点");
  await second.wechat.advance("3h");
  await second.says("你好", "取消", "是");
  expect(await second.says("你好")).toBe(SEATS);
  const third = await guest(house());
  await third.says("你好", "包间");
  await third.wechat.advance("3h");
  await third.mei.unfollows();
  await third.mei.subscribes();
  third.mei.sees();
  expect(await third.says("你好")).toContain(SEATS);
});

test("what has passed is not offered, nor anything after three days, or as long as the bot says", async () => {
  const past = await guest(house());
  await past.says("你好", "包间", "今天晚上七点");
  await past.wechat.advance("1d");
  expect(await past.says("你好")).toContain("上次填到：包间。");
  const late = await guest(house());
  await late.says("你好", "包间");
  await late.wechat.advance("4d");
  expect(await late.says("你好")).not.toContain("上次");
  const short = await guest(house({ keepDrafts: "6h" }));
  await short.says("你好", "包间");
  await short.wechat.advance("9h");
  expect(await short.says("你好")).not.toContain("上次");
  expect(() => house({ keepDrafts: "soon" })).toThrow('"soon" is not a time');
});

test.each([[{ keepDrafts: false as const }], [{ repairs: { draft: false as const } }]])(
  "%j switches it off",
  async (options) => {
    const { wechat, says } = await guest(house(options));
    await says("你好", "包间");
    await wechat.advance("3h");
    expect(await says("你好")).toContain(SEATS);
  },
);

test("a follower who is forgotten is offered nothing", async () => {
  const { wechat, mei, says } = await guest(house());
  await says("你好", "包间");
  await wechat.advance("3h");
  await wechat.adapter.forget(mei.openid);
  expect(await says("你好")).toBe(SEATS);
});

test("where a service has changed something already, nothing is kept that would do it again", async () => {
  const pay = dialogue()({
    id: "pay",
    version: 1,
    texts: words,
    asks: { party: integer("party", 1, 20), kids: yesNo("kids"), name: personName("name") },
    calls: { book: service(() => ({})) },
    start: "party",
    steps: {
      party: { ask: "party", next: "book" },
      book: { call: "book", with: () => undefined, done: "name", fail: "off" },
      name: { ask: "name", next: "done", after: { "2h": "late" } },
      done: { end: "done" },
      off: { end: "off" },
      late: { end: "late" },
    },
  });
  const { wechat, says } = await guest({ bot: dialogueBot({ dialogues: [pay], begin: pay }) });
  expect(await says("你好", "4")).toBe("怎么称呼？");
  await wechat.advance("3h");
  expect(await says("你好")).toContain("几位？");
});

test("what lapsed late, in the turn of the next message, is not taken for another dialogue's", () => {
  const told = dialogue()({ id: "told", version: 1, start: "a", steps: { a: { end: true } } });
  const order = dialogue()({
    id: "order",
    version: 1,
    asks: { party: integer("party", 1, 20), name: personName("name") },
    start: "party",
    steps: {
      party: { ask: "party", next: "name" },
      name: { ask: "name", next: "late", after: { "2h": "late" } },
      late: { end: true },
    },
  });
  const options = { dialogues: family([told, order]), callKey: String };
  const talk = new Talk({ v: 1, f: [] }, { ...options, now: 0 });
  talk.begin(order);
  talk.send({ type: "answer.party", value: 4 });
  const later = new Talk(readTalk(talk.toRecord()), { ...options, now: 3 * 3_600_000 });
  later.elapse(3 * 3_600_000);
  expect(later.hasNewDraft).toBe(true);
  later.begin(told);
  later.keepDraft(10 * 3_600_000);
  expect(later.toRecord()?.d).toMatchObject({ d: "order", p: { order: { party: { v: 4 } } } });
});

/** The story in two processes that take the messages in turn. */
async function inTwoProcesses(options: Parameters<typeof talkRig>[1]) {
  const one = house();
  const rig = talkRig((context) => one.bot.run(context), {
    account: { customerService: false },
    ...options,
  });
  const says = async (line: string) => shown(await rig.until(rig.says(line)));
  for (const line of ["你好", "包间", "下周五晚上七点"]) await says(line);
  await rig.clock.advance(3 * 3_600_000);
  await rig.pass(2_000);
  expect(await says("你好")).toContain("上次填到：包间");
  expect(await says("好")).toBe("几位？");
}

test("two processes on one file know of it", async () => {
  await inTwoProcesses({ processes: 2 });
});

testOnOneRedis(
  "answers are kept for two processes on one Redis, and offered by either",
  inTwoProcesses,
  TUESDAY,
);
