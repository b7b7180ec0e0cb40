import { createRequire } from "node:module";
import type { MarkdownIt, Token } from "markdown-it";

const require = createRequire(import.meta.url);
/** WeChat's own links stand in texts as HTML; what is inside of them is not markdown. */
const OWN_LINK = /<a\s[^<>]{0,2000}>[^<]{0,2000}<\/a>/iy;

let parser: MarkdownIt | undefined;

/**
 * Reads markdown as models and people write it, beside Chinese punctuation too. Loaded when the first message
 * with marks comes: it costs some 50 ms and 4 MB once, which a bot without markdown does not pay.
 */
export function parseMarkdown(text: string): Token[] {
  parser ??= createParser();
  return parser.parse(text, {});
}

/** The marks inside one line, for cells that we have cut ourselves. */
export function parseLine(text: string): Token[] {
  parser ??= createParser();
  return parser.parseInline(text, {})[0]?.children ?? [];
}

function createParser(): MarkdownIt {
  const createMarkdownIt = require("markdown-it") as (options: object) => MarkdownIt;
  const { default: cjkFriendly } = require("markdown-it-cjk-friendly");
  const md = createMarkdownIt({ html: false, linkify: true });
  md.use(cjkFriendly);
  // Indented lines are nobody's code in a chat, a line of dashes is no heading's, and "[^1]: note" is text.
  md.disable(["code", "lheading", "reference"]);
  // Addresses stay as they are written: `webAddress` has the last word.
  md.normalizeLink = (url) => url;
  md.normalizeLinkText = (url) => url;
  md.inline.ruler.before("autolink", "wechat_link", (state, silent) => {
    OWN_LINK.lastIndex = state.pos;
    const link = OWN_LINK.exec(state.src)?.[0];
    if (link === undefined) return false;
    if (!silent) state.push("wechat_link", "", 0).content = link;
    state.pos += link.length;
    return true;
  });
  // Blanks at the ends of lines belong to the text: people align with them.
  md.inline.ruler.at("newline", (state, silent) => {
    if (state.src[state.pos] !== "\n") return false;
    if (!silent) state.push("softbreak", "br", 0);
    state.pos += 1;
    return true;
  });
  return md;
}
