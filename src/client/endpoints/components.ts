import { z } from "zod";
import { filled, given, lifeSeconds, list, maybeList, number, opt, or, text } from "./lenient.ts";
import { done, of, post, shape } from "./row.ts";

/** What one permission set of an authorisation says. Source: outbound.md 7.3 */
const permissionSet = z.looseObject({
  funcscope_category: z.looseObject({ id: number }),
  confirm_info: opt(
    z.looseObject({
      need_confirm: opt(number),
      already_confirm: opt(number),
      can_confirm: opt(number),
    }),
  ),
});

const id = opt(z.looseObject({ id: opt(number) }));

/**
 * A third-party platform's own endpoints: the component's token, the authorisations that accounts gave it,
 * and what it may know of them. `componentTokens.ts` calls the tokens' rows; nobody else should.
 * Source: outbound.md 7.
 */
export const COMPONENTS = {
  "component.startTickets": post("/cgi-bin/component/api_start_push_ticket", {
    request: of<Record<string, never>>(),
    reply: done,
    auth: "none",
    repeatable: true,
    adds: ({ appId, secret }) => ({ component_appid: appId, component_secret: secret }),
  }),
  "component.token": post("/cgi-bin/component/api_component_token", {
    request: of<{ component_verify_ticket: string }>(),
    reply: shape({ component_access_token: filled, expires_in: lifeSeconds }),
    auth: "none",
    // The token before stays good for five minutes.
    repeatable: true,
    adds: ({ appId, secret }) => ({ component_appid: appId, component_appsecret: secret }),
  }),
  "component.preAuthCode": post("/cgi-bin/component/api_create_preauthcode", {
    request: of<Record<string, never>>(),
    reply: shape({ pre_auth_code: filled, expires_in: opt(number) }),
    auth: "component",
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.redeem": post("/cgi-bin/component/api_query_auth", {
    request: of<{ authorization_code: string }>(),
    reply: shape({
      authorization_info: z.looseObject({
        authorizer_appid: filled,
        // The code is used up, so this field must not make the call fail: the call is about whose code it was. WeChat
        // gives tokens only where the account has rights to the API, and the refresh token is also in the list of
        // authorisations. Source: open:…/getAuthorizerRefreshToken; field: overtrue/laravel-wechat issues 316 and 408
        authorizer_access_token: opt(filled),
        expires_in: lifeSeconds,
        authorizer_refresh_token: opt(filled),
        func_info: maybeList(permissionSet),
      }),
    }),
    auth: "component",
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.refresh": post("/cgi-bin/component/api_authorizer_token", {
    request: of<{ authorizer_appid: string; authorizer_refresh_token: string }>(),
    reply: shape({
      authorizer_access_token: filled,
      expires_in: lifeSeconds,
      // If left out, the refresh token is the one that was sent.
      authorizer_refresh_token: opt(filled),
    }),
    auth: "component",
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.info": post("/cgi-bin/component/api_get_authorizer_info", {
    request: of<{ authorizer_appid: string }>(),
    reply: shape({
      authorizer_info: z.looseObject({
        nick_name: or(text, ""),
        head_img: opt(text),
        service_type_info: id,
        verify_type_info: id,
        user_name: or(text, ""),
        principal_name: or(text, ""),
        qrcode_url: opt(text),
        account_status: opt(number),
        MiniProgramInfo: z.unknown().optional(),
      }),
      authorization_info: opt(
        z.looseObject({
          authorizer_appid: opt(filled),
          // Left out or null for some accounts. field: JeffreySu/WeiXinMPSDK issues 277 and 1127
          func_info: opt(given(permissionSet)),
        }),
      ),
    }),
    auth: "component",
    reads: true,
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.list": post("/cgi-bin/component/api_get_authorizer_list", {
    // count: at most 500.
    request: of<{ offset: number; count: number }>(),
    reply: shape({
      total_count: opt(number),
      list: list(
        z.looseObject({
          authorizer_appid: filled,
          // Empty where the authorisation code was never redeemed, or the account has no rights to the API.
          refresh_token: or(text, ""),
          auth_time: opt(number),
        }),
      ),
    }),
    auth: "component",
    reads: true,
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.getOption": post("/cgi-bin/component/api_get_authorizer_option", {
    request: of<{ authorizer_appid: string; option_name: OptionName }>(),
    reply: shape({ option_name: opt(text), option_value: text }),
    auth: "component",
    reads: true,
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.setOption": post("/cgi-bin/component/api_set_authorizer_option", {
    request: of<{ authorizer_appid: string; option_name: OptionName; option_value: string }>(),
    reply: done,
    auth: "component",
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
};

/** What a platform may switch at an account: 0 off, 1 on; location reports also 2, every five seconds. */
export type OptionName = "location_report" | "voice_recognize" | "customer_service";
