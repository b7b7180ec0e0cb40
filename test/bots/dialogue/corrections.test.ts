import { expect, test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { intent } from "../../../src/bots/intents.ts";
import { choice, yesNo } from "../../../src/bots/prompts/choices.ts";
import { phone } from "../../../src/bots/prompts/contact.ts";
import { integer } from "../../../src/bots/prompts/numbers.ts";
import { text } from "../../../src/bots/prompts/text.ts";
import { dateTime } from "../../../src/bots/prompts/times.ts";
import { need } from "../../../src/machines/dialogue/need.ts";
import { testDialogue } from "../../../src/testing/dialogue/testDialogue.ts";

const guest = dialogue<void, { name: string; phone: string }>()({
  id: "guest",
  version: 1,
  asks: { name: text("ask.name"), phone: phone("ask.phone") },
  names: { name: ["名字", "name"], phone: ["电话", "phone"] },
  start: "name",
  steps: {
    name: { ask: "name", next: "phone" },
    phone: { ask: "phone", next: "known" },
    known: { end: true, output: (a) => need(a, "name", "phone") },
  },
});

const table = dialogue()({
  id: "table",
  version: 1,
  asks: {
    seat: choice("ask.seat", {
      hall: { label: "大厅", also: ["hall"] },
      room: { label: "包间", also: ["room"] },
      garden: { label: "花园", also: ["garden"] },
    }),
    at: dateTime("ask.at", { between: ["11:00", "22:00"] }),
    party: integer("ask.party", 1, 20),
    note: text("ask.note"),
    ok: yesNo("ask.ok"),
  },
  names: { seat: ["座位", "seat"], at: ["时间", "time"], party: ["人数", "people"] },
  uses: { guest },
  start: "seat",
  steps: {
    seat: { ask: "seat", next: "at" },
    at: { ask: "at", next: "party" },
    party: { ask: "party", next: "note", giveUp: "given" },
    note: { ask: "note", next: "guest" },
    guest: { use: "guest", next: "confirm" },
    confirm: { ask: "ok", next: "done", giveUp: "given" },
    given: { end: "given.up" },
    done: { end: "done" },
  },
});

const SAID = ["你好", "大厅", "明天下午三点", "两个人", "靠窗", "李雷", "13800138000"] as const;
const ASKED = ["seat", "at", "party", "note", "name", "phone", "ok"].map((one) => `ask.${one}`);
const KNOWN = {
  seat: "hall",
  at: "2026-12-02T15:00+08:00",
  party: 2,
  note: "靠窗",
  guest: { name: "李雷", phone: "+8613800138000" },
};
const hours = dialogue()({
  id: "hours",
  version: 1,
  start: "told",
  steps: { told: { end: "hours" } },
});

/** Up to the question after so many answers. */
function after(answers: number, options: object = { troubles: ["none"] }) {
  const begun = testDialogue(table, options).at("2026-12-01T09:00");
  const said = SAID.slice(0, answers + 1).reduce((scenario, one) => scenario.user(one), begun);
  return said.expect(...ASKED.slice(0, answers + 1));
}

/** The answers of all dialogues that run, those of the first one first. */
const answersOf = (record: string | undefined) =>
  Object.assign({}, ...(JSON.parse(record ?? "{}").f as { a?: object }[]).map(({ a }) => a));

const AT_THE_SUMMARY: readonly (readonly [said: string, changes: object])[] = [
  ["不是，改成四个人", { party: 4 }],
  ["改成四个人", { party: 4 }],
  ["可以改成四个人吗？", { party: 4 }],
  ["人数改成四", { party: 4 }],
  ["把人数改成4", { party: 4 }],
  ["人数错了，是5个", { party: 5 }],
  ["人数不是2，是5", { party: 5 }],
  ["不是两位，是8位", { party: 8 }],
  ["是8个人不是2个", { party: 8 }],
  ["不，三位", { party: 3 }],
  ["我是说7个人", { party: 7 }],
  ["两个人改成三个人", { party: 3 }],
  ["people 5", { party: 5 }],
  ["no, 5 people", { party: 5 }],
  ["make it 5 people", { party: 5 }],
  ["change the people to 5", { party: 5 }],
  ["not 2, 4 people", { party: 4 }],
  ["换成包间", { seat: "room" }],
  ["对，不过改成包间吧", { seat: "room" }],
  ["还是包间吧", { seat: "room" }],
  ["大厅改成花园", { seat: "garden" }],
  ["change hall to garden", { seat: "garden" }],
  ["时间改到后天晚上七点", { at: "2026-12-03T19:00+08:00" }],
  ["不对，改成后天下午四点", { at: "2026-12-03T16:00+08:00" }],
  ["时间改晚上八点", { at: "2026-12-02T20:00+08:00" }],
  ["改到周五", { at: "2026-12-04T15:00+08:00" }],
  ["名字改成王芳", { guest: { ...KNOWN.guest, name: "王芳" } }],
  ["名字不对，叫王芳", { guest: { ...KNOWN.guest, name: "王芳" } }],
  ["不是李雷，是韩梅梅", { guest: { ...KNOWN.guest, name: "韩梅梅" } }],
  ["电话改成13900139000", { guest: { ...KNOWN.guest, phone: "+8613900139000" } }],
];

test("at a summary every answer is corrected, in ordinary words, and nothing else changes", async () => {
  for (const [said, changes] of AT_THE_SUMMARY) {
    await after(6)
      .user(said)
      .check(({ record }) => {
        expect({ said, ...answersOf(record) }).toEqual({ said, ...KNOWN, ...changes });
      });
  }
});

test("at a question that takes any words a correction is none of them, also in a dialogue that another uses", async () => {
  const rows = AT_THE_SUMMARY.filter(([, changes]) => !("guest" in changes));
  for (const answers of [3, 4]) {
    for (const [said, changes] of rows) {
      await after(answers)
        .user(said)
        .check(({ record }) => {
          const { seat, at, party, note } = KNOWN;
          const known = { seat, at, party, ...(answers > 3 && { note }) };
          expect({ said, ...answersOf(record) }).toEqual({ said, ...known, ...changes });
        });
    }
  }
});

test("words that only look like a correction are the note", async () => {
  for (const note of ["不是很急，三点后送", "改天再说", "把空调调到20度", "不改了", "换双人床"]) {
    await after(3)
      .user(note)
      .expect("ask.name")
      .check(({ record }) => expect(answersOf(record)).toMatchObject({ note, party: 2 }));
  }
});

test("what is changed is said where no summary shows it, and the question that stood is asked", async () => {
  const all = after(4, {});
  await all.user("人数改成四").expect("engine.corrected", "ask.name");
  await all.user("改人数").expect("ask.party").user("6").expect("ask.name");
  await all
    .user("改人数")
    .expect("ask.party")
    .user("返回")
    .expect("ask.name")
    .user("改人数")
    .user("取消")
    .expect("ask.party", "engine.cancel.sure")
    .user("是")
    .expect("engine.cancelled")
    .check(({ record }) =>
      expect(record === undefined || JSON.parse(record).f.length === 0).toBe(true),
    );
});

test("an answer of a dialogue that is over is asked for again", async () => {
  await after(6, {})
    .user("改名字")
    .expect("ask.name")
    .user("王芳")
    .expect("ask.ok")
    .user("改电话")
    .expect("ask.phone")
    .user("13900139000")
    .expect("ask.ok")
    .check(({ record }) => {
      expect(answersOf(record).guest).toEqual({ name: "王芳", phone: "+8613900139000" });
    });
});

test("a value that its question refuses is told, and asked for", async () => {
  await after(6)
    .user("改成30个人")
    .expect("ask.party")
    .user("12")
    .expect("ask.ok")
    .check(({ record }) => expect(answersOf(record)).toEqual({ ...KNOWN, party: 12 }));
});

test("what may be meant of two answers is asked, and so is what is wrong where nobody says it", async () => {
  const pair = dialogue()({
    id: "pair",
    version: 1,
    asks: {
      adults: integer("ask.adults", 1, 9),
      kids: integer("ask.kids", 0, 9),
      ok: yesNo("ask.ok"),
    },
    names: { adults: ["大人", "adults"], kids: ["小孩", "kids"] },
    start: "adults",
    steps: {
      adults: { ask: "adults", next: "kids" },
      kids: { ask: "kids", next: "confirm" },
      confirm: { ask: "ok", next: "done" },
      done: { end: "done" },
    },
  });
  const asked = testDialogue(pair)
    .user("你好")
    .user("2")
    .user("1")
    .expect("ask.adults", "ask.kids", "ask.ok");
  await asked
    .user("改成四个")
    .expect("engine.correct.which")
    .user("小孩")
    .expect("ask.ok")
    .check(({ record }) => expect(answersOf(record)).toEqual({ adults: 2, kids: 4 }));
  await asked
    .user("小孩改成3")
    .expect("ask.ok")
    .check(({ record }) => expect(answersOf(record)).toEqual({ adults: 2, kids: 3 }));
  await asked.user("改一下").expect("engine.correct.which").user("大人").expect("ask.adults");
});

test("at a question for a name the bot's own intents come first, and a question is not silently the name", async () => {
  const options = { intents: [intent("hours", ["营业时间", "opening hours"], hours)] };
  const atName = after(4, options);
  await atName.user("营业时间").expect("hours", "ask.name");
  await atName.user("为什么要名字？").expect("engine.doubt").user("不是").expect("ask.name");
  await atName
    .user("谁是老大？")
    .expect("engine.doubt")
    .user("是")
    .expect("ask.phone")
    .check(({ record }) => expect(answersOf(record)).toMatchObject({ name: "谁是老大？" }));
});

test("the last miss of a question asks before what was answered is given up", async () => {
  const stuck = after(2, {})
    .user("很多")
    .user("很多")
    .expect("ask.party", "ask.party")
    .user("很多")
    .expect("engine.stuck", "ask.party");
  await stuck.user("四位").expect("ask.note");
  // Whoever goes on has all his tries again.
  await stuck.user("继续").user("很多").user("很多").expect("ask.party", "ask.party", "ask.party");
  const asked = ["engine.stuck", "ask.party"];
  await stuck
    .user("很多")
    .user("很多")
    .expect(...asked, ...asked)
    .user("很多")
    .expect("given.up");
});

test("“never mind” is a no where something is offered, and ends what is under way elsewhere", async () => {
  for (const said of ["算了", "不要了", "never mind"]) {
    await after(6)
      .user(said)
      .expect("done")
      .check(({ record }) => expect(JSON.parse(record ?? "{}").f ?? []).toEqual([]));
    await after(2).user(said).expect("engine.cancel.sure");
  }
  await after(6).user("取消").expect("engine.cancel.sure");
});

test("the question whether to cancel is answered in its own words", async () => {
  const asked = after(2).user("取消").expect("engine.cancel.sure");
  const goOn = ["继续", "不取消", "不要取消", "先别取消", "继续预订", "don't cancel", "go on"];
  for (const said of goOn) await asked.user(said).expect("ask.party");
  for (const said of ["确认取消", "确定取消", "取消", "是的，取消", "yes, cancel it"]) {
    await asked.user(said).expect("engine.cancelled");
  }
});
