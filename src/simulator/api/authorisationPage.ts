import { authorise, setsOffered, withdraw } from "../actions/authorising.ts";
import type { Account } from "../world/account.ts";
import { type Component, OFFICIAL_ACCOUNT_SETS } from "../world/component.ts";
import type { Raw, Request } from "./call.ts";
import { errorPage, escaped, hidden, isWebAddress, page, redirect } from "./html.ts";

const TITLE = "公众平台帐号授权 · Authorisation";
const EXPIRES_IN = 600;

/** What the page was opened with, checked. */
interface Opening {
  readonly component: Component;
  readonly preAuthCode: string;
  readonly redirectUri: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly accounts: readonly Account[];
}

/**
 * The page on which an account's administrator authorises a third-party platform, for the PC and for the
 * phone. One plays the administrator, or an operator, who may not. Source: outbound 7.2
 */
export function authorisationPage(call: Request): Raw {
  const opening = open(call);
  if (typeof opening === "string") return errorPage(TITLE, opening);
  return call.method === "POST" ? answer(call, opening) : show(call, opening);
}

/** What is wrong with the way the page was opened, or what it was opened with. */
function open(call: Request): Opening | string {
  const parameters = call.method === "POST" ? call.fields : new Map(call.query);
  const get = (name: string) => parameters.get(name) ?? "";
  const { world } = call.platform;
  const component = world.components.get(get("component_appid"));
  if (component === undefined) return "There is no such component_appid.";
  const expiresAt = component.preAuthCodes.get(get("pre_auth_code"));
  if (expiresAt === undefined) return "The pre_auth_code is unknown or has been used.";
  if (call.now >= expiresAt) return "The pre_auth_code has expired.";
  const redirectUri = get("redirect_uri");
  if (!isWebAddress(redirectUri)) return "The redirect_uri is no web address.";
  const { startDomain } = component.settings;
  if (startDomain !== undefined && call.method === "GET") {
    const from = URL.canParse(call.referer) ? new URL(call.referer).hostname : "an unknown page";
    if (from !== startDomain) return `Opened from ${from}, not from the registered ${startDomain}.`;
  }
  // `biz_appid` goes before `auth_type`, of which 2 asks for mini programs only.
  const wanted = get("biz_appid");
  const all = get("auth_type") === "2" && wanted === "" ? [] : [...world.accounts.values()];
  const accounts = all.filter(({ settings }) => wanted === "" || settings.appId === wanted);
  if (accounts.length === 0) return "There is no account that could be authorised here.";
  return { component, preAuthCode: get("pre_auth_code"), redirectUri, parameters, accounts };
}

function show(call: Request, opening: Opening): Raw {
  const forms = opening.accounts.map((account) => form(call, opening, account)).join("");
  const { name, appId } = opening.component.settings;
  const intro = `<p>${escaped(name)} (${escaped(appId)}) asks for permissions.</p>`;
  return page(TITLE, intro + forms);
}

const PASSED_ON = [
  "component_appid",
  "pre_auth_code",
  "redirect_uri",
  "auth_type",
  "biz_appid",
  "category_id_list",
];

function form(call: Request, opening: Opening, account: Account): string {
  const { component, parameters } = opening;
  const { appId, name } = account.settings;
  const isLinked = component.authorisations.has(appId);
  const passedOn = PASSED_ON.map((one) => hidden(one, parameters.get(one) ?? "")).join("");
  const sets = offered(call, opening, account)
    .map((id) => {
      const label = escaped(`${id} ${OFFICIAL_ACCOUNT_SETS[id]}`);
      return `<label><input type="checkbox" name="set" value="${id}" checked> ${label}</label><br>`;
    })
    .join("");
  return (
    `<form method="post" action="${escaped(call.path)}"><fieldset>` +
    `<legend>${escaped(name)} (${escaped(appId)})${isLinked ? ", authorised" : ""}</legend>` +
    `${passedOn}${hidden("account", appId)}${hidden("set", "")}${sets}<p>I am ` +
    `<label><input type="radio" name="role" value="administrator" checked> the administrator</label> ` +
    `<label><input type="radio" name="role" value="operator"> an operator</label></p>` +
    `<button name="do" value="authorise">${isLinked ? "更新 Update" : "授权 Authorise"}</button>` +
    `${isLinked ? ' <button name="do" value="cancel">取消授权 Cancel</button>' : ""}` +
    `</fieldset></form>`
  );
}

function answer(call: Request, opening: Opening): Raw {
  const { component, parameters } = opening;
  const appId = parameters.get("account") ?? "";
  const account = opening.accounts.find(({ settings }) => settings.appId === appId);
  if (account === undefined) return errorPage(TITLE, "Choose one of the accounts.");
  if (parameters.get("role") !== "administrator") {
    return errorPage(TITLE, "只有管理员可以授权 · Only the account's administrator can do this.");
  }
  const componentAppId = component.settings.appId;
  if (parameters.get("do") === "cancel") {
    withdraw(call.platform, componentAppId, appId);
    return page(TITLE, "<p>已取消授权 · The authorisation was cancelled.</p>");
  }
  const allowed = offered(call, opening, account);
  // The page always sends the field, empty when no box is ticked; a script may leave it out for "all".
  const ticked = parameters.get("set")?.split(",").map(Number) ?? allowed;
  const sets = ticked.filter((id) => allowed.includes(id));
  const code = authorise(call.platform, componentAppId, appId, sets, opening.preAuthCode);
  return redirect(opening.redirectUri, { auth_code: code, expires_in: String(EXPIRES_IN) });
}

function offered(call: Request, opening: Opening, account: Account): readonly number[] {
  const all = setsOffered(call.platform, opening.component.settings.appId, account);
  const wanted = opening.parameters.get("category_id_list") ?? "";
  if (wanted === "") return all;
  return all.filter((id) => wanted.split("|").includes(String(id)));
}
