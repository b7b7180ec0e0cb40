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

/** Whether {@link stripForbidden} would leave the text as it is. */
function isClean(text: string): boolean {
  return !SUSPECT.test(text) || stripForbidden(text) === text;
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
const OPENING = /\s*<([A-Z]\w*)>/y;
const CDATA_START = "<![CDATA[";
export const CDATA_END = "]]>";
const ROOT_START = "<xml>";
const ROOT_END = "</xml>";
const LINE_FEED = 10;

/** An element's tags, alone and with the marks of a CDATA section. */
interface Tag {
  readonly name: string;
  readonly opening: string;
  readonly closing: string;
  readonly cdataOpening: string;
  readonly cdataClosing: string;
  /** The element that stood behind this one when this one was last read. */
  next: Tag | undefined;
}

/**
 * The tags that were met so far. WeChat writes the elements of a push always in the same order, so the next element is
 * nearly always the one that is expected. A name cut out of a text would have to be made a name of the process again.
 */
const tags = new Map<string, Tag>();
/** More than WeChat has; it bounds what a hostile body leaves here. */
const MOST_TAGS = 512;
const rootTag = tagOf("xml");

function tagOf(name: string): Tag {
  const known = tags.get(name);
  if (known !== undefined) return known;
  const opening = `<${name}>`;
  const closing = `</${name}>`;
  const [cdataOpening, cdataClosing] = [opening + CDATA_START, CDATA_END + closing];
  const tag = { name, opening, closing, cdataOpening, cdataClosing, next: undefined };
  if (tags.size < MOST_TAGS) tags.set(name, tag);
  return tag;
}

/** The tag that opens at `at`, behind blanks; undefined where there is none. Sets `OPENING.lastIndex` behind the tag. */
function openingAt(text: string, at: number, before: Tag): Tag | undefined {
  const start = text.charCodeAt(at) === LINE_FEED ? at + 1 : at;
  const expected = before.next;
  if (expected !== undefined && text.startsWith(expected.opening, start)) {
    OPENING.lastIndex = start + expected.opening.length;
    return expected;
  }
  OPENING.lastIndex = at;
  const name = OPENING.exec(text)?.[1];
  if (name === undefined) return undefined;
  before.next = tagOf(name);
  return before.next;
}

/**
 * The quick way for what nearly every push is: different leaves below one root, each a text or one CDATA
 * section. Undefined for anything else, which the parser then accepts or refuses.
 */
export function readFlat(text: string): XmlElement | undefined {
  const end = text.length - ROOT_END.length;
  if (!text.startsWith(ROOT_START) || !text.endsWith(ROOT_END) || text.includes("\r")) {
    return undefined;
  }
  const element = emptyElement();
  let at = ROOT_START.length;
  let tag = rootTag;
  for (;;) {
    const opened = openingAt(text, at, tag);
    if (opened === undefined) break;
    tag = opened;
    const start = OPENING.lastIndex;
    const cdata = text.startsWith(CDATA_START, start);
    const from = cdata ? start + CDATA_START.length : start;
    const to = text.indexOf(cdata ? CDATA_END : "<", from);
    if (to < 0 || element[tag.name] !== undefined) return undefined;
    const after = cdata ? to + CDATA_END.length : to;
    const value = text.slice(from, to);
    if (!cdata && (value.includes("&") || value.includes(CDATA_END))) return undefined;
    if (!text.startsWith(tag.closing, after)) return undefined;
    element[tag.name] = cdata ? value : value.trim();
    at = after + tag.closing.length;
  }
  return at > ROOT_START.length && at <= end && text.slice(at, end).trim() === ""
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
  const xml = `<xml>${children(root, false)}</xml>`;
  // One look at the whole; before a text is split at `]]>`, what XML cannot carry must be gone from it.
  return isClean(xml) ? xml : `<xml>${children(root, true)}</xml>`;
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

function children(element: XmlDocument, strips: boolean): string {
  let xml = "";
  for (const name in element) {
    const value = element[name];
    if (value === undefined) continue;
    if (Array.isArray(value)) {
      for (const one of value) xml += children({ [name]: one }, strips);
      continue;
    }
    const { opening, closing, cdataOpening, cdataClosing } = tagOf(name);
    if (typeof value === "string") xml += cdataOpening + carried(value, strips) + cdataClosing;
    else if (typeof value === "number") xml += opening + value + closing;
    else xml += opening + children(value as XmlDocument, strips) + closing;
  }
  return xml;
}

/** A text as it may stand in a CDATA section. */
function carried(text: string, strips: boolean): string {
  const kept = strips ? stripForbidden(text) : text;
  return kept.includes(CDATA_END) ? kept.replaceAll(CDATA_END, "]]]]><![CDATA[>") : kept;
}
