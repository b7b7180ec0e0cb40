import {
  type Comment,
  isPublic,
  type Publication,
  type PublishedArticle,
  publicationOf,
  withArticle,
} from "../../world/articles.ts";
import { secondsOf } from "../../world/periods.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { idText, int64, number, text } from "../json.ts";
import { demand } from "../refusal.ts";

/** At most this many at once, and one less is what the page's own words say. Source: svc:comments/api_listcomment */
const AT_ONCE = 49;
/** Characters of a reply; the page gives no number. */
const REPLY = 300;

export function openComments(call: Call): unknown {
  return change(call, () => ({ commentsOpen: true }));
}

export function closeComments(call: Call): unknown {
  return change(call, () => ({ commentsOpen: false }));
}

/** `comment/list`: the newest first. */
export function listComments(call: Call): unknown {
  const { article } = target(call);
  const body = bodyOf(call);
  const [begin, count] = [number(body, "begin") ?? 0, number(body, "count") ?? 0];
  demand(count >= 1 && count <= AT_ONCE && begin >= 0, 88010);
  const type = number(body, "type") ?? 0;
  const wanted = article.comments.filter(({ elected }) => type === 0 || elected === (type === 2));
  return {
    ...OK,
    total: wanted.length,
    comment: wanted
      .toReversed()
      .slice(begin, begin + count)
      .map(json),
  };
}

function json({ id, openid, content, at, elected, reply }: Comment) {
  return {
    user_comment_id: int64(id),
    openid,
    create_time: secondsOf(at),
    content,
    comment_type: elected ? 1 : 0,
    ...(reply === undefined
      ? {}
      : { reply: { content: reply.content, create_time: secondsOf(reply.at) } }),
  };
}

export function electComment(call: Call): unknown {
  return changeOne(call, (comment) => ({ ...comment, elected: true }));
}

export function unelectComment(call: Call): unknown {
  return changeOne(call, (comment) => ({ ...comment, elected: false }));
}

export function deleteComment(call: Call): unknown {
  return changeOne(call, () => undefined);
}

/** `comment/reply/add`: one reply for each comment. */
export function replyToComment(call: Call): unknown {
  const content = text(bodyOf(call), "content");
  demand(content !== "" && [...content].length <= REPLY, 88007);
  return changeOne(call, (comment) => {
    demand(comment.reply === undefined, 88005);
    return { ...comment, reply: { content, at: call.now } };
  });
}

export function deleteReply(call: Call): unknown {
  return changeOne(call, ({ reply, ...comment }) => {
    demand(reply !== undefined, 88009);
    return comment;
  });
}

interface Target {
  readonly publication: Publication;
  readonly article: PublishedArticle;
  readonly index: number;
}

/** The article that `msg_data_id` and `index`, from 0, name. */
function target(call: Call): Target {
  const body = bodyOf(call);
  demand(call.account.settings.withoutComments !== true, 88000);
  const id = idText(body, "msg_data_id");
  const publication = publicationOf(call.account, ({ msgDataId }) => msgDataId === id);
  const index = number(body, "index") ?? 0;
  const article = publication?.articles[index];
  demand(
    publication !== undefined && article !== undefined && isPublic(publication, call.now),
    88001,
  );
  return { publication, article, index };
}

function change(call: Call, how: (article: PublishedArticle) => Partial<PublishedArticle>) {
  const { publication, index } = target(call);
  call.platform.record("publication.set", {
    appId: call.account.settings.appId,
    publication: withArticle(publication, index, how),
  });
  return OK;
}

function changeOne(call: Call, how: (comment: Comment) => Comment | undefined): unknown {
  const { article } = target(call);
  const id = idText(bodyOf(call), "user_comment_id");
  const comment = article.comments.find((one) => one.id === id);
  demand(comment !== undefined, 88008);
  const after = how(comment);
  return change(call, ({ comments }) => ({
    comments: comments.flatMap((one) => (one.id === id ? (after ?? []) : one)),
  }));
}
