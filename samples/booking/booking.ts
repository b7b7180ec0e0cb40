import {
  choice,
  confirm,
  dateTime,
  dialogue,
  integer,
  need,
  personName,
  phone,
  service,
  yesNo,
} from "../../src/index.ts";
import type { Order, Restaurant } from "./restaurant.ts";
import { words } from "./texts.ts";

/** Who books: a dialogue of its own, which others could use too. */
export const contact = dialogue<void, { name: string; phone: string }>()({
  id: "contact",
  version: 2,
  texts: words,
  asks: { name: personName("ask.name"), phone: phone("ask.phone") },
  names: { name: ["名字", "称呼", "name"], phone: ["电话", "手机", "phone"] },
  start: "name",
  steps: {
    name: { ask: "name", next: "phone" },
    phone: { ask: "phone", next: "known" },
    known: { end: true, output: (answers) => need(answers, "name", "phone") },
  },
});

/** A table is booked, as far as `restaurant` is able to. */
export function bookingAt(restaurant: Restaurant) {
  return dialogue<void, { ref: string }>()({
    id: "booking",
    version: 1,
    texts: words,
    asks: {
      service: choice(
        "ask.service",
        {
          hall: { label: "service.hall", also: ["大堂", "hall", "inside"] },
          room: { label: "service.room", also: ["包厢", "雅间", "room"] },
          garden: { label: "service.garden", also: ["院子", "室外", "outside"] },
        },
        { texts: words },
      ),
      at: dateTime("ask.at", { between: ["11:00", "22:00"], ahead: 60 }),
      party: integer("ask.party", 1, 20),
      ok: confirm("ask.ok"),
      again: yesNo("ask.again"),
    },
    names: { party: ["人数", "people"], at: ["时间", "time"], service: ["座位", "seat"] },
    calls: {
      book: service((order: Order, { key, before }) => restaurant.book(order, key, before), {
        wait: "book.wait",
        samples: [{ ref: "R101" }],
      }),
    },
    uses: { contact },
    start: "service",
    steps: {
      service: { ask: "service", next: "at", giveUp: "human", after: { "2h": "lapsed" } },
      at: { ask: "at", next: "party", giveUp: "human", after: { "2h": "lapsed" } },
      party: { ask: "party", next: "contact", giveUp: "human", after: { "2h": "lapsed" } },
      contact: { use: "contact", next: "confirm", after: { "2h": "lapsed" } },
      confirm: {
        ask: "ok",
        next: [{ when: (a) => a.ok === true, label: "yes", to: "book" }, "cancelled"],
        giveUp: "human",
        after: { "2h": "lapsed" },
      },
      book: {
        call: "book",
        with: (a) => {
          const { service, at, party, contact } = need(a, "service", "at", "party", "contact");
          return { service, at, party, ...contact };
        },
        done: "done",
        fail: "failed",
      },
      failed: { say: "book.failed", next: "again" },
      again: {
        ask: "again",
        next: [{ when: (a) => a.again === true, label: "yes", to: "book" }, "cancelled"],
        giveUp: "human",
        after: { "2h": "lapsed" },
      },
      done: {
        end: "book.done",
        reopens: "confirm",
        with: (a) => ({ ...a, ref: a.book?.ref }),
        output: (a) => need(a, "book").book,
      },
      cancelled: { end: "book.cancelled" },
      human: { end: "book.human" },
      lapsed: { end: "book.lapsed" },
    },
  });
}

/** Says one thing; a question that stood is asked again. */
const telling = (key: "hours" | "welcome") =>
  dialogue()({ id: key, version: 1, texts: words, start: "told", steps: { told: { end: key } } });
export const hours = telling("hours");
export const welcome = telling("welcome");
