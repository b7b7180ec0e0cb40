import type { Account } from "../world/account.ts";
import type { Component } from "../world/component.ts";
import { dayOf, minuteOf, monthOf } from "../world/periods.ts";
import { tokenState } from "../world/tokens.ts";
import type { World } from "../world/world.ts";
import type { AsComponent, Call, Endpoint, Request } from "./call.ts";
import { demand, Refusal } from "./refusal.ts";
import { hasRight } from "./rights.ts";
import { openSigned } from "./security.ts";

/** The longest token that can be one. Source: off:Basic_Information/Get_access_token says to keep 512. */
const TOKEN = /^[\w-]{1,512}$/;

/**
 * Lets a call through to its handler, or refuses it. Token, method, rights, limits, in this order; what
 * the call says is looked at only then.
 */
export function admit(endpoint: Endpoint, request: Request): unknown {
  if (endpoint.as === "anybody") {
    checkMethod(endpoint, request);
    return endpoint.handle(request);
  }
  const holder = holderOf(request, endpoint.as);
  request.caller = (holder.account?.settings ?? holder.component?.settings)?.appId;
  checkMethod(endpoint, request);
  if (endpoint.as === "component") {
    const { component } = holder;
    demand(component !== undefined && holder.account === undefined, 61014);
    checkComponentAddress(component, request);
    countCall(endpoint, request, component.counts, undefined);
    const call: AsComponent = Object.assign(request, { component });
    return endpoint.handle(call);
  }
  const { account, component } = holder;
  demand(account !== undefined, 61015);
  request.sealAnswer = openSigned(request, account);
  if (component !== undefined) {
    checkComponentAddress(component, request);
    checkSets(component, account, endpoint.sets);
  }
  demand(hasRight(account.settings, endpoint.right), 48001);
  countCall(endpoint, request, account.counts, account);
  const call: Call = Object.assign(request, { account, component });
  return endpoint.handle(call);
}

interface Holder {
  readonly account: Account | undefined;
  readonly component: Component | undefined;
}

/** Whom the token opens the API for. */
function holderOf({ query, platform, now }: Request, as: "account" | "component"): Holder {
  const token =
    (as === "component" ? query.get("component_access_token") : null) ?? query.get("access_token");
  demand(token !== null && token !== "", 41001);
  demand(TOKEN.test(token), 40014);
  for (const one of candidates(platform.world)) {
    const found = one.tokens.find((issued) => issued.token === token);
    if (found === undefined) continue;
    const state = tokenState(found, now);
    if (state !== "good") throw new Refusal(state === "expired" ? 42001 : 40001);
    return one;
  }
  for (const component of platform.world.components.values()) {
    demand(!component.cancelledTokens.has(token), 61003);
  }
  throw new Refusal(40001);
}

function* candidates(world: World) {
  for (const account of world.accounts.values()) {
    yield { account, component: undefined, tokens: account.tokens };
  }
  for (const component of world.components.values()) {
    yield { account: undefined, component, tokens: component.tokens };
    for (const { appId, tokens } of component.authorisations.values()) {
      yield { account: world.accounts.get(appId), component, tokens };
    }
  }
}

function checkMethod({ method }: Endpoint, request: Request): void {
  if (method === "ANY" || method === request.method) return;
  throw new Refusal(method === "GET" ? 43001 : 43002);
}

/** All calls of a third-party platform come from registered addresses. */
export function checkComponentAddress({ settings }: Component, { clientIp }: Request): void {
  const { ipWhitelist } = settings;
  if (ipWhitelist === undefined || ipWhitelist.includes(clientIp)) return;
  throw new Refusal(61004, `access clientip is not registered requestIP: ${clientIp}`);
}

function checkSets(component: Component, account: Account, sets: readonly number[]): void {
  const authorisation = component.authorisations.get(account.settings.appId);
  demand(authorisation !== undefined, 61003);
  if (sets.length === 0) return;
  const granted = authorisation.sets.filter(({ id }) => sets.includes(id));
  demand(granted.length > 0, 61007);
  demand(
    granted.some((set) => !set.needConfirm || set.confirmed),
    61016,
  );
}

/** Counts the call, unless a limit is reached: 45009 for the day, 45011 for the minute. */
export function countCall(
  { path, day, minute }: Pick<Endpoint, "path" | "day" | "minute">,
  request: Request,
  counts: ReadonlyMap<string, number>,
  account: Account | undefined,
): void {
  const own = account?.settings.quotas[path];
  const perDay = own?.day ?? day?.[account?.settings.type === "test" ? 1 : 0];
  const perMinute = own?.minute ?? minute;
  const dayKey = `${path} day ${dayOf(request.now)}`;
  const minuteKey = `${path} minute ${minuteOf(request.now)}`;
  demand(perDay === undefined || (counts.get(dayKey) ?? 0) < perDay, 45009);
  demand(perMinute === undefined || (counts.get(minuteKey) ?? 0) < perMinute, 45011);
  request.counts.push(dayKey, minuteKey);
}

/** Counts something that has a limit a month, under a name of its own. */
export function countMonthly(
  request: Request,
  counts: ReadonlyMap<string, number>,
  name: string,
  limit: number,
): void {
  const key = `${name} month ${monthOf(request.now)}`;
  demand((counts.get(key) ?? 0) < limit, 48006);
  request.counts.push(key);
}
