import type { Token } from "markdown-it";
import { link, webAddress } from "../links.ts";

/** What the words of a line depend on. */
export interface Mark {
  /** How a picture without a name is called. */
  readonly picture: string;
  /** Whether links are links; else their words alone, for places where WeChat shows no markup. */
  readonly links: boolean;
}

interface Place {
  /** What stands before the words. */
  readonly start: string;
  /** The blanks at the beginning of each source line, which the parser takes away. */
  readonly indents: readonly string[];
}

/** The words of one paragraph, heading or cell without their marks. */
export function writeLine(tokens: readonly Token[], mark: Mark, place?: Place): string {
  const kept = keptMarks(tokens);
  let out = "";
  let line = 0;
  const indent = () => place?.indents[line] ?? "";
  if (place !== undefined) out = indent() + place.start;
  let isLineStart = place !== undefined;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    let words = "";
    switch (token.type) {
      case "softbreak":
      case "hardbreak":
        line += 1;
        out += `\n${indent()}`;
        isLineStart = place !== undefined;
        continue;
      case "text":
        words = withoutWideMarks(token.content).replace(/<br\s*\/?>/gi, "\n");
        break;
      case "link_open": {
        const end = closeOf(tokens, i);
        words = writeLink(token, tokens.slice(i + 1, end), mark);
        i = end;
        break;
      }
      case "image": {
        const label = writeLine(token.children ?? [], { ...mark, links: false });
        words = writeTarget(label || mark.picture, String(token.attrGet("src") ?? ""), mark);
        break;
      }
      case "wechat_link":
        words = mark.links ? token.content : token.content.replace(/<[^>]*>/g, "");
        break;
      default:
        words = kept.has(i) ? token.markup : token.content;
    }
    if (words === "") continue;
    // Lists that are indented too far are no lists to the parser.
    const begin = /^[ \t\u3000]*(?:[-*+][ \t]+(?=\S))?/;
    out += isLineStart
      ? words.replace(begin, (blanks) => (blanks.trim() === "" ? "" : "• "))
      : words;
    isLineStart = false;
  }
  return out;
}

/** An address that stands in the text is shown as it is; a label leads to its address. */
function writeLink(open: Token, inner: readonly Token[], mark: Mark): string {
  const label = writeLine(inner, { ...mark, links: false });
  if (open.markup === "linkify" || open.markup === "autolink") return label;
  return writeTarget(label, String(open.attrGet("href") ?? ""), mark);
}

function writeTarget(label: string, target: string, { links }: Mark): string {
  const url = webAddress(target);
  if (!links) return label || target;
  if (url !== undefined) return link(label, url);
  return label === "" || label === target ? target : `${label} (${target})`;
}

/** Chinese models write bold with full-width stars, which no parser takes for marks. */
function withoutWideMarks(text: string): string {
  return text.replace(/＊＊(?=[^\s＊])([^＊\n]{0,500}[^\s＊])＊＊/g, "$1");
}

/**
 * Marks between letters or digits are signs and no emphasis: 2*3*4, 2**3**2. Which tokens of a line those
 * are; the parser has the rule for underscores already.
 */
function keptMarks(tokens: readonly Token[]): ReadonlySet<number> {
  const kept = new Set<number>();
  for (const [i, { type, markup }] of tokens.entries()) {
    if (!/^(?:em|strong)_open$/.test(type) || !markup.startsWith("*")) continue;
    const end = closeOf(tokens, i);
    const before = /[A-Za-z0-9]$/.test(wordsAt(tokens, i, -1));
    const after = /^[A-Za-z0-9]/.test(wordsAt(tokens, end, 1));
    if (markup === "*" ? before || after : before && after) kept.add(i).add(end);
  }
  return kept;
}

/** The nearest words before or behind a token. */
function wordsAt(tokens: readonly Token[], from: number, step: 1 | -1): string {
  for (let i = from + step; ; i += step) {
    const token = tokens[i];
    if (token === undefined || token.type !== "text" || token.content !== "") {
      return token?.type === "text" ? token.content : "";
    }
  }
}

function closeOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    depth += tokens[i]?.nesting ?? 0;
    if (depth === 0) return i;
  }
  return tokens.length;
}
