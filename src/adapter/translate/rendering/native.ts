import type {
  CustomMessage,
  CustomMessageOptions,
} from "../../../client/messages/customMessage.ts";
import { fromReply } from "../../../client/messages/customMessage.ts";
import { SendError } from "../../../errors.ts";
import type { Push } from "../../../protocol/push.ts";
import { checkReply, type Reply } from "../../../protocol/reply.ts";
import type { Outgoing } from "../../plan/outgoing.ts";
import { link } from "./links.ts";
import { type Loose, object, objects, text } from "./loose.ts";
import { checkNative } from "./nativeCheck.ts";
import { joined, type Sheet } from "./sheet.ts";

/**
 * A message in WeChat's own terms, for what Bot Framework has no word for: `channelData: { wechat: … }` in
 * ours (a passive reply or a customer-service message), or the JSON of WeChat's API with its `msgtype`.
 * Undefined where there is none. Throws `SendError` for a message that WeChat would refuse.
 */
export function nativeMessage(
  channelData: unknown,
  words: string,
  push: Push | undefined,
  sheet: Sheet,
): Outgoing | undefined {
  const { wechat, msgtype } = object(channelData);
  if (wechat !== undefined && wechat !== null) {
    return ofOurKind(checkNative(wechat), words, push, sheet);
  }
  if (typeof msgtype !== "string") return undefined;
  const custom = checkNative(readApiMessage(msgtype, object(channelData)));
  return asCustom(custom as CustomMessage, words, push, sheet);
}

const CUSTOM_ONLY = ["mpnews", "mpnewsarticle", "msgmenu", "wxcard", "miniprogrampage"] as const;
type CustomOnly = Extract<CustomMessage, { type: (typeof CUSTOM_ONLY)[number] }>;

function ofOurKind(
  message: Reply | CustomMessage,
  words: string,
  push: Push | undefined,
  sheet: Sheet,
): Outgoing {
  if ((CUSTOM_ONLY as readonly string[]).includes(message.type) || "article" in message) {
    return asCustom(message as CustomMessage, words, push, sheet);
  }
  checkReply(message as Reply, push);
  return { reply: message as Reply };
}

/** What only customer service carries is said in the bot's words where it cannot. */
function asCustom(
  custom: CustomMessage,
  words: string,
  push: Push | undefined,
  { phrases }: Sheet,
): Outgoing {
  const passive = passiveOf(custom);
  if (passive !== undefined) {
    checkReply(passive, push);
    return { reply: passive };
  }
  const content = words || inWords(custom as CustomOnly) || phrases.unshown("message");
  const reply = { type: "text", content } as const;
  checkReply(reply, push);
  return { reply, custom };
}

function passiveOf(custom: CustomMessage): Reply | undefined {
  if (custom.type === "news") {
    const { title, description = "", url, picUrl = "" } = custom.article;
    return { type: "news", articles: [{ title, description, url, picUrl }] };
  }
  if ((CUSTOM_ONLY as readonly string[]).includes(custom.type)) return undefined;
  return fromReply(custom as Reply) as Reply | undefined;
}

function inWords(custom: CustomOnly): string {
  if (custom.type === "miniprogrampage") return miniProgramLink(custom);
  if (custom.type !== "msgmenu") return "";
  return joined([
    custom.head ?? "",
    ...custom.items.map(({ content }) => content),
    custom.tail ?? "",
  ]);
}

/** Opens the mini program by its attributes; clients that are too old for them open WeChat's page. */
function miniProgramLink({
  title,
  appId,
  pagePath,
}: Extract<CustomOnly, { pagePath: string }>): string {
  const attribute = (value: string) => value.replace(/["<>]/g, encodeURIComponent);
  const own = `data-miniprogram-appid="${attribute(appId)}" data-miniprogram-path="${attribute(pagePath)}"`;
  return link(title, "https://mp.weixin.qq.com").replace("<a ", `<a ${own} `);
}

/** The JSON of `custom/send`, as other adapters' bots have it in `channelData`. */
function readApiMessage(msgtype: string, body: Loose): CustomMessage {
  const part = object(body[msgtype]);
  const mediaId = text(part.media_id);
  switch (msgtype) {
    case "text":
      return { type: "text", content: text(part.content) };
    case "image":
    case "voice":
    case "mpnews":
      return { type: msgtype, mediaId };
    case "video":
      return {
        type: "video",
        mediaId,
        thumbMediaId: some(part.thumb_media_id),
        title: some(part.title),
        description: some(part.description),
      };
    case "music":
      return {
        type: "music",
        title: some(part.title),
        description: some(part.description),
        musicUrl: text(part.musicurl),
        hqMusicUrl: some(part.hqmusicurl),
        thumbMediaId: text(part.thumb_media_id),
      };
    case "news": {
      const [article = {}] = objects(part.articles);
      const [title, url] = [text(article.title), text(article.url)];
      const [description, picUrl] = [some(article.description), some(article.picurl)];
      return { type: "news", article: { title, url, description, picUrl } };
    }
    case "mpnewsarticle":
      return { type: "mpnewsarticle", articleId: text(part.article_id) };
    case "msgmenu": {
      const items = objects(part.list).map(({ id, content }) => ({
        id: text(id),
        content: text(content),
      }));
      return {
        type: "msgmenu",
        head: some(part.head_content),
        items,
        tail: some(part.tail_content),
      };
    }
    case "wxcard":
      return { type: "wxcard", cardId: text(part.card_id) };
    case "miniprogrampage":
      return {
        type: "miniprogrampage",
        title: text(part.title),
        appId: text(part.appid),
        pagePath: text(part.pagepath),
        thumbMediaId: text(part.thumb_media_id),
      };
    default:
      throw new SendError(
        "unknown-msgtype",
        `channelData has the msgtype ${JSON.stringify(msgtype.slice(0, 40))}, which WeChat does not know. See docs/activities.md.`,
      );
  }
}

function some(value: unknown): string | undefined {
  return text(value) || undefined;
}

/**
 * How customer service shows a message: `channelData: { kfAccount, ai }`, or WeChat's own fields. `labelled`: an SDK's
 * label says that a model wrote it. `aiLabel`: what the account says of that.
 */
export function marksOf(
  channelData: unknown,
  labelled = false,
  aiLabel: "all" | "marked" | "none" = "marked",
): CustomMessageOptions | undefined {
  const data = object(channelData);
  const kfAccount = some(data.kfAccount) ?? some(object(data.customservice).kf_account);
  const isMarked = labelled || data.ai === true || object(data.aimsgcontext).is_ai_msg === 1;
  const ai = aiLabel === "marked" ? isMarked : aiLabel === "all";
  if (kfAccount === undefined && !ai) return undefined;
  return { ...(kfAccount !== undefined && { kfAccount }), ...(ai && { ai }) };
}
