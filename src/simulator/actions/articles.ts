import type { Platform } from "../platform.ts";
import { isPublic, withArticle } from "../world/articles.ts";
import { drawOpenid } from "../world/followers.ts";

/** Which article: of several, counted from 0. */
interface ArticlePlace {
  readonly msgDataId: string;
  readonly index?: number;
}

/** A person writes below an article. Gives the comment's id; throws where nobody can comment. */
export function comment(
  platform: Platform,
  appId: string,
  openid: string,
  { msgDataId, index = 0 }: ArticlePlace,
  content: string,
): string {
  const now = platform.clock.now();
  const publication = platform.account(appId).publications.get(msgDataId);
  const article = publication?.articles[index];
  if (publication === undefined || article === undefined || !isPublic(publication, now)) {
    throw new Error(`${appId} has no article ${index} of ${msgDataId}.`);
  }
  const { following } = platform.follower(appId, openid);
  if (!article.commentsOpen || (article.only_fans_can_comment === 1 && !following)) {
    throw new Error(`${openid} cannot comment on this article.`);
  }
  const id = platform.dice.id64();
  const one = { id, openid, content, at: now, elected: false };
  platform.record("publication.set", {
    appId,
    publication: withArticle(publication, index, ({ comments }) => ({
      comments: [...comments, one],
    })),
  });
  return id;
}

/**
 * WeChat moves an account's followers into another one, as after an approved 账号迁移: each gets a new openid, and
 * neither account hears of it.
 */
export function moveFollowers(platform: Platform, fromAppId: string, toAppId: string): void {
  const from = platform.account(fromAppId);
  const openids = [...from.followers.values()]
    .filter(({ following }) => following)
    .map(({ openid }) => [openid, drawOpenid(toAppId, platform.dice)] as const);
  platform.record("followers.moved", {
    appId: toAppId,
    fromOriginalId: from.settings.originalId,
    openids,
  });
}
