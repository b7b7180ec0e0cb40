import { z } from "zod";
import { list, number, opt, or, text } from "./lenient.ts";
import { of, post, shape } from "./row.ts";

/** From one day to another, both included, as `2026-11-30`; yesterday at the latest. */
export interface Days {
  readonly begin_date: string;
  readonly end_date: string;
}

const day = { ref_date: or(text, "") };
const article = {
  ...day,
  /** The `msg_data_id` and, after `_`, the article's position, from 1. */
  msgid: or(text, ""),
  title: or(text, ""),
  content_url: or(text, ""),
  publish_type: opt(number),
};
/** Where readers came from; `全部` is all of them. */
const sources = or(list(z.looseObject({ user_count: opt(number), scene_desc: or(text, "") })), []);
const bySource = { user_source: opt(number) };

function figures<T extends z.ZodRawShape>(path: string, item: T, right: Right, span: string) {
  return post(path, {
    request: of<Days>(),
    reply: shape({
      list: list(z.looseObject(item)),
      /** True: WeChat has not finished counting. */
      is_delay: opt(z.boolean()),
    }),
    right,
    quota: span,
    reads: true,
    repeatable: true,
  });
}

type Right = "users" | "publishing";

/**
 * What was read and who came. Figures of a day are there after 8 o'clock of the next (61503 before).
 * Source: svc:wedata/*; WeChat keeps the older rows of articles no longer, they go by `client.request`.
 */
export const STATISTICS = {
  "statistics.followers": figures(
    "/datacube/getusersummary",
    { ...day, ...bySource, new_user: opt(number), cancel_user: opt(number) },
    "users",
    "7 days at once",
  ),
  "statistics.followerTotal": figures(
    "/datacube/getusercumulate",
    { ...day, ...bySource, cumulate_user: opt(number) },
    "users",
    "7 days at once",
  ),
  "statistics.articleReads": figures(
    "/datacube/getarticleread",
    {
      ...article,
      detail: opt(z.looseObject({ read_user: opt(number), read_user_source: sources })),
    },
    "publishing",
    "1 day at once; since 2025-11-01",
  ),
  "statistics.articleShares": figures(
    "/datacube/getarticleshare",
    { ...article, detail: opt(z.looseObject({ share_user: opt(number) })) },
    "publishing",
    "1 day at once; since 2025-11-01",
  ),
  "statistics.articles": figures(
    "/datacube/getbizsummary",
    {
      ...day,
      detail: opt(
        z.looseObject({
          read_user: opt(number),
          share_user: opt(number),
          like_user: opt(number),
          comment_count: opt(number),
          send_page_count: opt(number),
        }),
      ),
    },
    "publishing",
    "30 days at once; since 2025-11-01",
  ),
  "statistics.articleTotal": figures(
    "/datacube/getarticletotaldetail",
    {
      ...article,
      detail_list: or(
        list(
          z.looseObject({
            stat_date: or(text, ""),
            read_user: opt(number),
            share_user: opt(number),
            comment_count: opt(number),
            like_user: opt(number),
            read_user_source: sources,
          }),
        ),
        [],
      ),
    },
    "publishing",
    "1 day at once; an article's first 30 days; since 2025-11-01",
  ),
};
