import { expect, test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { intent } from "../../../src/bots/intents.ts";
import { need } from "../../../src/machines/dialogue/need.ts";
import { callback, lookup, service } from "../../../src/machines/dialogue/service.ts";
import { testDialogue } from "../../../src/testing/dialogue/testDialogue.ts";
import { bookingWith, ok, party, words } from "./booking.ts";

const booking = bookingWith(async ({ party: people }) => ({ ref: `R${people}` }));
const untilName = testDialogue(booking)
  .at("2026-12-01T09:00")
  .user("你好")
  .expect("ask.service")
  .user("堂食")
  .expect("ask.date")
  .user("明天")
  .expect("ask.party")
  .user("4")
  .expect("ask.name");
const untilConfirm = untilName.user("王").expect("ask.phone").user("13800000000").expect("ask.ok");

test("a booking, whatever happens to the processes", async () => {
  await untilConfirm
    .user("是")
    .expect("book.done")
    .expectOutput({ ref: "R1" })
    .check(({ calls, record }) => {
      expect(calls).toHaveLength(1);
      expect(calls[0]?.input).toEqual({ service: "dine", party: 4, phone: "13800000000" });
      expect(JSON.parse(record ?? "{}")).toMatchObject({ f: [] });
    });
});

test("misses are told by attempt, and the third asks before it gives up", async () => {
  const asked = testDialogue(booking)
    .user("你好")
    .user("堂食")
    .user("明天")
    .expect("ask.service", "ask.date", "ask.party");
  await asked
    .user("很多")
    .expect("ask.party.again")
    .user("很多")
    .expect("ask.party.last")
    .user("很多")
    .expect("engine.stuck", "ask.party.last")
    .user("很多")
    .user("很多")
    .expect("engine.stuck", "ask.party.last", "engine.stuck", "ask.party.last")
    .user("很多")
    .expect("human.soon");
  await asked.user("很多").expect("ask.party.again").user("８人").expect("ask.name");
});

test("two hours later the booking lapses, to the minute, also when the process was away", async () => {
  const asked = testDialogue(booking).user("你好").user("堂食").expect("ask.service", "ask.date");
  await asked.wait("119m").expect().wait("1m").expect("book.lapsed").wait("5h").expect();
  // Every question has two hours of its own.
  await asked
    .wait("119m")
    .user("明天")
    .expect("ask.party")
    .wait("119m")
    .expect()
    .wait("1m")
    .expect("book.lapsed");
});

test("help interrupts and the question is asked again; cancelling asks first", async () => {
  await untilName
    .user("帮助")
    .expect("engine.help", "ask.name")
    .user("取消")
    .expect("engine.cancel.sure")
    .user("否")
    .expect("ask.name")
    .user("取消")
    .expect("engine.cancel.sure")
    .user("取消")
    .expect("engine.cancelled")
    .expect();
});

test("going back asks the question before, into the child dialogue and out of it", async () => {
  await untilConfirm
    .user("返回")
    .expect("ask.name")
    .user("返回")
    .expect("ask.party")
    .user("5")
    .expect("ask.name")
    .user("李")
    .user("13900000000")
    .expect("ask.phone", "ask.ok")
    .user("是")
    .expect("book.done")
    .check(({ calls }) => {
      expect(calls[0]?.input).toEqual({ service: "dine", party: 5, phone: "13900000000" });
    });
  await testDialogue(booking)
    .user("你好")
    .expect("ask.service")
    .user("返回")
    .expect("engine.nothing", "ask.service");
});

test("an answer is corrected, by name or by value, and the dialogue goes on where it was", async () => {
  await untilConfirm
    .user("改人数")
    .expect("ask.party")
    .user("6")
    .expect("ask.ok")
    .user("不是6位，是7位")
    .expect("ask.ok")
    .user("是")
    .expect("book.done")
    .check(({ calls }) => expect(calls[0]?.input).toMatchObject({ party: 7 }));
});

test("it starts over, and repeats itself", async () => {
  await untilConfirm.user("重复").expect("ask.ok").user("重新开始").expect("ask.service");
});

test("a failing service leads to its branch, and is tried three times before", async () => {
  await untilConfirm
    .service("book")
    .fails()
    .user("是")
    .expect("book.failed", "ask.ok")
    .service("book")
    .gives({ ref: "R9" })
    .user("是")
    .expect("book.done")
    .expectOutput({ ref: "R9" });
});

test("a service slower than the turn brings its result as a turn of its own", async () => {
  await untilConfirm
    .service("book")
    .takes("30s", { ref: "slow" })
    .user("是")
    .expect("engine.wait")
    .user("快点")
    .expect("engine.wait")
    .wait("1m")
    .expect("book.done")
    .expectOutput({ ref: "slow" });
});

test("a service that never answers is given up after two minutes", async () => {
  await untilConfirm
    .service("book")
    .hangs()
    .user("是")
    .expect("engine.wait")
    .wait("2m")
    .expect("book.failed", "ask.ok");
});

test("time goes back, and the follower answers otherwise", async () => {
  await untilConfirm
    .user("是")
    .expect("book.done")
    .back(1)
    .user("否")
    .expect("book.cancelled")
    .expectOutput(undefined);
});

test("what happens to the follower reaches the dialogue", async () => {
  await untilName.happens("windowExpiring").expect("book.hurry");
});

const faq = dialogue()({
  id: "faq",
  version: 1,
  start: "told",
  steps: { told: { end: "faq.hours" } },
});
const other = dialogue()({
  id: "other",
  version: 1,
  start: "told",
  steps: { told: { end: "other.hours" } },
});

test("another dialogue interrupts softly; two that are meant at once are told apart", async () => {
  const options = {
    intents: [
      intent("hours", ["营业时间", "时间"], faq),
      intent("delivery", ["送货时间", "时间"], other),
    ],
  };
  const asked = testDialogue(booking, options)
    .user("你好")
    .user("堂食")
    .user("明天")
    .expect("ask.service", "ask.date", "ask.party");
  await asked.user("营业时间").expect("faq.hours", "ask.party").user("4").expect("ask.name");
  await asked
    .user("时间")
    .expect("engine.which")
    .user("送货时间")
    .expect("other.hours", "ask.party");
});

const shy = dialogue()({
  id: "shy",
  version: 1,
  asks: { ok, party },
  start: "ok",
  steps: {
    ok: { ask: "ok", interrupt: "none", next: "party" },
    party: { ask: "party", interrupt: "hard", next: "done" },
    done: { end: "bye" },
  },
});

test("a step decides what may interrupt it", async () => {
  await testDialogue(shy)
    .user("hi")
    .expect("ask.ok")
    .user("取消")
    .expect("ask.ok")
    .user("是")
    .expect("ask.party")
    .user("帮助")
    .expect("ask.party.again")
    .user("取消")
    .expect("engine.cancel.sure");
});

const paying = dialogue<void, { paid: boolean }>()({
  id: "paying",
  version: 1,
  calls: {
    price: lookup(async (what: string) => what.length, { samples: [3] }),
    pay: callback<{ amount: number }, { ok: boolean }>(async () => {}),
  },
  asks: { what: words("ask.what", "面") },
  start: "what",
  steps: {
    what: { ask: "what", next: "price" },
    price: { call: "price", with: (a) => need(a, "what").what, done: "pay", fail: "off" },
    pay: {
      call: "pay",
      with: (a) => ({ amount: need(a, "price").price }),
      done: [{ when: (a) => a.pay?.ok === true, to: "paid" }, "off"],
      fail: "off",
      after: { "1d": "off" },
    },
    paid: { end: "paid", output: () => ({ paid: true }) },
    off: { end: "off" },
  },
});

test("a payment is begun, and its notice ends the dialogue", async () => {
  const begun = testDialogue(paying).user("hi").user("面").expect("ask.what");
  await begun
    .wait("3h")
    .calledBack("pay", { ok: true })
    .expect("paid")
    .expectOutput({ paid: true });
  await begun.wait("1d").expect("off").calledBack("pay", { ok: true }).expect();
});

const flaky = (() => {
  let tries = 0;
  return {
    reset: () => {
      tries = 0;
    },
    dialogue: dialogue()({
      id: "flaky",
      version: 1,
      calls: {
        go: service(async () => {
          if (++tries < 3) throw new Error("not yet");
          return tries;
        }),
      },
      start: "go",
      steps: {
        go: {
          call: "go",
          with: () => undefined,
          done: "well",
          fail: [{ when: (_, { error }) => error?.code === "lost", to: "lost" }, "ill"],
        },
        well: { end: "well" },
        ill: { end: "ill" },
        lost: { end: "lost" },
      },
    }),
  };
})();

test("a service is tried again with the same key", async () => {
  flaky.reset();
  await testDialogue(flaky.dialogue, { troubles: ["none"] })
    .user("hi")
    .expect("well");
});
