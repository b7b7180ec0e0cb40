import { expect, test } from "vitest";
import { readChoice } from "../../src/language/choice.ts";
import { readEmail } from "../../src/language/email.ts";
import { readMoney } from "../../src/language/numbers/money.ts";
import { readNumber } from "../../src/language/numbers/number.ts";
import { readPhone } from "../../src/language/phone.ts";
import type { Reading } from "../../src/language/reading.ts";
import { readDuration } from "../../src/language/times/duration.ts";
import { readDate, readDateTime, readTime } from "../../src/language/times/moment.ts";
import { readYesNo } from "../../src/language/yesNo.ts";
import { CHOICE, MENU } from "./utterances/choice.ts";
import { EMAIL, PHONE } from "./utterances/contact.ts";
import { DATE } from "./utterances/dates.ts";
import { MONEY } from "./utterances/money.ts";
import * as more from "./utterances/more.ts";
import { NUMBER } from "./utterances/numbers.ts";
import { isChinese, SAID_AT, SAID_IN, type Utterance } from "./utterances/table.ts";
import { DATE_TIME, DURATION, TIME } from "./utterances/times.ts";
import { YES_NO } from "./utterances/yesNo.ts";

type Read = (text: string) => Reading<unknown> | Promise<Reading<unknown>>;

const options = Object.entries(MENU).map(([id, { label, also }]) => ({ id, label, also }));
const here = (text: string) => ({
  now: SAID_AT,
  timeZone: SAID_IN,
  locale: isChinese(text) ? "zh-CN" : "en-US",
});
const TABLES: Readonly<Record<string, readonly [readonly Utterance<unknown>[], Read]>> = {
  "yes and no": [[...YES_NO, ...more.MORE_YES_NO], readYesNo],
  choices: [
    [...CHOICE, ...more.MORE_CHOICE],
    (text) => readChoice({ text }, options, ({ id, label, also = [] }) => [id, label, ...also]),
  ],
  numbers: [[...NUMBER, ...more.MORE_NUMBER], readNumber],
  dates: [[...DATE, ...more.MORE_DATE], (text) => readDate(text, here(text))],
  times: [[...TIME, ...more.MORE_TIME], (text) => readTime(text, here(text))],
  moments: [[...DATE_TIME, ...more.MORE_DATE_TIME], (text) => readDateTime(text, here(text))],
  durations: [[...DURATION, ...more.MORE_DURATION], readDuration],
  "telephone numbers": [[...PHONE, ...more.MORE_PHONE], (text) => readPhone(text)],
  "e-mail addresses": [[...EMAIL, ...more.MORE_EMAIL], readEmail],
  money: [[...MONEY, ...more.MORE_MONEY], (text) => readMoney(text)],
};

test.each(Object.entries(TABLES))("%s: every utterance of the table", async (_, [table, read]) => {
  const wrong: unknown[] = [];
  for (const { text, value, reason } of table) {
    const reading = await read(text);
    const expected =
      value === undefined ? { ok: false, ...(reason && { reason }) } : { ok: true, value };
    try {
      expect(reading).toMatchObject(expected);
    } catch {
      wrong.push({ text, expected, reading });
    }
  }
  expect(wrong).toEqual([]);
});

test("the table has what the recognisers are measured by", () => {
  const all = Object.values(TABLES).flatMap(([table]) => table);
  expect(all.length).toBeGreaterThan(2_000);
  expect(all.filter(({ value }) => value === undefined).length).toBeGreaterThan(450);
  expect(all.filter(({ text }) => isChinese(text)).length).toBeGreaterThan(600);
});
