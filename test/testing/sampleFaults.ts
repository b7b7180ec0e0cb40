import type { Fault } from "../bots/dialogue/faultList.ts";

const BOOKING = "samples/booking/booking.ts";
const SUPPORT = "samples/support/support.ts";

/** Faults of the samples' own dialogues: what somebody breaks who edits them. */
export const SAMPLE_FAULTS: readonly Fault[] = [
  ["a question is left out", BOOKING, 'ask: "at", next: "party"', 'ask: "at", next: "contact"'],
  [
    "two questions change places",
    BOOKING,
    'ask: "service", next: "at"',
    'ask: "service", next: "party"',
  ],
  ["a choice has another's words", BOOKING, 'label: "service.room"', 'label: "service.hall"'],
  [
    "a number is not checked",
    BOOKING,
    'integer("ask.party", 1, 20)',
    'integer("ask.party", 1, 99)',
  ],
  ["hours are not checked", BOOKING, '{ between: ["11:00", "22:00"], ahead: 60 }', "{ ahead: 60 }"],
  [
    "nobody is asked whether all is right",
    BOOKING,
    'use: "contact", next: "confirm"',
    'use: "contact", next: "book"',
  ],
  [
    "yes and no are exchanged",
    BOOKING,
    'a.ok === true, label: "yes"',
    'a.ok === false, label: "yes"',
  ],
  [
    "another text is said",
    BOOKING,
    'cancelled: { end: "book.cancelled" }',
    'cancelled: { end: "book.lapsed" }',
  ],
  ["a failure is taken for success", BOOKING, 'fail: "failed"', 'fail: "cancelled"'],
  [
    "nobody is asked whether to try again",
    BOOKING,
    'say: "book.failed", next: "again"',
    'say: "book.failed", next: "cancelled"',
  ],
  [
    "a timer is too long",
    BOOKING,
    'next: "party", giveUp: "human", after: { "2h"',
    'next: "party", giveUp: "human", after: { "9h"',
  ],
  [
    "a telephone number is not asked for",
    BOOKING,
    'name: { ask: "name", next: "phone" }',
    'name: { ask: "name", next: "known" }',
  ],
  ["another topic's answer is given", SUPPORT, "({ answer: a.topic })", '({ answer: "delivery" })'],
  ["helped means not helped", SUPPORT, "a.helped === true", "a.helped === false"],
  [
    "a question is filed without a word",
    SUPPORT,
    'ask: "question", next: "filed"',
    'ask: "question", next: "file"',
  ],
  ["a topic of its own is no topic", SUPPORT, 'a.topic === "other"', 'a.topic === "invoice"'],
];
