import { describe, expect, test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { dialogueBot } from "../../../src/bots/dialogueBot.ts";
import { choice, yesNo } from "../../../src/bots/prompts/choices.ts";
import { personName, phone } from "../../../src/bots/prompts/contact.ts";
import { integer } from "../../../src/bots/prompts/numbers.ts";
import { text } from "../../../src/bots/prompts/text.ts";
import { date, dateTime, time } from "../../../src/bots/prompts/times.ts";
import { texts } from "../../../src/bots/texts/texts.ts";
import { type Mentionable, mentioning, mentionsOf } from "../../../src/language/mentions.ts";
import type { AnyDialogue } from "../../../src/machines/dialogue/spec.ts";
import { ManualClock, testDialogue, testWeChat } from "../../../src/testing/index.ts";

const guest = dialogue<void, { name: string; phone: string }>()({
  id: "guest",
  version: 1,
  asks: { name: personName("ask.name"), phone: phone("ask.phone") },
  names: { name: ["名字"], phone: ["电话"] },
  start: "name",
  steps: {
    name: { ask: "name", next: "phone" },
    phone: { ask: "phone", next: "known" },
    known: { end: true, output: (a) => ({ name: a.name ?? "", phone: a.phone ?? "" }) },
  },
});

function tableWith(more: { slotFilling?: boolean } = {}) {
  return dialogue<void, object>()({
    id: "table",
    version: 1,
    ...more,
    asks: {
      seat: choice("ask.seat", {
        hall: { label: "大厅", also: ["hall"] },
        room: { label: "包间", also: ["private room"] },
        garden: { label: "花园", also: ["garden"] },
      }),
      at: dateTime("ask.at", { between: ["11:00", "22:00"] }),
      party: integer("ask.party", 1, 20),
      ok: yesNo("ask.ok"),
    },
    names: { seat: ["座位"], at: ["时间"], party: ["人数", "people"] },
    uses: { guest },
    start: "seat",
    steps: {
      seat: { ask: "seat", next: "at" },
      at: { ask: "at", next: "party" },
      party: { ask: "party", next: "guest" },
      guest: { use: "guest", next: "confirm" },
      confirm: { ask: "ok", next: "done" },
      done: { end: "done", output: (a) => a },
    },
  });
}
const table = tableWith();

const TOLD = "你好，我想订周六晚上六点半的位子，五个人，最好是花园";

describe("several answers in one message", () => {
  test("the first message fills what it names, of dialogues that are used as well", async () => {
    await testDialogue(table)
      .user(`${TOLD}。我姓陈，电话138，0000，0012`)
      .expect("engine.noted", "ask.ok")
      .user("对")
      .expect("done")
      .expectOutput({
        seat: "garden",
        at: "2026-12-05T18:30+08:00",
        party: 5,
        guest: { name: "陈", phone: "+8613800000012" },
        ok: true,
      });
  });

  test("an answer that brings more than was asked; the rest is asked", async () => {
    await testDialogue(table)
      .user("你好")
      .user("大厅，明天下午三点两个人")
      .expect("ask.seat", "engine.noted", "ask.name")
      .user("刘洋 13800000036")
      .expect("engine.noted", "ask.ok")
      .user("返回")
      .expect("ask.name");
  });

  test("what was told before its question is there when the question comes", async () => {
    await testDialogue(table)
      .user("五个人")
      .expect("engine.noted", "ask.seat")
      .user("包间")
      .expect("ask.at")
      .user("明天晚上七点")
      .expect("ask.name");
  });

  test("a day without its hour is kept, and the hour alone is asked for", async () => {
    expect(await seen(table, ["订明天中午的包间"])).toBe(
      "好的：包间。\n12月4日星期五，几点呢？\n哪天？",
    );
    expect(await seen(table, ["订明天中午的包间", "十二点"])).toBe("几位？");
    expect(
      await seen(table, ["包间", "腊月初八", "晚上七点", "五位", "李雷", "13800138000"]),
    ).toMatch(/1月\d+日星期. 19:00，5 位/);
    await testDialogue(table)
      .user("花园")
      .user("周日吧，中午，我妈喜欢")
      .user("十二点半")
      .user("四位")
      .user("李雷")
      .user("13800138000")
      .user("对")
      .expectOutput({
        seat: "garden",
        at: "2026-12-06T12:30+08:00",
        party: 4,
        guest: { name: "李雷", phone: "+8613800138000" },
        ok: true,
      });
  });

  test.each([
    ["大概明天晚上七点，可能五个人", []],
    ["周六不行的话周日，晚上七点", []],
    ["六点到八点之间", []],
    ["有包间吗", []],
    ["不要大厅", []],
    ["大厅或者包间", []],
    ["两个大人一个小孩", []],
    ["明天晚上七点，不过我再看看", []],
    ["8、9个人", []],
    ["13800000012 或 13900000013", []],
    ["叫我回电话", []],
  ])("guessed, refused, asked or doubtful is not taken: %s", async (said) => {
    await testDialogue(table).user(said).expect("ask.seat");
  });

  test("a remark beside an answer does not spoil it, a second thought does", async () => {
    const asked = testDialogue(table).user("你好").expect("ask.seat");
    await asked.user("花园吧，天气好").expect("engine.noted", "ask.at");
    await asked.user("花园，不过我再想想").expect("ask.seat");
    await asked.user("花园，算了").expect("ask.seat");
  });

  test("what fits two questions alike is left to the one that stands", async () => {
    const stay = dialogue<void, object>()({
      id: "stay",
      version: 1,
      asks: {
        from: date("ask.from"),
        to: date("ask.to"),
        at: time("ask.time"),
        adults: integer("ask.adults", 1, 9),
        children: integer("ask.children", 0, 9),
      },
      names: { adults: ["大人"], children: ["孩子"] },
      start: "at",
      steps: {
        at: { ask: "at", next: "from" },
        from: { ask: "from", next: "to" },
        to: { ask: "to", next: "adults" },
        adults: { ask: "adults", next: "children" },
        children: { ask: "children", next: "done" },
        done: { end: true, output: (a) => a },
      },
    });
    await testDialogue(stay)
      .user("明天两个人")
      .expect("ask.time")
      .user("三点")
      .expect("ask.from")
      .user("明天")
      .expect("ask.to")
      .user("后天")
      .expect("ask.adults");
  });

  test("a dialogue that does not allow it asks one question after the other", async () => {
    await testDialogue(tableWith({ slotFilling: false }))
      .user(TOLD)
      .expect("ask.seat")
      .user("大厅，五个人")
      .expect("ask.seat");
  });

  test("five cups are not five people", async () => {
    const order = dialogue<void, object>()({
      id: "order",
      version: 1,
      asks: { cups: integer("ask.cups", 1, 20), note: text("ask.note") },
      names: { cups: ["杯数", "数量"] },
      start: "cups",
      steps: {
        cups: { ask: "cups", next: "note" },
        note: { ask: "note", next: "done" },
        done: { end: true, output: (a) => a },
      },
    });
    await testDialogue(order).user("我们五个人要喝咖啡").expect("ask.cups");
  });
});

const WORDS = texts(
  "zh",
  {
    "ask.seat": "座位？",
    "ask.at": "哪天？",
    "ask.party": "几位？",
    "ask.name": "怎么称呼？",
    "ask.phone": "电话？",
    "ask.ok": "{seat}，{at:dateTime}，{party} 位，{guest.name}，{guest.phone}。对吗？",
    done: "好了",
  },
  {
    en: {
      "ask.seat": "Where?",
      "ask.at": "When?",
      "ask.party": "How many?",
      "ask.name": "Your name?",
      "ask.phone": "Your number?",
      "ask.ok": "{seat}, {at:dateTime}, {party}, {guest.name}. Right?",
      done: "Done",
    },
  },
);

async function seen(bot: AnyDialogue, says: readonly string[], locale = "zh-CN") {
  const wechat = await testWeChat(dialogueBot({ dialogues: [bot], begin: bot, texts: WORDS }), {
    verified: false,
    locale,
    clock: new ManualClock(Date.parse("2026-12-03T10:20:00+08:00")),
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const one of says) await mei.says(one);
  return String(mei.sees().at(-1));
}

test("what was taken is said back over the next question, in its language; a summary that shows it needs no more", async () => {
  expect(await seen(table, [TOLD])).toBe("好的：花园，12月5日星期六 18:30，五个人。\n怎么称呼？");
  expect(await seen(table, ["A table for 4 tomorrow at 7pm please"], "en-US")).toBe(
    "All right: Friday, December 4 at 7:00 PM, people: 4.\nWhere?\n1. 大厅\n2. 包间\n3. 花园",
  );
  expect(await seen(table, [TOLD, "刘洋，13800000036"])).toBe(
    "garden，12月5日星期六 18:30，5 位，刘洋，+8613800000036。对吗？\n1. 是\n2. 否",
  );
});

test.each<[Mentionable, string, string[]]>([
  ["time", "hi 想 book 一个 private room，Friday 晚上7点", ["friday晚上7点"]],
  [
    "time",
    "A booking for six on Friday, December 4 at half past seven",
    ["friday, december 4 at half past seven"],
  ],
  ["time", "明天下午三点两个人", ["明天下午三点"]],
  ["people", "明天下午三点两个人", ["两个人"]],
  ["people", "party of six, 7pm", ["six"]],
  ["people", "第3位，2人套餐", []],
  ["phone", "我姓陈，电话13800000012", ["电话13800000012"]],
  ["phone", "订单20261201", ["20261201"]],
  ["email", "发到 hello@example.com 谢谢", ["hello@example.com"]],
])("%s in “%s”", (kind, said, words) => {
  expect(mentionsOf(kind, mentioning(said)).map((one) => one.words)).toEqual(words);
});
