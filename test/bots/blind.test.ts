import { expect, test } from "vitest";
import { CANTONESE } from "./blind/cantonese.ts";
import { CHINESE } from "./blind/chinese.ts";
import { ENGLISH } from "./blind/english.ts";
import { readBlind } from "./blind/reading.ts";
import { SEVENTH } from "./blind/seventh.ts";
import { SIXTH } from "./blind/sixth.ts";
import { WAYS } from "./blind/ways.ts";

const plain = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : value);

test.each([
  ["zh-CN", CHINESE],
  ["zh-CN", [...SIXTH, ...SEVENTH]],
  ["zh-HK", CANTONESE],
  ["en-US", ENGLISH],
  ["zh-CN", WAYS],
] as const)("what people type without knowing what is understood, in %s", async (locale, all) => {
  expect(all.length).toBeGreaterThan(250);
  const faults: unknown[] = [];
  for (const one of all) {
    const value = await readBlind(one, locale);
    const fits = value === undefined ? one.may : one.value !== undefined;
    const same = one.value === "any" || value === undefined || equal(value, one.value);
    if (!fits || !same) faults.push({ ...one, read: value });
  }
  expect(faults).toEqual([]);
});

function equal(value: unknown, other: unknown): boolean {
  return JSON.stringify(plain(value)) === JSON.stringify(plain(other));
}
