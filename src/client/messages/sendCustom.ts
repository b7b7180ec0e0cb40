import { WeChatApiError } from "../apiError.ts";
import type { Call } from "../endpoints.ts";
import type { Media } from "../media/media.ts";
import type { CustomMessageBody } from "./customMessage.ts";

/** WeChat does not know a media id that the message names. Source: outbound.md 3.5 */
const INVALID_MEDIA = 40007;

/** What a message is sent with. Without `media`, files that WeChat has dropped are not uploaded again. */
export interface SendingClient {
  readonly call: Call;
  readonly media?: Pick<Media, "renew">;
}

/**
 * Sends a customer-service message. WeChat sometimes drops files before their time is over. If it does not know a
 * file of the message any more, the file is uploaded again and the message is sent once more: the refused call has
 * done nothing. Rejects as `custom.send` does.
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

/** The content's fields that name files. WeChat does not say which file it has dropped. */
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
    // If a file cannot be uploaded again, the message keeps its first verdict.
    const again = await media.renew(mediaId).catch(() => undefined);
    if (again !== undefined) fresh[name] = again;
  }
  if (Object.keys(fresh).length === 0) return undefined;
  return { ...body, [body.msgtype]: { ...content, ...fresh } };
}
