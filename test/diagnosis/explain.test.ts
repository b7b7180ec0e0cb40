import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BEST_KNOWN } from "../../src/client/diagnoses/table.ts";
import { columnsOf, explain, wrap } from "../../src/commands/explain.ts";
import { LANGUAGES, LISTED } from "./codes.ts";

const LOGGED =
  "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 617682e0-09059ac5-34a8e2ea";

function run(args: readonly string[], columns?: number, locale = "en-US") {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  const code = explain(args, columns === undefined ? { write } : { write, columns }, locale);
  return { code, text, lines: text.trimEnd().split("\n") };
}

describe.each(LANGUAGES)("in %s", (language) => {
  test.each([45015, 43004, 61016])("explain %i, as it is read at 80 columns", async (code) => {
    const { code: exit, text } = run([String(code), "--lang", language], 80);
    expect(exit).toBe(0);
    await expect(text).toMatchFileSnapshot(`./pages/${code}.${language}.txt`);
  });

  test("explain 40164 with WeChat's text, as it is read at 80 columns", async () => {
    const { text } = run(["40164", LOGGED, `--lang=${language}`], 80);
    await expect(text).toMatchFileSnapshot(`./pages/40164.${language}.txt`);
  });

  test.each([40, 80, 100, 200])("no line of any page is wider than %i columns", (columns) => {
    const wide = LISTED.flatMap(
      ({ code }) => run([String(code), "--lang", language], columns).lines,
    )
      // Addresses stay whole, so that they can be copied.
      .filter((line) => columnsOf(line) > Math.min(columns, 100) && !/^ {2}https:\S+$/.test(line));
    expect(wide).toEqual([]);
  });

  test("alone it lists the codes that we know best", () => {
    const { code, text } = run(["--lang", language], 80);
    expect(code).toBe(0);
    expect(BEST_KNOWN.filter((one) => !new RegExp(`^ +${one}  \\S`, "m").test(text))).toEqual([]);
  });
});

test("text in many words, a pasted answer and the code -1 are understood", () => {
  expect(run(["40164", ...LOGGED.split(" ")]).text).toBe(run(["40164", LOGGED]).text);
  expect(run([`{"errcode":40164,"errmsg":"${LOGGED}"}`]).text).toBe(run(["40164", LOGGED]).text);
  const busy = run(["-1"]);
  expect(busy.code).toBe(0);
  expect(busy.lines[0]).toBe("-1  (WeChat's tables give no English text)");
  expect(run(["-1", "system error"]).lines[0]).toBe("-1  system error");
});

test.each([
  [["99999"], /^WeChat's tables that we know do not list 99999:/],
  [["abc"], /^"abc" is not a code:/],
  [["4501x"], /^"4501x" is not a code:/],
  [["\u001b[2J"], /^" \[2J" is not a code:/],
  [["45015", "--colour"], /^"--colour" is not an option:/],
  [["45015", "--lang"], /^"--lang" is not an option:/],
])("%j is answered by one sentence and exit code 1", (args, sentence) => {
  const { code, text } = run(args);
  expect(code).toBe(1);
  expect(text).toMatch(sentence);
  expect(text.match(/\.(\s|$)/g)).toHaveLength(1);
});

test("the language is the system's unless it is given", () => {
  expect(run(["45015"], 80, "zh-CN").text).toBe(run(["45015", "--lang", "zh"], 80).text);
  expect(run(["45015"], 80, "de-DE").text).toBe(run(["45015", "--lang", "en"], 80).text);
  expect(run(["abc"], 80, "zh-CN").text).toContain("不是错误码");
});

test("a pipe, which has no columns, is written to as 80 columns", () => {
  expect(run(["45015"]).text).toBe(run(["45015"], 80).text);
  expect(run(["45015"], 0).text).toBe(run(["45015"], 80).text);
});

const piece = fc.constantFrom(
  "word",
  "a",
  " ",
  " ",
  "微",
  "信",
  "，",
  "。",
  "（",
  "）",
  "“",
  "”",
  "`access_token`",
  "https://developers.weixin.qq.com/doc/service",
  "😀",
  "e\u0301",
);
const prose = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("").trim());
const CLOSING = /^\s*[，。）”]/u;
const OPENING = /[（“]$/u;

test("wrapping keeps every character, and every line fits", () => {
  fc.assert(
    fc.property(prose, fc.integer({ min: 20, max: 90 }), (text, width) => {
      const lines = wrap(text, width, "  1. ");
      expect(lines.filter((line) => columnsOf(line) > width)).toEqual([]);
      expect(lines.join("").replace(/\s/g, "").slice(2)).toBe(text.replace(/\s/g, ""));
      expect(lines.slice(1).every((line) => line.startsWith("     "))).toBe(true);
    }),
  );
});

test("no line begins with a closing mark or ends with an opening one", () => {
  const sentence = fc
    .array(fc.constantFrom("微信", "（关注）", "“菜单”", "，", "用户。", "48 小时"), {
      maxLength: 40,
    })
    .map((parts) =>
      parts
        .join("")
        .replace(/^[，。]+/, "")
        .replace(/([，。])[，。]+/g, "$1"),
    );
  fc.assert(
    fc.property(sentence, fc.integer({ min: 24, max: 90 }), (text, width) => {
      const lines = wrap(text, width);
      expect(lines.filter((line) => CLOSING.test(line) || OPENING.test(line))).toEqual([]);
    }),
  );
});

test("a Chinese character takes two columns, an accent none", () => {
  expect([columnsOf("ab"), columnsOf("微信"), columnsOf("e\u0301"), columnsOf("😀")]).toEqual([
    2, 4, 1, 2,
  ]);
});
