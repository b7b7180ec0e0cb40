import type { ChannelOptions } from "../adapter/channelOptions.ts";
import { WeChatApiError } from "../client/apiError.ts";
import { checkFile } from "../client/media/mediaTypes.ts";
import { fitPicture } from "../client/media/pictures.ts";
import { sentMedia } from "../simulator/actions/scene.ts";
import type { Platform } from "../simulator/platform.ts";
import type { Account } from "../simulator/world/account.ts";

/**
 * Gives files to the simulated platform without a network: a `data:` address keeps its bytes, any other one
 * becomes a small file of the right kind. Nothing is fetched.
 */
export function simulatedUpload(platform: Platform): NonNullable<ChannelOptions["upload"]> {
  return async function upload({ appId }, source, type) {
    const account = platform.account(appId);
    const sample = sentMedia({ now: platform.clock.now(), dice: platform.dice }, type);
    // What WeChat would refuse is refused here as well.
    const bytes = /^data:[^,]*;base64,(.*)$/s.exec(source)?.[1];
    if (bytes !== undefined) {
      checkFile(await fitPicture(Buffer.from(bytes, "base64"), type, false), type, false);
    }
    const data = /^data:([\w/+.-]+);base64,(.*)$/s.exec(source);
    const media =
      data === null
        ? sample
        : {
            ...sample,
            contentType: data[1] ?? sample.contentType,
            content: data[2] ?? "",
          };
    platform.record("media.stored", { appId: account.settings.appId, media });
    return media.mediaId;
  };
}

/** Gives what followers sent, without a network. An id that nobody sent is refused as WeChat refuses it. */
export function simulatedDownload(account: Account): NonNullable<ChannelOptions["download"]> {
  return async function download(mediaId) {
    const media = account.media.get(mediaId);
    if (media === undefined) {
      const endpoint = "media.get";
      throw new WeChatApiError({
        code: "api-refused",
        outcome: "refused",
        endpoint,
        errcode: 40007,
      });
    }
    const { content, contentType, fileName } = media;
    return { bytes: Buffer.from(content, "base64"), contentType, fileName };
  };
}
