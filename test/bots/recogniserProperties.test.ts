import fc from "fast-check";
import { expect, test } from "vitest";
import { readChoice } from "../../src/language/choices/choice.ts";
import { readEmail } from "../../src/language/email.ts";
import { readMoney } from "../../src/language/numbers/money.ts";
import { readNumber } from "../../src/language/numbers/number.ts";
import { readPhone } from "../../src/language/phone.ts";
import { readDuration } from "../../src/language/times/duration.ts";
import { readDate, readDateTime } from "../../src/language/times/moment.ts";
import { readYesNo } from "../../src/language/yesNo.ts";

const context = {
  now: Date.parse("2026-12-01T01:00:00Z"),
  timeZone: "Asia/Shanghai",
  locale: "zh",
};

/** As one writes numbers: an oracle that shares nothing with the reader. */
function written(value: number): string {
  const digits = "零一二三四五六七八九";
  const group = (n: number) =>
    [1_000, 100, 10, 1]
      .map((unit, i) => {
        const digit = Math.floor(n / unit) % 10;
        return digit === 0 ? "零" : `${digits[digit]}${"千百十"[i] ?? ""}`;
      })
      .join("");
  const high = Math.floor(value / 10_000);
  const text = `${high > 0 ? `${group(high)}万` : ""}${group(value % 10_000)}`;
  const once = text.replace(/零+/g, "零").replace(/^零|零$|零(?=万)/g, "");
  return once === "" ? "零" : once;
}

test("what is written out is read back", () => {
  expect([10, 105, 1_005, 20_300, 10_005].map(written)).toEqual([
    "一十",
    "一百零五",
    "一千零五",
    "二万零三百",
    "一万零五",
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (value) => {
      expect(readNumber(written(value))).toEqual({ ok: true, value });
    }),
    { numRuns: 300 },
  );
});

test("two numbers are never one", () => {
  const small = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(
      small,
      small,
      fc.constantFrom("或", "到", " or ", "-", "、", "和", " "),
      (a, b, between) => {
        expect(readNumber(`${a}${between}${b}`).ok).toBe(false);
      },
    ),
  );
});

/** Pieces that recognisers know, in any order: worse than noise. */
const soup = fc
  .array(
    fc.constantFrom(
      ..."明天 后天 下 周 五 点 半 小时 后 3 12 : - / . 月 日 号 元 块 不 好 at 8 pm next friday in an hour and half or 第 个 ？ ￥ @ + ( )".split(
        " ",
      ),
    ),
    { maxLength: 9 },
  )
  .map((pieces) => pieces.join(""));

/** Numbers that no calendar has: one of these once kept a process busy for ever. */
const far = fc
  .tuple(
    fc.constantFrom("", "in ", "过", "再过"),
    fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
      fc.constantFrom("一亿亿", "0", "九千九百九十九万"),
    ),
    fc.constantFrom(
      "个月后",
      "天后",
      "小时后",
      "周后",
      " days",
      " months",
      " years",
      " hours from now",
      "-01-01",
      "年1月1日",
      "月1日",
      "号",
      "点",
      "分钟",
      "秒",
    ),
  )
  .map((parts) => parts.join(""));

test("what is too far away is no date, and takes no time", async () => {
  await fc.assert(
    fc.asyncProperty(far, async (text) => {
      for (const reading of [await readDate(text, context), await readDateTime(text, context)]) {
        if (reading.ok) expect(reading.value).toMatch(/^\d{4}-\d\d-\d\d/);
      }
      const length = readDuration(text);
      if (length.ok) expect(length.value).toBeLessThan(101 * 366 * 86_400_000);
    }),
    { numRuns: 150 },
  );
  expect(await readDate("999999999999999个月后", context)).toMatchObject({ ok: false });
});

test("nothing that a person types makes a recogniser throw", async () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 300 }),
    soup,
    soup.map((one) => one.repeat(30)),
  );
  await fc.assert(
    fc.asyncProperty(text, async (one) => {
      const option = { id: "a", label: "明天" };
      const readings = [
        readYesNo(one),
        readNumber(one),
        readDuration(one),
        readEmail(one),
        readMoney(one),
        readChoice({ text: one }, [option], ({ label }) => [label]),
        await readPhone(one),
        await readDateTime(one, context),
      ];
      for (const reading of readings) expect(typeof reading.ok).toBe("boolean");
    }),
    { numRuns: 200 },
  );
});
