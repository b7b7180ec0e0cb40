import { SendError } from "../errors.ts";
import { NEWS_ARTICLES_TO_EVENT, NEWS_ARTICLES_TO_MESSAGE, TEXT_BYTES } from "./limits.ts";
import type { Push } from "./push.ts";
import { utf8Length } from "./text.ts";
import { stripForbidden, writeXml, type XmlDocument } from "./xml.ts";

/**
 * Every passive reply: what can ride on the answer to a push.
 *
 * Source: guide, Passive_user_reply_message and Forwarding_of_messages_to_service_center; the
 * `device_…` and `hardware` kinds, of the old hardware platform, from SDKs.
 */
export type Reply =
  | TextReply
  | ImageReply
  | VoiceReply
  | VideoReply
  | MusicReply
  | NewsReply
  | TransferReply
  | AiReply
  | DeviceTextReply
  | DeviceStatusReply
  | DeviceEventReply
  | HardwareReply;

/** At most {@link TEXT_BYTES} of UTF-8. Links `<a href="…">` work, other markup is shown as it is. */
export interface TextReply {
  readonly type: "text";
  readonly content: string;
}

/** A picture, not an animated one. */
export interface ImageReply {
  readonly type: "image";
  readonly mediaId: string;
}

export interface VoiceReply {
  readonly type: "voice";
  readonly mediaId: string;
}

export interface VideoReply {
  readonly type: "video";
  readonly mediaId: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

export interface MusicReply {
  readonly type: "music";
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly musicUrl?: string | undefined;
  /** Played instead of `musicUrl` on Wi-Fi. */
  readonly hqMusicUrl?: string | undefined;
  readonly thumbMediaId: string;
}

export interface NewsReply {
  readonly type: "news";
  /** As many as {@link newsLimit} allows. */
  readonly articles: readonly Article[];
}

export interface Article {
  readonly title: string;
  readonly description: string;
  /** JPG or PNG; 360 × 200 pixels for the first article, 200 × 200 for the others. */
  readonly picUrl: string;
  readonly url: string;
}

/** Hands the conversation to human agents. */
export interface TransferReply {
  readonly type: "transfer_customer_service";
  /** `name@account`: this agent only, and the follower waits while that agent is away. */
  readonly kfAccount?: string | undefined;
}

/** Hands the message to WeChat's own AI reply, where the account has it switched on and trained. */
export interface AiReply {
  readonly type: "transfer_biz_ai_ivr";
}

export interface DeviceTextReply {
  readonly type: "device_text";
  readonly deviceType: string;
  readonly deviceId: string;
  readonly sessionId: string;
  /** Base64. */
  readonly content: string;
}

/** Answers a `device_event` whose action is `subscribe_status` or `unsubscribe_status`. */
export interface DeviceStatusReply {
  readonly type: "device_status";
  readonly deviceType: string;
  readonly deviceId: string;
  readonly deviceStatus: string;
}

export interface DeviceEventReply {
  readonly type: "device_event";
  readonly deviceType: string;
  readonly deviceId: string;
  readonly sessionId: string;
  /** Base64. */
  readonly content: string;
  readonly event: string;
}

/** WeRun's ranking list. */
export interface HardwareReply {
  readonly type: "hardware";
  /** For example `myrank`. */
  readonly messageView: string;
  /** For example `ranklist`. */
  readonly messageAction: string;
}

/** Who answers whom, and when. */
interface ReplyHead {
  /** The follower's openid: the `from` of the push. */
  readonly to: string;
  /** The account's original id, `gh_…`: the `to` of the push. Never the AppID. */
  readonly from: string;
  /** SECONDS since the epoch. */
  readonly createTime: number;
}

/** The reply as WeChat wants it, not yet sealed. */
export function writeReply(reply: Reply, head: ReplyHead): string {
  return writeXml({
    ToUserName: head.to,
    FromUserName: head.from,
    CreateTime: head.createTime,
    MsgType: reply.type,
    ...ownElements(reply),
  });
}

/** How many articles a news reply to this push may have. WeChat silently drops the rest. */
export function newsLimit(push: Push): number {
  // The page lists text, image, voice, video, location and "news", which arrives as a link. What it
  // does not name (short videos, files) is held to the smaller number: nothing gets lost.
  return push.kind === "message" ? NEWS_ARTICLES_TO_MESSAGE : NEWS_ARTICLES_TO_EVENT;
}

/**
 * Throws a {@link SendError} for a reply that WeChat would not show: it would say to the follower that
 * the account's service is out of order. Without a push, news may have as many articles as any may.
 */
export function checkReply(reply: Reply, push?: Push): void {
  switch (reply.type) {
    case "text":
      checkText(reply.content);
      break;
    case "image":
    case "voice":
    case "video":
      checkMedia(reply.type, "mediaId", reply.mediaId);
      break;
    case "music":
      checkMedia(reply.type, "thumbMediaId", reply.thumbMediaId);
      break;
    case "news":
      checkArticles(reply.articles, push === undefined ? NEWS_ARTICLES_TO_EVENT : newsLimit(push));
      break;
  }
}

function ownElements(reply: Reply): XmlDocument {
  switch (reply.type) {
    case "text":
      return { Content: lineBreaks(reply.content) };
    case "image":
      return { Image: { MediaId: reply.mediaId } };
    case "voice":
      return { Voice: { MediaId: reply.mediaId } };
    case "video":
      return {
        Video: { MediaId: reply.mediaId, Title: reply.title, Description: reply.description },
      };
    case "music":
      return {
        Music: {
          Title: reply.title,
          Description: reply.description,
          // The page's table says MusicURL, its sample MusicUrl; every SDK sends the latter.
          MusicUrl: reply.musicUrl,
          HQMusicUrl: reply.hqMusicUrl,
          ThumbMediaId: reply.thumbMediaId,
        },
      };
    case "news":
      return {
        ArticleCount: reply.articles.length,
        Articles: { item: reply.articles.map(articleElement) },
      };
    case "transfer_customer_service":
      return reply.kfAccount === undefined ? {} : { TransInfo: { KfAccount: reply.kfAccount } };
    case "transfer_biz_ai_ivr":
      return {};
    case "device_text":
      return { ...deviceElements(reply), SessionID: reply.sessionId, Content: reply.content };
    case "device_status":
      return { ...deviceElements(reply), DeviceStatus: reply.deviceStatus };
    case "device_event":
      return {
        ...deviceElements(reply),
        SessionID: reply.sessionId,
        Content: reply.content,
        Event: reply.event,
      };
    case "hardware":
      return {
        HardWare: { MessageView: reply.messageView, MessageAction: reply.messageAction },
        FuncFlag: 0,
      };
  }
}

function articleElement(article: Article): XmlDocument {
  return {
    Title: article.title,
    Description: article.description,
    PicUrl: article.picUrl,
    Url: article.url,
  };
}

function deviceElements(reply: { readonly deviceType: string; readonly deviceId: string }) {
  return { DeviceType: reply.deviceType, DeviceID: reply.deviceId };
}

/** iPhones show "\r\n" as two breaks. */
function lineBreaks(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function checkText(content: string): void {
  const shown = stripForbidden(lineBreaks(content));
  if (shown.trim() === "") {
    throw new SendError("empty-text", "The text is empty. Send at least one visible character.");
  }
  const bytes = utf8Length(shown);
  if (bytes <= TEXT_BYTES) return;
  throw new SendError(
    "text-too-long",
    `The text has ${bytes} bytes, WeChat takes ${TEXT_BYTES}. Cut it with splitText or shorten it.`,
  );
}

function checkMedia(type: string, field: string, mediaId: string): void {
  if (mediaId !== "") return;
  throw new SendError(
    "no-media-id",
    `The ${type} reply has no ${field}. Upload the media first and use the id that WeChat gives.`,
  );
}

function checkArticles(articles: readonly Article[], limit: number): void {
  if (articles.length === 0) {
    throw new SendError("no-articles", "The news reply has no article. Add one, or send a text.");
  }
  if (articles.length <= limit) return;
  throw new SendError(
    "too-many-articles",
    `The news reply has ${articles.length} articles, WeChat shows ${limit} here. Leave out the rest, ` +
      "or send a text with links.",
  );
}
