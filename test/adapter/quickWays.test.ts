import fc from "fast-check";
import { expect, test } from "vitest";
import { readQuery } from "../../src/adapter/receive/authenticate.ts";
import { render } from "./render.ts";

// Each quick way comes to what the general one comes to. The general one is reached by something that
// changes nothing, but that the quick way leaves alone.

const bits = [
  ..."ab 你好。\n\r\t-+*_~`#>[]()!|<&\u0000\u200b",
  ...[
    "  ",
    "\n\n",
    "1. ",
    "- ",
    "**",
    "__",
    "```",
    "~~~",
    "---",
    "https://a.b/c_d_e",
    "<br>",
    "   1. a",
  ],
  ...["(1) a, (2) b", "👍🏽", "\ud800", "x".repeat(700), "你".repeat(700)],
];
const texts = fc.array(fc.constantFrom(...bits), { maxLength: 12 }).map((some) => some.join(""));

test("a mere text is rendered as by the general way", () => {
  let quick = 0;
  fc.assert(
    fc.property(texts, fc.boolean(), (text, markdown) => {
      const shown = render({ text }, { markdown });
      expect(shown).toEqual(render({ text, attachments: [] }, { markdown }));
      if (shown.texts.join("") === text.trimEnd()) quick += 1;
    }),
    { numRuns: 3_000 },
  );
  expect(quick).toBeGreaterThan(200);
});

const names = [
  "signature",
  "timestamp",
  "nonce",
  "msg_signature",
  "echostr",
  "signature2",
  "openid",
  "",
];
const values = [
  "0".repeat(40),
  "1800000000",
  "abc",
  "",
  "a=b",
  "=",
  "?",
  "#",
  "é",
  "%41",
  "a+b",
  "%",
];
const parameter = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom("=", "", "=="), fc.constantFrom(...values))
  .map((parts) => parts.join(""));

test("a query is read as the standard says, encoded or not", () => {
  const read = (query: string) => {
    try {
      return readQuery(`/wechat?${query}`);
    } catch {
      return "refused";
    }
  };
  const valid = `timestamp=1800000000&nonce=abc&signature=${"0".repeat(40)}`;
  let taken = 0;
  fc.assert(
    fc.property(fc.array(parameter, { maxLength: 5 }), fc.boolean(), (parameters, behind) => {
      const query = (behind ? [valid, ...parameters] : [...parameters, valid]).join("&");
      const found = read(query);
      // With an encoded parameter that nobody asks for, the standard's reader is at work.
      expect(found).toEqual(read(`${query}&x=%41`));
      if (found !== "refused") taken += 1;
    }),
    { numRuns: 3_000 },
  );
  expect(taken).toBeGreaterThan(200);
});
