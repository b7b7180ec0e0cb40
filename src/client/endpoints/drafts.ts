import { z } from "zod";
import { filled, list, number, opt, or, text } from "./lenient.ts";
import { done, get, nothing, of, post, shape } from "./row.ts";

/** How a cover is cut, from (0, 0) at its top left to (1, 1); decimals as texts. */
export interface CoverCrop {
  /** Of `news` the first two. */
  readonly ratio: "2.35_1" | "1_1" | "16_9";
  readonly x1: string;
  readonly y1: string;
  readonly x2: string;
  readonly y2: string;
}

export interface ArticleTexts {
  /** At most 32 characters. */
  readonly title: string;
  /** For `news` HTML, with pictures from `media.uploadPicture` (others are filtered out); for `newspic` plain text. */
  readonly content: string;
  /** 1: followers, or with the next field fans alone, may comment. */
  readonly need_open_comment?: 0 | 1;
  readonly only_fans_can_comment?: 0 | 1;
  readonly cover_info?: { readonly crop_percent_list: readonly CoverCrop[] };
  readonly product_info?: { readonly footer_product_info: { readonly product_key: string } };
}

/** An article with a cover. Source: svc:draftbox/draftmanage/api_draft_add */
export interface NewsArticle extends ArticleTexts {
  readonly article_type?: "news";
  /** Permanent material. */
  readonly thumb_media_id: string;
  /** At most 16 characters. */
  readonly author?: string;
  /** At most 120 characters; without it WeChat takes the first 54 of the content. */
  readonly digest?: string;
  /** Where “read the original” leads. */
  readonly content_source_url?: string;
}

/** Up to 20 pictures with a text; the first is the cover. */
export interface PictureArticle extends ArticleTexts {
  readonly article_type: "newspic";
  readonly image_info: {
    readonly image_list: readonly { /** Permanent material. */ readonly image_media_id: string }[];
  };
}

export type DraftArticle = NewsArticle | PictureArticle;

/** An article as drafts and publications give it back. */
export const storedArticle = z.looseObject({
  article_type: opt(text),
  title: or(text, ""),
  author: or(text, ""),
  digest: or(text, ""),
  content: or(text, ""),
  content_source_url: or(text, ""),
  thumb_media_id: or(text, ""),
  thumb_url: opt(text),
  need_open_comment: opt(number),
  only_fans_can_comment: opt(number),
  /** For a draft a temporary address, for a publication a lasting one. */
  url: or(text, ""),
  is_deleted: opt(z.boolean()),
});

/** The fields of each draft and each publication in a list, beside its id. */
export const storedArticles = {
  content: or(z.looseObject({ news_item: or(list(storedArticle), []) }), { news_item: [] }),
  update_time: opt(number),
};

/** Articles before they are sent (`mass.*`) or published (`publish.*`). */
export const DRAFTS = {
  "draft.add": post("/cgi-bin/draft/add", {
    request: of<{ articles: readonly DraftArticle[] }>(),
    reply: shape({ media_id: filled }),
    right: "drafts",
    quota: "100 to 1,000 a day: API_Call_Limits",
  }),
  "draft.update": post("/cgi-bin/draft/update", {
    // index: which article of several, from 0.
    request: of<{ media_id: string; index: number; articles: DraftArticle }>(),
    reply: done,
    right: "drafts",
    repeatable: true,
  }),
  "draft.get": post("/cgi-bin/draft/get", {
    request: of<{ media_id: string }>(),
    reply: shape({ news_item: list(storedArticle) }),
    right: "drafts",
    reads: true,
    repeatable: true,
  }),
  "draft.list": post("/cgi-bin/draft/batchget", {
    // count: 1 to 20; no_content 1: without the articles' contents.
    request: of<{ offset: number; count: number; no_content?: 0 | 1 }>(),
    reply: shape({
      total_count: opt(number),
      item_count: opt(number),
      item: list(z.looseObject({ media_id: filled, ...storedArticles })),
    }),
    right: "drafts",
    reads: true,
    repeatable: true,
  }),
  "draft.count": get("/cgi-bin/draft/count", {
    request: nothing,
    reply: shape({ total_count: number }),
    right: "drafts",
  }),
  "draft.delete": post("/cgi-bin/draft/delete", {
    // Deletes for good: there is no bin.
    request: of<{ media_id: string }>(),
    reply: done,
    right: "drafts",
    repeatable: true,
  }),
};
