import { filled, lifeSeconds, list, number, opt, or, text } from "./lenient.ts";
import { done, get, of, shape } from "./row.ts";
import type { Language } from "./users.ts";

const webToken = shape({
  // The call uses the code up, so only the fields are required that say who the visitor is and what he allowed.
  access_token: filled,
  expires_in: lifeSeconds,
  refresh_token: opt(filled),
  openid: filled,
  scope: or(text, ""),
  /** 1: a visitor of a snapshot page; openid, nickname and avatar are not real. */
  is_snapshotuser: opt(number),
  unionid: opt(filled),
});

/** The web pages' authorisation. See also `../web/links.ts`. */
export const WEB = {
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
  // For a link with `componentAppId`; the platform's own client makes this call.
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
