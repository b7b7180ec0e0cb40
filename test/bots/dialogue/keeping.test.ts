import { expect, test } from "vitest";
import { dialogue, form } from "../../../src/bots/dialogue.ts";
import { dialogueBot } from "../../../src/bots/dialogueBot.ts";
import { handoffDialogue } from "../../../src/bots/people/handoff.ts";
import { choice } from "../../../src/bots/prompts/choices.ts";
import { integer } from "../../../src/bots/prompts/numbers.ts";
import { createFunnel } from "../../../src/bots/watch/funnel.ts";
import { replay } from "../../../src/bots/watch/replay.ts";
import type { Tape } from "../../../src/bots/watch/tape.ts";
import { runDraw } from "../../../src/commands/draw.ts";
import { checkLock, lockOf } from "../../../src/machines/dialogue/checks/lock.ts";
import { testDialogue } from "../../../src/testing/dialogue/testDialogue.ts";
import { checkGolden, goldenRecords, testWeChat } from "../../../src/testing/index.ts";
import { bookingWith, ok, party, words } from "./booking.ts";

const KEYS = { render: (key: string) => key };
const booking = bookingWith(async () => ({ ref: "R1" }));

const table = (version: number, outdated: "restart" | "drop" = "restart", migrates = true) =>
  dialogue<void, { party: number | undefined }>()({
    id: "table",
    version,
    outdated,
    ...(migrates && {
      migrate: {
        1: ({ state, answers, input }) => ({
          state: state === "people" ? "party" : state,
          answers: { party: answers.people },
          input,
        }),
      },
    }),
    asks: { party, ok },
    start: "party",
    steps: {
      party: { ask: "party", next: "ok", after: { "1h": "off" } },
      ok: { ask: "ok", next: "done", after: { "1h": "off" } },
      done: { end: "done", output: (a) => ({ party: a.party }) },
      off: { end: "off" },
    },
  });
const old = JSON.stringify({ v: 1, f: [{ d: "table", w: 1, s: "ok", a: { people: 5 } }] });

test("a running dialogue of an older version is migrated, and gets the timers it had not", async () => {
  await testDialogue(table(2)).stored(old).user("是").expect("done").expectOutput({ party: 5 });
  await testDialogue(table(2)).stored(old).user("¿?").expect("ask.ok").wait("1h").expect("off");
});

test("records of every step are read by the next version, or it says so", async () => {
  const before = await goldenRecords(booking, { inputs: [{}] });
  expect(before.length).toBeGreaterThan(6);
  checkGolden(booking, before);
  expect(() => checkGolden(table(2), [old])).not.toThrow();
  expect(() => checkGolden(table(2, "restart", false), [old])).toThrow(/begun again, or dropped/);
  expect(() => checkGolden(table(2, "drop", false), [old])).toThrow(/begun again, or dropped/);
});

test("without a migration it begins again, or is dropped, as it says", async () => {
  // What was said is no answer to a question that nobody had asked.
  for (const said of ["¿?", "是", "4"]) {
    await testDialogue(table(2, "restart", false))
      .stored(old)
      .user(said)
      .expect("engine.updated", "ask.party")
      .user("4")
      .expect("ask.ok");
  }
  await testDialogue(table(2, "drop", false))
    .stored(old)
    .user("¿?")
    .expect("ask.party");
});

test("a step that is gone begins the dialogue again, and the message is used up", async () => {
  const gone = JSON.stringify({ v: 1, f: [{ d: "table", w: 1, s: "gone", a: { party: 5 } }] });
  await testDialogue(table(1))
    .stored(gone)
    .user("4")
    .expect("engine.updated", "ask.party")
    .check(({ record }) => expect(JSON.parse(record ?? "{}").f[0].a).toBeUndefined());
});

test("cancelling and a human are understood also where a release begins a dialogue again", async () => {
  const begun = testDialogue(table(2, "restart", false)).stored(old);
  await begun.user("取消").expect("engine.cancel.sure").user("是").expect("engine.cancelled");
  await begun.user("人工").expect("engine.human", "handoff.initiate");
});

test("a migration that throws begins the dialogue again, and is told to the operator", async () => {
  const errors: object[] = [];
  const broken = dialogue()({
    id: "table",
    version: 2,
    migrate: {
      1: () => {
        throw new Error("no such answer");
      },
    },
    asks: { party },
    start: "party",
    steps: { party: { ask: "party", next: "done" }, done: { end: "done" } },
  });
  const error = (facts: object, message: string) => errors.push({ ...facts, message });
  const log = { info() {}, warn() {}, error, wholeErrors: true };
  await testDialogue(broken, { log, troubles: ["none"] })
    .stored(old)
    .user("是")
    .expect("engine.updated", "ask.party")
    .user("4")
    .expect("done");
  expect(errors).toHaveLength(1);
  expect(JSON.stringify(errors)).toContain("no such answer");
  expect(errors[0]).toMatchObject({ message: "a dialogue's migration failed" });
});

test("a dialogue whose used one is gone or dropped goes on, and takes no message for another question", async () => {
  const child = (version: number, outdated: "restart" | "drop") =>
    dialogue<void, number>()({
      id: "child",
      version,
      outdated,
      asks: { ok },
      start: "ok",
      steps: { ok: { ask: "ok", next: "known" }, known: { end: true, output: () => 7 } },
    });
  const parent = (used: ReturnType<typeof child>) =>
    dialogue<void, unknown>()({
      id: "parent",
      version: 1,
      asks: { party },
      uses: { used },
      start: "use",
      steps: {
        use: { use: "used", next: "party", after: { "1h": "off" } },
        party: { ask: "party", next: "done" },
        done: { end: "done", output: (a) => a.used },
        off: { end: "off" },
      },
    });
  const of = (id: string) =>
    JSON.stringify({
      v: 1,
      f: [
        { d: "parent", w: 1, s: "use" },
        { d: id, w: 1, s: "ok", b: [0, "use"] },
      ],
      t: [[0, Date.parse("2026-12-01T10:00+08:00"), "3600000.parent.use"]],
    });
  await testDialogue(parent(child(2, "drop")))
    .stored(of("child"))
    .user("4")
    .expect("engine.updated", "ask.party");
  await testDialogue(parent(child(1, "drop")))
    .stored(of("removed"))
    .user("是")
    .expect("engine.updated", "ask.ok");
  // The time-out of the one below comes alone: nobody is asked what is over.
  await testDialogue(parent(child(2, "restart")))
    .at("2026-12-01T09:30")
    .stored(of("child"))
    .wait("1h")
    .user("hello")
    .expect("off", "ask.ok");
});

test("a delay that was changed without a version times out once, from the moment it began", async () => {
  const waiting = JSON.stringify({
    v: 1,
    f: [{ d: "table", w: 2, s: "ok", a: { party: 5 } }],
    // The release before waited for 30 minutes here.
    t: [[0, Date.parse("2026-12-01T09:30+08:00"), "1800000.table.ok"]],
  });
  await testDialogue(table(2))
    .at("2026-12-01T09:00")
    .stored(waiting)
    .user("¿?")
    .expect("ask.ok")
    .wait("59m")
    .expect()
    .wait("1m")
    .expect("off")
    .wait("5h")
    .expect();
});

test("recorded turns play again, byte for byte, and a change shows", async () => {
  const tapes: Tape[] = [];
  const bot = dialogueBot({
    dialogues: [booking],
    begin: booking,
    texts: KEYS,
    record: (tape) => tapes.push(tape),
  });
  const wechat = await testWeChat(bot);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const text of ["你好", "堂食", "明天", "很多", "4", "帮助", "王", "13800000000", "是"])
    await mei.says(text);
  expect(mei.sees().at(-1)).toBe("book.done");
  const kept = JSON.parse(JSON.stringify(tapes)) as Tape[];
  for (const tape of kept) replay(tape, [...bot.runner.dialogues.values()]);
  expect(kept).toHaveLength(10);
  const changed = kept.find(({ after }) => after?.includes(`"s":"party"`)) as Tape;
  expect(() => replay({ ...changed, said: ["other"] }, [...bot.runner.dialogues.values()])).toThrow(
    /ends otherwise now/,
  );
});

test("an agent takes over, the bot is silent, and comes back when the session is closed", async () => {
  const bot = dialogueBot({
    dialogues: [booking, handoffDialogue({ agent: "wang@gh_shop" })],
    begin: booking,
    texts: KEYS,
  });
  const wechat = await testWeChat(bot);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("你好");
  mei.mustSee("ask.service");
  await mei.says("转人工");
  await mei.says("有人吗");
  const seen = mei.sees();
  // Nobody of that name is there yet.
  expect(seen).toEqual(["engine.human", "engine.humanNoted"]);
  expect(wechat.transcript()).toMatch(/handed over to agents/);
  await wechat.advance("24h");
  await mei.says("堂食");
  expect(mei.sees()).toContain("ask.date");
});

test("the end of a session brings the bot back, and the question", async () => {
  const asked = testDialogue(booking, { texts: KEYS })
    .user("你好")
    .user("转人工")
    .expect("ask.service", "engine.human", "handoff.initiate");
  await asked
    .user("在吗")
    .expect("engine.humanNoted", "handoff.initiate")
    .happens("humanCame")
    .expect("engine.humanCame")
    .happens("humanLeft")
    .expect("engine.humanLeft", "ask.service");
});

test("nobody waits for a person without a word, and may go back to the bot", async () => {
  const asked = (agents: "online" | "offline" | "none" | undefined) =>
    testDialogue(booking, { texts: KEYS, agents }).user("你好").user("给我转人工！");
  const online = asked("online").expect("ask.service", "engine.human", "handoff.initiate");
  await online
    .wait("5m")
    .expect("engine.humanLate")
    .user("在吗")
    .expect("engine.humanNoted", "handoff.initiate")
    .wait("24h")
    .expect("engine.humanNever", "ask.service");
  await online.user("返回").expect("engine.backToBot", "ask.service");
  await asked("offline").expect("ask.service", "engine.humanOffline", "handoff.initiate");
  await asked("none").expect("ask.service", "engine.noHuman", "ask.service");
  // Nobody can tell: one message has one answer, which is the word, and the next one is handed over.
  await asked(undefined)
    .expect("ask.service", "engine.humanAsks")
    .user("包裹碎了")
    .expect("handoff.initiate");
});

test("an account without agents hands nobody over, and what is handed over without one is lost", async () => {
  const bot = dialogueBot({ dialogues: [booking], begin: booking, texts: KEYS });
  for (const verified of [true, false]) {
    const wechat = await testWeChat(bot, { verified, agents: false });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("人工");
    mei.mustSee("engine.noHuman");
    await mei.says("你好");
    mei.mustSee("ask.service");
    expect(wechat.transcript()).not.toContain("handed over");
  }
  const stubborn = await testWeChat(
    async (context) => {
      await context.sendActivity({ type: "event", name: "handoff.initiate", value: {} });
    },
    { agents: false },
  );
  const mei = stubborn.follower("Mei");
  await mei.subscribes();
  await mei.says("人工");
  expect(stubborn.transcript()).toContain("the account has none: the message is lost");
});

test("a form asks for what is missing", async () => {
  const contact = form({
    id: "contact-form",
    version: 1,
    asks: { name: words("ask.name", "王"), party },
    end: "thanks",
  });
  await testDialogue(contact)
    .user("hi")
    .expect("ask.name")
    .user("王")
    .expect("ask.party")
    .user("4")
    .expect("thanks")
    .expectOutput({ name: "王", party: 4 });
  await testDialogue(contact, { input: { name: "李" } })
    .user("hi")
    .expect("ask.party")
    .user("4")
    .expectOutput({ name: "李", party: 4 });
});

test("any bot runs a dialogue", async () => {
  const contact = form({ id: "contact-form", version: 1, asks: { name: words("ask.name", "王") } });
  const wechat = await testWeChat(async (context) => {
    if (context.activity.type !== "message") return;
    const ran = await contact.run(context, {}, { texts: KEYS });
    if (ran.status === "done") await context.sendActivity(`Hello ${ran.output?.name}`);
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("hi");
  await mei.says("Mei");
  mei.mustSee("ask.name", "Hello Mei");
});

test("a changed structure needs a new version", () => {
  const lock = lockOf([table(2), booking]);
  checkLock([table(2), booking], lock);
  const other = bookingWith(async () => ({ ref: "R1" }));
  checkLock([table(2), other], lock);
  expect(() => checkLock([table(2)], lock)).toThrow(/"booking" is gone: people who are in it/);
  const changed = dialogue()({
    id: "table",
    version: 2,
    start: "done",
    steps: { done: { end: true } },
  });
  expect(() => checkLock([changed, booking], lock)).toThrow(
    /"table" changed, and its version is still 2: raise it/,
  );
  expect(() => checkLock([table(3), booking], lock)).toThrow(
    /new version: people who are in it are asked from the beginning. Write the lock again/,
  );
});

const drinks = (
  choices: Record<string, string>,
  most: number,
  interrupt: "all" | "hard" = "all",
  version = 1,
) =>
  dialogue()({
    id: "drinks",
    version,
    migrate: { 1: (kept) => kept },
    asks: { size: choice("ask.size", choices), cups: integer("ask.cups", 1, most) },
    start: "size",
    steps: {
      size: { ask: "size", next: "cups", interrupt },
      cups: { ask: "cups", next: "done" },
      done: { end: "done" },
    },
  });

test.each([
  ["a choice renamed", drinks({ tall: "大", tiny: "小" }, 20), /answered to "size" of "drinks"/],
  ["a choice added", drinks({ big: "大", small: "小", huge: "特大" }, 20), /answered to "size"/],
  ["a choice removed", drinks({ big: "大" }, 20), /answered to "size"/],
  ["a range", drinks({ big: "大", small: "小" }, 4), /answered to "cups"/],
  ["what may interrupt", drinks({ big: "大", small: "小" }, 20, "hard"), /interrupt "size"/],
  ["a version that migrates", drinks({ big: "大" }, 20, "all", 2), /keep their answers and go on/],
])("the lock notices %s", (_what, changed, says) => {
  const before = drinks({ big: "大", small: "小" }, 20);
  expect(() => checkLock([before], lockOf([before]))).not.toThrow();
  expect(() => checkLock([changed], lockOf([before]))).toThrow(says);
});

test("a golden record with an answer that can no longer be given cannot go on", async () => {
  const records = await goldenRecords(drinks({ big: "大", small: "小" }, 20));
  checkGolden(drinks({ big: "大", small: "小" }, 20), records);
  const without = drinks({ small: "小" }, 20);
  expect(() => checkGolden(without, records)).toThrow(/"big" is no answer to "size" any more/);
});

test("`--check` without a lock, and a lock that is not there, are sentences", async () => {
  const output = { write: () => {} };
  const check = runDraw(["samples/booking", "--check", "--lock", "missing.json"], output);
  await expect(check).rejects.toThrow(/missing.json cannot be read/);
});

test("who goes back or cancels has left the step, and nobody leaves oftener than he came", async () => {
  const funnel = createFunnel();
  await testDialogue(drinks({ big: "大", small: "小" }, 20), {
    onMove: funnel.onMove,
    troubles: ["none"],
  })
    .user("你好")
    .user("大")
    .user("返回")
    .user("小")
    .user("取消")
    .user("是");
  const { size, cups } = funnel.table().drinks ?? {};
  expect([size, cups]).toEqual([
    { visits: 2, left: 2 },
    { visits: 2, left: 2 },
  ]);
});

test("the dialogues of the samples are those of dialogues.lock.json", async () => {
  const samples = ["samples/booking", "samples/support"];
  await runDraw([...samples, "--lock", "dialogues.lock.json", "--check"], { write: () => {} });
});

const mistakes: readonly (readonly [string, () => unknown, RegExp])[] = [
  [
    "a step that nobody reaches",
    () =>
      dialogue()({
        id: "d",
        version: 1,
        start: "a",
        steps: { a: { end: true }, b: { end: true } },
      }),
    /Nobody reaches "b"/,
  ],
  [
    "no way to an end",
    () =>
      dialogue()({
        id: "d",
        version: 1,
        asks: { ok },
        start: "ok",
        steps: {
          ok: { ask: "ok", next: [{ when: (a) => a.ok === true, to: "a" }, "b"] },
          a: { ask: "ok", next: "a" },
          b: { end: true },
        },
      }),
    /No way leads from "a" to an end/,
  ],
  [
    "two questions at once",
    () =>
      dialogue()({
        id: "d",
        version: 1,
        asks: { ok, party },
        start: "both",
        steps: {
          both: {
            together: {
              left: { start: "a", steps: { a: { ask: "ok", next: "b" }, b: { end: true } } },
              right: { start: "a", steps: { a: { ask: "party", next: "b" }, b: { end: true } } },
            },
            next: "done",
          },
          done: { end: true },
        },
      }),
    /may ask at the same time/,
  ],
  [
    "work in an action",
    () =>
      dialogue()({
        id: "d",
        version: 1,
        start: "a",
        steps: { a: { raw: { entry: () => console.log("hi"), always: "b" } }, b: { end: true } },
      }),
    /has an action of its own.*let a service do the work/,
  ],
  [
    "steps that go round",
    () =>
      dialogue()({
        id: "d",
        version: 1,
        start: "a",
        steps: { a: { say: "a", next: "b" }, b: { say: "b", next: "a" }, c: { end: true } },
      }),
    /go round without waiting/,
  ],
  [
    "a text that is missing",
    () =>
      dialogue()({
        id: "d",
        version: 1,
        texts: { ...KEYS, has: (key: string) => key !== "bye" },
        start: "a",
        steps: { a: { end: "bye" } },
      }),
    /says "bye", which its texts do not have/,
  ],
];

test.each(mistakes)("%s is refused when the dialogue is defined", (_, make, message) => {
  expect(make).toThrow(message);
});

test("dialogues are drawn, with the numbers of a funnel", async () => {
  const funnel = createFunnel();
  await testDialogue(booking, { onMove: funnel.onMove, troubles: ["none"] })
    .user("你好")
    .user("堂食")
    .user("明天")
    .expect("ask.service", "ask.date", "ask.party");
  expect(funnel.table().booking).toEqual({
    service: { visits: 1, left: 1 },
    date: { visits: 1, left: 1 },
    party: { visits: 1, left: 0 },
  });
  let text = "";
  await runDraw(["samples/booking"], {
    write: (part) => {
      text += part;
    },
  });
  expect(text).toMatch(/^%% booking, version \d+\nstateDiagram-v2\n/);
  expect(text).toContain("service --> lapsed : after 2 h");
});
