import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText, readMarkdown } from "../../src/adapter/translate/rendering/markup/markdown.ts";
import { withoutReasoning } from "../../src/adapter/translate/rendering/markup/reasoning.ts";
import { render } from "./render.ts";

// Markdown as models write it: beside Chinese punctuation, with escapes, tables, addresses and entities.

test.each([
  ["**营业时间：**每天九点", "营业时间：每天九点"],
  ["他说**“明天见”**就走了", "他说“明天见”就走了"],
  ["**（注）**以现场为准", "（注）以现场为准"],
  ["*提示：*请带身份证", "提示：请带身份证"],
  ["~~原价。~~现价", "原价。现价"],
  ["**[菜单](https://e.org/m)**在这里", '<a href="https://e.org/m">菜单</a>在这里'],
  ["＊＊注意＊＊ 周一休息", "注意 周一休息"],
  ["**网站**：https://e.org/a，**电话**：110", "网站：https://e.org/a，电话：110"],
  ["（见 https://e.org/路径）*好*", "（见 https://e.org/路径）好"],
  ["\\*不是斜体\\* 与 snake\\_case", "*不是斜体* 与 snake_case"],
  ["1\\. 不是列表", "1. 不是列表"],
  ["[维基](https://e.org/A_(B)) 后", '<a href="https://e.org/A_(B)">维基</a> 后'],
  ["**https://e.org/a_b_c**", "https://e.org/a_b_c"],
  ["<https://e.org/x?a=1&b=2>", "https://e.org/x?a=1&b=2"],
  ["鱼 &amp; 薯条 &copy; 2026", "鱼 & 薯条 © 2026"],
  ["| 菜 | 价 |\n|:--|--:|\n| **茶** | 5 | 热 |\n| 水 |", "菜 | 价\n茶 | 5 | 热\n水"],
  ["1. **甲**\n   - 子项\n2. 乙", "1. 甲\n   • 子项\n2. 乙"],
  ["1、甲\n    - 子项", "1、甲\n    • 子项"],
  ["　　段首 **空** 两格\n　　第二段", "　　段首 空 两格\n　　第二段"],
  ["表：*今日*\n   茶    5元", "表：今日\n   茶    5元"],
  ["算：`2**3**2`，2*3*4，2**3**2", "算：2**3**2，2*3*4，2**3**2"],
  ["```py\nx = a**b\n  __init__", "x = a**b\n  __init__"],
  [">_< **哈哈**", ">_< 哈哈"],
  ["> 引用\n> 二\n\n正文", "引用\n二\n\n正文"],
  ["[^1]: 注", "[^1]: 注"],
])("%j is shown as %j", (markdown, plain) => {
  expect(plainText(markdown)).toBe(plain);
});

test("escaped tags do not become links of WeChat's", () => {
  const shown = plainText('**x** &lt;a href="https://e.org"&gt;hi&lt;/a&gt;');
  expect(shown).not.toContain("<a ");
});

test("a picture inside of markdown is a picture, its letters are nobody's to read", () => {
  const source = `data:image/png;base64,${"A".repeat(60_000)}`;
  const read = readMarkdown(`看图：\n![走势](${source})\n完`);
  expect(read).toEqual({ text: "看图：\n完", pictures: [{ source, alt: "走势" }] });
  const { parts, texts } = render({ text: `看图：\n![走势](${source})` }, { locale: "zh-CN" });
  expect(texts.map((one) => one.slice(0, 20))).toEqual([
    "看图：",
    expect.stringMatching(/^\[image data:/),
  ]);
  expect(parts).toHaveLength(2);
});

test("words without a mark stay as they are, whatever they are", () => {
  const word = fc.constantFrom(
    ..."你好，。：（）abc 12３.!?\n".split(""),
    "https://e.org/a",
    "１、",
    "3.5",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      // A mark in another line makes the parser read all of it.
      const text = words
        .join("")
        .replace(/[ \n]+$/gm, "")
        .replace(/^\n+/, "");
      expect(plainText(`${text}\n\n**x**`)).toBe(`${text}\n\nx`);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["<think>\n用户想要…\n</think>\n\n您好！", "您好！"],
  ["<think>短</think>您好", "您好"],
  ["先想想\n</think>\n\n您好", "您好"],
  ["<thinking>\na\n</thinking>\n一\n<think>b</think>\n二", "一\n二"],
  ["写作 `<think>` 的标签", "写作 `<think>` 的标签"],
  ["```\n<think>\nx\n</think>\n```", "```\n<think>\nx\n</think>\n```"],
  ["<think>还没想完", ""],
])("of %j followers see %j", (said, shown) => {
  expect(withoutReasoning(said)).toBe(shown);
});

test("reasoning is shown where the operator asks for it, and in plain texts", () => {
  const text = "<think>hm</think>Hello";
  expect(render({ text }).texts).toEqual(["Hello"]);
  expect(render({ text, textFormat: "plain" }).texts).toEqual([text]);
});
