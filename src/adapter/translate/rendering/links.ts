import { truncate, utf8Length } from "../../../protocol/text.ts";
import { stripForbidden } from "../../../protocol/xml.ts";

/** The longest address we put into a message, in bytes of UTF-8. Our choice: links must fit into one text. */
const URL_BYTES = 1_024;
const LABEL_BYTES = 256;

/** An address that opens in WeChat's browser; undefined for everything else. */
export function webAddress(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const url = stripForbidden(value.trim());
  if (!/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url)) return undefined;
  const safe = url.replace(/[\s"'<>\\^`{|}]/g, encodeURIComponent).replaceAll("'", "%27");
  return utf8Length(safe) <= URL_BYTES ? safe : undefined;
}

/** A link in a text. WeChat shows any other markup as it is, so the label may hold none. */
export function link(label: string, url: string): string {
  const shown = label.replace(/\s+/g, " ").trim();
  const plain = shown.replaceAll("<", "＜").replaceAll(">", "＞");
  return `<a href="${url}">${truncate(plain, LABEL_BYTES) || url}</a>`;
}

const LINK = /<a\s[^>]*>(.*?)<\/a>/gis;

/** Words for places where WeChat shows markup as it is: the titles and descriptions of articles, music and films. */
export function withoutLinks(words: string): string {
  return words.replace(LINK, "$1");
}

/** The links in a text, in order. */
export function linksIn(words: string): readonly string[] {
  return words.match(LINK) ?? [];
}
