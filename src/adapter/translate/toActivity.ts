import type { Activity, Attachment, ChannelAccount } from "botbuilder";
import type { EventPush, MessagePush, Push } from "../../protocol/push.ts";
import { pushKey } from "../../protocol/pushKey.ts";
import type { Account } from "../accounts/account.ts";
import type { Identity } from "./identity.ts";
import { ownFields } from "./ownFields.ts";

/** The channel id of every activity. It is part of every state key of a bot: it never changes. */
export const CHANNEL_ID = "wechat";
/** The channel's address, which Bot Framework wants to know. The SDK calls nothing there. */
export const SERVICE_URL = "https://api.weixin.qq.com";

/** What may be chosen about the translation. */
export interface TranslationOptions {
  /** A tap on a menu item reaches the bot as an `event` named `CLICK` (default) or as a `message`. */
  readonly menuClick?: "event" | "message" | undefined;
  /** A tap in a message menu reaches the bot as a `message` with its label (default) or as an `event`. */
  readonly messageMenu?: "message" | "event" | undefined;
}

/** A link to a file that a follower sent; undefined where none can be made. */
type LinkTo = (mediaId: string) => string | undefined;

/** The text that WeChat puts in place of stickers and other things, in the language of the phone. field: recordings */
const UNSUPPORTED =
  /^(?:【收到不支持的消息类型，暂无法显示】|【收到不支援的訊息類型，無法顯示】|\[Unsupported Message\])$/i;

/** Translates a push into the one activity of its turn. */
export function toActivity(
  push: Push,
  account: Account,
  identity: Pick<Identity, "name">,
  options: TranslationOptions = {},
  linkTo: LinkTo = () => undefined,
): Partial<Activity> {
  const own =
    push.kind === "message"
      ? fromMessage(push, options, linkTo)
      : fromEvent(push, identity.name, options);
  return Object.assign(envelope(push, account, identity), own);
}

/** The activity's fields that do not depend on what happened. None is ever null or an empty string. */
function envelope(
  push: Push,
  account: Account,
  identity: Pick<Identity, "name">,
): Partial<Activity> {
  const parties = partiesOf(push, identity);
  return {
    channelId: CHANNEL_ID,
    serviceUrl: SERVICE_URL,
    id: push.kind === "message" && push.msgId !== "" ? push.msgId : pushKey(account.appId, push),
    timestamp: new Date(push.createTime * 1_000),
    localTimezone: account.timeZone,
    // `context.locale` throws without it.
    locale: account.locale,
    ...parties,
    channelData: { ...push.raw, ...("transcribed" in push && { transcribed: true }) },
  };
}

function partiesOf(
  push: Push,
  { name }: Pick<Identity, "name">,
): Pick<Activity, "from" | "recipient" | "conversation"> {
  const recipient = { id: push.to, name: push.to, role: "bot" };
  if (push.about === "account") {
    // The push is about the account itself: there is nobody to talk to, so no conversation with a person begins.
    return {
      from: { id: push.to, name: "WeChat", role: "channel" },
      recipient,
      conversation: conversation(`account:${push.to}`),
    };
  }
  return {
    from: { id: push.openid, name, role: "user" },
    recipient,
    conversation: conversation(push.openid),
  };
}

function conversation(id: string): Activity["conversation"] {
  return { id, isGroup: false } as Activity["conversation"];
}

function fromMessage(
  push: MessagePush,
  options: TranslationOptions,
  linkTo: LinkTo,
): Partial<Activity> {
  switch (push.type) {
    case "text": {
      // A sticker, or something else that the follower's phone does not hand on: the follower did not write these
      // words.
      if (UNSUPPORTED.test(push.content)) return event("unsupported", { notice: push.content });
      if (push.menuId === undefined) return message(push.content);
      const value = { menuId: push.menuId, title: push.content };
      if (options.messageMenu === "event") return event("bizmsgmenu", value);
      return { ...message(push.content), value };
    }
    case "image":
      return message("", [
        media("image/jpeg", `${push.mediaId}.jpg`, push.mediaId, {
          contentUrl: push.picUrl || linkTo(push.mediaId),
        }),
      ]);
    case "voice": {
      const format = push.format.toLowerCase() || "amr";
      const name = `${push.mediaId}.${format}`;
      const contentUrl = linkTo(push.mediaId);
      return message(push.recognition ?? "", [
        media(`audio/${format}`, name, push.mediaId, { contentUrl }),
      ]);
    }
    case "video":
    case "shortvideo":
      return message("", [
        media("video/mp4", `${push.mediaId}.mp4`, push.mediaId, {
          contentUrl: linkTo(push.mediaId),
          thumbnailUrl: linkTo(push.thumbMediaId),
          thumbMediaId: push.thumbMediaId,
        }),
      ]);
    case "location": {
      const { latitude, longitude, label } = push;
      const geo = { type: "GeoCoordinates", latitude, longitude, name: label };
      const place = { type: "Place", name: label, address: label, geo };
      return { ...message(label), entities: [geo, place] };
    }
    case "link": {
      const { title, description, url } = push;
      const page = { type: "https://schema.org/WebPage", name: title, description, url };
      return { ...message([title, url].filter(Boolean).join("\n")), entities: [page] };
    }
    case "file": {
      // WeChat names no way to fetch it, so there is no address to give.
      const content = { fileKey: push.fileKey, md5: push.fileMd5, bytes: push.fileTotalLen };
      return message("", [{ contentType: "application/octet-stream", name: push.title, content }]);
    }
    case "unknown":
      return event(push.nativeType, ownFields(push));
    default:
      return event(push.type, ownFields(push));
  }
}

function fromEvent(push: EventPush, name: string, options: TranslationOptions): Partial<Activity> {
  switch (push.event) {
    case "subscribe": {
      const { scene, ticket } = push;
      const value = scene === undefined ? undefined : { scene, ticket };
      return {
        type: "conversationUpdate",
        membersAdded: [member(push, name)],
        ...(value && { value }),
      };
    }
    case "unsubscribe":
      return { type: "conversationUpdate", membersRemoved: [member(push, name)] };
    case "CLICK": {
      const value = { eventKey: push.key };
      return options.menuClick === "message"
        ? { ...message(push.key), value }
        : event("CLICK", value);
    }
    case "SCAN": {
      const { scene, ticket } = push;
      return event("SCAN", { eventKey: scene, scene, ticket });
    }
    case "VIEW":
      return event("VIEW", { url: push.key, menuId: push.menuId });
    case "LOCATION": {
      const { latitude, longitude, precision } = push;
      const geo = { type: "GeoCoordinates", latitude, longitude };
      return { ...event("LOCATION", { latitude, longitude, precision }), entities: [geo] };
    }
    case "unknown":
      return event(push.nativeEvent || "unknown", ownFields(push));
    default:
      return event(push.event, ownFields(push));
  }
}

function message(text: string, attachments?: Attachment[]): Partial<Activity> {
  // Empty, never undefined: bots call text.trim() on everything.
  return { type: "message", text, textFormat: "plain", ...(attachments && { attachments }) };
}

function event(name: string, value: object): Partial<Activity> {
  return { type: "event", name, value };
}

function media(
  contentType: string,
  name: string,
  mediaId: string,
  has: {
    readonly contentUrl?: string | undefined;
    readonly thumbnailUrl?: string | undefined;
    readonly thumbMediaId?: string;
  },
): Attachment {
  const { contentUrl, thumbnailUrl, thumbMediaId } = has;
  const content = thumbMediaId === undefined ? { mediaId } : { mediaId, thumbMediaId };
  return {
    contentType,
    name,
    content,
    ...(contentUrl && { contentUrl }),
    ...(thumbnailUrl && { thumbnailUrl }),
  };
}

function member({ openid }: Push, name: string): ChannelAccount {
  return { id: openid, name, role: "user" } as ChannelAccount;
}
