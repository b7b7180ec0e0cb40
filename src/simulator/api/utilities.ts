import { dayOf } from "../world/periods.ts";
import { type AsComponent, bodyOf, type Call, OK, type Request } from "./call.ts";
import { identify } from "./calls/tokenCalls.ts";
import { countMonthly } from "./gate.ts";
import { text } from "./json.ts";
import { demand } from "./refusal.ts";

const CLEARS_A_MONTH = 10;
const API_CLEARS_A_MONTH = 50;
const RID = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;
const RID_KEPT_MS = 7 * 86_400_000;

/** `POST /cgi-bin/clear_quota`. Source: sub:apimanage/api_clearquota */
export function clearQuota(call: Call): unknown {
  demand(text(bodyOf(call), "appid") === call.account.settings.appId, 40013);
  return clear(call, call.account.settings.appId, call.account.counts);
}

/** `POST /cgi-bin/clear_quota/v2`: by secret; in the body or, as the page's example, in the query. */
export function clearQuotaBySecret(call: Request): unknown {
  const given = (name: string) =>
    call.query.get(name) ?? (call.bytes.length > 0 ? text(bodyOf(call), name) : "");
  const account = identify(call, given("appid"), given("appsecret"));
  return clear(call, account.settings.appId, account.counts);
}

/** `POST /cgi-bin/component/clear_quota`: a platform for one of its accounts, or for itself. */
export function clearQuotaAsComponent(call: AsComponent): unknown {
  const appId = text(bodyOf(call), "appid") || call.component.settings.appId;
  const own = appId === call.component.settings.appId;
  demand(own || call.component.authorisations.has(appId), 61003);
  const counts = own ? call.component.counts : call.platform.world.accounts.get(appId)?.counts;
  return clear(call, appId, counts ?? call.component.counts);
}

/** `POST /cgi-bin/component/clear_quota/v2`: the same by secret. */
export function clearQuotaByComponentSecret(call: Request): unknown {
  const body = bodyOf(call);
  const component = call.platform.world.components.get(text(body, "component_appid"));
  demand(component !== undefined, 40013);
  demand(text(body, "appsecret") === component.settings.appSecret, 40125);
  call.caller = component.settings.appId;
  return clearQuotaAsComponent(Object.assign(call, { component }));
}

function clear(call: Request, appId: string, counts: ReadonlyMap<string, number>): unknown {
  countMonthly(call, counts, "clear_quota", CLEARS_A_MONTH);
  call.platform.record("quota.cleared", { appId, path: null });
  return OK;
}

/**
 * `POST /cgi-bin/openapi/quota/get`. `limitsOf` looks into the table of endpoints. An endpoint for which WeChat names no
 * limit has 0 in all three places, as in the page's own example. Source: sub:apimanage/api_getapiquota
 */
export function quotaOf(limitsOf: LimitsOf): (call: Call) => unknown {
  return function getQuota(call) {
    const path = text(bodyOf(call), "cgi_path");
    demand(!path.startsWith("/sns/"), 76022);
    const limits = limitsOf(path, call.account.settings);
    demand(limits !== undefined, 76021);
    const used = call.account.counts.get(`${path} day ${dayOf(call.now)}`) ?? 0;
    return {
      ...OK,
      quota: { daily_limit: limits.day, used, remain: Math.max(0, limits.day - used) },
      rate_limit: { call_count: limits.minute, refresh_second: limits.minute === 0 ? 0 : 60 },
      component_rate_limit: { call_count: 0, refresh_second: 0 },
    };
  };
}

/** An endpoint's limits for one account; 0 is none. */
export type LimitsOf = (
  path: string,
  settings: Call["account"]["settings"],
) => { readonly day: number; readonly minute: number } | undefined;

/** `POST /cgi-bin/openapi/quota/clear`. */
export function clearApiQuota(limitsOf: LimitsOf): (call: Call) => unknown {
  return function clearOne(call) {
    const path = text(bodyOf(call), "cgi_path");
    const { settings, counts } = call.account;
    demand(limitsOf(path, settings) !== undefined, 76021);
    countMonthly(call, counts, "openapi/quota/clear", API_CLEARS_A_MONTH);
    call.platform.record("quota.cleared", { appId: settings.appId, path });
    return OK;
  };
}

/** `POST /cgi-bin/openapi/rid/get`. */
export function requestOf(call: Call): unknown {
  const rid = text(bodyOf(call), "rid");
  demand(RID.test(rid), 76002);
  const known = call.platform.world.calls.get(rid);
  demand(known !== undefined, 76001);
  demand(known.appId === call.account.settings.appId, 76003);
  demand(call.now < known.at + RID_KEPT_MS, 76004);
  return {
    ...OK,
    request: {
      invoke_time: Math.floor(known.at / 1_000),
      cost_in_ms: known.ms,
      request_url: known.url,
      request_body: known.body,
      response_body: known.answer,
      client_ip: known.clientIp,
    },
  };
}

/** The simulator pushes from this machine and answers on it. */
export function ownAddresses(): unknown {
  return { ip_list: ["127.0.0.1"] };
}

/** `POST /cgi-bin/callback/check`. */
export function checkCallback(call: Call): unknown {
  const body = bodyOf(call);
  const action = text(body, "action");
  const operator = text(body, "check_operator");
  demand(["dns", "ping", "all"].includes(action), 40202);
  demand(["CHINANET", "UNICOM", "CAP", "DEFAULT"].includes(operator), 40203);
  const dns = [{ ip: "127.0.0.1", real_operator: operator }];
  const ping = [{ ip: "127.0.0.1", from_operator: operator, package_loss: "0%", time: "0.079ms" }];
  return {
    ...(action === "ping" ? {} : { dns }),
    ...(action === "dns" ? {} : { ping }),
  };
}
