import type { Article, Publication } from "../../world/articles.ts";
import type { Json } from "../../world/facts.ts";
import { secondsOf } from "../../world/periods.ts";
import type { Call } from "../call.ts";
import { type Body, number, object, objects, text } from "../json.ts";
import { demand } from "../refusal.ts";
import { needMedia } from "./messageBodies.ts";

/** Characters. Source: svc:draftbox/draftmanage/api_draft_add */
const TITLE = 32;
const AUTHOR = 16;
const DIGEST = 120;
/** What WeChat takes of the content where there is no digest. */
const DIGEST_OF_CONTENT = 54;
const PICTURES = 20;
/** 20,000 characters and 1 MB by the page; field: 26,843 went through. */
const CONTENT_BYTES = 1_024 * 1_024;
const SOURCE_URL_BYTES = 1_024;

/** Reads and checks one article of `draft/add` or `draft/update`. */
export function readArticle(call: Call, body: Body): Article {
  const type = text(body, "article_type") || "news";
  demand(type === "news" || type === "newspic", 47001);
  const [title, content] = [text(body, "title"), text(body, "content")];
  demand(title !== "" && length(title) <= TITLE, 45003);
  demand(content !== "" || type === "newspic", 44004);
  demand(Buffer.byteLength(content) <= CONTENT_BYTES, 45166);
  demand(length(text(body, "author")) <= AUTHOR, 45110);
  demand(length(text(body, "digest")) <= DIGEST, 45004);
  const source = text(body, "content_source_url");
  demand(source === "" || URL.canParse(source), 41039);
  demand(Buffer.byteLength(source) <= SOURCE_URL_BYTES, 45005);
  if (type === "news") needPermanent(call, body, "thumb_media_id", "image", "thumb");
  const pictures = objects(object(body, "image_info"), "image_list");
  demand(type === "news" || (pictures.length >= 1 && pictures.length <= PICTURES), 40007);
  for (const picture of pictures) needPermanent(call, picture, "image_media_id", "image");
  return {
    article_type: type,
    title,
    author: text(body, "author"),
    digest: text(body, "digest") || [...plain(content)].slice(0, DIGEST_OF_CONTENT).join(""),
    content,
    content_source_url: source,
    thumb_media_id: text(body, "thumb_media_id"),
    need_open_comment: number(body, "need_open_comment") === 1 ? 1 : 0,
    only_fans_can_comment: number(body, "only_fans_can_comment") === 1 ? 1 : 0,
    pictures: pictures.map((one) => text(one, "image_media_id")),
  };
}

/** An article as WeChat gives it back. */
export function articleJson(
  article: Article,
  url: string,
  withContent: boolean,
): { readonly [name: string]: unknown } {
  const { pictures, content, ...fields } = article;
  return {
    ...fields,
    ...(withContent ? { content } : {}),
    show_cover_pic: 0,
    ...(pictures.length > 0
      ? { image_info: { image_list: pictures.map((id) => ({ image_media_id: id })) } }
      : {}),
    url,
  };
}

/** Where a draft can be looked at for a while. */
export function draftLink({ base, account }: Call, mediaId: string, index: number): string {
  return `${base}/s?${new URLSearchParams({ __biz: account.settings.appId, draft: mediaId, idx: String(index + 1) })}`;
}

/** Where a published article is read. `idx` counts from 1. */
export function articleLink(
  { base, account }: Pick<Call, "base" | "account">,
  { msgDataId }: Publication,
  index: number,
): string {
  return `${base}/s?${new URLSearchParams({ __biz: account.settings.appId, mid: msgDataId, idx: String(index + 1) })}`;
}

/** The card by which articles stand in the chat. */
export function newsCard(
  articles: readonly Article[],
  link: (index: number) => string,
): { readonly [name: string]: Json } {
  const cards = articles.map(({ title, digest }, index) => ({
    title,
    description: digest,
    url: link(index),
    picurl: "",
  }));
  return { msgtype: "news", news: { articles: cards } };
}

export const updated = (at: number) => ({ update_time: secondsOf(at) });

/** Words without markup. */
export function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function needPermanent(call: Call, part: Body, name: string, ...types: ("image" | "thumb")[]) {
  needMedia(call, part, name, ...types);
  demand(call.account.media.get(text(part, name))?.permanent === true, 40007);
}

const length = (words: string) => [...words].length;
