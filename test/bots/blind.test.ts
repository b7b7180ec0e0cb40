import { expect, test } from "vitest";
import {
  choice,
  date,
  dateTime,
  duration,
  email,
  integer,
  location,
  money,
  number,
  personName,
  phone,
  time,
  yesNo,
} from "../../src/index.ts";
import type { Prompt } from "../../src/machines/dialogue/prompt.ts";
import { type Blind, SAID_AT } from "./blind/blind.ts";
import { CANTONESE } from "./blind/cantonese.ts";
import { CHINESE } from "./blind/chinese.ts";
import { ENGLISH } from "./blind/english.ts";

const PROMPTS: Readonly<Record<string, Prompt<unknown>>> = {
  yesNo: yesNo("q"),
  people: integer("q", 1, 200, { of: "people" }),
  number: number("q"),
  date: date("q"),
  time: time("q"),
  dateTime: dateTime("q"),
  duration: duration("q"),
  phone: phone("q"),
  phoneHK: phone("q", { country: "HK" }),
  phoneUS: phone("q", { country: "US" }),
  personName: personName("q"),
  email: email("q"),
  money: money("q"),
  moneyEn: money("q", { currency: "USD" }),
  location: location("q"),
  choice: choice("q", {
    hall: { label: "大厅", also: ["大堂", "hall", "inside"] },
    room: { label: "包间", also: ["包厢", "雅间", "room"] },
    window: { label: "靠窗", also: ["窗边", "window"] },
  }),
};

async function read({ kind, text }: Blind, locale: string): Promise<unknown> {
  const prompt = PROMPTS[kind] as Prompt<unknown>;
  const reading = await prompt.read({ text }, { now: SAID_AT, timeZone: "Asia/Shanghai", locale });
  return reading.ok ? reading.value : undefined;
}

const plain = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : value);

test.each([
  ["zh-CN", CHINESE],
  ["zh-HK", CANTONESE],
  ["en-US", ENGLISH],
] as const)("what people type without knowing what is understood, in %s", async (locale, all) => {
  expect(all.length).toBeGreaterThan(250);
  const faults: unknown[] = [];
  for (const one of all) {
    const value = await read(one, locale);
    const fits = value === undefined ? one.may : one.value !== undefined;
    const same = one.value === "any" || value === undefined || equal(value, one.value);
    if (!fits || !same) faults.push({ ...one, read: value });
  }
  expect(faults).toEqual([]);
});

function equal(value: unknown, other: unknown): boolean {
  return JSON.stringify(plain(value)) === JSON.stringify(plain(other));
}
