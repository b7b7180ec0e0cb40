import type { Account } from "../../world/account.ts";
import type { AuthorisedSet, Component } from "../../world/component.ts";
import { PRE_AUTH_CODE_SECONDS, TICKET_MS } from "../../world/component.ts";
import { OVERLAP_MS, TOKEN_SECONDS } from "../../world/tokens.ts";
import { type AsComponent, bodyOf, OK, type Request } from "../call.ts";
import { checkComponentAddress } from "../gate.ts";
import { number, text } from "../json.ts";
import { demand } from "../refusal.ts";
import { issue } from "./tokenCalls.ts";

const LIST_AT_ONCE = 500;

/** `component/api_start_push_ticket`. Source: open:…/startPushTicket */
export function startTickets(call: Request): unknown {
  const { settings } = identifyComponent(call, "component_secret");
  const componentAppId = settings.appId;
  call.platform.record("component.changed", { componentAppId, change: { ticketsOn: true } });
  call.platform.pushTicket(componentAppId);
  return OK;
}

/** `component/api_component_token`. Source: open:…/getComponentAccessToken */
export function giveComponentToken(call: Request): unknown {
  const component = identifyComponent(call, "component_appsecret");
  const given = text(bodyOf(call), "component_verify_ticket");
  const ticket = component.tickets.find((one) => one.ticket === given);
  demand(ticket !== undefined, 61006);
  demand(call.now < ticket.at + TICKET_MS, 61005);
  const { token } = issue(call.platform, component.settings.appId, "component", {
    retiresOthersAt: call.now + OVERLAP_MS,
  });
  return { component_access_token: token, expires_in: TOKEN_SECONDS };
}

/** `component/api_create_preauthcode`. */
export function createPreAuthCode(call: AsComponent): unknown {
  const componentAppId = ownAppId(call);
  const code = `preauthcode@@@${call.platform.dice.letters(64)}`;
  const expiresAt = call.now + PRE_AUTH_CODE_SECONDS * 1_000;
  call.platform.record("component.preAuthCode", { componentAppId, code, expiresAt });
  return { pre_auth_code: code, expires_in: PRE_AUTH_CODE_SECONDS };
}

/** `component/api_query_auth`: once for each code. */
export function queryAuth(call: AsComponent): unknown {
  const componentAppId = ownAppId(call);
  const code = text(bodyOf(call), "authorization_code");
  const known = call.component.codes.get(code);
  demand(known !== undefined, 61009);
  demand(call.now < known.expiresAt, 61010);
  const authorisation = call.component.authorisations.get(known.appId);
  demand(authorisation !== undefined, 61003);
  call.platform.record("component.codeRedeemed", { componentAppId, code });
  const { token } = issueFor(call, known.appId);
  return {
    authorization_info: {
      authorizer_appid: known.appId,
      authorizer_access_token: token,
      expires_in: TOKEN_SECONDS,
      authorizer_refresh_token: authorisation.refreshToken,
      func_info: authorisation.sets.map(setInfo),
    },
  };
}

/** `component/api_authorizer_token`. */
export function refreshAuthorizerToken(call: AsComponent): unknown {
  ownAppId(call);
  const authorisation = authorisationOf(call);
  const given = text(bodyOf(call), "authorizer_refresh_token");
  demand(given === authorisation.refreshToken, 61023);
  const { token } = issueFor(call, authorisation.appId);
  return {
    authorizer_access_token: token,
    expires_in: TOKEN_SECONDS,
    authorizer_refresh_token: authorisation.refreshToken,
  };
}

/** `component/api_get_authorizer_info`. Source: outbound 7.3 */
export function authorizerInfo(call: AsComponent): unknown {
  ownAppId(call);
  const authorisation = authorisationOf(call);
  const { settings } = call.platform.account(authorisation.appId);
  return {
    authorizer_info: {
      nick_name: settings.name,
      head_img: "http://wx.qlogo.cn/mmopen/simulated/0",
      service_type_info: { id: settings.type === "service" ? 2 : 0 },
      verify_type_info: { id: settings.verification },
      user_name: settings.originalId,
      alias: settings.weChatId,
      qrcode_url: "http://mmbiz.qpic.cn/mmbiz_jpg/simulated/0",
      business_info: { open_store: 0, open_scan: 0, open_pay: 0, open_card: 0, open_shake: 0 },
      idc: 1,
      principal_name: settings.name,
      signature: "",
      register_type: 0,
      account_status: settings.status,
      basic_config: { is_phone_configured: true, is_email_configured: true },
    },
    authorization_info: {
      authorizer_appid: authorisation.appId,
      authorizer_refresh_token: authorisation.refreshToken,
      func_info: authorisation.sets.map(setInfo),
    },
  };
}

/** `component/api_get_authorizer_list`: no refresh token before the first `api_query_auth`. */
export function listAuthorizers(call: AsComponent): unknown {
  ownAppId(call);
  const body = bodyOf(call);
  const [offset, count] = [number(body, "offset") ?? 0, number(body, "count") ?? LIST_AT_ONCE];
  demand(offset >= 0 && count >= 1 && count <= LIST_AT_ONCE, 40097);
  const all = [...call.component.authorisations.values()];
  const list = all.slice(offset, offset + count).map((one) => ({
    authorizer_appid: one.appId,
    refresh_token: one.redeemed ? one.refreshToken : "",
    auth_time: Math.floor(one.at / 1_000),
  }));
  return { total_count: all.length, list };
}

/** The options and the values that each may have. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  location_report: ["0", "1", "2"],
  voice_recognize: ["0", "1"],
  customer_service: ["0", "1"],
};

export function getOption(call: AsComponent): unknown {
  ownAppId(call);
  const { appId } = authorisationOf(call);
  const name = text(bodyOf(call), "option_name");
  demand(Object.hasOwn(OPTIONS, name), 61012);
  const { settings } = call.platform.account(appId);
  const value = optionOf(settings, name);
  return { authorizer_appid: appId, option_name: name, option_value: value };
}

export function setOption(call: AsComponent): unknown {
  ownAppId(call);
  const { appId } = authorisationOf(call);
  const body = bodyOf(call);
  const [name, value] = [text(body, "option_name"), String(body.option_value ?? "")];
  demand(Object.hasOwn(OPTIONS, name), 61012);
  demand(OPTIONS[name]?.includes(value) === true, 61013);
  call.platform.record("option.set", { appId, name, value });
  return OK;
}

function optionOf(settings: Account["settings"], name: string): string {
  if (name === "location_report") return String(settings.locationReport);
  const on = name === "voice_recognize" ? settings.speechRecognition : settings.customerService;
  return on ? "1" : "0";
}

function identifyComponent(call: Request, secretName: string): Component {
  const body = bodyOf(call);
  const component = call.platform.world.components.get(text(body, "component_appid"));
  demand(component !== undefined, 40013);
  call.caller = component.settings.appId;
  checkComponentAddress(component, call);
  demand(text(body, secretName) !== "", 41004);
  demand(text(body, secretName) === component.settings.appSecret, 40125);
  return component;
}

/** The body repeats whose token it is; another's is refused. */
function ownAppId(call: AsComponent): string {
  const { appId } = call.component.settings;
  demand(text(bodyOf(call), "component_appid") === appId, 61011);
  return appId;
}

function authorisationOf(call: AsComponent) {
  const authorisation = call.component.authorisations.get(text(bodyOf(call), "authorizer_appid"));
  demand(authorisation !== undefined, 61003);
  return authorisation;
}

function issueFor(call: AsComponent, appId: string) {
  const componentAppId = call.component.settings.appId;
  // Whether the one before lives on is not documented; five minutes, as with all other tokens.
  return issue(call.platform, appId, "authorizer", {
    componentAppId,
    retiresOthersAt: call.now + OVERLAP_MS,
  });
}

function setInfo({ id, needConfirm, confirmed }: AuthorisedSet): object {
  const funcscope_category = { id };
  if (!needConfirm) return { funcscope_category };
  const confirm_info = { need_confirm: 1, already_confirm: confirmed ? 1 : 0, can_confirm: 1 };
  return { funcscope_category, confirm_info };
}
