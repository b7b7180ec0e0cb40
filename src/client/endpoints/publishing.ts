import { z } from "zod";
import { storedArticle, storedArticles } from "./drafts.ts";
import { filled, list, number, opt, or } from "./lenient.ts";
import { done, of, post, shape, type WideId, wideId } from "./row.ts";

/**
 * Publishing drafts without a message to anybody. A success of `publish.submit` says that the job was taken; what
 * became of it comes as the event `PUBLISHJOBFINISH`, or by `publish.get`. Source: svc:public/*
 */
export const PUBLISHING = {
  "publish.submit": post("/cgi-bin/freepublish/submit", {
    request: of<{ media_id: string }>(),
    // The code alone decides; `msg_data_id` is in the page's table and not in its example.
    reply: shape({ errcode: z.literal(0), publish_id: opt(wideId), msg_data_id: opt(wideId) }),
    right: "publishing",
    quota: "100 to 1,000 a day: API_Call_Limits",
  }),
  "publish.get": post("/cgi-bin/freepublish/get", {
    request: of<{ publish_id: string | WideId }>(),
    reply: shape({
      publish_id: opt(wideId),
      /** 0 success, 1 publishing, 2 not original, 3 failed, 4 refused, 5 deleted since, 6 banned since. */
      publish_status: number,
      article_id: opt(filled),
      article_detail: opt(
        z.looseObject({
          count: opt(number),
          item: or(list(z.looseObject({ idx: opt(number), article_url: filled })), []),
        }),
      ),
      /** Positions of the articles that failed, counted from 1. */
      fail_idx: or(list(number), []),
    }),
    right: "publishing",
    reads: true,
    repeatable: true,
  }),
  "publish.delete": post("/cgi-bin/freepublish/delete", {
    // index: which article, from 1; 0 or none: all. For good.
    request: of<{ article_id: string; index?: number }>(),
    reply: done,
    right: "publishing",
    repeatable: true,
  }),
  "publish.article": post("/cgi-bin/freepublish/getarticle", {
    request: of<{ article_id: string }>(),
    reply: shape({ news_item: list(storedArticle) }),
    right: "publishing",
    reads: true,
    repeatable: true,
  }),
  "publish.list": post("/cgi-bin/freepublish/batchget", {
    // count: 1 to 20; no_content 1: without the articles' contents.
    request: of<{ offset: number; count: number; no_content?: 0 | 1 }>(),
    reply: shape({
      total_count: opt(number),
      item_count: opt(number),
      item: list(z.looseObject({ article_id: filled, ...storedArticles })),
    }),
    right: "publishing",
    reads: true,
    repeatable: true,
  }),
};
