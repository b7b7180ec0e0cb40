import { expect, test } from "vitest";
import {
  choice,
  confirm,
  dateTime,
  dialogue,
  dialogueBot,
  integer,
  personName,
  text,
  texts,
  yesNo,
} from "../../src/index.ts";
import { ManualClock, testWeChat } from "../../src/testing/index.ts";

const words = texts("zh", {
  "ask.seat": "坐哪里？",
  hall: "大厅",
  room: "包间",
  garden: "花园",
  "ask.at": "什么时候来？",
  "ask.party": "几位？",
  "ask.name": "怎么称呼您？",
  "ask.cake": "需要订蛋糕吗？",
  "ask.note": "有什么要备注的？",
  "ask.ok": "{seat} {at} {party} {name} {cake} {note}，对吗？",
  booked: "订好了",
  off: "没有订",
});

const table = dialogue()({
  id: "table",
  version: 1,
  texts: words,
  asks: {
    seat: choice("ask.seat", { hall: "hall", room: "room", garden: "garden" }, { texts: words }),
    at: dateTime("ask.at", { between: ["11:00", "22:00"] }),
    party: integer("ask.party", 1, 20),
    name: personName("ask.name"),
    cake: yesNo("ask.cake"),
    note: text("ask.note"),
    ok: confirm("ask.ok"),
  },
  names: {
    seat: ["座位", "位置", "seat"],
    at: ["时间", "time"],
    party: ["人数", "people"],
    name: ["名字", "name"],
    note: ["备注", "note"],
  },
  start: "seat",
  steps: {
    seat: { ask: "seat", next: "at" },
    at: { ask: "at", next: "party" },
    party: { ask: "party", next: "name" },
    name: { ask: "name", next: "cake" },
    cake: { ask: "cake", next: "note" },
    note: { ask: "note", next: "ok" },
    ok: {
      ask: "ok",
      next: [{ when: (a) => a.ok === true, label: "yes", to: "booked" }, "off"],
    },
    booked: { end: "booked" },
    off: { end: "off" },
  },
});

/** Each question, and what is said to it where nothing else is. */
const USUAL: readonly (readonly [asked: string, said: string])[] = [
  ["坐哪里", "大厅"],
  ["什么时候来", "明天晚上七点"],
  ["几位", "四位"],
  ["怎么称呼您", "张伟"],
  ["需要订蛋糕吗", "不用"],
  ["有什么要备注的", "靠窗"],
];
const ORDER = {
  seat: "hall",
  at: "2026-10-17T19:00+08:00",
  party: 4,
  name: "张伟",
  cake: false,
  note: "靠窗",
};

/** Says this where that question stands, all else as usual. Gives what is shown then, and at the summary. */
async function says(question: string, ...said: readonly string[]) {
  const clock = new ManualClock(Date.parse("2026-10-16T15:40:00+08:00"));
  const wechat = await testWeChat(dialogueBot({ dialogues: [table], begin: table }), { clock });
  const mei = wechat.follower("Mei");
  let shown = "";
  const say = async (message: string) => {
    await mei.says(message);
    shown = JSON.stringify(mei.sees());
  };
  const standing = () => USUAL.find(([asked]) => shown.includes(asked));
  const answerUntil = async (end: string) => {
    for (let one = standing(); one && one[0] !== end; one = standing()) await say(one[1]);
  };
  await mei.subscribes();
  mei.sees();
  await say("你好");
  await answerUntil(question);
  for (const one of said) await say(one);
  const then = shown;
  await answerUntil("summary");
  return { then, summary: shown };
}

const show = (changes: Partial<typeof ORDER>) => Object.values({ ...ORDER, ...changes }).join(" ");

test.each<[question: string, said: string, changes: Partial<typeof ORDER>]>([
  ["summary", "人数改成6", { party: 6 }],
  ["summary", "改成六个人吧", { party: 6 }],
  ["summary", "不是4位，是5位", { party: 5 }],
  ["summary", "换成包间", { seat: "room" }],
  ["summary", "时间改到明晚八点", { at: "2026-10-17T20:00+08:00" }],
  ["summary", "改到后天晚上七点", { at: "2026-10-18T19:00+08:00" }],
  ["summary", "名字写错了，是张维", { name: "张维" }],
  ["summary", "备注改成要儿童椅", { note: "要儿童椅" }],
  ["summary", "改成周日晚上八点。", { at: "2026-10-18T20:00+08:00" }],
  ["summary", "不是，改成两个人", { party: 2 }],
  ["summary", "人數改做六個", { party: 6 }],
  ["summary", "不对不对，是6位", { party: 6 }],
  ["summary", "改成五个人，换成花园", { party: 5, seat: "garden" }],
  ["什么时候来", "明晚七点，换成花园", { seat: "garden" }],
  ["怎么称呼您", "王芳，改成包间", { name: "王芳", seat: "room" }],
  ["summary", "名字改成陳國強", { name: "陳國強" }],
  ["坐哪里", "大厅，明天下午三点两个人", { at: "2026-10-17T15:00+08:00", party: 2 }],
  ["坐哪里", "包间，6个人", { seat: "room", party: 6 }],
  ["坐哪里", "坐花园", { seat: "garden" }],
  [
    "坐哪里",
    "明晚七点，四位，花园，我姓王",
    { seat: "garden", at: "2026-10-17T19:00+08:00", name: "王" },
  ],
  ["什么时候来", "明天中午12点，我们仨", { at: "2026-10-17T12:00+08:00", party: 3 }],
  ["什么时候来", "后天晚上六点来", { at: "2026-10-18T18:00+08:00" }],
  ["什么时候来", "明天晚上八点，一家三口", { at: "2026-10-17T20:00+08:00", party: 3 }],
  ["有什么要备注的", "靠窗，改成五个人", { party: 5 }],
  ["怎么称呼您", "等等，人数不对，是五个人，我叫李明", { party: 5, name: "李明" }],
  ["几位", "五个，时间改成八点", { party: 5, at: "2026-10-17T20:00+08:00" }],
  ["summary", "加一个人", { party: 5 }],
  ["summary", "actually we'll be 3", { party: 3 }],
  ["summary", "少一个人", { party: 3 }],
  ["summary", "no, one more person", { party: 5 }],
  ["summary", "提前一小时", { at: "2026-10-17T18:00+08:00" }],
  ["summary", "晚半小时", { at: "2026-10-17T19:30+08:00" }],
  ["summary", "推迟一天", { at: "2026-10-18T19:00+08:00" }],
  ["summary", "推迟到八点", { at: "2026-10-17T20:00+08:00" }],
  ["summary", "七点改八点", { at: "2026-10-17T20:00+08:00" }],
  ["summary", "大厅换包间", { seat: "room" }],
  ["summary", "可以，五个人", { party: 5 }],
  ["summary", "五个人，八点", { party: 5, at: "2026-10-17T20:00+08:00" }],
  ["summary", "都对，就是人数改成五个", { party: 5 }],
  ["summary", "人太多了，改成包间", { seat: "room" }],
  ["几位", "四位，坐花园", { seat: "garden" }],
  ["几位", "五位，我叫李明", { party: 5, name: "李明" }],
  ["几位", "三位，大厅有空调吗", { party: 3 }],
  ["几位", "四位，不要大厅", {}],
  ["什么时候来", "明天晚上七点五位包间", { party: 5, seat: "room" }],
  ["坐哪里", "明天晚上七点五位包间", { party: 5, seat: "room" }],
  ["summary", "能换包间吗", { seat: "room" }],
  ["summary", "改成五六个人", {}],
  ["summary", "他们说改成五个人", {}],
  ["summary", "如果下雨就改成包间", {}],
  ["summary", "加一个菜", {}],
  ["有什么要备注的", "加一个儿童椅", { note: "加一个儿童椅" }],
  ["有什么要备注的", "加一个人", { party: 5 }],
  ["怎么称呼您", "我姓赵，改成五个人", { name: "赵", party: 5 }],
  ["怎么称呼您", "改成五个人，我姓赵", { name: "赵", party: 5 }],
  ["需要订蛋糕吗", "不订", {}],
  ["需要订蛋糕吗", "订吧", { cake: true }],
  ["需要订蛋糕吗", "要订的，谢谢", { cake: true }],
])("at %s, %s", async (question, said, changes) => {
  const { summary } = await says(question, said);
  expect(summary).toContain(show(changes));
});

test.each<[said: string, changes: Partial<typeof ORDER>]>([
  ["人数改成6，包间", { party: 6, seat: "room" }],
  ["人数改成6，大厅", { party: 6 }],
  ["时间改八点，换成花园", { at: "2026-10-17T20:00+08:00", seat: "garden" }],
  ["名字改成李明，六个人", { name: "李明", party: 6 }],
  ["人数改成6，因为小王也来", { party: 6 }],
  ["6位，包间", { party: 6, seat: "room" }],
])("asked what is not right, %s", async (said, changes) => {
  const { summary } = await says("summary", "不对", said);
  expect(summary).toContain(show(changes));
});

test.each<[question: string, said: string, shown: string]>([
  ["summary", "不对", "哪里不对"],
  ["summary", "算了不订了", "没有订"],
  ["summary", "取消", "确定要取消吗"],
  ["summary", "就这样吧", "订好了"],
  ["summary", "没错，订吧", "订好了"],
  ["summary", "没问题，就这样订吧谢谢", "订好了"],
  ["summary", "不用改了", "订好了"],
  ["summary", "早一点", "什么时候来"],
  ["summary", "加二十个人", "几位"],
  ["怎么称呼您", "改人数", "几位"],
  ["怎么称呼您", "我不要了", "确定要取消吗"],
  ["怎么称呼您", "不订了", "确定要取消吗"],
  ["怎么称呼您", "麻烦快点", "怎么称呼您"],
  ["坐哪里", "大厅或者包间，两个人", "坐哪里"],
])("at %s, %s: %s", async (question, said, shown) => {
  expect((await says(question, said)).then).toContain(shown);
});
