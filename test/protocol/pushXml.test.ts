import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Push, readPush } from "../../src/protocol/push.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { stripForbidden, type XmlElement } from "../../src/protocol/xml.ts";

/** A push as WeChat writes it, which puts into CDATA what was typed, as it is. */
function written(own: string): string {
  return (
    "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>\n<FromUserName><![CDATA[oMe]]></FromUserName>\n" +
    `<CreateTime>1700000000</CreateTime>\n${own}\n</xml>`
  );
}

const cdata = (name: string, text: string) => `<${name}><![CDATA[${text}]]></${name}>`;
const message = (type: string, own: string) => written(`${cdata("MsgType", type)}\n${own}`);
const event = (name: string, own: string) =>
  written(`${cdata("MsgType", "event")}${cdata("Event", name)}${own}`);

type Any = { readonly [name: string]: unknown };
const own = (push: Push) => push as unknown as Any;

/** Every place that people fill: how WeChat writes it, and where it arrives. */
const PLACES: Readonly<
  Record<string, readonly [(typed: string) => string, (push: Push) => unknown]>
> = {
  Content: [
    (typed) => message("text", `${cdata("Content", typed)}\n<MsgId>1</MsgId>`),
    (push) => own(push).content,
  ],
  "Content of a tap": [
    (typed) =>
      message("text", `${cdata("Content", typed)}<MsgId>1</MsgId><bizmsgmenuid>7</bizmsgmenuid>`),
    (push) => own(push).content,
  ],
  "Content from an article": [
    (typed) =>
      message("text", `${cdata("Content", typed)}<New>x</New><MsgId>1</MsgId><Idx>1</Idx>`),
    (push) => own(push).content,
  ],
  Title: [
    (typed) =>
      message(
        "link",
        `${cdata("Title", typed) + cdata("Description", "d") + cdata("Url", "u")}<MsgId>1</MsgId>`,
      ),
    (push) => own(push).title,
  ],
  Description: [
    (typed) =>
      message(
        "link",
        `${cdata("Title", "t") + cdata("Description", typed) + cdata("Url", "u")}<MsgId>1</MsgId>`,
      ),
    (push) => own(push).description,
  ],
  Label: [
    (typed) =>
      message(
        "location",
        "<Location_X>1.5</Location_X><Location_Y>2.5</Location_Y><Scale>3</Scale>" +
          `${cdata("Label", typed)}<MsgId>1</MsgId>`,
      ),
    (push) => own(push).label,
  ],
  Recognition: [
    (typed) =>
      message(
        "voice",
        `${cdata("MediaId", "m")}${cdata("Format", "amr")}<MsgId>1</MsgId>${cdata("Recognition", typed)}`,
      ),
    (push) => own(push).recognition ?? "",
  ],
  "the name of a file": [
    (typed) =>
      message(
        "file",
        `${cdata("Title", typed)}${cdata("Description", "")}${cdata("FileKey", "k")}${cdata("FileMd5", "m")}` +
          "<FileTotalLen>1</FileTotalLen><MsgId>1</MsgId>",
      ),
    (push) => own(push).title,
  ],
  "the title of a mini program": [
    (typed) =>
      message(
        "miniprogrampage",
        `<MsgId>1</MsgId>${cdata("Title", typed)}${cdata("AppId", "wx")}${cdata("PagePath", "p")}`,
      ),
    (push) => own(push).title,
  ],
  ScanResult: [
    (typed) =>
      event(
        "scancode_waitmsg",
        `${cdata("EventKey", "6")}<ScanCodeInfo>${cdata("ScanType", "qrcode")}${cdata("ScanResult", typed)}</ScanCodeInfo>`,
      ),
    (push) => (own(push).scan as Any).result,
  ],
  Poiname: [
    (typed) =>
      event(
        "location_select",
        `${cdata("EventKey", "6")}<SendLocationInfo>${cdata("Location_X", "1")}${cdata("Label", "l")}${cdata("Poiname", typed)}</SendLocationInfo>`,
      ),
    (push) => (own(push).location as Any).poiName,
  ],
  "Label of a chosen place": [
    (typed) =>
      event(
        "location_select",
        `${cdata("EventKey", "6")}<SendLocationInfo>${cdata("Label", typed)}${cdata("Poiname", "p")}</SendLocationInfo>`,
      ),
    (push) => (own(push).location as Any).label,
  ],
  "the address of a VIEW": [
    (typed) => event("VIEW", `${cdata("EventKey", typed)}<MenuId>1</MenuId>`),
    (push) => own(push).key,
  ],
  "an element that nobody knows": [
    (typed) => event("brand_new", `${cdata("Before", "b")}${cdata("Words", typed)}<N>1</N>`),
    (push) => push.raw.Words,
  ],
};

/** Pieces of which somebody could build markup that means something to a reader. */
const names = [
  ...["Content", "Title", "Description", "Label", "Recognition", "ScanResult", "ScanCodeInfo"],
  ...[
    "Poiname",
    "SendLocationInfo",
    "EventKey",
    "Words",
    "MsgType",
    "MsgId",
    "FromUserName",
    "xml",
  ],
  ...["Event", "Url", "Fresh", "bizmsgmenuid", "br"],
];
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("]]>", "<![CDATA[", "]]", "]", ">", "<", "&amp;", "&nbsp;"),
  },
  fc.constantFrom(
    " ",
    "\n",
    "\r\n",
    "\t",
    "好",
    "😀",
    "a",
    "<!DOCTYPE x>",
    "<!-- ",
    " -->",
    "<?x ?>",
  ),
  fc.constantFrom(...names).map((name) => `<${name}>`),
  fc.constantFrom(...names).map((name) => `</${name}>`),
  fc.constantFrom(...names).map((name) => `]]></${name}>`),
  fc.constantFrom(...names).map((name) => `<${name}><![CDATA[`),
  fc.constantFrom(...names).map((name) => `]]></${name}><Fresh>1</Fresh><${name}><![CDATA[`),
  fc.constantFrom(...names).map((name) => `]]></${name}><MsgType>event</MsgType></xml>`),
  fc.string({ unit: "grapheme", maxLength: 3 }),
);
const typed = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

/** What two readers of the same bytes could take for two different texts. */
const AMBIGUOUS: Readonly<Record<string, RegExp>> = {
  Description: /\]\]>\s*<\/Title>\s*<Description>\s*<!\[CDATA\[/,
  Poiname: /\]\]>\s*<\/Label>\s*<Poiname>\s*<!\[CDATA\[/,
  // Elements that we do not know may come several times, one behind the other.
  "an element that nobody knows": /\]\]>\s*<\/Words>\s*<Words>/,
};

describe.each(Object.entries(PLACES))("what people put into %s", (place, [write, find]) => {
  it("arrives as it was, whatever it is, and says nothing else about the push", () => {
    const expected = readPush(readPushXml(write("x")));
    let hostile = 0;
    fc.assert(
      fc.property(typed, (text) => {
        fc.pre(!AMBIGUOUS[place]?.test(text));
        if (text.includes("]]>")) hostile += 1;
        const push = readPush(readPushXml(write(text)));
        expect(find(push)).toBe(stripForbidden(text));
        expect(shapeOf(push.raw)).toEqual(shapeOf(expected.raw));
        expect([push.kind, push.from, push.to, push.about]).toEqual([
          expected.kind,
          expected.from,
          expected.to,
          expected.about,
        ]);
      }),
      { numRuns: 400 },
    );
    expect(hostile).toBeGreaterThan(100);
  });
});

/** The names, without what people filled in. */
function shapeOf(element: XmlElement): unknown {
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [
      name,
      typeof value === "object" ? shapeOf(value as XmlElement) : "",
    ]),
  );
}

describe("readPushXml", () => {
  it("takes the end of CDATA for typed where another element could not follow", () => {
    const read = (text: string) =>
      readPushXml(message("text", `${cdata("Content", text)}<MsgId>1</MsgId>`));
    for (const text of [
      "a ]]> b",
      "<status><![CDATA[ok]]></status>",
      "resp: <status>ok]]></status>",
      "x]]></Content><Content><![CDATA[y",
      "x]]></Content><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[CLICK",
      "x]]></Content><MsgId>9</MsgId></xml>",
      "a]]]]><![CDATA[>b",
      "]]>",
      "]]]]>>",
    ]) {
      expect(read(text)).toMatchObject({ Content: text, MsgType: "text", MsgId: "1" });
    }
  });

  it("puts nothing of a page's description beside its title", () => {
    const description = "]]></Title><bizmsgmenuid>1</bizmsgmenuid><Description><![CDATA[";
    const page = cdata("Title", "t") + cdata("Description", description) + cdata("Url", "u");
    const element = readPushXml(message("link", `${page}<MsgId>1</MsgId>`));
    expect(element).toMatchObject({ Title: "t", Description: description, Url: "u" });
    expect(element).not.toHaveProperty("bizmsgmenuid");
  });

  it("keeps lists of elements that have the same name", () => {
    const item = (id: string) =>
      `<List>${cdata("TemplateId", id)}${cdata("Status", "accept")}</List>`;
    expect(readPushXml(event("popup", `<Popup>${item("A")}${item("B")}</Popup>`)).Popup).toEqual({
      List: [
        { TemplateId: "A", Status: "accept" },
        { TemplateId: "B", Status: "accept" },
      ],
    });
    expect(readPushXml(event("x", cdata("A", "1") + cdata("A", "2"))).A).toEqual(["1", "2"]);
  });

  it("reads in reasonable time what is made to be slow", () => {
    const slow = [
      "]]></Content>",
      "]]></Content><Content><![CDATA[",
      "]]></Words><Fresh>1</Fresh><Words><![CDATA[",
      "<![CDATA[",
      "]]>",
      "<a>",
    ];
    for (const piece of slow) {
      const text = piece.repeat(60_000 / piece.length);
      const started = performance.now();
      for (const name of ["Content", "Words"]) {
        const xml = message("text", cdata(name, text));
        // A stranger's body is never read so far; what WeChat hands on is shorter by far.
        if (name === "Content") expect(readPushXml(xml).Content).toBe(text);
        else outcome(xml);
      }
      expect(performance.now() - started, piece).toBeLessThan(3_000);
    }
  });
});

function outcome(xml: string): unknown {
  try {
    return readPushXml(xml);
  } catch (error) {
    return error;
  }
}
