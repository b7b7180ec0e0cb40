import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { splitText, truncate, utf8Length } from "../../src/protocol/text.ts";

const FAMILY = "👨‍👩‍👧‍👦";
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const clustersOf = (text: string) => [...segmenter.segment(text)].map((one) => one.segment);

describe("utf8Length", () => {
  it("counts bytes", () => {
    expect(["", "a", "é", "汉", "😀", FAMILY].map(utf8Length)).toEqual([0, 1, 2, 3, 4, 25]);
  });
});

describe("splitText", () => {
  it("leaves a text that fits as it is", () => {
    expect(splitText("", 2048)).toEqual([]);
    expect(splitText("  hi \n", 2048)).toEqual(["  hi \n"]);
    expect(splitText("x".repeat(2048), 2048)).toEqual(["x".repeat(2048)]);
    expect(splitText("汉".repeat(682), 2048).length).toBe(1);
  });

  it("prefers a paragraph to a line, a line to a sentence, a sentence to a blank", () => {
    expect(splitText("aaaaaa.\n\nbb. bb\nbb bb", 16)).toEqual(["aaaaaa.", "bb. bb\nbb bb"]);
    expect(splitText("aaaaaaaaa\nb. bb bb", 16)).toEqual(["aaaaaaaaa", "b. bb bb"]);
    expect(splitText("aaaaaaaaa. b bb bb", 16)).toEqual(["aaaaaaaaa.", "b bb bb"]);
    expect(splitText("aaaaaaa bb bb bbbb", 16)).toEqual(["aaaaaaa bb bb", "bbbb"]);
  });

  it("breaks exactly where the limit is, when a blank stands there", () => {
    expect(splitText("aaaa bbbb", 4)).toEqual(["aaaa", "bbbb"]);
    expect(splitText("aaaa\n\nbbbb", 4)).toEqual(["aaaa", "bbbb"]);
  });

  it("knows the ends of Chinese sentences, closing quotes included", () => {
    expect(splitText("他说：“好。”我们走了吧", 24)).toEqual(["他说：“好。”", "我们走了吧"]);
    expect(splitText("今天很好！！明天见吧", 24)).toEqual(["今天很好！！", "明天见吧"]);
  });

  it("takes no point inside a number for an end", () => {
    expect(splitText("costs it 3.5 yuan", 14)).toEqual(["costs it 3.5", "yuan"]);
    expect(splitText("abcdefg3.5yuan", 10)).toEqual(["abcdefg3.5", "yuan"]);
  });

  it("cuts between characters as people see them", () => {
    expect(splitText(FAMILY.repeat(3), 60)).toEqual([FAMILY.repeat(2), FAMILY]);
    expect(splitText("e\u0301".repeat(4), 4)).toEqual(Array(4).fill("e\u0301"));
    expect(splitText("🇨🇳🇩🇪🇫🇷", 20)).toEqual(["🇨🇳🇩🇪", "🇫🇷"]);
  });

  it("cuts a single cluster that is longer than the limit, but no code point", () => {
    const pieces = splitText(FAMILY, 10);
    expect(pieces.join("")).toBe(FAMILY);
    expect(pieces.every((piece) => piece.isWellFormed() && utf8Length(piece) <= 10)).toBe(true);
  });

  it("looks at each part of a long text a few times only", () => {
    const looked = vi.spyOn(Buffer, "byteLength");
    try {
      for (const unit of ["今天很好。", "word ", "字", '<a href="x">', "\n"]) {
        looked.mockClear();
        const text = unit.repeat(400_000 / unit.length);
        const pieces = splitText(text, 1_792);
        expect(pieces.join("").length).toBeGreaterThan(unit === "\n" ? -1 : 0.7 * text.length);
        const units = looked.mock.calls.reduce((sum, [one]) => sum + String(one).length, 0);
        expect(units).toBeLessThan(4 * text.length);
      }
    } finally {
      looked.mockRestore();
    }
  });

  it("cuts a long text where it cuts the same text in parts", () => {
    const words = fc.constantFrom(
      "word",
      "。",
      "\n",
      "\n\n",
      " ",
      "3.5",
      "字",
      "👨‍👩‍👧‍👦",
      "e\u0301",
      "<a b>c</a>",
      "”",
    );
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 120 }),
        fc.integer({ min: 40, max: 90 }),
        (some, limit) => {
          const text = some.join("");
          const pieces = splitText(text, limit);
          expect(pieces.every((piece) => utf8Length(piece) <= limit)).toBe(true);
          expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
          // What follows a piece is cut as if it stood alone.
          const [first = "", ...others] = pieces;
          const rest = text.slice(text.indexOf(first) + first.length).trimStart();
          const alone = splitText(rest, limit).map((piece) => piece.trimEnd());
          expect(alone.filter((piece) => piece !== "")).toEqual(others);
        },
      ),
    );
  });

  it("keeps a link whole", () => {
    const link = '<a href="https://example.com/a b">label</a>';
    expect(splitText(`Please read this: ${link} today`, 50)).toEqual([
      "Please read this:",
      `${link} today`,
    ]);
  });

  it("makes no piece of blanks alone", () => {
    expect(splitText(`aaaa${" ".repeat(50)}bbbb`, 8)).toEqual(["aaaa", "bbbb"]);
    expect(splitText(" ".repeat(50), 8)).toEqual([]);
  });

  it("refuses a limit that one character may exceed", () => {
    expect(() => splitText("汉汉", 3)).toThrow(RangeError);
  });

  const words = fc.string({
    unit: fc.constantFrom(
      "a",
      "Z",
      "。",
      ".",
      "！",
      " ",
      "\n",
      "\n\n",
      "汉",
      "😀",
      FAMILY,
      "<a ",
      "</a>",
    ),
    minLength: 20,
    maxLength: 400,
  });

  it("loses nothing but blanks and keeps the limit, whatever the text", () => {
    let split = 0;
    const any = fc.oneof(words, fc.string({ unit: "binary", maxLength: 300 }));
    fc.assert(
      fc.property(any, fc.integer({ min: 4, max: 200 }), (text, maxBytes) => {
        const pieces = splitText(text, maxBytes);
        if (pieces.length > 1) split++;
        expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        for (const piece of pieces) {
          expect(utf8Length(piece)).toBeLessThanOrEqual(maxBytes);
          if (text.isWellFormed()) expect(piece.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
    expect(split).toBeGreaterThan(100);
  });

  it("never cuts a cluster", () => {
    const unit = fc.constantFrom("e\u0301", FAMILY, "🇨🇳", "👍🏽", "汉", "a", "。");
    let split = 0;
    fc.assert(
      fc.property(
        fc.string({ unit, minLength: 10, maxLength: 60 }),
        fc.integer({ min: 30, max: 90 }),
        (text, max) => {
          const pieces = splitText(text, max);
          if (pieces.length > 1) split++;
          expect(pieces.flatMap(clustersOf)).toEqual(clustersOf(text));
        },
      ),
      { numRuns: 300 },
    );
    expect(split).toBeGreaterThan(100);
  });

  it("fills its pieces at least by half, so that a long text needs few messages", () => {
    fc.assert(
      fc.property(words, (text) => {
        const pieces = splitText(text.replaceAll("<a ", "").replace(/\s+/g, " "), 100);
        // Two neighbours always hold more than half a limit together.
        for (let i = 0; i + 2 < pieces.length; i++) {
          expect(utf8Length(`${pieces[i]}${pieces[i + 1]}`)).toBeGreaterThan(50);
        }
      }),
    );
  });
});

describe("truncate", () => {
  it("leaves a text that fits", () => {
    expect(truncate("hello", 5)).toBe("hello");
    expect(truncate("汉汉", 6)).toBe("汉汉");
  });

  it("cuts between clusters and makes room for the ellipsis", () => {
    expect(truncate("hello world", 9)).toBe("hello…");
    expect(truncate("汉汉汉", 8)).toBe("汉…");
    expect(truncate(`ab${FAMILY}cd`, 20, "...")).toBe("ab...");
    expect(() => truncate("hello", 2)).toThrow(RangeError);
  });

  it("keeps the limit, whatever the text", () => {
    let cut = 0;
    const unit = fc.constantFrom("e\u0301", FAMILY, "🇨🇳", "汉", "a", " ", "\n");
    fc.assert(
      fc.property(fc.string({ unit }), fc.integer({ min: 3, max: 40 }), (text, max) => {
        const short = truncate(text, max);
        if (short !== text) cut++;
        expect(utf8Length(short)).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
        expect(short === text || text.startsWith(short.slice(0, -1))).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(cut).toBeGreaterThan(50);
  });
});
