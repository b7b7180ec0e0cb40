import type { XmlElement } from "../../protocol/xml.ts";
import type { Json } from "../world/facts.ts";
import { type Remark, refuse } from "./answerFault.ts";
import { child, isElement, many, raw, word } from "./elements.ts";

/** The platform's own numbers; the adapter's are elsewhere, on purpose. */
const LONGEST_TEXT = 2048;
const ARTICLES_AFTER_A_MESSAGE = 1;
const ARTICLES_AFTER_AN_EVENT = 8;
/** More than this was never shown at all, even before the platform began to drop articles. */
const MOST_ARTICLES_EVER = 10;

/** Who was asked what by the push. */
export interface Asked {
  /** The account's original id. */
  readonly account: string;
  readonly openid: string;
  /** The event's name as it was pushed; absent for messages. */
  readonly event?: string;
}

/** What a passive reply puts on the follower's screen. */
export type PassiveMessage =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image" | "voice"; readonly mediaId: string }
  | {
      readonly type: "video";
      readonly mediaId: string;
      readonly title: string;
      readonly description: string;
    }
  | {
      readonly type: "music";
      readonly title: string;
      readonly description: string;
      readonly url: string;
    }
  | { readonly type: "news"; readonly articles: readonly PassiveArticle[] }
  | { readonly type: "device"; readonly elements: XmlElement };

export interface PassiveArticle {
  readonly title: string;
  readonly description: string;
  readonly picUrl: string;
  readonly url: string;
}

/** Reads what a reply of a kind says. A new kind is a row of the type above, a case here and one in {@link asApiWrites}. */
export function readMessage(
  type: string,
  reply: XmlElement,
  asked: Asked,
  remarks: Remark[],
): PassiveMessage {
  switch (type) {
    case "text":
      return { type, text: readText(reply) };
    case "image":
      return { type, mediaId: mediaId(child(reply, "Image"), "MediaId", type) };
    case "voice":
      return { type, mediaId: mediaId(child(reply, "Voice"), "MediaId", type) };
    case "video": {
      const video = child(reply, "Video");
      const id = mediaId(video, "MediaId", type);
      return {
        type,
        mediaId: id,
        title: raw(video, "Title"),
        description: raw(video, "Description"),
      };
    }
    case "music": {
      const music = child(reply, "Music");
      mediaId(music, "ThumbMediaId", type);
      const url = word(music, "HQMusicUrl") || word(music, "MusicUrl");
      return { type, title: raw(music, "Title"), description: raw(music, "Description"), url };
    }
    case "news":
      return { type, articles: readArticles(reply, asked, remarks) };
    case "device_text":
    case "device_status":
    case "device_event":
    case "hardware":
      return { type: "device", elements: reply };
    default:
      return refuse("unknown-type", `MsgType ${JSON.stringify(type)} is none of WeChat's`);
  }
}

function readText(reply: XmlElement): string {
  const text = raw(reply, "Content");
  if (text.trim() === "") refuse("empty-content", "Content is empty");
  const bytes = Buffer.byteLength(text, "utf8");
  if (bytes > LONGEST_TEXT) {
    refuse("too-long", `Content has ${bytes} bytes of UTF-8, WeChat takes ${LONGEST_TEXT}`);
  }
  return text;
}

function readArticles(
  reply: XmlElement,
  asked: Asked,
  remarks: Remark[],
): readonly PassiveArticle[] {
  const items = many(child(reply, "Articles").item).filter(isElement);
  const count = word(reply, "ArticleCount");
  if (items.length === 0) refuse("bad-news", "its news has no <Articles><item>");
  if (!/^\d+$/.test(count)) refuse("bad-news", "ArticleCount is not a number");
  if (items.length > MOST_ARTICLES_EVER) {
    refuse("bad-news", `its news has ${items.length} articles`);
  }
  if (Number(count) !== items.length) {
    remarks.push(`ArticleCount says ${count}, there are ${items.length} articles`);
  }
  const event = asked.event !== undefined;
  const most = event ? ARTICLES_AFTER_AN_EVENT : ARTICLES_AFTER_A_MESSAGE;
  if (items.length > most) {
    const after = event ? "an event" : "a message";
    remarks.push(`${items.length - most} articles were dropped: ${most} may answer ${after}`);
  }
  return items.slice(0, most).map((item) => ({
    title: raw(item, "Title"),
    description: raw(item, "Description"),
    picUrl: word(item, "PicUrl"),
    url: word(item, "Url"),
  }));
}

function mediaId(element: XmlElement, name: string, type: string): string {
  const id = word(element, name);
  if (id === "") refuse("no-media", `its ${type} has no ${name}`);
  return id;
}

/** A passive reply in the form of the API's messages, so that a screen shows both alike. */
export function asApiWrites(message: PassiveMessage): { readonly [name: string]: Json } {
  const { type } = message;
  switch (type) {
    case "text":
      return { msgtype: type, text: { content: message.text } };
    case "image":
    case "voice":
      return { msgtype: type, [type]: { media_id: message.mediaId } };
    case "video": {
      const { mediaId, title, description } = message;
      return { msgtype: type, video: { media_id: mediaId, title, description } };
    }
    case "music": {
      const { title, description, url } = message;
      return { msgtype: type, music: { title, description, musicurl: url } };
    }
    case "news": {
      const articles = message.articles.map(({ picUrl, ...rest }) => ({ ...rest, picurl: picUrl }));
      return { msgtype: type, news: { articles } };
    }
    case "device":
      return { msgtype: type, device: message.elements as unknown as Json };
  }
}
