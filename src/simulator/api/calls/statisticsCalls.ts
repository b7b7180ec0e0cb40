import { isPublic, type Publication } from "../../world/articles.ts";
import { dayOf } from "../../world/periods.ts";
import type { Call } from "../call.ts";
import { articleLink } from "./articleFields.ts";
import { daysOf, lastDay } from "./followerFigures.ts";

/** Readers by whatever way they came. */
const ALL = "全部";

/** `datacube/getarticleread`: articles that were opened on that day. */
export function articleReads(call: Call): unknown {
  const [day = ""] = daysOf(call, 1);
  return delayed(
    articlesOf(call).flatMap((one) => {
      const count = readsOf(call, one, (on) => on === day);
      if (count === 0) return [];
      return { ref_date: day, ...one.json, detail: { read_user: count, ...sources(count) } };
    }),
  );
}

/** `datacube/getarticleshare`: nobody shares anything here. */
export function articleShares(call: Call): unknown {
  daysOf(call, 1);
  return delayed([]);
}

/** `datacube/getbizsummary`: all articles together. */
export function articleSummary(call: Call): unknown {
  return delayed(
    daysOf(call, 30).map((day) => {
      const all = articlesOf(call);
      const total = (of: (one: OneArticle) => number) => all.reduce((sum, one) => sum + of(one), 0);
      return {
        ref_date: day,
        detail: {
          read_user: total((one) => readsOf(call, one, (on) => on === day)),
          share_user: 0,
          like_user: 0,
          comment_count: total((one) => one.comments.filter((at) => dayOf(at) === day).length),
          send_page_count: all.filter(({ publication }) => dayOf(publication.at) === day).length,
        },
      };
    }),
  );
}

/** `datacube/getarticletotaldetail`: articles of that day, and what became of each until now. */
export function articleTotal(call: Call): unknown {
  const [day = ""] = daysOf(call, 1);
  const own = articlesOf(call).filter(({ publication }) => dayOf(publication.at) === day);
  return delayed(
    own.map((one) => {
      const until = lastDay(call);
      const count = readsOf(call, one, (on) => on <= until);
      const detail = {
        ...{ stat_date: until, read_user: count, share_user: 0, like_user: 0 },
        comment_count: one.comments.filter((at) => dayOf(at) <= until).length,
        ...sources(count),
      };
      return { ref_date: day, ...one.json, detail_list: [detail] };
    }),
  );
}

const delayed = (list: readonly unknown[]) => ({ list, is_delay: false });
const sources = (count: number) => ({
  read_user_source: [{ user_count: count, scene_desc: ALL }],
});

interface OneArticle {
  readonly publication: Publication;
  readonly index: number;
  readonly comments: readonly number[];
  readonly json: { readonly [name: string]: unknown };
}

function articlesOf(call: Call): readonly OneArticle[] {
  return [...call.account.publications.values()]
    .filter((publication) => isPublic(publication, call.now))
    .flatMap((publication) =>
      publication.articles.map(({ title, comments }, index) => ({
        publication,
        index,
        comments: comments.map(({ at }) => at),
        json: {
          msgid: `${publication.msgDataId}_${index + 1}`,
          title,
          content_url: articleLink(call, publication, index),
          // 0 sent to followers, 1 published.
          publish_type: publication.job === undefined ? 0 : 1,
        },
      })),
    );
}

function readsOf(call: Call, one: OneArticle, isWanted: (day: string) => boolean): number {
  return call.platform.timeline
    .of("article.read")
    .filter(
      ({ msgDataId, index, at }) =>
        msgDataId === one.publication.msgDataId && index === one.index && isWanted(dayOf(at)),
    ).length;
}
