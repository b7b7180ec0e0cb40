import fc from "fast-check";
import { expect, test } from "vitest";
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
