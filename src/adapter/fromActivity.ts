import type { Activity, Attachment, CardAction } from "botbuilder";
import type { Push } from "../protocol/push.ts";
import type { Reply } from "../protocol/reply.ts";
import { checkReply } from "../protocol/reply.ts";
import { splitText } from "../protocol/text.ts";
import { PIECE_BYTES } from "./outgoing.ts";

/**
 * Translates one outgoing activity into WeChat messages, in the order in which they are to be read: its
 * text, its attachments, its choices. Activities that show nothing give none. Throws `SendError` for a
 * native reply that WeChat would refuse as the answer to `push`.
 */
export function fromActivity(activity: Partial<Activity>, push?: Push): readonly Reply[] {
  if (activity.type === "event" && activity.name === "handoff.initiate") {
    return [{ type: "transfer_customer_service" }];
  }
  if (activity.type !== "message") return [];
  const native = nativeReply(activity.channelData, push);
  if (native !== undefined) return [native];
  const media = (activity.attachments ?? []).map(mediaReply);
  const lines = [
    activity.text ?? "",
    ...(activity.attachments ?? []).map((one, i) => (media[i] ? "" : attachmentText(one))),
    ...choices(activity.suggestedActions?.actions ?? []),
  ];
  return [...texts(lines), ...media.filter((reply) => reply !== undefined)];
}

/** A reply in WeChat's own terms, for what Bot Framework has no word for: `channelData: { wechat: … }`. */
function nativeReply(channelData: unknown, push: Push | undefined): Reply | undefined {
  const reply = (channelData as { wechat?: Reply } | undefined)?.wechat;
  if (reply === undefined) return undefined;
  checkReply(reply, push);
  return reply;
}

function texts(lines: readonly string[]): Reply[] {
  const text = lines.filter((line) => line.trim() !== "").join("\n");
  return splitText(text, PIECE_BYTES)
    .filter((piece) => piece.trim() !== "")
    .map((content) => ({ type: "text", content }));
}

/** Media that WeChat holds already ride as they are. */
function mediaReply({ contentType, content }: Attachment): Reply | undefined {
  const mediaId = (content as { mediaId?: unknown } | undefined)?.mediaId;
  if (typeof mediaId !== "string") return undefined;
  const kind = contentType.split("/")[0];
  if (kind === "image") return { type: "image", mediaId };
  if (kind === "audio") return { type: "voice", mediaId };
  return kind === "video" ? { type: "video", mediaId } : undefined;
}

/** Anything else in words: nothing a bot says is dropped because it is unusual. */
function attachmentText({ name, contentUrl, content }: Attachment): string {
  const card = (content ?? {}) as CardWords;
  const words = [card.title, card.subtitle, card.text].filter((line) => line);
  const address = contentUrl?.startsWith("http") ? link(name ?? contentUrl, contentUrl) : undefined;
  return [...words, address, ...choices(card.buttons ?? [])].filter((line) => line).join("\n");
}

interface CardWords {
  readonly title?: string;
  readonly subtitle?: string;
  readonly text?: string;
  readonly buttons?: readonly CardAction[];
}

/** Choices as numbered lines, addresses as links. */
function choices(actions: readonly CardAction[]): string[] {
  let number = 0;
  return actions.map(({ type, title, value }) =>
    type === "openUrl" && typeof value === "string" ? link(title, value) : `${++number}. ${title}`,
  );
}

function link(label: string, url: string): string {
  return `<a href="${url.replaceAll('"', "%22")}">${label}</a>`;
}
