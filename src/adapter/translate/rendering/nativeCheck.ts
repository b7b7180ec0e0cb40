import type { CustomMessage } from "../../../client/messages/customMessage.ts";
import { SendError } from "../../../errors.ts";
import type { Reply } from "../../../protocol/reply.ts";

interface Fields {
  /** Texts that must have something in them. */
  readonly needs?: readonly string[];
  /** Texts that may be left out. */
  readonly may?: readonly string[];
}

/** What each kind of message is made of. What a text or a file must be besides, `checkReply` says. */
const KINDS: Readonly<Record<(Reply | CustomMessage)["type"], Fields>> = {
  text: { may: ["content"] },
  image: { may: ["mediaId"] },
  voice: { may: ["mediaId"] },
  video: { may: ["mediaId", "thumbMediaId", "title", "description"] },
  music: { may: ["thumbMediaId", "title", "description", "musicUrl", "hqMusicUrl"] },
  news: {},
  transfer_customer_service: { may: ["kfAccount"] },
  transfer_biz_ai_ivr: {},
  device_text: { needs: ["deviceType", "deviceId", "sessionId"], may: ["content"] },
  device_status: { needs: ["deviceType", "deviceId"] },
  device_event: { needs: ["deviceType", "deviceId", "sessionId", "event"], may: ["content"] },
  hardware: { needs: ["messageView", "messageAction"] },
  mpnews: { needs: ["mediaId"] },
  mpnewsarticle: { needs: ["articleId"] },
  msgmenu: { may: ["head", "tail"] },
  wxcard: { needs: ["cardId"] },
  miniprogrampage: { needs: ["title", "appId", "pagePath", "thumbMediaId"] },
};

/**
 * A bot's message in WeChat's terms, checked: it comes from JavaScript or from JSON, and what WeChat does not know
 * would be its fault notice for the follower. Throws `SendError`.
 */
export function checkNative(message: unknown): Reply | CustomMessage {
  const { type } = (typeof message === "object" && message !== null ? message : {}) as {
    readonly type?: unknown;
  };
  if (typeof type !== "string" || !Object.hasOwn(KINDS, type)) {
    throw new SendError(
      "unknown-msgtype",
      `channelData.wechat has the type ${shown(type)}, which WeChat does not know. See docs/activities.md.`,
    );
  }
  const { needs = [], may = [] } = KINDS[type as keyof typeof KINDS];
  const given = message as Readonly<Record<string, unknown>>;
  for (const name of needs) {
    if (typeof given[name] !== "string" || given[name] === "") throw wrong(type, name, "a text");
  }
  for (const name of may) {
    const value = given[name] ?? "";
    if (typeof value !== "string") throw wrong(type, name, "a text");
  }
  if (type === "news") checkNews(given);
  if (type === "msgmenu") checkItems(type, "items", given.items, ["id", "content"]);
  return withTexts(given) as unknown as Reply | CustomMessage;
}

/** The fields without which a reply cannot be written: absent ones read as empty, which has its own refusal. */
function withTexts(given: Readonly<Record<string, unknown>>): object {
  switch (given.type) {
    case "text":
      return { ...given, content: given.content ?? "" };
    case "image":
    case "voice":
    case "video":
      return { ...given, mediaId: given.mediaId ?? "" };
    case "music":
      return { ...given, thumbMediaId: given.thumbMediaId ?? "" };
    default:
      return given;
  }
}

/** Articles of a reply, or the one of a customer-service message. */
function checkNews({ article, articles }: Readonly<Record<string, unknown>>): void {
  const list = article === undefined ? articles : [article];
  checkItems("news", article === undefined ? "articles" : "article", list, ["title", "url"]);
  for (const one of list as Readonly<Record<string, unknown>>[]) {
    for (const name of ["description", "picUrl"]) {
      if (typeof (one[name] ?? "") !== "string") throw wrong("news", name, "a text");
    }
  }
}

function checkItems(type: string, name: string, items: unknown, needs: readonly string[]): void {
  if (!Array.isArray(items)) throw wrong(type, name, "a list");
  for (const item of items as unknown[]) {
    if (typeof item !== "object" || item === null) throw wrong(type, name, "a list of objects");
    for (const need of needs) {
      const value = (item as Readonly<Record<string, unknown>>)[need];
      if (typeof value !== "string") throw wrong(type, `${name}[].${need}`, "a text");
    }
  }
}

function wrong(type: string, name: string, form: string): SendError {
  return new SendError(
    "malformed-message",
    `The ${type} in channelData needs ${name} as ${form}. See docs/activities.md.`,
  );
}

function shown(type: unknown): string {
  return type === undefined ? "(none)" : (JSON.stringify(type) ?? typeof type).slice(0, 42);
}
