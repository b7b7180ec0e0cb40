import { strict as assert } from "node:assert";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { handoffDialogue } from "../../../src/bots/people/handoff.ts";
import { need } from "../../../src/machines/dialogue/need.ts";
import { service } from "../../../src/machines/dialogue/service.ts";
import { paths } from "../../../src/testing/dialogue/paths.ts";
import { testDialogue } from "../../../src/testing/dialogue/testDialogue.ts";
import { bookingWith, ok, party, words } from "./booking.ts";

const WHO = [{ agents: "online" }, { agents: "offline" }, { agents: "none" }, {}];

/** What must hold of dialogues, without a test runner: planted faults are held against it. */
export async function suite(): Promise<void> {
  const booking = bookingWith(async () => ({ ref: "R1" }));
  const confirm = testDialogue(booking)
    .user("你好")
    .user("堂食")
    .user("明天")
    .user("4")
    .user("王")
    .user("13800000000")
    .expect("ask.service", "ask.date", "ask.party", "ask.name", "ask.phone", "ask.ok");
  await testDialogue(booking)
    .user("你好")
    .user("堂食")
    .user("明天")
    .user("4")
    .user("取消")
    .user("是")
    .expect(
      "ask.service",
      "ask.date",
      "ask.party",
      "ask.name",
      "engine.cancel.sure",
      "engine.cancelled",
    )
    .check(({ record }) => assert.deepEqual(JSON.parse(record ?? "{}").f ?? [], []));
  await confirm
    .user("不是4位，是7位")
    .expect("ask.ok")
    .user("是")
    .expect("book.done")
    .expectOutput({ ref: "R1" })
    .check(({ calls, record }) => {
      assert.deepEqual(
        calls.map(({ input }) => input),
        [{ service: "dine", party: 7, phone: "13800000000" }],
      );
      assert.deepEqual(JSON.parse(record ?? "{}").f ?? [], []);
    });
  await confirm.user("取消").expect("engine.cancel.sure").user("取消").expect("engine.cancelled");
  await confirm
    .user("返回")
    .expect("ask.name")
    .user("返回")
    .expect("ask.party")
    .user("帮助")
    .expect("engine.help", "ask.party");
  await confirm
    .user("返回")
    .user("返回")
    .expect("ask.name", "ask.party")
    .wait("2h")
    .expect("book.lapsed");
  await confirm
    .service("book")
    .takes("1m", { ref: "late" })
    .user("是")
    .user("快点")
    .expect("engine.wait", "engine.wait")
    .wait("61s")
    .expect("book.done");
  await misses(booking);
  await moments();
  await comesBack();
  for (const { run } of await paths(booking, { inputs: [{}, { name: "王" }] })) await run();
  for (const { run } of await paths(handoffDialogue(), { inputs: WHO })) await run();
}

async function misses(booking: ReturnType<typeof bookingWith>): Promise<void> {
  const asked = (options: object) =>
    testDialogue(booking, options)
      .user("你好")
      .user("¿?")
      .user("¿?")
      .expect("ask.service", "ask.service", "ask.service")
      .user("堂食")
      .user("明天")
      .expect("ask.date", "ask.party")
      .user("很多")
      .user("很多")
      .user("很多");
  await asked({ asksBeforeGivingUp: false, troubles: ["none"] }).expect(
    "ask.party.again",
    "ask.party.last",
    "human.soon",
  );
  await asked({})
    .expect("ask.party.again", "ask.party.last", "engine.stuck", "ask.party.last")
    .user("继续")
    .user("很多")
    .user("很多")
    .expect("ask.party", "ask.party.again", "ask.party.last");
}

/** Says something, calls something that changes the world, and may lose it. */
const order = dialogue<void, number>()({
  id: "order",
  version: 3,
  asks: { party, ok },
  calls: { order: service(async (n: number) => n, { samples: [1], lease: 60_000, tries: 2 }) },
  start: "party",
  steps: {
    party: { ask: "party", next: "sure" },
    sure: { ask: "ok", interrupt: "none", next: "moment" },
    moment: { say: "moment", next: "order" },
    order: {
      call: "order",
      with: (a) => need(a, "party").party,
      done: "done",
      fail: [{ when: (_, { error }) => error?.code === "lost", to: "lost" }, "failed"],
    },
    done: { end: "done", output: (a) => need(a, "order").order },
    failed: { end: "failed" },
    lost: { end: "lost" },
  },
});

async function moments(): Promise<void> {
  const asked = testDialogue(order).user("hi").user("4").expect("ask.party", "ask.ok");
  await asked
    .user("取消")
    .expect("ask.ok")
    .user("是")
    .expect("moment", "done")
    .check(({ calls }) => assert.equal(calls.length, 1));
  await asked
    .service("order")
    .hangs()
    .user("是")
    .expect("moment", "engine.wait")
    .wait("3m")
    .expect("lost");
  await asked.service("order").fails().user("是").expect("moment", "failed");
  const newer = JSON.stringify({ v: 1, f: [{ d: "order", w: 4, s: "somewhere" }] });
  await testDialogue(order)
    .stored(newer)
    .user("hi")
    .expect("engine.newer")
    .check(({ record }) => assert.equal(record, newer));
}

const trip = dialogue()({
  id: "trip",
  version: 1,
  asks: { where: words("ask.where", "上海") },
  start: "where",
  steps: {
    where: { ask: "where", next: "done", on: { enteredAgain: "again" } },
    again: { ask: "where", next: "done" },
    done: { end: "done" },
  },
});

async function comesBack(): Promise<void> {
  await testDialogue(trip)
    .user("hi")
    .happens("windowExpired")
    .expect("ask.where")
    .user("北京")
    .expect("ask.where")
    .user("北京")
    .expect("done");
}
