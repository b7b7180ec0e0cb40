import { dialogue } from "../../src/bots/dialogue.ts";
import { dialogueBot } from "../../src/bots/dialogueBot.ts";
import { intent } from "../../src/bots/intents.ts";
import { need } from "../../src/machines/dialogue/need.ts";
import { service } from "../../src/machines/dialogue/service.ts";
import { bookingWith, ok, party, words } from "../bots/dialogue/booking.ts";

/** Says something, calls something that changes the world, and may not be disturbed. */
const order = dialogue<void, number>()({
  id: "order",
  version: 3,
  asks: { party, ok },
  calls: { order: service(async (n: number) => n, { samples: [1] }) },
  start: "party",
  steps: {
    party: { ask: "party", next: "sure" },
    sure: { ask: "ok", interrupt: "none", next: "moment" },
    moment: { say: "moment", next: "order" },
    order: {
      call: "order",
      with: (a) => need(a, "party").party,
      done: "done",
      fail: "failed",
    },
    done: { end: "done", output: (a) => need(a, "order").order },
    failed: { end: "failed" },
  },
});

/** Notices who comes back. */
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

const booking = bookingWith(async ({ party: people }) => {
  if (people === 13) throw new Error("the line is busy");
  return { ref: "R1" };
});

/** The dialogues in which faults are planted, as a bot that can be chatted with. */
export default dialogueBot({
  dialogues: [booking, order, trip],
  begin: booking,
  intents: [intent("order", ["点餐"], order), intent("trip", ["旅行"], trip)],
  log: { info() {}, warn() {}, error() {} },
});
