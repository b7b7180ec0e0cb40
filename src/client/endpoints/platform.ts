import { z } from "zod";
import { anyOf, filled, lifeSeconds, list, number, opt, or, text } from "./lenient.ts";
import { done, get, nothing, of, post, shape } from "./row.ts";

const token = shape({ access_token: filled, expires_in: lifeSeconds });
const rate = z.looseObject({ call_count: opt(number), refresh_second: opt(number) });
const addresses = shape({ ip_list: list(filled) });

/** Tokens, quotas, addresses. `accessToken.ts` calls the first two; nobody else should. */
export const PLATFORM = {
  "token.stable": post("/cgi-bin/stable_token", {
    request: of<{ force_refresh?: boolean }>(),
    reply: token,
    auth: "none",
    quota: "10,000 a minute, 500,000 a day; forced 20 a day: api_getstableaccesstoken",
    repeatable: true,
    adds: ({ appId, secret }) => ({ grant_type: "client_credential", appid: appId, secret }),
  }),
  "token.plain": get("/cgi-bin/token", {
    request: nothing,
    reply: token,
    auth: "none",
    quota: "2,000 / 200 a day; each call retires the token before",
    adds: ({ appId, secret }) => ({ grant_type: "client_credential", appid: appId, secret }),
    reads: false,
  }),
  "quota.clear": post("/cgi-bin/clear_quota", {
    request: nothing,
    reply: done,
    quota: "10 a month, shared with the console and quota.clearWithSecret (48006)",
    adds: ({ appId }) => ({ appid: appId }),
  }),
  "quota.clearWithSecret": post("/cgi-bin/clear_quota/v2", {
    request: nothing,
    reply: done,
    auth: "none",
    quota: "10 a month, shared with quota.clear",
    adds: ({ appId, secret }) => ({ appid: appId, appsecret: secret }),
  }),
  "quota.get": post("/cgi-bin/openapi/quota/get", {
    // cgi_path: "/cgi-bin/message/custom/send"; /sns/… is not supported.
    request: of<{ cgi_path: string }>(),
    reply: shape({
      quota: z.looseObject({
        daily_limit: opt(number),
        used: opt(number),
        remain: opt(number),
      }),
      rate_limit: opt(rate),
      component_rate_limit: opt(rate),
    }),
    reads: true,
    repeatable: true,
  }),
  "quota.clearOne": post("/cgi-bin/openapi/quota/clear", {
    request: of<{ cgi_path: string }>(),
    reply: done,
    quota: "50 a month: api_clearapiquota",
  }),
  "rid.get": post("/cgi-bin/openapi/rid/get", {
    request: of<{ rid: string }>(),
    // The texts of request and answer hold tokens and openids: do not log them.
    reply: shape({
      request: z.looseObject({
        invoke_time: opt(number),
        cost_in_ms: opt(number),
        request_url: or(text, ""),
        request_body: or(text, ""),
        response_body: or(text, ""),
        client_ip: or(text, ""),
      }),
    }),
    quota: "a rid is kept for 7 days: api_getridinfo",
    reads: true,
    repeatable: true,
  }),
  "ip.callback": get("/cgi-bin/getcallbackip", {
    request: nothing,
    // Addresses and ranges that pushes come from.
    reply: addresses,
  }),
  "ip.api": get("/cgi-bin/get_api_domain_ip", { request: nothing, reply: addresses }),
  "callback.check": post("/cgi-bin/callback/check", {
    request: of<{
      action: "dns" | "ping" | "all";
      check_operator: "CHINANET" | "UNICOM" | "CAP" | "DEFAULT";
    }>(),
    reply: anyOf(
      shape({
        dns: opt(list(z.looseObject({ ip: or(text, ""), real_operator: or(text, "") }))),
        ping: opt(
          list(
            z.looseObject({
              ip: or(text, ""),
              from_operator: or(text, ""),
              package_loss: or(text, ""),
              time: or(text, ""),
            }),
          ),
        ),
      }),
      "dns",
      "ping",
    ),
    reads: true,
    repeatable: true,
  }),
};
