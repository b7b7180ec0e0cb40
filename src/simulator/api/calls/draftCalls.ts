import type { Draft } from "../../world/articles.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { type Body, number, object, objects, text } from "../json.ts";
import { demand } from "../refusal.ts";
import { articleJson, draftLink, readArticle, updated } from "./articleFields.ts";

/** `draft/add`. Source: svc:draftbox/draftmanage/api_draft_add */
export function addDraft(call: Call): unknown {
  const articles = objects(bodyOf(call), "articles");
  demand(articles.length > 0, 44003);
  const mediaId = call.platform.dice.letters(64);
  store(call, {
    mediaId,
    articles: articles.map((one) => readArticle(call, one)),
    updatedAt: call.now,
  });
  return { media_id: mediaId, item: [] };
}

/** `draft/update`: here `articles` is one article and no list. */
export function updateDraft(call: Call): unknown {
  const body = bodyOf(call);
  const draft = needDraft(call, body);
  const index = number(body, "index") ?? 0;
  demand(index >= 0 && index < draft.articles.length, 40114);
  const article = readArticle(call, object(body, "articles"));
  const articles = draft.articles.map((one, at) => (at === index ? article : one));
  store(call, { ...draft, articles, updatedAt: call.now });
  return OK;
}

export function getDraft(call: Call): unknown {
  return { ...contentOf(call, needDraft(call, bodyOf(call)), true) };
}

export function deleteDraft(call: Call): unknown {
  const { mediaId } = needDraft(call, bodyOf(call));
  call.platform.record("draft.removed", { appId: call.account.settings.appId, mediaId });
  return OK;
}

export function countDrafts(call: Call): unknown {
  return { total_count: call.account.drafts.size };
}

/** `draft/batchget`: the newest first. */
export function listDrafts(call: Call): unknown {
  const body = bodyOf(call);
  const newest = [...call.account.drafts.values()].sort((a, b) => b.updatedAt - a.updatedAt);
  return pageOf(body, newest, (draft) => ({
    media_id: draft.mediaId,
    content: { ...contentOf(call, draft, number(body, "no_content") !== 1) },
    ...updated(draft.updatedAt),
  }));
}

/** One page of a list, as drafts and publications are given out. */
export function pageOf<T>(body: Body, all: readonly T[], json: (one: T) => object): unknown {
  const [offset, count] = [number(body, "offset") ?? 0, number(body, "count") ?? 0];
  demand(offset >= 0 && count >= 1 && count <= 20, 40097);
  const item = all.slice(offset, offset + count).map(json);
  return { total_count: all.length, item_count: item.length, item };
}

/** The draft that a body names; 40007 where there is none. */
export function needDraft(call: Call, body: Body): Draft {
  const draft = call.account.drafts.get(text(body, "media_id"));
  demand(draft !== undefined, 40007);
  return draft;
}

/** A draft that was sent or published leaves the box. Source: svc:draftbox/draftmanage/api_draft_add */
export function takeOut(call: Call, { mediaId }: Draft): void {
  call.platform.record("draft.removed", { appId: call.account.settings.appId, mediaId });
}

function store(call: Call, draft: Draft): void {
  call.platform.record("draft.stored", { appId: call.account.settings.appId, draft });
}

function contentOf(call: Call, draft: Draft, withContent: boolean) {
  return {
    news_item: draft.articles.map((article, index) =>
      articleJson(article, draftLink(call, draft.mediaId, index), withContent),
    ),
    ...updated(draft.updatedAt),
  };
}
