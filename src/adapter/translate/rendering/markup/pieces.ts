/*
 * An answer that comes in pieces is read as markdown piece by piece: no mark may stand open where one ends,
 * and a block of code that goes on has to begin again.
 */

const FENCE = /^[ \t]{0,3}(`{3,}|~{3,})/;

/** The marks of the block of code that stands open at the end of a text; empty where none does. */
export function openFence(text: string): string {
  let open = "";
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (mark === undefined) continue;
    if (open === "") open = mark;
    else if (mark.startsWith(open) && line.trim() === mark) open = "";
  }
  return open;
}

/**
 * How much of `text`, from `start` on, may be said by itself, at most up to `end`: in code whole lines, elsewhere up
 * to the mark, the link or the table that stands open there. 0 where nothing may.
 */
export function safeEnd(text: string, start: number, end: number): number {
  const before = text.slice(0, end);
  const lineStart = before.lastIndexOf("\n") + 1;
  if (openFence(before.slice(0, lineStart)) !== "") {
    return text[end] === "\n" || lineStart <= start ? end : lineStart;
  }
  if (FENCE.test(before.slice(lineStart))) return Math.max(start, lineStart);
  const line = before.slice(lineStart);
  // A row may follow the last one, and would be none without the rows above it.
  const rowStart = line === "" ? before.lastIndexOf("\n", lineStart - 2) + 1 : lineStart;
  if (/^[ \t]*\|/.test(before.slice(rowStart)))
    return Math.max(start, tableStart(before, rowStart));
  const open = openMark(line);
  if (open === undefined || lineStart + open <= start) return open === undefined ? end : start;
  // What stands before it may be open in its turn.
  return safeEnd(text, start, lineStart + open);
}

const OPEN_LINK = /!?\[[^\]]*(?:\](?:\([^)]*)?)?$|<a\s(?:(?!<\/a>).)*$/i;
const OPEN_STAR = /(?<![\w*])\*(?=[^\s*])[^*]*$/;
/** The next piece may bring the other half. */
const HALF_MARK = /[*_~`!]+$/;

/** Where a mark begins that is not closed in its line. */
function openMark(line: string): number | undefined {
  const found: number[] = [];
  const ticks = [...line.matchAll(/`+/g)];
  if (ticks.length % 2 === 1) found.push(ticks.at(-1)?.index ?? 0);
  for (const mark of ["**", "~~", "__"]) {
    const places = [...line.matchAll(new RegExp(mark.replace(/\*/g, "\\*"), "g"))];
    if (places.length % 2 === 1) found.push(places.at(-1)?.index ?? 0);
  }
  for (const open of [OPEN_LINK, OPEN_STAR, HALF_MARK]) {
    const at = open.exec(line)?.index;
    if (at !== undefined) found.push(at);
  }
  return found.length === 0 ? undefined : Math.min(...found);
}

function tableStart(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const before = text.lastIndexOf("\n", start - 2) + 1;
    if (!/^\s*\|/.test(text.slice(before, start))) break;
    start = before;
  }
  return start;
}
