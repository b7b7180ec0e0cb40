import { filled, lifeSeconds, number, opt, or, text } from "./lenient.ts";
import { get, of, post, shape } from "./row.ts";

/** `SCENE` kinds carry a number, `STR_SCENE` kinds a text; `LIMIT` codes are permanent. */
export type QrCodeRequest =
  | {
      readonly action_name: "QR_SCENE";
      /** At most 2,592,000 s, 60 by default. */
      readonly expire_seconds?: number;
      /** 32 bits, not zero. */
      readonly action_info: { readonly scene: { readonly scene_id: number } };
    }
  | {
      readonly action_name: "QR_STR_SCENE";
      readonly expire_seconds?: number;
      /** 1 to 64 characters. */
      readonly action_info: { readonly scene: { readonly scene_str: string } };
    }
  | {
      readonly action_name: "QR_LIMIT_SCENE";
      /** 1 to 100,000. */
      readonly action_info: { readonly scene: { readonly scene_id: number } };
    }
  | {
      readonly action_name: "QR_LIMIT_STR_SCENE";
      readonly action_info: { readonly scene: { readonly scene_str: string } };
    };

/** QR codes with a scene, keys for long texts, tickets of the account's pages. */
export const PAGES = {
  "qrCode.create": post("/cgi-bin/qrcode/create", {
    request: of<QrCodeRequest>(),
    reply: shape({ ticket: filled, expire_seconds: opt(number), url: or(text, "") }),
    right: "qr-code",
    quota: "100,000 / 10,000 a day; 100,000 permanent codes (45029)",
  }),
  "shortKey.create": post("/cgi-bin/shorten/gen", {
    // long_data: at most 4 kB; expire_seconds: at most 2,592,000, the default.
    request: of<{ long_data: string; expire_seconds?: number }>(),
    reply: shape({ short_key: filled }),
    right: "qr-code",
    // A second key for the same text harms nobody.
    repeatable: true,
  }),
  "shortKey.get": post("/cgi-bin/shorten/fetch", {
    request: of<{ short_key: string }>(),
    reply: shape({
      long_data: text,
      create_time: opt(number),
      /** What is left. */
      expire_seconds: opt(number),
    }),
    right: "qr-code",
    reads: true,
    repeatable: true,
  }),
  // Use `client.pages`, which keeps the ticket: a ticket lives two hours, and there are a million calls a day.
  "ticket.get": get("/cgi-bin/ticket/getticket", {
    request: of<{ type: "jsapi" | "wx_card" }>(),
    reply: shape({ ticket: filled, expires_in: lifeSeconds }),
    right: "web-pages",
    quota: "1,000,000 a day",
  }),
};
