import { expect, test } from "vitest";
import { plainText } from "../../src/adapter/translate/rendering/markup/markdown.ts";

test.each([
  ["**bold** and __bold__", "bold and bold"],
  ["*it* and _it_, ~~gone~~", "it and it, gone"],
  ["# Title #", "Title"],
  ["* one\n- two\n  + three", "• one\n• two\n  • three"],
  ["1. one\n2. two", "1. one\n2. two"],
  ["> quoted", "quoted"],
  ["a\n---\nb", "a\n————\nb"],
  ["say `**this**`", "say **this**"],
  ["```js\nlet a = **b**;\n```", "let a = **b**;"],
  ["a<br/>b<br>c", "a\nb\nc"],
  ["[our **site**](https://e.org/a_b_c)", '<a href="https://e.org/a_b_c">our site</a>'],
  ["![a picture](https://e.org/p.png)", '<a href="https://e.org/p.png">a picture</a>'],
  ["[mail](mailto:a@e.org)", "mail (mailto:a@e.org)"],
])("%j is shown as %j", (markdown, plain) => {
  expect(plainText(markdown)).toBe(plain);
});

test.each([
  "snake_case_name and 2*3*4 and a * b * c",
  "https://e.org/_a_/**b** stays",
  '<a href="https://e.org/_x_">as *it* is</a>',
  "5 > 3, a <b, #hashtag, -5",
  "** not bold ** and * neither *",
  "你好_世界_再见",
])("%j is left alone", (text) => {
  expect(plainText(text)).toBe(text);
});

test("a line of nothing but marks is left alone, however long it is", () => {
  for (const mark of ["*x", "_x", "[x", "<a "]) {
    expect(plainText(mark.repeat(20_000))).toBe(mark.repeat(20_000));
  }
});
