import { XMLParser, XMLValidator } from "fast-xml-parser";
import { Refused } from "../errors.ts";

/**
 * The strict reader and the safe writer of WeChat's XML.
 *
 * Every value stays a string (ids exceed 2^53); a repeated element becomes an array; text nodes beside
 * elements are dropped, because web WeChat leaves such a thing (`webwx_msg_cli_ver_0x1`) in its pushes.
 */
export type XmlValue = string | XmlElement | readonly XmlValue[];

/** An element's children by name. It inherits nothing, so that a child may be called anything. */
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

/** Levels below the root; nothing of WeChat has more than five. */
export const MAX_DEPTH = 8;
const CDATA = "#cdata";
const TEXT = "#text";

const parser = new XMLParser({
  // In document order, or CDATA and text around it could not be told apart and joined rightly.
  preserveOrder: true,
  cdataPropName: CDATA,
  textNodeName: TEXT,
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  htmlEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
});

// WeChat writes what the user typed raw into CDATA, control characters included; XML forbids them.
const FORBIDDEN_UNITS = "\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF";
const FORBIDDEN = new RegExp(`[${FORBIDDEN_UNITS}]`, "g");
// One look tells that nearly every text has none of them; a whole surrogate pair is looked at twice.
const SUSPECT = new RegExp(`[${FORBIDDEN_UNITS}\\uD800-\\uDFFF]`);
const DECLARATIONS = /<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i;
// Whichever begins first: a CDATA mark inside a comment, an instruction or an attribute opens nothing.
const MARKUP =
  /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\w(?:"[^"]*"|'[^']*'|[^"'>])*>/g;

/** Removes what XML 1.0 cannot carry: control characters, lone surrogates, U+FFFE and U+FFFF. */
export function stripForbidden(text: string): string {
  return SUSPECT.test(text) ? text.toWellFormed().replace(FORBIDDEN, "") : text;
}

/**
 * Reads a document whose one root is `xml`. Throws {@link Refused} for anything else: a DOCTYPE, a
 * second root, a mismatched tag, more than eight levels below the root, a name that could reach a
 * prototype.
 */
export function readXml(document: string): XmlElement {
  const text = stripForbidden(document).trim();
  const flat = readFlat(text);
  if (flat !== undefined) return flat;
  // What a user typed may hold the word, always inside CDATA; looked at only when the word is there.
  if (DECLARATIONS.test(text) && DECLARATIONS.test(withoutCdata(text))) {
    throw malformed("it has a document type");
  }
  if (XMLValidator.validate(text) !== true) throw malformed("it is not well-formed");
  let nodes: Node[];
  try {
    nodes = parser.parse(text) as Node[];
  } catch {
    throw malformed("it is nested too deeply or has a reserved name");
  }
  const root = nodes.length === 1 ? nodes[0]?.xml : undefined;
  if (!Array.isArray(root)) throw malformed("its root is not <xml>");
  const value = toValue(root);
  return typeof value === "string" ? emptyElement() : (value as XmlElement);
}

// Capitalised as all of WeChat's usual elements are: nothing here can be a name that objects inherit.
const OPENING = /\s*<[A-Z]\w*>/y;
const CDATA_START = "<![CDATA[";
export const CDATA_END = "]]>";

/**
 * The quick way for what nearly every push is: different leaves below one root, each a text or one CDATA
 * section. Undefined for anything else, which the parser then accepts or refuses.
 */
export function readFlat(text: string): XmlElement | undefined {
  const end = text.length - "</xml>".length;
  if (!text.startsWith("<xml>") || !text.endsWith("</xml>") || text.includes("\r"))
    return undefined;
  const element = emptyElement();
  let at = "<xml>".length;
  for (;;) {
    OPENING.lastIndex = at;
    if (!OPENING.test(text)) break;
    const start = OPENING.lastIndex;
    const name = text.slice(text.indexOf("<", at) + 1, start - 1);
    const cdata = text.startsWith(CDATA_START, start);
    const from = cdata ? start + CDATA_START.length : start;
    const to = text.indexOf(cdata ? CDATA_END : "<", from);
    if (to < 0 || element[name] !== undefined) return undefined;
    const after = cdata ? to + CDATA_END.length : to;
    const value = text.slice(from, to);
    if (!cdata && (value.includes("&") || value.includes(CDATA_END))) return undefined;
    if (!text.startsWith(`</${name}>`, after)) return undefined;
    element[name] = cdata ? value : value.trim();
    at = after + name.length + "</>".length;
  }
  return at > "<xml>".length && at <= end && text.slice(at, end).trim() === ""
    ? element
    : undefined;
}

function withoutCdata(text: string): string {
  return text.replace(MARKUP, (part) => (part.startsWith("<![") ? "" : part));
}

type Node = { readonly [name: string]: Node[] | string };

function toValue(nodes: readonly Node[]): XmlElement | string {
  let text = "";
  let cdata: string | undefined;
  let children: Record<string, XmlValue> | undefined;
  for (const node of nodes) {
    for (const name in node) {
      const content = node[name];
      if (name === TEXT) {
        text += content as string;
      } else if (name === CDATA) {
        cdata = (cdata ?? "") + textOf(content as Node[]);
      } else {
        children ??= emptyElement();
        add(children, name, toValue(content as Node[]));
      }
    }
  }
  if (children !== undefined) return children;
  // Blanks around CDATA are layout; blanks inside it were typed by the user.
  return cdata ?? decodeReferences(text.trim());
}

function textOf(nodes: readonly Node[]): string {
  return nodes.map((node) => node[TEXT] as string).join("");
}

/** Adds a child; of one name several become an array. */
export function add(children: Record<string, XmlValue>, name: string, value: XmlValue): void {
  const before = children[name];
  if (before === undefined) children[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else children[name] = [before, value];
}

/**
 * An element without children. Others inherit from it, because V8 keeps what has no prototype at all as a slow
 * table.
 */
export const NO_ELEMENT: XmlElement = Object.freeze(Object.create(null) as XmlElement);

/** A new element, to which children are added. */
export function emptyElement(): Record<string, XmlValue> {
  return Object.create(NO_ELEMENT) as Record<string, XmlValue>;
}

const NAMED: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/** Text outside of CDATA, its references resolved; what is no reference stays. */
export function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? stripForbidden(String.fromCodePoint(code)) : whole;
  });
}

function malformed(why: string): Refused {
  return new Refused("xml", `The body is not one of WeChat's documents: ${why}.`);
}

/**
 * Writes `<xml>…</xml>`. Strings go into CDATA, numbers stay bare, arrays repeat their element. Text can
 * hold anything: `]]>` is split over two sections, what XML cannot carry is left out.
 */
export function writeXml(root: XmlDocument): string {
  return `<xml>${children(root)}</xml>`;
}

/** What {@link writeXml} takes. An `undefined` member is left out. */
export interface XmlDocument {
  readonly [name: string]:
    | string
    | number
    | XmlDocument
    | readonly XmlDocument[]
    | readonly number[]
    | undefined;
}

function children(element: XmlDocument): string {
  let xml = "";
  for (const name in element) {
    const value = element[name];
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      xml += `<${name}>${content(one as Exclude<typeof value, readonly unknown[]>)}</${name}>`;
    }
  }
  return xml;
}

function content(value: string | number | XmlDocument): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return cdataSection(value);
  return children(value);
}

function cdataSection(text: string): string {
  return `<![CDATA[${stripForbidden(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}
