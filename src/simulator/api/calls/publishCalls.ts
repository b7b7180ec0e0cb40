import type { XmlDocument } from "../../../protocol/xml.ts";
import {
  isPublic,
  type Publication,
  publicationOf,
  published,
  statusOf,
  withArticle,
} from "../../world/articles.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { idText, int64, number, text } from "../json.ts";
import { demand } from "../refusal.ts";
import { articleJson, articleLink, updated } from "./articleFields.ts";
import { needDraft, pageOf, takeOut } from "./draftCalls.ts";

/** How long WeChat works at a publication; the page says only that it takes a while. */
const PUBLISH_MS = 2_000;
/** The results of jobs come from here. Source: inbound 3.3 */
const HELPER = "mphelper";

/** `freepublish/submit`: the draft goes out, and the event tells what became of it. Source: svc:public/* */
export function submitDraft(call: Call): unknown {
  const { platform, account } = call;
  const { appId, publishing } = account.settings;
  const draft = needDraft(call, bodyOf(call));
  const publication: Publication = {
    msgDataId: String(platform.dice.number(2 ** 31)),
    articles: published(draft.articles),
    at: call.now,
    job: {
      publishId: String(100_000_000 + platform.dice.number(2 ** 31)),
      articleId: platform.dice.letters(43),
      doneAt: call.now + PUBLISH_MS,
      ...(publishing === undefined ? {} : { failure: publishing }),
    },
  };
  platform.record("publication.set", { appId, publication });
  if (publishing === undefined) takeOut(call, draft);
  const event = { Event: "PUBLISHJOBFINISH", PublishEventInfo: eventInfo(call, publication) };
  platform.later(PUBLISH_MS, () => platform.raise(appId, HELPER, event));
  const { publishId = "" } = publication.job ?? {};
  return {
    ...OK,
    publish_id: publishId,
    msg_data_id: int64(publication.msgDataId),
  };
}

/** What the push says once the job is done. Source: guide, Publish/Callback_on_finish */
function eventInfo(call: Call, publication: Publication): XmlDocument {
  const { publishId = "", articleId = "", failure, doneAt = 0 } = publication.job ?? {};
  const item = publication.articles.map((_, index) => ({
    idx: index + 1,
    article_url: articleLink(call, publication, index),
  }));
  return {
    publish_id: publishId,
    publish_status: statusOf(publication, doneAt),
    ...(failure === undefined
      ? { article_id: articleId, article_detail: { count: item.length, item } }
      : { fail_idx: item.map(({ idx }) => idx) }),
  };
}

/** `freepublish/get`. */
export function publicationStatus(call: Call): unknown {
  const id = idText(bodyOf(call), "publish_id");
  const publication = publicationOf(call.account, ({ job }) => job?.publishId === id);
  demand(publication !== undefined, 53502);
  const status = statusOf(publication, call.now);
  const done = {
    article_id: publication.job?.articleId,
    article_detail: detailOf(call, publication),
  };
  const failed = status >= 2 && status <= 4;
  return {
    publish_id: id,
    publish_status: status,
    ...(status === 0 || status === 5 ? done : {}),
    fail_idx: failed ? publication.articles.map((_, index) => index + 1) : [],
  };
}

function detailOf(call: Call, publication: Publication) {
  const item = publication.articles.map((_, index) => ({
    idx: index + 1,
    article_url: articleLink(call, publication, index),
  }));
  return { count: item.length, item };
}

/** `freepublish/delete`: one article, counted from 1, or with 0 all of them. */
export function deletePublication(call: Call): unknown {
  const body = bodyOf(call);
  const publication = needPublication(call, text(body, "article_id"));
  const index = number(body, "index") ?? 0;
  demand(index >= 0 && index <= publication.articles.length, 40114);
  const gone = publication.articles.reduce(
    (so, _, at) =>
      index === 0 || at === index - 1 ? withArticle(so, at, () => ({ deleted: true })) : so,
    publication,
  );
  call.platform.record("publication.set", {
    appId: call.account.settings.appId,
    publication: gone,
  });
  return OK;
}

export function getPublication(call: Call): unknown {
  return contentOf(call, needPublication(call, text(bodyOf(call), "article_id")), true);
}

/** `freepublish/batchget`: the newest first. */
export function listPublications(call: Call): unknown {
  const body = bodyOf(call);
  const newest = [...call.account.publications.values()]
    .filter((one) => one.job !== undefined && isPublic(one, call.now))
    .sort((a, b) => b.at - a.at);
  return pageOf(body, newest, (publication) => ({
    article_id: publication.job?.articleId,
    content: contentOf(call, publication, number(body, "no_content") !== 1),
    ...updated(publication.at),
  }));
}

/** The publication of an `article_id`; which code WeChat has for an unknown one is not documented. */
function needPublication(call: Call, articleId: string): Publication {
  const publication = publicationOf(call.account, ({ job }) => job?.articleId === articleId);
  demand(publication !== undefined && statusOf(publication, call.now) !== 1, 53600);
  return publication;
}

function contentOf(call: Call, publication: Publication, withContent: boolean) {
  return {
    news_item: publication.articles.map((article, index) => {
      const { deleted, commentsOpen: _, comments: __, ...fields } = article;
      const json = articleJson(fields, articleLink(call, publication, index), withContent);
      return { ...json, thumb_url: "", is_deleted: deleted };
    }),
    ...updated(publication.at),
  };
}
