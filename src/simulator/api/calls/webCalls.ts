import type { Account } from "../../world/account.ts";
import { drawOpenid } from "../../world/followers.ts";
import type { WebCode, WebToken } from "../../world/webGrants.ts";
import { OK, type Request } from "../call.ts";
import { demand, Refusal } from "../refusal.ts";
import { identify } from "./tokenCalls.ts";

const TOKEN_S = 7_200;
const REFRESH_MS = 30 * 86_400_000;

/** `GET /sns/oauth2/access_token`. Source: svc:webdev/access/api_snsaccesstoken */
export function exchangeCode(call: Request): unknown {
  const { query } = call;
  const account = identify(call, query.get("appid") ?? "", query.get("secret") ?? "");
  return redeem(call, account, undefined);
}

/** The same for a third-party platform, which has no secret of the account's. */
export function exchangeCodeAsComponent(call: Request): unknown {
  const { account, componentAppId } = authorizerOf(call);
  return redeem(call, account, componentAppId);
}

export function refreshWebToken(call: Request): unknown {
  const appId = call.query.get("appid") ?? "";
  demand(call.platform.world.accounts.has(appId), 40013);
  return refresh(call, appId);
}

export function refreshWebTokenAsComponent(call: Request): unknown {
  return refresh(call, authorizerOf(call).account.settings.appId);
}

/** `GET /sns/userinfo`: the one place where a name is still given, with the person's consent. */
export function webUserInfo(call: Request): unknown {
  const token = webToken(call);
  demand(token.scope === "snsapi_userinfo", 48001);
  const { profile } = call.platform.follower(token.appId, token.openid);
  return {
    openid: token.openid,
    nickname: profile.name,
    sex: 0,
    language: profile.language,
    city: "",
    province: "",
    country: "",
    headimgurl: "https://thirdwx.qlogo.cn/mmopen/vi_32/simulated/132",
    privilege: [],
    ...(profile.unionId === undefined ? {} : { unionid: profile.unionId }),
  };
}

export function checkWebToken(call: Request): unknown {
  webToken(call);
  return OK;
}

function redeem(call: Request, account: Account, componentAppId: string | undefined): unknown {
  const { query, platform, now } = call;
  demand(query.get("grant_type") === "authorization_code", 40002);
  const given = query.get("code") ?? "";
  demand(given !== "", 41008);
  const code = platform.world.webCodes.get(given);
  demand(code !== undefined && isFor(code, account, componentAppId), 40029);
  demand(!code.used, 40163);
  demand(now < code.expiresAt, 42003);
  platform.record("web.codeUsed", { code: given });
  const token = give(call, code, platform.dice.letters(86));
  const { profile } = platform.follower(code.appId, code.openid);
  const showUnion = code.scope === "snsapi_userinfo" && profile.unionId !== undefined;
  const snapshot = { openid: drawOpenid(code.appId, platform.dice), is_snapshotuser: 1 };
  return {
    ...answer(token),
    ...(showUnion ? { unionid: profile.unionId } : {}),
    ...(code.snapshot === true ? snapshot : {}),
  };
}

function isFor(code: WebCode, account: Account, componentAppId: string | undefined): boolean {
  return code.appId === account.settings.appId && code.componentAppId === componentAppId;
}

function refresh(call: Request, appId: string): unknown {
  const { query, platform, now } = call;
  demand(query.get("grant_type") === "refresh_token", 40002);
  const given = query.get("refresh_token") ?? "";
  demand(given !== "", 41003);
  const known = [...platform.world.webTokens.values()].findLast(
    (one) => one.refreshToken === given && one.appId === appId,
  );
  demand(known !== undefined, 40030);
  demand(now < known.refreshUntil, 42002);
  return answer(give(call, known, given, known.refreshUntil));
}

function give(
  call: Request,
  { appId, openid, scope }: Pick<WebToken, "appId" | "openid" | "scope">,
  refreshToken: string,
  refreshUntil = call.now + REFRESH_MS,
): WebToken {
  const token: WebToken = {
    token: `${60 + call.platform.dice.number(40)}_${call.platform.dice.letters(86)}`,
    refreshToken,
    appId,
    openid,
    scope,
    expiresAt: call.now + TOKEN_S * 1_000,
    refreshUntil,
  };
  call.platform.record("web.token", { token });
  call.caller = appId;
  return token;
}

function answer({ token, refreshToken, openid, scope }: WebToken): object {
  return {
    access_token: token,
    expires_in: TOKEN_S,
    refresh_token: refreshToken,
    openid,
    scope,
  };
}

function webToken({ query, platform, now }: Request): WebToken {
  const given = query.get("access_token") ?? "";
  demand(given !== "", 41001);
  const token = platform.world.webTokens.get(given);
  demand(token !== undefined, 40001);
  demand(now < token.expiresAt, 42001);
  demand(token.openid === query.get("openid"), 40003);
  return token;
}

function authorizerOf(call: Request): {
  readonly account: Account;
  readonly componentAppId: string;
} {
  const { query, platform, now } = call;
  const componentAppId = query.get("component_appid") ?? "";
  const component = platform.world.components.get(componentAppId);
  demand(component !== undefined, 40013);
  const given = query.get("component_access_token") ?? "";
  const token = component.tokens.find((one) => one.token === given);
  demand(token !== undefined && (token.retiredAt === undefined || now < token.retiredAt), 40001);
  demand(now < token.expiresAt, 42001);
  const appId = query.get("appid") ?? "";
  const account = platform.world.accounts.get(appId);
  if (account === undefined || !component.authorisations.has(appId)) throw new Refusal(61003);
  return { account, componentAppId };
}
