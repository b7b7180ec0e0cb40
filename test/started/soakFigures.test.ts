import { expect, test } from "vitest";
import { judgeGrowth } from "../../bench/soakFigures.ts";

const MB = 1_000_000;

/** An hour, looked at every second: memory that goes up and is collected, with this much more a minute. */
function hour(leak: number) {
  return Array.from({ length: 3_600 }, (_, second) => {
    const minutes = second / 60;
    const heap = 50 * MB + (second % 90) * 0.4 * MB + minutes * leak;
    return { minutes, heap, resident: heap + 140 * MB, files: 30 + (second % 7), handles: 10 };
  });
}

test("memory that is collected again and again is flat, a leak of a megabyte a minute is seen", () => {
  expect(judgeGrowth(hour(0))).toEqual([]);
  expect(judgeGrowth(hour(MB))).toEqual([expect.stringMatching(/^it grows, heap: /)]);
});
