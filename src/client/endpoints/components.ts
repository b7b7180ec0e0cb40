import { z } from "zod";
import { done, of, post, shape } from "./row.ts";

/** What one permission set of an authorisation says. Source: outbound.md 7.3 */
const permissionSet = z.looseObject({
  funcscope_category: z.looseObject({ id: z.number() }),
  confirm_info: z
    .looseObject({
      need_confirm: z.number(),
      already_confirm: z.number(),
      can_confirm: z.number().optional(),
    })
    .optional(),
});

const id = z.looseObject({ id: z.number() });

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
    reply: shape({ component_access_token: z.string().min(1), expires_in: z.number().positive() }),
    auth: "none",
    // The token before stays good for five minutes.
    repeatable: true,
    adds: ({ appId, secret }) => ({ component_appid: appId, component_appsecret: secret }),
  }),
  "component.preAuthCode": post("/cgi-bin/component/api_create_preauthcode", {
    request: of<Record<string, never>>(),
    reply: shape({ pre_auth_code: z.string().min(1), expires_in: z.number().positive() }),
    auth: "component",
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.redeem": post("/cgi-bin/component/api_query_auth", {
    request: of<{ authorization_code: string }>(),
    reply: shape({
      authorization_info: z.looseObject({
        authorizer_appid: z.string(),
        authorizer_access_token: z.string().min(1),
        expires_in: z.number().positive(),
        authorizer_refresh_token: z.string().min(1),
        func_info: z.array(permissionSet).default([]),
      }),
    }),
    auth: "component",
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.refresh": post("/cgi-bin/component/api_authorizer_token", {
    request: of<{ authorizer_appid: string; authorizer_refresh_token: string }>(),
    reply: shape({
      authorizer_access_token: z.string().min(1),
      expires_in: z.number().positive(),
      authorizer_refresh_token: z.string().min(1),
    }),
    auth: "component",
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.info": post("/cgi-bin/component/api_get_authorizer_info", {
    request: of<{ authorizer_appid: string }>(),
    reply: shape({
      authorizer_info: z.looseObject({
        nick_name: z.string().default(""),
        head_img: z.string().optional(),
        service_type_info: id,
        verify_type_info: id,
        user_name: z.string(),
        principal_name: z.string().default(""),
        qrcode_url: z.string().optional(),
        account_status: z.number().optional(),
        MiniProgramInfo: z.unknown().optional(),
      }),
      authorization_info: z.looseObject({
        authorizer_appid: z.string(),
        func_info: z.array(permissionSet).default([]),
      }),
    }),
    auth: "component",
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.list": post("/cgi-bin/component/api_get_authorizer_list", {
    // count: at most 500.
    request: of<{ offset: number; count: number }>(),
    reply: shape({
      total_count: z.number(),
      list: z.array(
        z.looseObject({
          authorizer_appid: z.string(),
          // Empty where the authorisation code was never redeemed.
          refresh_token: z.string(),
          auth_time: z.number(),
        }),
      ),
    }),
    auth: "component",
    repeatable: true,
    adds: ({ appId }) => ({ component_appid: appId }),
  }),
  "component.getOption": post("/cgi-bin/component/api_get_authorizer_option", {
    request: of<{ authorizer_appid: string; option_name: OptionName }>(),
    reply: shape({ option_name: z.string(), option_value: z.string() }),
    auth: "component",
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
