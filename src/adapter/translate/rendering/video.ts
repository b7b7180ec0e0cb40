import type { CustomMessage } from "../../../client/messages/customMessage.ts";
import type { Outgoing } from "../../plan/outgoing.ts";

interface Video {
  readonly mediaId: string;
  readonly thumbMediaId?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  /** What is said of it where it cannot be shown. */
  readonly words: string;
}

/**
 * A video that WeChat holds. A passive reply shows it by itself; customer service wants a small picture with
 * it, and without one gives its words. Source: svc:customer/message/api_sendcustommessage
 */
export function videoMessage({
  mediaId,
  thumbMediaId,
  title,
  description,
  words,
}: Video): Outgoing {
  const video = { type: "video", mediaId, title, description } as const;
  const custom: CustomMessage =
    thumbMediaId === undefined ? { type: "text", content: words } : { ...video, thumbMediaId };
  return { reply: video, custom, words };
}
