import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refused } from "../../src/errors.ts";
import { BODY_BYTES } from "../../src/protocol/limits.ts";
import { readXml, stripForbidden, writeXml } from "../../src/protocol/xml.ts";

function nested(levels: number): string {
  return `<xml>${"<a>".repeat(levels)}x${"</a>".repeat(levels)}</xml>`;
}

describe("readXml", () => {
  it("reads leaves, elements and repetitions", () => {
    const element = readXml(
      "<xml><A><![CDATA[ a ]]></A>\n<B> b </B><C><D>1</D></C><E>1</E><E>2</E><E><F>3</F></E><G/><H></H></xml>",
    );
    expect(element).toEqual({
      A: " a ",
      B: "b",
      C: { D: "1" },
      E: ["1", "2", { F: "3" }],
      G: "",
      H: "",
    });
  });

  it("never makes numbers", () => {
    const element = readXml(
      "<xml><Id>23903507600338688</Id><Key>0012</Key><Text>1e3</Text><Hex>0x10</Hex><Yes>true</Yes></xml>",
    );
    expect(element).toEqual({
      Id: "23903507600338688",
      Key: "0012",
      Text: "1e3",
      Hex: "0x10",
      Yes: "true",
    });
  });

  it("joins split CDATA, and drops the blanks around it only", () => {
    const read = (content: string) => readXml(`<xml><A>${content}</A></xml>`).A;
    expect(read("<![CDATA[a]]]]><![CDATA[>b]]>")).toBe("a]]>b");
    expect(read("\n <![CDATA[ a ]]> \n")).toBe(" a ");
    expect(read("<![CDATA[]]>")).toBe("");
    expect(read("<![CDATA[&lt;a&gt; &amp; http://x?a=1&b=2]]>")).toBe(
      "&lt;a&gt; &amp; http://x?a=1&b=2",
    );
  });

  it("decodes references outside CDATA", () => {
    const read = (content: string) => readXml(`<xml><A>${content}</A></xml>`).A;
    expect(read("&lt;&gt;&amp;&quot;&apos;")).toBe("<>&\"'");
    expect(read("&#27721;&#x6c49;&#x1F600;")).toBe("汉汉😀");
    expect(read("&amp;lt;")).toBe("&lt;");
    expect(read("&#0;&#x1d;")).toBe("");
    expect(read("&#xD800;")).toBe("\uFFFD");
    expect(read("&#x110000;&nbsp;")).toBe("&#x110000;&nbsp;");
  });

  it("takes a BOM, a declaration, comments and blanks around", () => {
    const body = "<xml><A>1</A></xml>";
    const declaration = '<?xml version="1.0" encoding="utf-8"?>';
    for (const document of [
      body,
      `\uFEFF${body}`,
      `\uFEFF${declaration}\n${body}\n`,
      ` \n${body} \n`,
      "<xml><!-- c --><A>1</A></xml>",
    ]) {
      expect(readXml(document)).toEqual({ A: "1" });
    }
  });

  it("drops stray text beside elements", () => {
    expect(readXml("<xml><A>1</A>webwx_msg_cli_ver_0x1\n</xml>")).toEqual({ A: "1" });
  });

  it("drops what XML cannot carry", () => {
    const document = "<xml><A><![CDATA[a\u001d\u0010\u0000b\tc\nd\uFFFEe\uD800f😀]]></A></xml>";
    expect(readXml(document).A).toBe("ab\tc\nde\uFFFDf😀");
  });

  it("lets users type about document types", () => {
    const typed = '<!DOCTYPE html><!ENTITY a "b">';
    expect(readXml(`<xml><A><![CDATA[${typed}]]></A></xml>`).A).toBe(typed);
  });

  it("keeps names that live on prototypes harmless", () => {
    const read = (document: string) => {
      try {
        return readXml(document);
      } catch (error) {
        expect(error).toBeInstanceOf(Refused);
        return {};
      }
    };
    for (const name of ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"]) {
      read(`<xml><${name}><polluted>1</polluted></${name}></xml>`);
      read(`<xml><A><${name}>1</${name}></A></xml>`);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const element = readXml("<xml><A>1</A></xml>");
    expect("constructor" in element).toBe(false);
    const inherited = Object.getPrototypeOf(element);
    expect(Object.getPrototypeOf(inherited)).toBeNull();
    expect(Reflect.ownKeys(inherited)).toEqual([]);
    expect(Object.isFrozen(inherited)).toBe(true);
  });

  it("takes eight levels below the root and refuses more", () => {
    expect(readXml(nested(8))).toHaveProperty("a.a.a.a.a.a.a.a", "x");
    for (const levels of [9, 10, 50, 5_000]) expect(() => readXml(nested(levels))).toThrow(Refused);
  });

  it("reads as many siblings as a body can hold, in reasonable time", () => {
    const siblings = Math.floor((BODY_BYTES - 11) / 4);
    const started = performance.now();
    expect(readXml(`<xml>${"<a/>".repeat(siblings)}</xml>`).a).toHaveLength(16_381);
    // More than a body can hold, to see that the parser is not quadratic: 0.15 s where this was written.
    expect(readXml(`<xml>${"<a/>".repeat(100_000)}</xml>`).a).toHaveLength(100_000);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe("readXml refuses", () => {
  const doctype = "<!DOCTYPE xml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>";
  const bomb = `<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>`;

  it.each([
    ["nothing", ""],
    ["blanks", " \n"],
    ["a BOM alone", "\uFEFF"],
    ["JSON", '{"ToUserName":"gh_x"}'],
    ["plain text", "success"],
    ["another root", "<html><A>1</A></html>"],
    ["a root of another case", "<XML><A>1</A></XML>"],
    ["two roots", "<xml><A>1</A></xml><xml><A>2</A></xml>"],
    ["a root and an element", "<xml><A>1</A></xml><A>2</A>"],
    ["text behind the root", "<xml><A>1</A></xml>x"],
    ["text before the root", "x<xml><A>1</A></xml>"],
    ["an unclosed root", "<xml><A>1</A>"],
    ["a root closed as it was opened", "<xml><A>1</A><xml>"],
    ["an unclosed element", "<xml><A>1</xml>"],
    ["crossed elements", "<xml><A><B></A></B></xml>"],
    ["another closing name", "<xml><A>1</B></xml>"],
    ["unclosed CDATA", "<xml><A><![CDATA[1</A></xml>"],
    ["an unclosed tag", "<xml><A"],
    ["a DOCTYPE", `${doctype}<xml><A>&a;</A></xml>`],
    ["a DOCTYPE behind a declaration", `<?xml version="1.0"?>${doctype}<xml><A>1</A></xml>`],
    ["a lower-case DOCTYPE", "<!doctype xml><xml><A>1</A></xml>"],
    ["a DOCTYPE inside", `<xml>${doctype}<A>1</A></xml>`],
    ["a DOCTYPE behind CDATA", `<xml><A><![CDATA[1]]></A>${doctype}</xml>`],
    ["a DOCTYPE between CDATA", `<xml><A><![CDATA[1]]>${doctype}<![CDATA[2]]></A></xml>`],
    ["a DOCTYPE behind the root", `<xml><A>1</A></xml>${doctype}`],
    ["a DOCTYPE in a comment", "<xml><!-- <!DOCTYPE x> --><A>1</A></xml>"],
    ["a DOCTYPE that comments hide", `<xml><!-- <![CDATA[ -->${doctype}<!-- ]]> --><A>1</A></xml>`],
    ["a DOCTYPE that instructions hide", `<xml><?a <![CDATA[ ?>${doctype}<?a ]]> ?><A>1</A></xml>`],
    [
      "a DOCTYPE that attributes hide",
      `<xml><A b="<![CDATA[">1</A>${doctype}<A b="]]>">1</A></xml>`,
    ],
    ["a DOCTYPE that controls hide", `<!DOC\u0000TYPE xml><xml><A>1</A></xml>`],
    ["an entity bomb", `${bomb}<xml><A>&c;</A></xml>`],
    ["an entity alone", '<xml><!ENTITY a "b"><A>1</A></xml>'],
  ])("%s", (_, document) => {
    expect(() => readXml(document)).toThrow(Refused);
    expect(() => readXml(document)).toThrow(expect.objectContaining({ reason: "xml" }));
  });
});

describe("writeXml", () => {
  it("writes strings, numbers, elements and repetitions, and leaves out what is undefined", () => {
    const document = { A: "a", B: 1, C: { D: "" }, E: [{ F: 1 }, { F: 2 }], G: undefined };
    expect(writeXml(document)).toBe(
      "<xml><A><![CDATA[a]]></A><B>1</B><C><D><![CDATA[]]></D></C><E><F>1</F></E><E><F>2</F></E></xml>",
    );
  });

  it("writes any text so that it reads back the same, but for what XML cannot carry", () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          "]]>",
          "]",
          ">",
          "<![CDATA[",
          "<!DOCTYPE",
          "</xml>",
          "&amp;",
          " ",
          "\n",
          "\r",
        ),
        fc.string({ unit: "binary", minLength: 1, maxLength: 2 }),
        fc.constantFrom("\u0000", "\u001d", "\uD800", "\uDC00", "\uFFFE"),
      ),
    });
    let runs = 0;
    fc.assert(
      fc.property(hostile, hostile, (first, second) => {
        const read = readXml(writeXml({ A: first, B: { C: second }, D: 7 }));
        // A parser takes every line end for "\n", as XML 1.0 (2.11) wants; writeReply does so before.
        const carried = (text: string) => stripForbidden(text).replace(/\r\n?/g, "\n");
        const seen = (text: unknown) => String(text).replace(/\r\n?/g, "\n");
        expect(seen(read.A)).toBe(carried(first));
        expect(seen((read.B as Record<string, unknown>).C)).toBe(carried(second));
        expect(read.D).toBe("7");
        runs++;
      }),
      { numRuns: 500 },
    );
    expect(runs).toBeGreaterThanOrEqual(500);
  });

  it("never crashes the reader: any text is read or refused", () => {
    const soup = fc.string({
      unit: fc.constantFrom(
        "<",
        ">",
        "/",
        "xml",
        "a",
        "<![CDATA[",
        "]]>",
        "&",
        "!",
        "?",
        " ",
        "<a>",
        "</a>",
      ),
    });
    let refused = 0;
    fc.assert(
      fc.property(soup, fc.boolean(), (inner, wrap) => {
        try {
          readXml(wrap ? `<xml>${inner}</xml>` : inner);
        } catch (error) {
          expect(error).toBeInstanceOf(Refused);
          refused++;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(300);
  });
});
