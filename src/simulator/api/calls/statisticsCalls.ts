import { isPublic, type Publication } from "../../world/articles.ts";
import { dayOf } from "../../world/periods.ts";
import { bodyOf, type Call } from "../call.ts";
import { text } from "../json.ts";
import { demand } from "../refusal.ts";
import { articleLink } from "./articleFields.ts";

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Figures of a day are there at 8 o'clock of the next, in China. Source: svc:wedata/* */
const READY_MS = 8 * 3_600_000;
/** The share of readers that came in some other way than those that are played here. */
const ALL = "全部";

/** `datacube/getusersummary`: who came and went. */
export function followerSummary(call: Call): unknown {
  const days = daysOf(call, 7);
  const acted = call.platform.timeline
    .of("follower.acted")
    .filter(({ appId }) => appId === call.account.settings.appId);
  const on = (day: string) => acted.filter(({ at }) => dayOf(at) === day);
  return {
    list: days.map((day) => ({
      ref_date: day,
      user_source: 0,
      new_user: on(day).filter(({ follows }) => follows !== undefined).length,
      cancel_user: on(day).filter(({ action }) => action.do === "unfollow").length,
    })),
  };
}

/** `datacube/getusercumulate`: how many follow at the end of a day. */
export function followerTotal(call: Call): unknown {
  const { appId } = call.account.settings;
  const acted = call.platform.timeline.of("follower.acted").filter((one) => one.appId === appId);
  return {
    list: daysOf(call, 7).map((day) => {
      const following = new Set<string>();
      for (const { at, openid, follows, action } of acted) {
        if (dayOf(at) > day) continue;
        if (follows !== undefined) following.add(openid);
        if (action.do === "unfollow") following.delete(openid);
      }
      return { ref_date: day, user_source: 0, cumulate_user: following.size };
    }),
  };
}

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

/** The days that are asked for; 61500, 61501 and 61503 where they cannot be. */
function daysOf(call: Call, most: number): readonly string[] {
  const body = bodyOf(call);
  const [begin, end] = [text(body, "begin_date"), text(body, "end_date")];
  const isDay = (day: string) => DAY.test(day) && !Number.isNaN(Date.parse(day));
  demand(isDay(begin) && isDay(end), 61500);
  const span = (Date.parse(end) - Date.parse(begin)) / DAY_MS + 1;
  demand(span >= 1 && span <= most && end < dayOf(call.now), 61501);
  demand(end <= lastDay(call), 61503);
  return Array.from({ length: span }, (_, n) =>
    new Date(Date.parse(begin) + n * DAY_MS).toISOString().slice(0, 10),
  );
}

/** The last day whose figures are there. */
function lastDay({ now }: Call): string {
  return dayOf(now - DAY_MS - READY_MS);
}

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
