import type { Reply } from "../../protocol/reply.ts";

/**
 * A customer-service message of any kind, in our words.
 * Source: svc:customer/message/api_sendcustommessage; outbound.md 2.2 with its marks.
 */
export type CustomMessage =
  /** At most 2,048 bytes of UTF-8 (45002), not empty (44004). Links `<a href="…">` work. */
  | { readonly type: "text"; readonly content: string }
  | { readonly type: "image" | "voice"; readonly mediaId: string }
  | {
      readonly type: "video";
      readonly mediaId: string;
      readonly thumbMediaId?: string | undefined;
      readonly title?: string | undefined;
      readonly description?: string | undefined;
    }
  | {
      readonly type: "music";
      readonly title?: string | undefined;
      readonly description?: string | undefined;
      readonly musicUrl: string;
      /** Played instead of `musicUrl` on Wi-Fi. */
      readonly hqMusicUrl?: string | undefined;
      readonly thumbMediaId: string;
    }
  /** One article that opens a URL; more get 45008. */
  | { readonly type: "news"; readonly article: CustomArticle }
  /** An article of the material library; not for accounts that were moved to drafts. */
  | { readonly type: "mpnews"; readonly mediaId: string }
  /** A published article. */
  | { readonly type: "mpnewsarticle"; readonly articleId: string }
  /** A tap sends the item's content as a text with its id. Verified service accounts (40200). */
  | {
      readonly type: "msgmenu";
      readonly head?: string | undefined;
      readonly items: readonly { readonly id: string; readonly content: string }[];
      readonly tail?: string | undefined;
    }
  | { readonly type: "wxcard"; readonly cardId: string }
  /** The mini program must be linked to the account. */
  | {
      readonly type: "miniprogrampage";
      readonly title: string;
      readonly appId: string;
      readonly pagePath: string;
      readonly thumbMediaId: string;
    };

export interface CustomArticle {
  readonly title: string;
  readonly description?: string | undefined;
  readonly url: string;
  readonly picUrl?: string | undefined;
}

export interface CustomMessageOptions {
  /** Shows the message as this agent's: `name@weChatId`. */
  readonly kfAccount?: string | undefined;
  /** Adds WeChat's grey line that the content was made by AI. */
  readonly ai?: boolean | undefined;
}

/** The request of `custom.send`. {@link customMessage} makes it. */
export interface CustomMessageBody {
  readonly touser: string;
  readonly msgtype: string;
  readonly customservice?: { readonly kf_account: string };
  readonly aimsgcontext?: { readonly is_ai_msg: 0 | 1 };
  /** The message's content, under the name that `msgtype` says. */
  readonly [msgtype: string]: unknown;
}

/** The body of `custom.send` for one message to one follower. */
export function customMessage(
  openid: string,
  message: CustomMessage,
  options: CustomMessageOptions = {},
): CustomMessageBody {
  return {
    touser: openid,
    msgtype: message.type,
    [message.type]: content(message),
    ...(options.kfAccount !== undefined && { customservice: { kf_account: options.kfAccount } }),
    ...(options.ai !== undefined && { aimsgcontext: { is_ai_msg: options.ai ? 1 : 0 } }),
  };
}

function content(message: CustomMessage): object {
  switch (message.type) {
    case "text":
      // iPhones show "\r\n" as two breaks.
      return { content: message.content.replace(/\r\n?/g, "\n") };
    case "image":
    case "voice":
    case "mpnews":
      return { media_id: message.mediaId };
    case "video":
      return {
        media_id: message.mediaId,
        thumb_media_id: message.thumbMediaId,
        title: message.title,
        description: message.description,
      };
    case "music":
      return {
        title: message.title,
        description: message.description,
        musicurl: message.musicUrl,
        // The page asks for both addresses.
        hqmusicurl: message.hqMusicUrl ?? message.musicUrl,
        thumb_media_id: message.thumbMediaId,
      };
    case "news": {
      const { title, description, url, picUrl } = message.article;
      return { articles: [{ title, description, url, picurl: picUrl }] };
    }
    case "mpnewsarticle":
      return { article_id: message.articleId };
    case "msgmenu":
      return { head_content: message.head, list: message.items, tail_content: message.tail };
    case "wxcard":
      return { card_id: message.cardId };
    case "miniprogrampage":
      return {
        title: message.title,
        appid: message.appId,
        pagepath: message.pagePath,
        thumb_media_id: message.thumbMediaId,
      };
  }
}

/**
 * A passive reply as a customer-service message. Undefined for kinds that only a passive reply can carry (transfers,
 * the old hardware platform) and for music without an address. A customer-service message takes one article; several
 * become a text with their links, so that none is lost.
 */
export function fromReply(reply: Reply): CustomMessage | undefined {
  switch (reply.type) {
    case "text":
    case "image":
    case "voice":
    case "video":
      return reply;
    case "music": {
      const musicUrl = reply.musicUrl ?? reply.hqMusicUrl;
      return musicUrl === undefined ? undefined : { ...reply, musicUrl };
    }
    case "news": {
      const [article, ...others] = reply.articles;
      if (article === undefined) return undefined;
      if (others.length === 0) return { type: "news", article };
      return { type: "text", content: reply.articles.map(linkOf).join("\n") };
    }
    default:
      return undefined;
  }
}

function linkOf({ title, url }: CustomArticle): string {
  return `<a href="${url.replaceAll('"', "%22")}">${title}</a>`;
}
