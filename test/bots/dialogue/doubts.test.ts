import { test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { personName } from "../../../src/bots/prompts/contact.ts";
import { integer } from "../../../src/bots/prompts/numbers.ts";
import { dateTime } from "../../../src/bots/prompts/times.ts";
import { testDialogue } from "../../../src/testing/index.ts";

/** What was asked back is answered by a yes, and by what was missing. */
const table = (retry?: string) =>
  dialogue<void, object>()({
    id: "table",
    version: 1,
    asks: {
      at: dateTime("ask.at", {
        between: ["08:00", "22:00"],
        ...(retry !== undefined && { retry }),
      }),
      party: integer("ask.party", 1, 20),
    },
    start: "at",
    steps: {
      at: { ask: "at", next: "party" },
      party: { ask: "party", next: "done" },
      done: { end: "done", output: (a) => a },
    },
  });
/** In tests of dialogues it is Tuesday, 2026-12-01, at nine. */
const talk = (retry?: string) => testDialogue(table(retry)).user("你好").expect("ask.at");

test("a yes is what was asked back, in any words", async () => {
  for (const yes of ["是", "嗯", "对的。", "yes"]) {
    await talk()
      .user("大概明晚七点")
      .expect("ask.at")
      .user(yes)
      .expect("ask.party")
      .user("大概五个")
      .expect("ask.party")
      .user(yes)
      .expect("done")
      .expectOutput({ at: "2026-12-02T19:00+08:00", party: 5 });
  }
});

test("also where the words themselves stay in doubt, and where only a day was meant", async () => {
  await talk()
    .user("周二晚上七点")
    .user("是")
    .expect("ask.at", "ask.party")
    .user("2")
    .expect("done")
    .expectOutput({ at: "2026-12-08T19:00+08:00", party: 2 });
  await talk()
    .user("大概下周三")
    .user("是")
    .expect("ask.at", "ask.at")
    .user("晚上八点")
    .expect("ask.party")
    .user("2")
    .expect("done")
    .expectOutput({ at: "2026-12-09T20:00+08:00", party: 2 });
});

test("the half of the day belongs to the hour that was said", async () => {
  for (const [said, half] of [
    ["明天九点", "晚上"],
    ["明天9点", "晚上"],
    ["tomorrow at 9", "pm"],
  ] as const) {
    await talk()
      .user(said)
      .expect("ask.at")
      .user(half)
      .expect("ask.party")
      .user("2")
      .expect("done")
      .expectOutput({ at: "2026-12-02T21:00+08:00", party: 2 });
  }
});

test("a yes means nothing where nothing was asked back: later, after a no, or with a bot's own words", async () => {
  await talk().user("是").expect("ask.at");
  await talk().user("大概明晚七点").user("不是").user("是").expect("ask.at", "ask.at", "ask.at");
  await talk("again").user("大概明晚七点").user("是").expect("again", "again");
  await talk()
    .user("大概明晚七点")
    .user("后天晚上八点")
    .expect("ask.at", "ask.party")
    .user("是")
    .expect("ask.party");
});

test("a name without a family name is asked back; a yes takes it, and so does 我叫", async () => {
  const who = dialogue<void, object>()({
    id: "who",
    version: 1,
    asks: { name: personName("ask.name") },
    start: "name",
    steps: { name: { ask: "name", next: "done" }, done: { end: "done", output: (a) => a } },
  });
  const asked = () => testDialogue(who).user("你好").expect("ask.name");
  await asked()
    .user("晓雯")
    .expect("ask.name")
    .user("对")
    .expect("done")
    .expectOutput({ name: "晓雯" });
  await asked().user("我叫晓雯").expect("done").expectOutput({ name: "晓雯" });
  for (const name of ["陳美玲", "欧阳娜娜", "阿强", "小马", "晓雯老师", "Anna"]) {
    await asked().user(name).expect("done").expectOutput({ name });
  }
  for (const none of ["靠窗", "发错了", "唔話你知"]) {
    await asked().user(none).expect("ask.name");
  }
  // Who asks for time is given it, and his next word is the answer.
  for (const time of ["hold on", "one sec", "等一下，我问问我老公"]) {
    await asked().user(time).expect("engine.noHurry").user("Anna").expect("done");
  }
});
