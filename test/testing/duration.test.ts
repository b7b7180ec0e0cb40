import { expect, test } from "vitest";
import { inWords, milliseconds } from "../../src/duration.ts";

test.each([
  [5, 5],
  ["500ms", 500],
  ["7s", 7_000],
  ["1.5s", 1_500],
  ["5m", 300_000],
  ["5min", 300_000],
  ["48h", 172_800_000],
  ["2d", 172_800_000],
  ["1h30m", 5_400_000],
  [" 1h 30m ", 5_400_000],
])("%j is %d ms", (duration, ms) => {
  expect(milliseconds(duration)).toBe(ms);
});

test.each(["", "7", "seven", "7s!", "s", "-1s"])("%j is no time", (duration) => {
  expect(() => milliseconds(duration)).toThrow("is not a time");
});

test("times in words", () => {
  expect([12, 4_300, 180_000, 172_800_000].map(inWords)).toEqual([
    "12 ms",
    "4.3 s",
    "3 min",
    "48 h",
  ]);
});
