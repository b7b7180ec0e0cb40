import type { Token } from "markdown-it";
import { type Mark, writeLine } from "./line.ts";
import { parseLine } from "./parser.ts";

/** What stands before the words of a line: quotation marks of markdown, and the blanks behind them. */
const QUOTED = /^(?:\s{0,3}>\s?)+/;
const INDENT = /^[ \t\u3000]*/;
/** A face that looks like a quotation: `>_<`. */
const FACE = /^\s*>[^\s>]{0,3}</;

/**
 * Writes blocks as plain text, line by line as the source has them: models and people set blank lines and
 * indentation for the eye, and a phone shows both.
 */
export function writeBlocks(
  tokens: readonly Token[],
  lines: readonly string[],
  mark: Mark,
): string {
  const out: string[] = [];
  let written = 0;
  let markers = "";
  /** Lines that hold no words of their own: blank ones, and marks around nothing. */
  const upTo = (line: number): void => {
    for (; written < line; written++) out.push((lines[written] ?? "").replace(QUOTED, "").trim());
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const [from, to] = token.map ?? [written, written];
    const start = markers + (FACE.test(lines[from] ?? "") ? ">" : "");
    switch (token.type) {
      case "list_item_open":
        markers += token.info === "" ? "• " : `${token.info}${token.markup} `;
        continue;
      case "list_item_close":
        markers = "";
        continue;
      case "inline": {
        upTo(from);
        const indents = lines.slice(from, to).map(indentOf);
        out.push(writeLine(token.children ?? [], mark, { start, indents }));
        break;
      }
      case "fence":
        upTo(from);
        out.push(token.content.replace(/\n$/, ""));
        break;
      case "hr":
        upTo(from);
        out.push(`${start}————`);
        break;
      case "table_open":
        upTo(from);
        for (const row of lines.slice(from, to).filter((_, at) => at !== 1)) {
          out.push(writeRow(row, mark));
        }
        while (tokens[i]?.type !== "table_close") i++;
        break;
      default:
        continue;
    }
    written = to;
    markers = "";
  }
  upTo(lines.length);
  return out.join("\n").replace(/[ \t]+$/gm, "");
}

function indentOf(line: string): string {
  return INDENT.exec(line.replace(QUOTED, ""))?.[0] ?? "";
}

/**
 * A table's row as its cells beside each other; its line of dashes is left out. Cut by us: the parser drops
 * the cells that are too many.
 */
function writeRow(row: string, mark: Mark): string {
  const inner = row
    .replace(QUOTED, "")
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "");
  const cells = inner.split(/(?<!\\)\|/).map((cell) => {
    const tokens = parseLine(cell.trim().replaceAll("\\|", "|"));
    return writeLine(tokens, mark)
      .replace(/\s*\n\s*/g, " ")
      .trim();
  });
  return cells.join(" | ").trimEnd();
}
