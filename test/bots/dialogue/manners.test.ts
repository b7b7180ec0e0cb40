import { expect, test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { choice, confirm, yesNo } from "../../../src/bots/prompts/choices.ts";
import { personName } from "../../../src/bots/prompts/contact.ts";
import { integer } from "../../../src/bots/prompts/numbers.ts";
import { readPersonName } from "../../../src/language/names/personName.ts";
import { fold, withoutFillers } from "../../../src/language/tidy.ts";
import { closingOf, saysWrong, wantsHuman } from "../../../src/language/usualWords.ts";
import { type Addition, callback } from "../../../src/machines/dialogue/service.ts";
import { testDialogue } from "../../../src/testing/index.ts";

const table = dialogue<void, object>()({
  id: "table",
  version: 1,
  asks: {
    seat: choice("ask.seat", { hall: { label: "大厅" }, garden: { label: "花园" } }),
    party: integer("ask.party", 1, 20),
    name: personName("ask.name"),
    ok: confirm("ask.ok"),
  },
  names: { seat: ["座位"], party: ["人数"], name: ["名字"] },
  start: "seat",
  steps: {
    seat: { ask: "seat", next: "party" },
    party: { ask: "party", next: "name" },
    name: { ask: "name", next: "confirm" },
    confirm: { ask: "ok", next: [{ when: (a) => a.ok === true, label: "yes", to: "done" }, "off"] },
    done: { end: "done", output: (a) => a },
    off: { end: "off" },
  },
});
const summary = () =>
  testDialogue(table)
    .user("你好")
    .user("大厅")
    .user("四位")
    .user("李雷")
    .expect("ask.seat", "ask.party", "ask.name", "ask.ok");

test("a no at a summary asks what is not right, and a new value is enough; nothing is thrown away", async () => {
  for (const no of ["否", "不对", "No", "名字错了", { text: "否", tapped: "no" }]) {
    const asked = summary().user(no);
    if (no === "名字错了") {
      await asked.expect("ask.name").user("叫我阿明").expect("ask.ok");
      continue;
    }
    await asked
      .expect("engine.correct.which")
      .user("7位，花园")
      .expect("ask.ok")
      .user("对")
      .expect("done")
      .expectOutput({ seat: "garden", party: 7, name: "李雷", ok: true });
    await asked.expect("engine.correct.which").user("是7个").expect("ask.ok");
    await asked
      .expect("engine.correct.which")
      .user("人数")
      .expect("ask.party")
      .user("八个")
      .expect("ask.ok");
  }
});

test("who wants none of it is let go", async () => {
  for (const no of ["不订了", "算了", "不要了"]) await summary().user(no).expect("off");
  await summary().user("取消").expect("engine.cancel.sure").user("是").expect("engine.cancelled");
});

test("a sticker, a picture, a voice without words and a question nobody can answer are named, and the question stands", async () => {
  const show = {
    render: (key: string, params: object) =>
      `${key} ${(params as { reason?: string }).reason ?? ""}`.trim(),
  };
  const asked = testDialogue(table, { texts: show }).user("你好");
  const file = (contentType: string) => ({ text: "", attachments: [{ contentType }] });
  await asked.user({ text: "", unreadable: true }).expectText("ask.seat", "ask.seat sticker");
  await asked.user(file("image/jpeg")).expectText("ask.seat", "ask.seat picture");
  await asked.user(file("audio/amr")).expectText("ask.seat", "ask.seat voiceless");
  await asked.user(file("video/mp4")).expectText("ask.seat", "ask.seat media");
  await asked.user("有没有停车位你先告诉我").expectText("ask.seat", "ask.seat question");
  // The first message may be one, too.
  await testDialogue(table, { texts: show })
    .user({ text: "", unreadable: true })
    .expectText("ask.seat");
});

test("thanks are answered and begin nothing; after the end a last word is the last", async () => {
  await testDialogue(table)
    .user("你好")
    .user("谢谢啊姑娘")
    .expect("ask.seat", "engine.welcome", "ask.seat");
  const done = summary().user("对").expect("done");
  await done.user("好嘞，谢谢[玫瑰]").expect("engine.welcome");
  await done.user("没别的问题了").expect("engine.bye");
  await done.wait("2d").user("好的").expect("ask.seat");
});

const added: (Addition & { readonly key: string })[] = [];
const ticket = dialogue<void, object>()({
  id: "ticket",
  version: 1,
  asks: { helped: yesNo("ask.helped") },
  calls: {
    file: callback(async () => {}, {
      samples: [{ answer: "ok" }],
      more: (said, { key }) => {
        if (said.text === "坏了") throw new Error("closed");
        added.push({ ...said, key });
      },
    }),
  },
  start: "file",
  steps: {
    file: { call: "file", with: () => ({}), done: "helped", fail: "helped" },
    helped: { ask: "helped", next: "done" },
    done: { end: "done" },
  },
});

test("what is said while people look into it joins it; asking how far it is does not", async () => {
  const waiting = testDialogue(ticket, { troubles: ["none"] })
    .user("杯子碎了")
    .expect();
  await waiting
    .user("补充一下，是那个大的")
    .expect("engine.added")
    .user({ text: "", attachments: [{ contentType: "image/jpeg" }] })
    .expect("engine.added")
    .user("好了没有")
    .expect("engine.wait")
    .user("谢谢")
    .expect("engine.welcome", "engine.wait")
    .user("坏了")
    .expect("engine.wait")
    .calledBack("file", { answer: "ok" })
    .expect("ask.helped");
  expect(added.map(({ text }) => text)).toEqual(["补充一下，是那个大的", ""]);
  expect(new Set(added.map(({ key }) => key)).size).toBe(2);
});

test("topics are chosen by a question about them, and a sentence about none is another matter", async () => {
  const topic = choice(
    "ask.topic",
    {
      returns: { label: "退货", also: ["refund"] },
      delivery: { label: "配送", also: ["发货"] },
      other: "其他",
    },
    { questions: true, otherwise: "other" },
  );
  const context = { now: 0, timeZone: "Asia/Shanghai", locale: "zh-CN" };
  const read = async (text: string) => {
    const reading = await topic.read({ text }, context);
    return reading.ok ? reading.value : undefined;
  };
  expect(await read("那怎么退货呢？")).toBe("returns");
  expect(await read("发货了吗")).toBe("delivery");
  expect(await read("how do I get a refund")).toBe("returns");
  expect(await read("杯子到手就是碎的")).toBe("other");
  expect(await read("先退货还是先发货")).toBeUndefined();
  for (const none of ["你好", "谢谢", "在吗"]) expect(await read(none)).toBeUndefined();
});

test.each([
  "人工",
  "给我转人工！",
  "我想找人工",
  "人呢？！",
  "帮我转人工",
  "can I talk to someone",
  "I need a human",
])("“%s” asks for a person", (text) => {
  const folded = fold(text);
  expect(wantsHuman(withoutFillers(folded).replace(/[!?.]+$/, "")) || wantsHuman(folded)).toBe(
    true,
  );
});

test.each(["不要人工", "我要五个人", "有人吗", "我要找人帮忙装空调", "叫什么名字"])(
  "“%s” asks for none",
  (text) => {
    expect(wantsHuman(withoutFillers(fold(text)))).toBe(false);
  },
);

test("what ends a talk, and what does not", () => {
  for (const text of [
    "谢谢",
    "好的谢谢啊姑娘",
    "thank you!",
    "谢谢，没有别的了",
    "好嘞，谢谢[玫瑰]",
  ])
    expect(closingOf(text), text).toBe("thanks");
  for (const text of ["没别的问题了", "好的", "bye", "没有了"])
    expect(closingOf(text), text).toBe("closing");
  for (const text of ["谢谢，再帮我订一桌", "好的，五个人", "没有解决", "好吃吗"])
    expect(closingOf(text), text).toBeUndefined();
  for (const text of ["否", "不对", "时间不对", "no", "wrong"])
    expect(saysWrong(text), text).toBe(true);
  for (const text of ["不订了", "算了", "对"]) expect(saysWrong(text), text).toBe(false);
});

test("names as people give them", () => {
  const names = {
    "我姓李。": "李",
    叫我阿明: "阿明",
    "孙小姐[愉快]": "孙小姐",
    我姓周: "周",
    "My name is Anna Lee.": "Anna Lee",
    "David 王": "David 王",
    就写张三吧: "张三",
    阿依古丽·买买提: "阿依古丽·买买提",
  };
  for (const [said, value] of Object.entries(names)) {
    expect(readPersonName(said), said).toEqual({ ok: true, value });
  }
  for (const said of [
    "营业时间",
    "改成8个人吧",
    "8位",
    "对",
    "三个人",
    "I'm hungry",
    "停车方便吗",
    "谢谢",
  ]) {
    expect(readPersonName(said).ok, said).toBe(false);
  }
  expect(readPersonName("姓何，停车方便吗")).toEqual({ ok: false, reason: "more", heard: "何" });
});
