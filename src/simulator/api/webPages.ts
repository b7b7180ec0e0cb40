import type { Account } from "../world/account.ts";
import type { Follower } from "../world/followers.ts";
import { isAlive } from "../world/mediaStore.ts";
import { Raw, type Request } from "./call.ts";
import { errorPage, escaped, isWebAddress, page, redirect } from "./html.ts";
import { mayAuthoriseOnTheWeb } from "./rights.ts";

const CODE_MS = 5 * 60_000;
const STATE = /^[A-Za-z0-9]{0,128}$/;
const SCENES = 10_000;
/** The order is checked. Source: outbound 6.4 */
const ORDER = ["appid", "redirect_uri", "response_type", "scope", "state"];

/**
 * The page of web authorisation. One chooses whose phone it is; `as=<openid>` in the address chooses
 * without a page, for tests, and `snapshot=1` beside it makes him a visitor of a snapshot page. Source: off:OA_Web_Apps/Wechat_webpage_authorization
 */
export function webAuthorisationPage(call: Request): Raw {
  const title = "网页授权 · Web authorisation";
  const get = (name: string) => call.query.get(name) ?? "";
  const account = call.platform.world.accounts.get(get("appid"));
  const wrong = webMistake(call, account);
  if (wrong !== undefined || account === undefined) return errorPage(title, wrong ?? "");
  const { appId } = account.settings;
  const openid = get("as");
  if (openid === "") return choosePerson(call, title, account, [["", "同意 Agree"]]);
  if (!account.followers.has(openid)) return errorPage(title, "No such person.");
  const code = `0${call.platform.dice.letters(31)}`;
  const componentAppId = get("component_appid");
  call.platform.record("web.code", {
    code: {
      code,
      appId,
      openid,
      scope: get("scope") === "snsapi_userinfo" ? "snsapi_userinfo" : "snsapi_base",
      expiresAt: call.now + CODE_MS,
      used: false,
      ...(componentAppId === "" ? {} : { componentAppId }),
      ...(get("snapshot") === "1" ? { snapshot: true as const } : {}),
    },
  });
  const state = get("state");
  return redirect(get("redirect_uri"), {
    code,
    state,
    ...(componentAppId === "" ? {} : { appid: appId }),
  });
}

function webMistake(call: Request, account: Account | undefined): string | undefined {
  const get = (name: string) => call.query.get(name) ?? "";
  if (get("appid") === "") return "10012 appid empty";
  if (account === undefined || !mayAuthoriseOnTheWeb(account.settings)) return "10005 no scope";
  if (get("redirect_uri") === "") return "10011 redirect_uri empty";
  if (!isWebAddress(get("redirect_uri"))) return "10003 redirect_uri mismatch";
  const { webDomain } = account.settings;
  const { hostname } = new URL(get("redirect_uri"));
  if (webDomain !== undefined && hostname !== webDomain) return "10003 redirect_uri mismatch";
  if (get("scope") === "") return "10010 scope empty";
  if (!/^snsapi_(?:base|userinfo)$/.test(get("scope"))) return "10005 no scope";
  const names = [...call.query.keys()].filter((name) => ORDER.includes(name));
  if (names.join() !== ORDER.filter((name) => names.includes(name)).join()) {
    return `The parameters are not in the order ${ORDER.join(", ")}.`;
  }
  if (get("response_type") !== "code") return "response_type must be code";
  if (!STATE.test(get("state"))) return "state is not up to 128 letters and digits";
  const componentAppId = get("component_appid");
  if (componentAppId === "") return undefined;
  const component = call.platform.world.components.get(componentAppId);
  return component?.authorisations.has(account.settings.appId) === true
    ? undefined
    : "10015 the account has not authorised the component";
}

/**
 * The page of one-time subscription, which gives one message for each scene. Here too `as=<openid>` with
 * `answer=confirm` or `answer=cancel` goes without a page. Source: outbound 4.2
 */
export function oneTimePage(call: Request): Raw {
  const title = "一次性订阅消息 · One-time subscription";
  const get = (name: string) => call.query.get(name) ?? "";
  const account = call.platform.world.accounts.get(get("appid"));
  const template = account?.templates.get(get("template_id"));
  const scene = Number(get("scene"));
  if (account === undefined) return errorPage(title, "There is no such appid.");
  if (get("action") !== "get_confirm") return errorPage(title, "action must be get_confirm.");
  if (template?.kind !== "oneTime") return errorPage(title, "There is no such template_id.");
  if (!Number.isInteger(scene) || scene < 0 || scene > SCENES || get("scene") === "") {
    return errorPage(title, "scene must be a number from 0 to 10000.");
  }
  if (!STATE.test(get("reserved"))) return errorPage(title, "reserved: 128 letters and digits.");
  if (!isWebAddress(get("redirect_url"))) return errorPage(title, "redirect_url is no address.");
  const openid = get("as");
  if (openid === "") {
    return choosePerson(call, title, account, [
      ["confirm", "确认 Confirm"],
      ["cancel", "取消 Cancel"],
    ]);
  }
  const person = account.followers.get(openid);
  if (person === undefined) return errorPage(title, "No such person.");
  const action = get("answer") === "confirm" ? "confirm" : "cancel";
  if (action === "confirm") confirm(call, account, person, template.templateId);
  return redirect(get("redirect_url"), {
    ...(action === "confirm" ? { openid } : {}),
    template_id: template.templateId,
    action,
    scene: get("scene"),
    reserved: get("reserved"),
  });
}

/** Confirming one scene twice still gives one message. */
function confirm(call: Request, account: Account, person: Follower, templateId: string): void {
  const scene = call.query.get("scene") ?? "";
  const has = person.permissions.some(
    (one) => one.templateId === templateId && one.scene === scene,
  );
  if (has) return;
  call.platform.record("permission.given", {
    appId: account.settings.appId,
    openid: person.openid,
    permission: { templateId, longTerm: false, scene },
  });
}

/** A list of the account's people with a link for each answer. */
function choosePerson(
  call: Request,
  title: string,
  account: Account,
  answers: readonly (readonly [value: string, label: string])[],
): Raw {
  const rows = [...account.followers.values()].map(({ openid, profile }) => {
    const links = answers.map(([value, label]) => {
      const answer = value === "" ? "" : `&answer=${value}`;
      const href = `${call.url}&as=${encodeURIComponent(openid)}${answer}`;
      return `<a href="${escaped(href)}">${escaped(label)}</a>`;
    });
    return `<li>${escaped(profile.name)}: ${links.join(" ")}</li>`;
  });
  return page(title, `<p>Whose phone is this?</p><ul>${rows.join("")}</ul>`);
}

/** Where the links to videos lead. */
export function showFile({ platform, query, now }: Request): Raw {
  const media = platform.world.accounts
    .get(query.get("appid") ?? "")
    ?.media.get(query.get("media_id") ?? "");
  if (media === undefined || !isAlive(media, now)) return new Raw(404, {});
  const headers = { "content-type": media.contentType, "x-content-type-options": "nosniff" };
  return new Raw(200, headers, Buffer.from(media.content, "base64"));
}
