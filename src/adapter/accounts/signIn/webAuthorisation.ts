import { WeChatApiError } from "../../../client/apiError.ts";
import type { Client } from "../../../client/client.ts";
import type { ReplyOf } from "../../../client/endpoints.ts";
import type { OAuthLink } from "../../../client/web/links.ts";
import type { Clock } from "../../../clock.ts";

/*
 * WeChat's web authorisation: its page, on which a visitor becomes known, and the code that it leads back with. Whoever
 * asks followers to sign in, and whoever wants to know who opens a page, goes this way; so do accounts that are linked
 * to a third-party platform, whose client puts the platform's AppID into the address and exchanges the code there.
 */

/** A code is good for five minutes. A browser that brings a code a second time gets the first result again. */
const CODE_MS = 5 * 60_000;
/** Longer ones are none of WeChat's. */
const LONGEST_CODE = 512;
/** The code is unknown, used, or over. Source: outbound.md 6.4 */
const CODE_OVER: ReadonlySet<number> = new Set([40029, 40163, 42003]);
const WECHAT_PAGES = "https://open.weixin.qq.com";

/** Who came back from WeChat's page, and what he allowed. */
interface Visitor {
  readonly openid: string;
  readonly unionId: string | undefined;
  /** The visitor of a snapshot page: neither openid nor name is real. */
  readonly isSnapshot: boolean;
  readonly token: SignInToken;
}

/** What WeChat's web authorisation gives for calls in a follower's name. */
export interface SignInToken {
  readonly token: string;
  readonly refreshToken?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The address of WeChat's page. A simulated WeChat on this machine has its own beside its API. */
export function authorisationPage(
  client: Pick<Client, "oauthLink">,
  link: OAuthLink,
  apiBase: string | undefined,
): string {
  const page = client.oauthLink(link);
  const { hostname = "" } = URL.parse(apiBase ?? "") ?? {};
  const isSimulated = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return isSimulated ? page.replace(WECHAT_PAGES, (apiBase as string).replace(/\/+$/, "")) : page;
}

/** The code of an address that WeChat's page led to; undefined where the visitor did not agree. */
export function codeIn(query: URLSearchParams): string | undefined {
  const code = query.get("code") ?? "";
  return code === "" || code.length > LONGEST_CODE ? undefined : code;
}

/** Exchanges a code, which works once. Rejects with a {@link WeChatApiError}; see {@link isCodeOver}. */
export async function visitorOf(
  { call }: Pick<Client, "call">,
  code: string,
  now: number,
): Promise<Visitor> {
  const given = await call("web.token", { code });
  const { openid, unionid: unionId, is_snapshotuser: snapshot } = given;
  return { openid, unionId, isSnapshot: snapshot === 1, token: tokenOf(given, now) };
}

/** A token that goes on where the one before ends. Rejects where he must sign in again. */
export async function renewed(
  { call }: Pick<Client, "call">,
  refreshToken: string,
  now: number,
): Promise<SignInToken> {
  return tokenOf(await call("web.refreshToken", { refresh_token: refreshToken }), now);
}

function tokenOf(given: ReplyOf<"web.token">, now: number): SignInToken {
  const { access_token: token, refresh_token: refreshToken, expires_in: seconds } = given;
  return { token, refreshToken, expiresAt: now + seconds * 1_000 };
}

/** Whether WeChat says that a code is used up: its visitor may be known already. */
export function isCodeOver(error: unknown): boolean {
  return error instanceof WeChatApiError && CODE_OVER.has(error.errcode ?? 0);
}

/**
 * Codes that are being exchanged, or were exchanged lately. A code works once, and phones bring a code twice, each
 * time on the same way. A code that comes on another way goes to WeChat, who refuses a used one: whoever found the
 * code in a history or a log is not its follower.
 */
export class Codes<T> {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly until: number; readonly result: Promise<T> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The result of `take` for the code, which runs once per code and way. `way`: what only the browser knows that was
   * led to WeChat.
   */
  take(way: string, code: string, take: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    for (const [old, { until }] of this.#known) if (now >= until) this.#known.delete(old);
    const brought = `${way} ${code}`;
    const known = this.#known.get(brought);
    if (known !== undefined) return known.result;
    const result = take();
    this.#known.set(brought, { until: now + CODE_MS, result });
    // The caller who asked awaits the result. Without such a caller, a rejection is no unhandled error.
    result.catch(() => this.#known.delete(brought));
    return result;
  }
}
