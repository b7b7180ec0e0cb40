import { z } from "zod";
import type { CustomMessageBody } from "../messages/customMessage.ts";
import { checkFields, checkOneTime } from "../messages/templateFields.ts";
import { filled, number, opt } from "./lenient.ts";
import { done, of, post, shape, type WideId, wideId } from "./row.ts";

/** Where a tap on a notification leads; a mini program comes first, `url` is for old clients. */
export interface Jump {
  readonly url?: string;
  readonly miniprogram?: { readonly appid: string; readonly pagepath?: string };
}

/** Field by field of the template. WeChat may not render colours any more. */
export type TemplateData = Readonly<
  Record<string, { readonly value: string; readonly color?: string }>
>;

export interface TemplateMessage extends Jump {
  readonly touser: string;
  readonly template_id: string;
  readonly data: TemplateData;
  /** With an id, repeating is safe: WeChat shows one message per openid and id, within ten minutes. */
  readonly client_msg_id?: string;
}

export interface OneTimeMessage extends Jump {
  readonly touser: string;
  readonly template_id: string;
  /** The scene of the confirmation, `"0"` to `"10000"`. */
  readonly scene: string;
  /** At most 15 characters. */
  readonly title: string;
  /** At most 200 characters. */
  readonly data: { readonly content: { readonly value: string; readonly color?: string } };
}

export interface SubscriptionMessage {
  readonly touser: string;
  readonly template_id: string;
  readonly page?: string;
  readonly miniprogram?: { readonly appid: string; readonly pagepath?: string };
  readonly data: Readonly<Record<string, { readonly value: string }>>;
}

/** What a mass send carries. Source: svc:notify/message/api_sendall */
export type MassContent =
  | { readonly msgtype: "text"; readonly text: { readonly content: string } }
  | { readonly msgtype: "voice"; readonly voice: { readonly media_id: string } }
  | {
      readonly msgtype: "image";
      readonly images: { readonly media_ids: readonly string[]; readonly recommend?: string };
    }
  | { readonly msgtype: "mpnews"; readonly mpnews: { readonly media_id: string } }
  | { readonly msgtype: "mpvideo"; readonly mpvideo: { readonly media_id: string } }
  | { readonly msgtype: "wxcard"; readonly wxcard: { readonly card_id: string } };

export interface MassOptions {
  /** 1: send even where an article is found to be a reprint. */
  readonly send_ignore_reprint?: 0 | 1 | undefined;
  /** At most 64 bytes; a job with the same id is not sent again (45065). */
  readonly clientmsgid?: string | undefined;
}

// The code alone decides: if a missing id counted as a failure, the caller would send the whole job again.
const massJob = shape({ errcode: z.literal(0), msg_id: opt(wideId), msg_data_id: opt(wideId) });
const hasClientId = ({ clientmsgid }: MassOptions) => clientmsgid !== undefined;

/** Messages to followers: customer service, notifications, mass sends. */
export const MESSAGES = {
  "custom.send": post("/cgi-bin/message/custom/send", {
    request: of<CustomMessageBody>(),
    reply: done,
    right: "customer-service",
    quota: "500,000 / 50,000 a day; 5 in 48 h after a message, 3 in 60 s after an action",
  }),
  "custom.typing": post("/cgi-bin/message/custom/typing", {
    request: of<{ touser: string; command: "Typing" | "CancelTyping" }>(),
    reply: done,
    right: "customer-service",
    quota: "not again within 15 s (45081); needs contact in the last 30 s (45080): api_typing",
  }),
  "template.send": post("/cgi-bin/message/template/send", {
    request: of<TemplateMessage>(),
    reply: shape({ errcode: z.literal(0), msgid: opt(wideId) }),
    right: "template",
    quota: "100,000 a day, more with many followers",
    repeatable: ({ client_msg_id }) => client_msg_id !== undefined,
    check: checkFields,
  }),
  "oneTime.send": post("/cgi-bin/message/template/subscribe", {
    request: of<OneTimeMessage>(),
    reply: done,
    right: "one-time",
    quota: "100,000 a day; one per confirmation and scene",
    check: checkOneTime,
  }),
  "subscription.send": post("/cgi-bin/message/subscribe/bizsend", {
    request: of<SubscriptionMessage>(),
    reply: done,
    right: "subscription",
    quota: "by template, one-time or long-term: api_sendnewsubscribemsg",
    check: checkFields,
  }),
  "mass.sendAll": post("/cgi-bin/message/mass/sendall", {
    request: of<{ filter: { is_to_all: boolean; tag_id?: number } } & MassContent & MassOptions>(),
    reply: massJob,
    right: "mass",
    quota: "subscription 1 a day, service 4 a month per follower; 100 calls a day, 60 a minute",
    repeatable: hasClientId,
  }),
  "mass.send": post("/cgi-bin/message/mass/send", {
    request: of<{ touser: readonly string[] } & MassContent & MassOptions>(),
    reply: massJob,
    right: "mass",
    quota: "2 to 10,000 openids, else 40130; verified service accounts only",
    repeatable: hasClientId,
  }),
  "mass.preview": post("/cgi-bin/message/mass/preview", {
    request: of<{ touser?: string; towxname?: string } & MassContent>(),
    reply: shape({ errcode: z.literal(0), msg_id: opt(wideId) }),
    right: "mass",
    quota: "100 a day",
  }),
  "mass.delete": post("/cgi-bin/message/mass/delete", {
    request: of<{ msg_id: WideId; article_idx?: number; url?: string }>(),
    reply: done,
    right: "mass",
    quota: "10 a day",
    repeatable: true,
  }),
  "mass.get": post("/cgi-bin/message/mass/get", {
    request: of<{ msg_id: WideId }>(),
    reply: shape({ msg_id: opt(wideId), msg_status: filled }),
    right: "mass",
    reads: true,
    repeatable: true,
  }),
  "mass.getSpeed": post("/cgi-bin/message/mass/speed/get", {
    request: of<Readonly<Record<string, never>>>(),
    reply: shape({ speed: number, realspeed: opt(number) }),
    right: "mass",
    reads: true,
    repeatable: true,
  }),
  "mass.setSpeed": post("/cgi-bin/message/mass/speed/set", {
    request: of<{ speed: 0 | 1 | 2 | 3 | 4 }>(),
    reply: done,
    right: "mass",
    repeatable: true,
  }),
};
