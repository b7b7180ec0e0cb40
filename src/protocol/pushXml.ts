import { DECIDING, type End, endsOf, isFree, type Place } from "./textEnds.ts";
import {
  add,
  CDATA_END,
  decodeReferences,
  emptyElement,
  MAX_DEPTH,
  readFlat,
  readXml,
  stripForbidden,
  type XmlElement,
  type XmlValue,
} from "./xml.ts";

/**
 * The reader of WeChat's pushes and notices, which are nearly XML: WeChat puts what a person typed into a
 * CDATA section as it is, so that the section's own end may stand in it. Where a text ends is therefore told by
 * what follows, and what a person typed is a text, whatever it looks like. field: silenceper/wechat issue 750
 *
 * What is written otherwise, with comments or attributes, is read as any XML is.
 */
export function readPushXml(document: string): XmlElement {
  const text = stripForbidden(document).trim();
  return readFlat(text) ?? readTyped(text) ?? readXml(text);
}

/** More than one message can hold of ends that have to be tried; it bounds the work on a hostile body. */
const MOST_TRIES = 4_096;

/** What has been read up to a place. Nothing in it changes, so a try that fails is simply left. */
interface Reading {
  readonly at: number;
  /** The element whose children are read; undefined behind the root. */
  readonly inside: Inside | undefined;
  readonly last: Part | undefined;
}

interface Inside extends Place {
  readonly parent: Inside | undefined;
  /** The names of the children so far, the latest first. */
  readonly names: Names | undefined;
}

interface Names {
  readonly name: string;
  readonly before: Names | undefined;
}

/** A leaf with its text, the beginning of an element, or its end; in a chain, the latest first. */
interface Part {
  readonly kind: "leaf" | "open" | "close";
  readonly name: string;
  readonly value: string;
  readonly before: Part | undefined;
}

/** A text whose end is not certain, and the ends that were not tried yet. */
interface Fork {
  readonly reading: Reading;
  readonly name: string;
  readonly from: number;
  readonly ends: Iterator<End, undefined>;
}

const ROOT = /(?:<\?xml [^<>]*\?>\s*)?<xml>/y;
const TAG = /<([A-Za-z]\w*)(\/?)>/y;
const CDATA = /\s*<!\[CDATA\[/y;

/** Undefined for what is not written as WeChat writes. */
function readTyped(text: string): XmlElement | undefined {
  ROOT.lastIndex = 0;
  if (!ROOT.test(text)) return undefined;
  const root: Inside = { name: "xml", depth: 0, parent: undefined, names: undefined };
  const forks: Fork[] = [];
  let reading: Reading | undefined = { at: ROOT.lastIndex, inside: root, last: undefined };
  for (let tries = 0; tries < MOST_TRIES; ) {
    if (reading?.inside === undefined && reading?.at === text.length) return build(reading.last);
    reading = reading?.inside && step(text, reading, reading.inside, forks);
    for (let fork = forks.at(-1); reading === undefined; fork = forks.at(-1)) {
      if (fork === undefined) return undefined;
      tries += 1;
      const end = fork.ends.next().value;
      if (end === undefined) forks.pop();
      else reading = leaf(fork.reading, fork.name, text.slice(fork.from, end.to), end.next);
    }
  }
  return undefined;
}

/** Reads the next tag, and a leaf as a whole. Undefined where nothing right stands or an end must be chosen. */
function step(text: string, reading: Reading, inside: Inside, forks: Fork[]): Reading | undefined {
  const at = text.indexOf("<", reading.at);
  // Text beside elements is dropped; the end of a section in it says that a text was ended too early.
  if (at < 0 || text.slice(reading.at, at).includes(CDATA_END)) return undefined;
  const closing = `</${inside.name}>`;
  if (text.startsWith(closing, at)) {
    return { at: at + closing.length, inside: inside.parent, last: part("close", reading) };
  }
  TAG.lastIndex = at;
  const tag = TAG.exec(text);
  const name = tag?.[1];
  if (name === undefined || !mayFollow(inside, name)) return undefined;
  const from = TAG.lastIndex;
  if (tag?.[2] === "/") return leaf(reading, name, "", from);
  CDATA.lastIndex = from;
  if (CDATA.test(text)) {
    const start = CDATA.lastIndex;
    forks.push({ reading, name, from: start, ends: endsOf(text, start, inside, name) });
    return undefined;
  }
  const to = text.indexOf("<", from);
  const value = text.slice(from, to);
  if (to < 0 || value.includes(CDATA_END)) return undefined;
  if (text.startsWith(`</${name}>`, to)) {
    return leaf(reading, name, decodeReferences(value.trim()), to + name.length + "</>".length);
  }
  const depth = inside.depth + 1;
  if (depth > MAX_DEPTH) return undefined;
  const parent = withName(inside, name);
  return {
    at: from,
    inside: { name, depth, parent, names: undefined },
    last: part("open", reading, name),
  };
}

/**
 * Repetitions stand side by side: what comes back after another element was typed. What people fill comes
 * once, as does what says what a push is.
 */
function mayFollow(inside: Inside, name: string): boolean {
  const { names } = inside;
  if (names?.name === name) return !isFree(inside, name) && !DECIDING.has(name);
  for (let one = names; one !== undefined; one = one.before) if (one.name === name) return false;
  return true;
}

function leaf(reading: Reading, name: string, value: string, at: number): Reading {
  const inside = withName(reading.inside as Inside, name);
  return { at, inside, last: part("leaf", reading, name, value) };
}

function withName(inside: Inside, name: string): Inside {
  return { ...inside, names: { name, before: inside.names } };
}

function part(kind: Part["kind"], { last }: Reading, name = "", value = ""): Part {
  return { kind, name, value, before: last };
}

function build(last: Part | undefined): XmlElement {
  const parts: Part[] = [];
  for (let one = last; one !== undefined; one = one.before) parts.push(one);
  const root = emptyElement();
  const open = [root];
  for (const { kind, name, value } of parts.reverse()) {
    const parent = open.at(-1) as Record<string, XmlValue>;
    if (kind === "close") open.pop();
    else if (kind === "leaf") add(parent, name, value);
    else {
      const element = emptyElement();
      add(parent, name, element);
      open.push(element);
    }
  }
  return root;
}
