import type { XmlElement, XmlValue } from "../../protocol/xml.ts";
import { type AnswerFault, Faulty, type Remark } from "./answerFault.ts";
import type { Asked, PassiveArticle, PassiveMessage, Understood } from "./understood.ts";

/** The platform's own numbers; the adapter's are elsewhere, on purpose. */
const LONGEST_TEXT = 2048;
const ARTICLES_AFTER_A_MESSAGE = 1;
const ARTICLES_AFTER_AN_EVENT = 8;
/** More than this was never shown at all, even before the platform began to drop articles. */
const MOST_ARTICLES_EVER = 10;

/** Reads the elements of a reply to a push. Throws {@link Faulty}; adds to `remarks` what passes. */
export function readPassive(
  reply: XmlElement,
  asked: Asked,
  remarks: Remark[],
): Exclude<Understood, { as: "nothing" }> {
  checkHead(reply, asked, remarks);
  const type = word(reply, "MsgType");
  switch (type) {
    case "transfer_customer_service": {
      const kfAccount = word(child(reply, "TransInfo"), "KfAccount");
      const to = { to: "agents", ...(kfAccount !== "" && { kfAccount }) } as const;
      return { as: "handover", to, remarks };
    }
    case "transfer_biz_ai_ivr":
      return { as: "handover", to: { to: "ai" }, remarks };
    default:
      return { as: "reply", message: readMessage(type, reply, asked, remarks), remarks };
  }
}

function checkHead(reply: XmlElement, asked: Asked, remarks: Remark[]): void {
  const from = word(reply, "FromUserName");
  if (from !== asked.account) {
    const appId = /^wx/.test(from) ? ": an AppID stands there" : "";
    refuse("wrong-from", `FromUserName is not the account's original id (gh_…)${appId}`);
  }
  if (word(reply, "ToUserName") !== asked.openid) {
    refuse("wrong-to", "ToUserName is not the openid of the push");
  }
  const time = word(reply, "CreateTime");
  if (!/^\d+$/.test(time)) refuse("bad-create-time", "CreateTime is not a whole number");
  // npm's wechat has sent them for years, and WeChat has taken them.
  if (time.length > 10) remarks.push("CreateTime is in milliseconds");
}

function readMessage(
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

const NOTHING: XmlElement = Object.create(null) as XmlElement;

function child(element: XmlElement, name: string): XmlElement {
  const value = element[name];
  return value !== undefined && isElement(value) ? value : NOTHING;
}

function many(value: XmlValue | undefined): readonly XmlValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isElement(value: XmlValue): value is XmlElement {
  return typeof value === "object" && !Array.isArray(value);
}

/** A string as it stands; empty when it is absent or not one string. */
function raw(element: XmlElement, name: string): string {
  const value = element[name];
  return typeof value === "string" ? value : "";
}

function word(element: XmlElement, name: string): string {
  return raw(element, name).trim();
}

function refuse(fault: AnswerFault, why: string): never {
  throw new Faulty(fault, why);
}
