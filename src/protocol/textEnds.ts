import { CDATA_END } from "./xml.ts";

/** What people fill: it ends at the last place where it can. Below the root, else with its parent's name. */
const FREE: ReadonlySet<string> = new Set([
  ...["Content", "Title", "Description", "Url", "Label", "Recognition", "PagePath", "EventKey"],
  ...["ScanCodeInfo/ScanResult", "SendLocationInfo/Label", "SendLocationInfo/Poiname"],
  ...["title", "phone", "addr", "tax_no", "bank_type", "bank_no", "attach"],
  ...["SessionFrom", "debug_str", "nickname"],
]);

/**
 * What WeChat writes behind one of them that people fill too. The end before it is tried first, so that nobody
 * can end a title, say, in the description that comes later.
 */
const BEHIND: ReadonlyMap<string, string> = new Map([
  ["Title", "Description"],
  ["Description", "Url"],
  ["Label", "Poiname"],
]);

/** What says what a push is and whose. Only WeChat fills it, so it ends where CDATA ends. */
export const DECIDING: ReadonlySet<string> = new Set([
  ...["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "MsgId"],
  ...["AppId", "InfoType"],
]);

/** Inside which element a text stands, and how deep: 0 is the root. */
export interface Place {
  readonly name: string;
  readonly depth: number;
}

/** Where a text ends, and where its closing tag does. */
export interface End {
  readonly to: number;
  readonly next: number;
}

/** Whether people fill it. */
export function isFree({ name: parent, depth }: Place, name: string): boolean {
  return FREE.has(depth === 0 ? name : `${parent}/${name}`);
}

/** The places where a text can end, the likeliest first. */
export function endsOf(
  text: string,
  from: number,
  inside: Place,
  name: string,
): Iterator<End, undefined> {
  if (isFree(inside, name)) return lastFirst(text, from, name);
  if (inside.depth === 0 && DECIDING.has(name)) return onlyFirst(text, from, name);
  return firstFirst(text, from, name);
}

function* onlyFirst(text: string, from: number, name: string): Generator<End, undefined> {
  const end = endAt(text, text.indexOf(CDATA_END, from), name);
  if (end !== undefined) yield end;
}

function* firstFirst(text: string, from: number, name: string): Generator<End, undefined> {
  for (let to = text.indexOf(CDATA_END, from); to >= 0; to = text.indexOf(CDATA_END, to + 1)) {
    const end = endAt(text, to, name);
    if (end !== undefined) yield end;
  }
}

function* lastFirst(text: string, from: number, name: string): Generator<End, undefined> {
  const behind = BEHIND.get(name);
  const others: End[] = [];
  for (let to = text.lastIndexOf(CDATA_END); to >= from; to = text.lastIndexOf(CDATA_END, to - 1)) {
    const end = endAt(text, to, name);
    if (end === undefined) continue;
    if (behind === undefined || comesNext(text, end.next, behind)) yield end;
    else others.push(end);
  }
  yield* others;
}

function comesNext(text: string, at: number, name: string): boolean {
  return text.startsWith(`<${name}>`, pastBlanks(text, at));
}

function endAt(text: string, to: number, name: string): End | undefined {
  if (to < 0) return undefined;
  const at = pastBlanks(text, to + CDATA_END.length);
  const closing = `</${name}>`;
  return text.startsWith(closing, at) ? { to, next: at + closing.length } : undefined;
}

function pastBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \n\r\t".includes(text[at] as string)) at += 1;
  return at;
}
