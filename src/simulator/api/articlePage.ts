import type { Account } from "../world/account.ts";
import { type Article, isPublic, type PublishedArticle } from "../world/articles.ts";
import type { Raw, Request } from "./call.ts";
import { plain } from "./calls/articleFields.ts";
import { errorPage, escaped, page } from "./html.ts";

const TITLE = "文章 · Article";

/**
 * The page of an article, which WeChat serves at mp.weixin.qq.com/s: of a draft for whoever has its address, of a
 * publication for everybody, which counts as reading it. Words only: an author's markup stays out of this machine.
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
  platform.record("article.read", { appId, msgDataId: publication.msgDataId, index });
  return show(account, article, elected(article));
}

function show(account: Account, article: Article, comments: readonly string[], note = ""): Raw {
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
    `<p>${escaped(by)}</p><p>${escaped(plain(article.content))}</p>${more}${below}`,
  );
}

/** Everybody sees the elected ones only. */
function elected({ comments }: PublishedArticle): readonly string[] {
  return comments
    .filter((one) => one.elected)
    .map(({ content, reply }) => (reply === undefined ? content : `${content} — ${reply.content}`));
}
