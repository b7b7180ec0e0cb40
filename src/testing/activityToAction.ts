import type { Activity, Attachment } from "botbuilder";
import { WeChatError } from "../errors.ts";
import type { FollowerAction } from "../simulator/actions/actions.ts";

/**
 * What a person must do in WeChat for the bot to get such an activity. Throws for activities that WeChat
 * has no counterpart for.
 */
export function actionOf(activity: Partial<Activity>): FollowerAction {
  const elements = activity.channelData as Elements | undefined;
  if (typeof elements?.MsgType === "string") return { do: "send", elements };
  switch (activity.type ?? "message") {
    case "message":
      return messageOf(activity);
    case "event":
      return eventOf(activity);
    case "conversationUpdate":
      if (activity.membersRemoved?.length) return { do: "unfollow" };
      return {
        do: "send",
        elements: { MsgType: "event", Event: "subscribe", EventKey: sceneOf(activity) },
      };
    default:
      throw new WeChatError(
        "testing",
        `Nobody can send a bot a "${activity.type}" activity in WeChat: send a message, an event or a conversationUpdate.`,
      );
  }
}

type Elements = { readonly [name: string]: string | number };
type Value = { readonly [name: string]: unknown } | undefined;

function messageOf(activity: Partial<Activity>): FollowerAction {
  const { text = "", attachments = [], entities = [] } = activity;
  const value = activity.value as Value;
  if (typeof value?.menuId === "string") return { do: "choose", id: value.menuId, text };
  const place = entities.find(({ type }) => type === "GeoCoordinates") as Value;
  if (typeof place?.latitude === "number" && typeof place.longitude === "number") {
    const { latitude, longitude } = place;
    return { do: "location", latitude, longitude, ...(text !== "" && { label: text }) };
  }
  const [attachment, ...more] = attachments;
  if (attachment === undefined) return { do: "say", text };
  const action = mediaOf(attachment, text);
  // A voice may bring its words along; anything else would be dropped without a word.
  const isLeftOut = more.length > 0 || (text !== "" && action.do !== "voice");
  if (!isLeftOut) return action;
  throw new WeChatError(
    "testing",
    "A message in WeChat is words or one file: send them one after the other, as a person does.",
  );
}

function mediaOf(attachment: Attachment, text: string): FollowerAction {
  const { contentType = "", contentUrl, content, name } = attachment;
  const given = (content as Value)?.mediaId;
  const mediaId = typeof given === "string" ? { mediaId: given } : {};
  switch (contentType.split("/")[0]) {
    case "image":
      return { do: "image", ...mediaId, ...(contentUrl !== undefined && { picUrl: contentUrl }) };
    case "audio":
      return { do: "voice", ...mediaId, ...(text !== "" && { recognition: text }) };
    case "video":
      return { do: "video", ...mediaId };
    default:
      // What only bots send: cards, which no phone has.
      if (contentType.startsWith("application/vnd.microsoft.") || contentType === "") {
        const what = contentType || "an attachment without contentType";
        throw new WeChatError("testing", `Nobody can send ${what} in WeChat.`);
      }
      return { do: "file", name: name ?? "file" };
  }
}

function eventOf(activity: Partial<Activity>): FollowerAction {
  const { name = "" } = activity;
  const value = activity.value as Value;
  const key = String(value?.eventKey ?? "");
  switch (name) {
    case "CLICK":
      return { do: "tap", key };
    case "SCAN":
      return { do: "scan", scene: String(value?.scene ?? key) };
    case "LOCATION":
      return {
        do: "report",
        latitude: Number(value?.latitude),
        longitude: Number(value?.longitude),
      };
    default: {
      const plain = Object.entries(value ?? {}).filter(isPlain);
      const elements = { MsgType: "event", Event: name, ...Object.fromEntries(plain) };
      return { do: "send", elements };
    }
  }
}

function isPlain(entry: [string, unknown]): entry is [string, string | number] {
  return typeof entry[1] === "string" || typeof entry[1] === "number";
}

/** The scene of the QR code through which somebody follows. */
function sceneOf({ value }: Partial<Activity>): string {
  const scene = (value as Value)?.scene;
  return scene === undefined ? "" : `qrscene_${scene}`;
}
