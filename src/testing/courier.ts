import type { Courier, Verdict } from "../adapter/dispatch.ts";
import type { Reply } from "../protocol/reply.ts";
import type { CallApi } from "./inProcessApi.ts";

const SEND = "/cgi-bin/message/custom/send";
/** A reply that has no form as a customer-service message: what WeChat says to an unknown `msgtype`. */
const INVALID_TYPE = 40008;

/** Sends customer-service messages by the simulated platform's own rules. */
export function simulatedCourier(callApi: CallApi): Courier {
  return async function carry({ appId }, openid, reply): Promise<Verdict> {
    const message = customMessage(reply);
    if (message === undefined) return { refused: INVALID_TYPE };
    const called = await callApi(appId, SEND, { touser: openid, ...message });
    if (called === "unknown") return called;
    return called === 0 ? "sent" : { refused: called };
  };
}

/** A reply as custom/send takes it. */
function customMessage(reply: Reply): object | undefined {
  switch (reply.type) {
    case "text":
      return { msgtype: "text", text: { content: reply.content } };
    case "image":
    case "voice":
      return { msgtype: reply.type, [reply.type]: { media_id: reply.mediaId } };
    case "video": {
      const { mediaId: media_id, title, description } = reply;
      return {
        msgtype: "video",
        video: { media_id, thumb_media_id: media_id, title, description },
      };
    }
    case "music": {
      const { title, description, musicUrl, hqMusicUrl, thumbMediaId } = reply;
      const urls = { musicurl: musicUrl, hqmusicurl: hqMusicUrl, thumb_media_id: thumbMediaId };
      return { msgtype: "music", music: { title, description, ...urls } };
    }
    case "news": {
      const articles = reply.articles.map(({ picUrl: picurl, ...rest }) => ({ ...rest, picurl }));
      return { msgtype: "news", news: { articles } };
    }
    default:
      return undefined;
  }
}
