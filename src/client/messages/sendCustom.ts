import { WeChatApiError } from "../apiError.ts";
import type { Call } from "../endpoints.ts";
import type { Media } from "../media/media.ts";
import type { CustomMessageBody } from "./customMessage.ts";

/** WeChat does not know a media id that the message names. Source: outbound.md 3.5 */
const INVALID_MEDIA = 40007;

/** What a message is sent with: without `media`, dead ids stay dead. */
export interface SendingClient {
  readonly call: Call;
  readonly media?: Pick<Media, "renew">;
}

/**
 * Sends a customer-service message. WeChat drops files before their time is over; where it does not know one of the
 * message's any more, it is uploaded again and the message sent once more: a refusal has done nothing. Rejects as
 * `custom.send` does.
 */
export async function sendCustom(client: SendingClient, body: CustomMessageBody): Promise<void> {
  try {
    await client.call("custom.send", body);
  } catch (error) {
    const dead = error instanceof WeChatApiError && error.errcode === INVALID_MEDIA;
    const fresh = dead && client.media ? await renewed(client.media, body) : undefined;
    if (fresh === undefined) throw error;
    await client.call("custom.send", fresh);
  }
}

/** The fields of a message's content that name files. WeChat does not say which of them is dead. */
const NAMES = ["media_id", "thumb_media_id"] as const;

async function renewed(
  media: Pick<Media, "renew">,
  body: CustomMessageBody,
): Promise<CustomMessageBody | undefined> {
  const content = body[body.msgtype] as Record<string, unknown>;
  const fresh: Record<string, string> = {};
  for (const name of NAMES) {
    const mediaId = content[name];
    if (typeof mediaId !== "string") continue;
    // What cannot be uploaded any more leaves the message with the verdict that it had.
    const again = await media.renew(mediaId).catch(() => undefined);
    if (again !== undefined) fresh[name] = again;
  }
  if (Object.keys(fresh).length === 0) return undefined;
  return { ...body, [body.msgtype]: { ...content, ...fresh } };
}
