import { filled, lifeSeconds, list, number, opt, or, text } from "./lenient.ts";
import { done, get, of, post, shape } from "./row.ts";
import type { Language } from "./users.ts";

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

const webToken = shape({
  // The code is used up by the call: who it is and what he allowed is all that it is about.
  access_token: filled,
  expires_in: lifeSeconds,
  refresh_token: opt(filled),
  openid: filled,
  scope: or(text, ""),
  /** 1: a visitor of a snapshot page; openid, nickname and avatar are not real. */
  is_snapshotuser: opt(number),
  unionid: opt(filled),
});

/** QR codes with a scene, and the web pages' authorisation. See also `links.ts`. */
export const WEB = {
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
  // client.pages keeps it: it lives two hours, and there are a million a day.
  "ticket.get": get("/cgi-bin/ticket/getticket", {
    request: of<{ type: "jsapi" | "wx_card" }>(),
    reply: shape({ ticket: filled, expires_in: lifeSeconds }),
    right: "web-pages",
    quota: "1,000,000 a day",
  }),
  "web.token": get("/sns/oauth2/access_token", {
    request: of<{ code: string }>(),
    reply: webToken,
    right: "web",
    auth: "none",
    quota: "50,000 a minute; a code is good once, for 5 minutes",
    // The code is used up by the first call.
    repeatable: false,
    adds: ({ appId, secret }) => ({ appid: appId, secret, grant_type: "authorization_code" }),
    reads: false,
  }),
  "web.refreshToken": get("/sns/oauth2/refresh_token", {
    request: of<{ refresh_token: string }>(),
    reply: webToken,
    right: "web",
    auth: "none",
    quota: "a refresh token lives 30 days",
    adds: ({ appId }) => ({ appid: appId, grant_type: "refresh_token" }),
    reads: false,
  }),
  // Of a link with `componentAppId`; called by the platform's own client.
  "component.webToken": get("/sns/oauth2/component/access_token", {
    request: of<{ appid: string; code: string }>(),
    reply: webToken,
    auth: "component",
    quota: "a code is good once, for 5 minutes",
    repeatable: false,
    reads: false,
    adds: ({ appId }) => ({ component_appid: appId, grant_type: "authorization_code" }),
  }),
  "component.webRefreshToken": get("/sns/oauth2/component/refresh_token", {
    request: of<{ appid: string; refresh_token: string }>(),
    reply: webToken,
    auth: "component",
    reads: false,
    adds: ({ appId }) => ({ component_appid: appId, grant_type: "refresh_token" }),
  }),
  "web.userInfo": get("/sns/userinfo", {
    // access_token: the one that `web.token` gave, with scope snsapi_userinfo.
    request: of<{ access_token: string; openid: string; lang?: Language }>(),
    reply: shape({
      openid: filled,
      nickname: or(text, ""),
      headimgurl: opt(text),
      privilege: opt(list(text)),
      unionid: opt(filled),
    }),
    right: "web",
    auth: "none",
  }),
  "web.checkToken": get("/sns/auth", {
    request: of<{ access_token: string; openid: string }>(),
    reply: done,
    right: "web",
    auth: "none",
  }),
};
