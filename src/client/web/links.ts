import { SendError } from "../../errors.ts";

/** Addresses that a browser opens; no call is made for them. */

/** `state` and `reserved`: at most 128 of these characters. Source: outbound.md 4.2 and 6.4 */
const STATE = /^[A-Za-z0-9]{0,128}$/;

export interface OAuthLink {
  /** An address on the account's web authorisation domain. */
  readonly redirectUri: string;
  /** `snsapi_base` (default): the openid, silently. `snsapi_userinfo`: name and avatar, with consent. */
  readonly scope?: "snsapi_base" | "snsapi_userinfo";
  /** Comes back unchanged; tie it to the browser's session against forged redirects. */
  readonly state?: string;
  /** Asks for consent even if the visitor has given it before. */
  readonly forcePopup?: boolean;
  /** Shows a snapshot of the page first. */
  readonly forceSnapShot?: boolean;
  /**
   * Keeps the page from being opened twice: some phones do that, and the second call finds the code used up (40163).
   * Default true. No page of WeChat's names it; WeChat's own redirects have it. field: chanxuehong/wechat issue 226,
   * overtrue/socialite issue 89
   */
  readonly connectRedirect?: boolean;
  /** The third-party platform that authorises for the account. The client of a linked account sets it by itself. */
  readonly componentAppId?: string;
}

/** Where a web page sends its visitor to learn who he is. WeChat checks the order of the parameters. */
export function oauthLink(appId: string, link: OAuthLink): string {
  const { redirectUri, scope = "snsapi_base", state = "", componentAppId } = link;
  checkState("state", state);
  const parameters = [
    ["appid", appId],
    ["redirect_uri", redirectUri],
    ["response_type", "code"],
    ["scope", scope],
    ["state", state],
    ...(link.forcePopup === true ? [["forcePopup", "true"]] : []),
    ...(link.forceSnapShot === true ? [["forceSnapShot", "true"]] : []),
    ...(componentAppId === undefined ? [] : [["component_appid", componentAppId]]),
    ...(link.connectRedirect === false ? [] : [["connect_redirect", "1"]]),
  ];
  return `https://open.weixin.qq.com/connect/oauth2/authorize?${query(parameters)}#wechat_redirect`;
}

export interface OneTimeSubscriptionLink {
  /** 0 to 10,000: which of several requests this is. One message per confirmation and scene. */
  readonly scene: number;
  readonly templateId: string;
  /** On a business domain of the account. */
  readonly redirectUrl: string;
  /** Comes back unchanged. */
  readonly reserved?: string;
}

/** Where a visitor allows one message. See the row `oneTime.send`. */
export function oneTimeSubscriptionLink(appId: string, link: OneTimeSubscriptionLink): string {
  const { scene, templateId, redirectUrl, reserved = "" } = link;
  checkState("reserved", reserved);
  if (!Number.isInteger(scene) || scene < 0 || scene > 10_000) {
    throw new SendError("link-scene", `scene ${scene} must be a whole number from 0 to 10,000.`);
  }
  const parameters = [
    ["action", "get_confirm"],
    ["appid", appId],
    ["scene", String(scene)],
    ["template_id", templateId],
    ["redirect_url", redirectUrl],
    ["reserved", reserved],
  ];
  return `https://mp.weixin.qq.com/mp/subscribemsg?${query(parameters)}#wechat_redirect`;
}

/** The picture of a code that `qrCode.create` made; an illegal ticket gets a 404. */
export function qrCodeImageLink(ticket: string): string {
  return `https://mp.weixin.qq.com/cgi-bin/showqrcode?${query([["ticket", ticket]])}`;
}

function query(parameters: readonly (readonly string[])[]): string {
  return parameters
    .map(([name = "", value = ""]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}

function checkState(name: string, value: string): void {
  if (STATE.test(value)) return;
  throw new SendError(
    "link-state",
    `${name} may have at most 128 letters and digits. Keep the rest on your side and pass a key to it.`,
  );
}
