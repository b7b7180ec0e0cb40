import { expect, test } from "vitest";
import { readAnswer } from "../../src/adapter/translate/choices/fieldAnswer.ts";
import type { Field } from "../../src/adapter/translate/rendering/adaptive/form.ts";
import { readExactly } from "../../src/language/choices/choice.ts";

const context = { now: Date.parse("2026-11-26T20:00:00Z"), timeZone: "Asia/Shanghai" };
const field = (given: Partial<Field>): Field => ({ id: "f", kind: "text", label: "?", ...given });
const places = {
  options: [
    { title: "Inside", value: "in" },
    { title: "Outside the house", value: "out" },
    { title: "室内", value: "s" },
  ],
};
const yesNo = {
  options: [
    { title: "yes", value: "true" },
    { title: "no", value: "false" },
  ],
};

test.each<[Partial<Field>, string, object]>([
  [{ kind: "number" }, "４２", { value: "42" }],
  [{ kind: "number" }, "三", { value: "3" }],
  [{ kind: "number" }, "4人", { value: "4" }],
  [{ kind: "number", min: "1", max: "8" }, "9", { wrong: "range" }],
  [{ kind: "number" }, "many", { wrong: "number" }],
  // In Shanghai it is the 27th already.
  [{ kind: "date" }, "明天", { value: "2026-11-28" }],
  [{ kind: "date" }, "12月1日", { value: "2026-12-01" }],
  [{ kind: "date" }, "1/2", { value: "2027-01-02" }],
  [{ kind: "date" }, "2026-02-30", { wrong: "date" }],
  [{ kind: "date", min: "2026-12-01" }, "2026-11-30", { wrong: "range" }],
  [{ kind: "time" }, "下午6点半", { value: "18:30" }],
  [{ kind: "time" }, "6:05 pm", { value: "18:05" }],
  [{ kind: "time" }, "25:00", { wrong: "time" }],
  [{ kind: "choice", ...places }, "outside", { value: "out" }],
  [{ kind: "choice", ...places }, "2", { value: "out" }],
  [{ kind: "choice", ...places }, "side", { wrong: "choice" }],
  [{ kind: "choices", ...places }, "1,3", { value: "in,s" }],
  [{ kind: "choices", ...places }, "室内、二", { value: "s,out" }],
  [{ kind: "choices", ...places }, "1,9", { wrong: "choice" }],
  [{ kind: "toggle", ...yesNo }, "好的", { value: "true" }],
  [{ kind: "toggle", ...yesNo, required: true }, "no", { value: "false" }],
  [{ kind: "text", longest: 3 }, "四个字了", { wrong: "range" }],
  [{ kind: "text", pattern: "^\\d+$" }, "x", { wrong: "text" }],
  [{ kind: "text", pattern: "(" }, "x", { value: "x" }],
  [{ kind: "text", initial: "as before" }, "跳过", { value: "as before" }],
  [{ kind: "text", required: true }, "skip", { wrong: "required" }],
  [{ kind: "number" }, "3，4个人", { wrong: "number" }],
  [{ kind: "number" }, "3号", { wrong: "number" }],
  [{ kind: "number" }, "两百五", { value: "250" }],
  [{ kind: "date" }, "下周三", { value: "2026-12-02" }],
  [{ kind: "time" }, "晚上12点", { value: "00:00" }],
  [{ kind: "time" }, "晚上12点半", { value: "00:30" }],
  [{ kind: "time" }, "中午1点", { value: "13:00" }],
  [{ kind: "time" }, "12am", { value: "00:00" }],
  [{ kind: "time" }, "上午14点", { wrong: "time" }],
  [{ kind: "choices", ...places }, "1和3", { value: "in,s" }],
  [{ kind: "choices", ...places }, "都要", { value: "in,out,s" }],
  [{ kind: "toggle", ...yesNo, initial: "true" }, "没有", { value: "false" }],
  [{ kind: "toggle", ...yesNo, initial: "true" }, "跳过", { value: "true" }],
])("%j, answered %s", (given, answer, expected) => {
  expect(readAnswer(field(given), answer, undefined, context)).toEqual(expected);
});

test("a tapped value counts where it is one of the field's", () => {
  const choice = field({ kind: "choice", ...places });
  expect(readAnswer(choice, "Inside", "in", context)).toEqual({ value: "in" });
  expect(readAnswer(choice, "2", "elsewhere", context)).toEqual({ value: "out" });
});

const thirty = Array.from({ length: 30 }, (_, i) => [`option ${String.fromCharCode(65 + i)}x`]);

test.each([
  ["2", 2],
  ["２", 2],
  ["(2)", 2],
  ["2.", 2],
  ["二", 2],
  ["两", 2],
  ["十", 10],
  ["十二", 12],
  ["二十三", 23],
  ["第3个", 3],
  ["选三", 3],
  ["第二项。", 2],
  ["二三", undefined],
  ["2 people", undefined],
  ["", undefined],
])("%s names the place %s", (answer, place) => {
  const index = readExactly(answer, thirty);
  expect(index === undefined ? undefined : index + 1).toBe(place);
});
