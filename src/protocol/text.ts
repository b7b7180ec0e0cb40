/**
 * Texts within WeChat's limits, which count bytes of UTF-8. Nothing here cuts what people see as one
 * character: a family emoji is eleven code units and 25 bytes.
 */

/** A code unit takes at most this many bytes; a surrogate pair takes four for its two. */
const BYTES_PER_UNIT = 3;
/** One code point takes at most this many bytes, so no smaller limit can be kept. */
const SMALLEST_LIMIT = 4;
/** What is looked at behind a cut, in code units: whether a line ends there, and whether a character does. */
const LOOK_AHEAD = 8;

/** Made with the first long text: it costs 3 MB. */
let clusters: Intl.Segmenter | undefined;
const BLANK = /\s/;
/** These end a sentence wherever they stand. */
const FULL_WIDTH_ENDS = "。！？；…";
/** These end one only before a blank: not in "3.5" and not in "e.g.x". */
const LATIN_ENDS = ".!?;";
const CLOSERS = "\"'”’」』）)]】》";

/** Bytes of UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/**
 * Cuts a text into pieces of at most `maxBytes`: at the end of a paragraph, else a line, else a sentence,
 * else at a blank, else between two characters. Blanks at a cut are dropped, and so are pieces that hold
 * nothing else. A link `<a …>…</a>` stays whole where it fits.
 */
export function splitText(text: string, maxBytes: number): readonly string[] {
  if (fits(text, maxBytes)) return text === "" ? [] : [text];
  if (maxBytes < SMALLEST_LIMIT) {
    throw new RangeError(`maxBytes is ${maxBytes}; a character may need ${SMALLEST_LIMIT}.`);
  }
  const pieces: string[] = [];
  // Looked at through a window, so that a long text costs no more per piece than a short one.
  const windowUnits = 2 * maxBytes + LOOK_AHEAD;
  for (let start = 0; start < text.length; start = afterBlanks(text, start)) {
    const window = text.slice(start, start + windowUnits);
    const isRest = start + window.length >= text.length;
    const cut = isRest && fits(window, maxBytes) ? window.length : cutOf(window, maxBytes);
    push(pieces, window.slice(0, cut));
    start += cut;
  }
  return pieces;
}

/** Shortens a text to at most `maxBytes`, the ellipsis included, if it is longer. */
export function truncate(text: string, maxBytes: number, ellipsis = "…"): string {
  if (fits(text, maxBytes)) return text;
  const room = maxBytes - utf8Length(ellipsis);
  if (room < 0) throw new RangeError(`maxBytes is ${maxBytes}, too small for the ellipsis.`);
  const end = unitsWithin(text, room);
  return text.slice(0, clusterStart(text, end) || end).trimEnd() + ellipsis;
}

/**
 * How much of a text that still grows can be shown already, in code units: up to the end of its last whole
 * line or sentence, outside of links; 0 where none is whole.
 */
export function wholeSentences(text: string): number {
  const link = text.lastIndexOf("<a ");
  const open = link >= 0 && text.indexOf("</a>", link) < 0;
  for (let index = open ? link : text.length; index > 0; index--) {
    if (rankOf(text, index) > 2) continue;
    const start = text.lastIndexOf("<a ", index - 1);
    const inside = start >= 0 && text.indexOf("</a>", start) + "</a>".length > index;
    if (!inside) return index;
    // The loop goes on before it.
    index = start + 1;
  }
  return 0;
}

function fits(text: string, maxBytes: number): boolean {
  // For most texts their length alone settles it: no code unit takes less than one byte.
  if (text.length * BYTES_PER_UNIT <= maxBytes) return true;
  return text.length <= maxBytes && utf8Length(text) <= maxBytes;
}

function push(pieces: string[], piece: string): void {
  const trimmed = piece.trimEnd();
  if (trimmed !== "") pieces.push(trimmed);
}

/** Where to cut a text that is too long. Above zero, so that every round takes something off. */
function cutOf(text: string, maxBytes: number): number {
  const end = unitsWithin(text, maxBytes);
  const cut = outsideLink(text, bestBreak(text, end));
  // Zero: one single cluster is longer than the limit, and only code points are left to keep whole.
  return clusterStart(text, cut) || end;
}

/** How many code units, never half a pair, take at most `maxBytes`. */
function unitsWithin(text: string, maxBytes: number): number {
  let bytes = 0;
  let index = 0;
  while (index < text.length) {
    const code = text.codePointAt(index) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > maxBytes) break;
    index += code < 0x10000 ? 1 : 2;
  }
  return index;
}

function afterBlanks(text: string, start: number): number {
  let index = start;
  while (index < text.length && BLANK.test(text[index] as string)) index += 1;
  return index;
}

/** Ranks of breaks, the best first. */
const RANKS = 4;

/** The best place to break in the second half, so that no piece is needlessly small; else the very end. */
function bestBreak(text: string, end: number): number {
  let found = end;
  let best = RANKS;
  for (let index = end; index > end / 2 && best > 0; index--) {
    const rank = rankOf(text, index);
    if (rank < best) {
      best = rank;
      found = index;
    }
  }
  return found;
}

/** 0 a paragraph ends before `index`, 1 a line, 2 a sentence, 3 a word, 4 nothing. */
function rankOf(text: string, index: number): number {
  const before = text[index - 1] ?? "";
  const next = text[index] ?? "";
  if (next === "\n") return before === "\n" || text[index + 1] === "\n" ? 0 : 1;
  if (before === "\n") return text[index - 2] === "\n" ? 0 : 1;
  const blank = BLANK.test(next);
  const end = CLOSERS.includes(before) ? (text[index - 2] ?? "") : before;
  if (FULL_WIDTH_ENDS.includes(end) && !FULL_WIDTH_ENDS.includes(next) && !CLOSERS.includes(next)) {
    return 2;
  }
  if (blank) return LATIN_ENDS.includes(end) ? 2 : 3;
  return BLANK.test(before) ? 3 : RANKS;
}

/** Moves a cut that falls inside a link before it: half a link is shown as bare markup. */
function outsideLink(text: string, cut: number): number {
  const start = text.lastIndexOf("<a ", cut - 1);
  if (start <= 0) return cut;
  const close = text.indexOf("</a>", start);
  return close >= 0 && close + "</a>".length > cut ? start : cut;
}

/** The start of the cluster that `index` falls into; `index` itself where one begins. */
function clusterStart(text: string, index: number): number {
  if (index >= text.length) return index;
  // Whether a cluster begins here depends on what precedes and on one character that follows.
  clusters ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return clusters.segment(text.slice(0, index + 2)).containing(index)?.index ?? index;
}
