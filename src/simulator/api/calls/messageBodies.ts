import { isPublic, type Publication, publicationOf } from "../../world/articles.ts";
import { isAlive, type MediaType } from "../../world/mediaStore.ts";
import type { Call } from "../call.ts";
import { type Body, bytesOf, idText, object, objects, text } from "../json.ts";
import { demand } from "../refusal.ts";

/** Bytes of UTF-8; the page is silent, every test in the field agrees. Source: outbound 2.2 */
const TEXT_BYTES = 2_048;
const ARTICLES = 1;
/** The numbers behind 45098 and 45099 are not documented; these are a guess on the generous side. */
const MENU_ITEMS = 10;
const MENU_ITEM_BYTES = 128;

/** Checks one customer-service message against the rules of its type. */
export function checkMessage(call: Call, body: Body): void {
  const type = text(body, "msgtype");
  const check = CHECKS[type];
  demand(check !== undefined, 40008);
  const agent = text(object(body, "customservice"), "kf_account");
  demand(agent === "" || call.account.agents.has(agent), 65401);
  check(call, object(body, type));
}

type Check = (call: Call, part: Body) => void;

const CHECKS: Readonly<Record<string, Check>> = {
  text(_call, part) {
    demand(text(part, "content") !== "", 44004);
    demand(bytesOf(text(part, "content")) <= TEXT_BYTES, 45002);
  },
  image: (call, part) => needMedia(call, part, "media_id", "image"),
  voice: (call, part) => needMedia(call, part, "media_id", "voice"),
  video(call, part) {
    needMedia(call, part, "media_id", "video");
    needMedia(call, part, "thumb_media_id", "image", "thumb");
  },
  music(call, part) {
    needMedia(call, part, "thumb_media_id", "image", "thumb");
  },
  news(_call, part) {
    const articles = objects(part, "articles");
    demand(articles.length > 0, 44003);
    demand(articles.length <= ARTICLES, 45008);
  },
  // Accounts with drafts, as all are by now, cannot send these any more.
  mpnews: () => demand(false, 40007),
  mpnewsarticle: (call, part) => void needArticle(call, text(part, "article_id")),
  msgmenu(call, part) {
    demand(call.account.settings.type === "service", 40200);
    const items = objects(part, "list");
    demand(items.length > 0 && items.length <= MENU_ITEMS, 45098);
    for (const item of items) {
      demand(idText(item, "id") !== "" && text(item, "content") !== "", 47001);
      demand(bytesOf(text(item, "content")) <= MENU_ITEM_BYTES, 45099);
    }
  },
  // Cards need a right that no simulated account has.
  wxcard: () => demand(false, 48008),
  miniprogrampage(call, part) {
    // Which of 40166 and 40168 a program that is not linked gets is not documented.
    demand(call.account.settings.miniPrograms.includes(text(part, "appid")), 40166);
    needMedia(call, part, "thumb_media_id", "image", "thumb");
  },
};

/** What a published article stands in the chat as. */
export function needArticle(call: Call, articleId: string): Publication {
  const publication = publicationOf(call.account, ({ job }) => job?.articleId === articleId);
  demand(publication !== undefined && isPublic(publication, call.now), 53600);
  return publication;
}

/** A media id that exists, is of a fitting type and has not expired; 40007 otherwise. */
export function needMedia(call: Call, part: Body, name: string, ...types: MediaType[]): void {
  const media = call.account.media.get(text(part, name));
  const fits = media !== undefined && types.includes(media.type) && isAlive(media, call.now);
  demand(fits, 40007);
}
