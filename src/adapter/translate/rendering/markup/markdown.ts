import { writeBlocks } from "./blocks.ts";
import { parseMarkdown } from "./parser.ts";

/** A text read as markdown. */
export interface Readable {
  /** Without marks; links are WeChat's own. */
  readonly text: string;
  /** Pictures that came inside of the text, as `data:` addresses. */
  readonly pictures: readonly { readonly source: string; readonly alt: string }[];
}

/** How markdown is written; see `Mark`. */
interface ReadOptions {
  readonly picture?: string;
  readonly links?: boolean;
}

// Whatever could be markdown, some of it only where it begins a line. Most texts hold none.
const MARKS = /[`*_\\\r＊]|~~|\]\(|<[a-z/]|&(?:[a-z]|#\d)\w{0,30};|^[ \t]*[-+>|:#~]/im;
/** Longer texts are not looked at for marks: nobody writes such, and the time a parser takes must have an end. */
const LONGEST = 20_000;
/** The beginning of a tag that somebody made harmless. WeChat would take the sign itself for a link. */
const ESCAPED_LINK = /&(?:lt|#0*60|#x0*3c);(?=a\s)/gi;
const DATA_PICTURE = /!\[([^\]\n]{0,300})\]\(\s*(data:[^)\s]+)[^)\n]{0,300}\)/gi;

/** Whether a text may hold markdown; one that holds none stays as it is. */
export function hasMarks(text: string): boolean {
  return MARKS.test(text);
}

/** Markdown as plain text. Signs that are surely no marks, code and addresses stay as they are. */
export function plainText(markdown: string, options?: ReadOptions): string {
  return readMarkdown(markdown, options).text;
}

/** {@link plainText}, and the pictures that stand in it. */
export function readMarkdown(
  markdown: string,
  { picture = "", links = true }: ReadOptions = {},
): Readable {
  if (!hasMarks(markdown)) return { text: markdown, pictures: [] };
  const pictures: { source: string; alt: string }[] = [];
  const unified = markdown.replace(/\r\n?/g, "\n").replace(ESCAPED_LINK, "＜");
  const source = withoutPictures(unified, pictures);
  if (source.length > LONGEST) return { text: source, pictures };
  const text = writeBlocks(parseMarkdown(source), source.split("\n"), { picture, links });
  return { text: text.trimEnd(), pictures };
}

function withoutPictures(text: string, found: { source: string; alt: string }[]): string {
  if (!text.includes("](data:")) return text;
  const lines = text.split("\n").map((line) => {
    const rest = line.replace(DATA_PICTURE, (_, alt: string, source: string) => {
      found.push({ source, alt });
      return "";
    });
    return rest !== line && rest.trim() === "" ? undefined : rest;
  });
  return lines.filter((line) => line !== undefined).join("\n");
}
