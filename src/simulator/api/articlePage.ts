import { comment } from "../actions/articles.ts";
import type { Account } from "../world/account.ts";
import { type Article, isPublic, type PublishedArticle } from "../world/articles.ts";
import type { Raw, Request } from "./call.ts";
import { plain } from "./calls/articleFields.ts";
import { errorPage, escaped, hidden, page, redirect } from "./html.ts";

const TITLE = "文章 · Article";

/**
 * The page of an article, which WeChat serves at mp.weixin.qq.com/s: of a draft for whoever has its address, of a
 * publication for everybody, which counts as reading it, with a form for comments where they are open. `comment=TEXT` and
 * `as=<openid>` in the address write one without it. Words only: an author's markup stays out of this machine.
 */
export function articlePage(call: Request): Raw {
  const { platform, now } = call;
  const get = (name: string) => call.query.get(name) ?? "";
  const account = platform.world.accounts.get(get("__biz"));
  const index = Number(get("idx") || "1") - 1;
  const draft = account?.drafts.get(get("draft"))?.articles[index];
  if (account !== undefined && draft !== undefined) return show(account, draft, [], "预览 Preview");
  const publication = account?.publications.get(get("mid"));
  const article = publication?.articles[index];
  if (account === undefined || publication === undefined || article === undefined) {
    return errorPage(TITLE, "There is no such article.");
  }
  if (article.deleted || !isPublic(publication, now)) {
    return errorPage(TITLE, "该内容已被发布者删除 · Its author has deleted it.");
  }
  const { appId } = account.settings;
  const place = { __biz: appId, mid: publication.msgDataId, idx: String(index + 1) };
  if (get("comment") !== "") {
    try {
      comment(platform, appId, get("as"), { msgDataId: place.mid, index }, get("comment"));
    } catch (error) {
      return errorPage(TITLE, (error as Error).message);
    }
    return redirect(`${call.base}/s`, place);
  }
  platform.record("article.read", { appId, msgDataId: publication.msgDataId, index });
  return show(account, article, elected(article), "", formOf(account, article, place));
}

/** Where people write below the article; the account elects what all see. */
function formOf(
  { followers }: Account,
  { commentsOpen }: PublishedArticle,
  place: Readonly<Record<string, string>>,
): string {
  if (!commentsOpen || followers.size === 0) return "";
  const people = [...followers.values()].map(
    ({ openid, profile }) => `<option value="${openid}">${escaped(profile.name)}</option>`,
  );
  const fields = Object.entries(place).map(([name, value]) => hidden(name, value));
  return (
    `<form action="s">${fields.join("")}<p><select name="as" aria-label="谁 Who">${people.join("")}</select> ` +
    `<input name="comment" aria-label="留言 Comment" required> <button>写留言 Comment</button></p></form>`
  );
}

function show(
  account: Account,
  article: Article,
  comments: readonly string[],
  note = "",
  form = "",
): Raw {
  const by = [article.author, account.settings.name, note]
    .filter((part) => part !== "")
    .join(" · ");
  const source = article.content_source_url;
  const more =
    source === ""
      ? ""
      : `<p><a href="${escaped(source)}" rel="noreferrer">阅读原文 Read more</a></p>`;
  const below =
    comments.length === 0
      ? ""
      : `<h2>留言 Comments</h2><ul>${comments.map((one) => `<li>${escaped(one)}</li>`).join("")}</ul>`;
  return page(
    article.title,
    `<p>${escaped(by)}</p><p>${escaped(plain(article.content))}</p>${more}${below}${form}`,
  );
}

/** Everybody sees the elected ones only. */
function elected({ comments }: PublishedArticle): readonly string[] {
  return comments
    .filter((one) => one.elected)
    .map(({ content, reply }) => (reply === undefined ? content : `${content} — ${reply.content}`));
}
