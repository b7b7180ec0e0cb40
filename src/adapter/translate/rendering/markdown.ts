import { link, webAddress } from "./links.ts";

/**
 * Markdown as plain text, conservatively: only what is surely meant as markup loses its marks; links
 * become WeChat's own. Code and addresses stay as they are.
 */
export function plainText(markdown: string): string {
  let inCode = false;
  const lines: string[] = [];
  for (const line of markdown.replace(/\r\n?/g, "\n").split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) inCode = !inCode;
    else lines.push(inCode ? line : plainLine(line));
  }
  return lines.join("\n");
}

/** Longer lines are not looked at for marks inside of them: nobody writes such by hand. */
const LONGEST_LINE = 4_000;

function plainLine(line: string): string {
  if (/^\s*([-*_])(?:\s*\1){2,}\s*$/.test(line)) return "————";
  const block = line
    .replace(/^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$/, "$1")
    .replace(/^(\s*)[*+-]\s+(?=\S)/, "$1• ")
    .replace(/^\s{0,3}>\s?/, "");
  if (block.length > LONGEST_LINE) return block;
  return block.split(PROTECTED).map(plainPart).join("");
}

/** What is not touched: code, links (which are translated whole), bare addresses, WeChat's own links. */
const PROTECTED =
  /(`[^`]+`|!?\[[^[\]]*\]\([^()\s]+(?:\s+"[^"]*")?\)|<a\s[^>]*>.*?<\/a>|https?:\/\/\S+)/i;

function plainPart(part: string, index: number): string {
  if (index % 2 === 0) return withoutMarks(part);
  if (part.startsWith("`")) return part.slice(1, -1);
  const [, label = "", target = ""] = /^!?\[(.*?)\]\((\S+?)(?:\s+"[^"]*")?\)$/.exec(part) ?? [];
  if (target === "") return part;
  const url = webAddress(target);
  if (url !== undefined) return link(withoutMarks(label), url);
  return label === "" ? target : `${withoutMarks(label)} (${target})`;
}

/** A mark counts when it touches its text and stands apart from other words: `snake_case` and `2*3*4` stay. */
function withoutMarks(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(/\*\*(?=\S)([^*]*[^*\s])\*\*/g, "$1")
    .replace(/(?<![\p{L}\p{N}_])__(?=\S)([^_]*[^_\s])__(?![\p{L}\p{N}_])/gu, "$1")
    .replace(/~~(?=\S)([^~]*[^~\s])~~/g, "$1")
    .replace(/(?<![\w*])\*(?=[^\s*])([^*]*[^*\s])\*(?![\w*])/g, "$1")
    .replace(/(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]*[^_\s])_(?![\p{L}\p{N}_])/gu, "$1");
}
