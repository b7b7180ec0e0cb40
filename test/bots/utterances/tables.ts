import { readChoice } from "../../../src/language/choices/choice.ts";
import { readEmail } from "../../../src/language/email.ts";
import { readPersonName } from "../../../src/language/names/personName.ts";
import { readMoney } from "../../../src/language/numbers/money.ts";
import { readNumber } from "../../../src/language/numbers/number.ts";
import { readPhone } from "../../../src/language/phone.ts";
import type { Reading } from "../../../src/language/reading.ts";
import { readDuration } from "../../../src/language/times/duration.ts";
import { readDate, readDateTime, readTime } from "../../../src/language/times/moment.ts";
import { readYesNo } from "../../../src/language/yesNo.ts";
import * as chat from "./chat.ts";
import { CHOICE, MENU } from "./choice.ts";
import { EMAIL, PHONE } from "./contact.ts";
import { DATE } from "./dates.ts";
import * as habits from "./habits.ts";
import { MONEY } from "./money.ts";
import * as more from "./more.ts";
import { NUMBER } from "./numbers.ts";
import { isChinese, SAID_AT, SAID_IN, type Utterance } from "./table.ts";
import { DATE_TIME, DURATION, TIME } from "./times.ts";
import { YES_NO } from "./yesNo.ts";

/** How one of the recognisers reads a text. */
export type Read = (text: string) => Reading<unknown> | Promise<Reading<unknown>>;

const options = Object.entries(MENU).map(([id, { label, also }]) => ({ id, label, also }));
const here = (text: string) => ({
  now: SAID_AT,
  timeZone: SAID_IN,
  locale: isChinese(text) ? "zh-CN" : "en-US",
});

/** Every table, by the kind of its prompt, with its recogniser. */
export const TABLES: Readonly<Record<string, readonly [readonly Utterance<unknown>[], Read]>> = {
  yesNo: [[...YES_NO, ...more.MORE_YES_NO, ...chat.CHAT_YES_NO, ...habits.HABIT_YES_NO], readYesNo],
  choice: [
    [...CHOICE, ...more.MORE_CHOICE, ...chat.CHAT_CHOICE, ...habits.HABIT_CHOICE],
    (text) => readChoice({ text }, options, ({ id, label, also = [] }) => [id, label, ...also]),
  ],
  number: [
    [...NUMBER, ...more.MORE_NUMBER, ...chat.CHAT_NUMBER, ...habits.HABIT_NUMBER],
    (text) => readNumber(text),
  ],
  date: [
    [...DATE, ...more.MORE_DATE, ...chat.CHAT_DATE, ...habits.HABIT_DATE],
    (text) => readDate(text, here(text)),
  ],
  time: [
    [...TIME, ...more.MORE_TIME, ...chat.CHAT_TIME, ...habits.HABIT_TIME],
    (text) => readTime(text, here(text)),
  ],
  dateTime: [
    [...DATE_TIME, ...more.MORE_DATE_TIME, ...chat.CHAT_DATE_TIME, ...habits.HABIT_DATE_TIME],
    (text) => readDateTime(text, here(text)),
  ],
  personName: [habits.HABIT_NAME, readPersonName],
  duration: [
    [...DURATION, ...more.MORE_DURATION, ...chat.CHAT_DURATION, ...habits.HABIT_DURATION],
    readDuration,
  ],
  phone: [[...PHONE, ...more.MORE_PHONE, ...habits.HABIT_PHONE], (text) => readPhone(text)],
  email: [[...EMAIL, ...more.MORE_EMAIL], readEmail],
  money: [
    [...MONEY, ...more.MORE_MONEY, ...chat.CHAT_MONEY, ...habits.HABIT_MONEY],
    (text) => readMoney(text),
  ],
};
