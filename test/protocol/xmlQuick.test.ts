import fc from "fast-check";
import { expect, test } from "vitest";
import { readXml } from "../../src/protocol/xml.ts";
import { EVENT_SAMPLES, MESSAGE_SAMPLES } from "./samples.ts";
import { HEAD } from "./sampleXml.ts";

/** A comment makes the quick reader stand back, so that the parser reads the same document. */
function byParser(document: string): unknown {
  return outcome(document.replace(/<\/xml>\s*$/, "<!-- --></xml>"));
}

function outcome(document: string): unknown {
  try {
    return { ...readXml(document) };
  } catch (error) {
    return (error as Error).name;
  }
}

test("every sample reads the same by the quick reader and by the parser", () => {
  const samples = [...Object.values(MESSAGE_SAMPLES), ...Object.values(EVENT_SAMPLES)];
  expect(samples.length).toBeGreaterThan(90);
  for (const { own } of samples) {
    const document = `<xml>${HEAD}${own}</xml>`;
    expect(outcome(document)).toEqual(byParser(document));
  }
});

const name = fc.constantFrom("Content", "MsgId", "Event", "A", "__proto__", "constructor", "lower");
const piece = fc.constantFrom(
  "x",
  " ",
  "\n",
  "\r",
  "<",
  ">",
  "]]>",
  "<![CDATA[",
  "]]",
  "&amp;",
  "&",
  "1e3",
  "好",
  "</A>",
  "<b/>",
);
const value = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(""));
const leaf = fc.oneof(
  fc.tuple(name, value).map(([tag, text]) => `<${tag}><![CDATA[${text}]]></${tag}>`),
  fc.tuple(name, value).map(([tag, text]) => `<${tag}>${text}</${tag}>`),
  fc.tuple(name, name, value).map(([a, b, text]) => `<${a}>${text}</${b}>`),
  value,
);

test("hostile and ordinary documents read the same either way", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 5 }), (leaves) => {
      const document = `<xml>${leaves.join("")}</xml>`;
      const quick = outcome(document);
      if (typeof quick === "object") accepted += 1;
      expect(quick).toEqual(byParser(document));
    }),
    { numRuns: 20_000 },
  );
  expect(accepted).toBeGreaterThan(500);
});
