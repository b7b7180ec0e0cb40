import type { Platform } from "../../platform.ts";
import type { Account } from "../../world/account.ts";
import { dayOf } from "../../world/periods.ts";
import {
  type IssuedToken,
  OVERLAP_MS,
  TOKEN_SECONDS,
  type TokenFamily,
} from "../../world/tokens.ts";
import { bodyOf, type Request } from "../call.ts";
import { countCall } from "../gate.ts";
import { text } from "../json.ts";
import { demand, Refusal } from "../refusal.ts";

const FORCED_A_DAY = 20;
const FORCED_APART_MS = 30_000;

/** `GET /cgi-bin/token`: always a new one. Source: svc:base/api_getaccesstoken */
export function giveToken(call: Request): unknown {
  const { query } = call;
  demand(query.get("grant_type") === "client_credential", 40002);
  const account = identify(call, query.get("appid") ?? "", query.get("secret") ?? "");
  countCall({ path: call.path, day: [2_000, 200] }, call, account.counts, account);
  const token = issue(call.platform, account.settings.appId, "plain", {
    retiresOthersAt: call.now + OVERLAP_MS,
  });
  return { access_token: token.token, expires_in: TOKEN_SECONDS };
}

/** `POST /cgi-bin/stable_token`. Source: svc:base/api_getstableaccesstoken */
export function giveStableToken(call: Request): unknown {
  const body = bodyOf(call);
  demand(text(body, "grant_type") === "client_credential", 40002);
  const account = identify(call, text(body, "appid"), text(body, "secret"));
  countCall(
    { path: call.path, day: [500_000, 500_000], minute: 10_000 },
    call,
    account.counts,
    account,
  );
  const { appId } = account.settings;
  const newest = account.tokens.findLast(
    ({ family, retiredAt }) => family === "stable" && retiredAt === undefined,
  );
  const left = newest === undefined ? 0 : newest.expiresAt - call.now;
  if (body.force_refresh === true && mayForce(account, call.now)) {
    const { token } = issue(call.platform, appId, "stable", {
      retiresOthersAt: call.now,
      forced: true,
    });
    return { access_token: token, expires_in: TOKEN_SECONDS };
  }
  // Renewed five minutes before its end; until then the old one stays good beside the new one.
  if (newest === undefined || left < OVERLAP_MS) {
    const { token } = issue(call.platform, appId, "stable", {});
    return { access_token: token, expires_in: TOKEN_SECONDS };
  }
  return { access_token: newest.token, expires_in: Math.floor(left / 1_000) };
}

/** Not within 30 s of the last time, when the same token comes back; and not above 20 times a day. */
function mayForce({ forcedAt }: Account, now: number): boolean {
  const last = forcedAt.at(-1);
  if (last !== undefined && now - last < FORCED_APART_MS) return false;
  demand(forcedAt.filter((at) => dayOf(at) === dayOf(now)).length < FORCED_A_DAY, 45009);
  return true;
}

/** The account that an AppID and its secret name. */
export function identify(call: Request, appId: string, secret: string): Account {
  demand(appId !== "", 41002);
  // A third-party platform gets its token elsewhere.
  demand(!call.platform.world.components.has(appId), 61024);
  const account = call.platform.world.accounts.get(appId);
  demand(account !== undefined, 40013);
  demand(secret !== "", 41004);
  const { settings } = account;
  demand(secret === settings.appSecret, 40125);
  demand(settings.secretFrozen !== true, 40243);
  demand(settings.status !== 19, 50007);
  demand(settings.status !== 16 && settings.status !== 14, 50004);
  if (settings.ipWhitelist !== undefined && !settings.ipWhitelist.includes(call.clientIp)) {
    const ip = call.clientIp;
    throw new Refusal(40164, `invalid ip ${ip} ipv6 ::ffff:${ip}, not in whitelist`);
  }
  call.caller = appId;
  return account;
}

/** Makes a token and writes it down. */
export function issue(
  platform: Platform,
  appId: string,
  family: TokenFamily,
  about: {
    readonly componentAppId?: string;
    readonly retiresOthersAt?: number;
    readonly forced?: boolean;
  },
): IssuedToken {
  const now = platform.clock.now();
  const token = {
    token: `${60 + platform.dice.number(40)}_${platform.dice.letters(133)}`,
    family,
    issuedAt: now,
    expiresAt: now + TOKEN_SECONDS * 1_000,
  };
  platform.record("token.issued", { appId, token, ...about });
  return token;
}
