import type { PushAddress } from "./account.ts";
import type { IssuedToken } from "./tokens.ts";

/** A third-party platform, which works for accounts that authorise it. */
export interface ComponentSettings {
  readonly appId: string;
  readonly appSecret: string;
  readonly name: string;
  /** The sets of permissions that the platform asks for. Source: outbound 7.3 */
  readonly sets: readonly number[];
  /** Sets that the platform must confirm before they work: 61016 until then. */
  readonly needConfirm: readonly number[];
  /** Addresses that may call; absent: any. Source: 61004. */
  readonly ipWhitelist?: readonly string[];
  /** The host that the authorisation page must be opened from; absent: any. */
  readonly startDomain?: string;
  readonly published: boolean;
  /** Whether tickets are pushed. `api_start_push_ticket` switches it on. */
  readonly ticketsOn: boolean;
  /** Where notices go, with the token and key that also the authorizers' pushes use. */
  readonly server?: PushAddress;
  /**
   * Where the authorizers' own pushes go; `$APPID$` stands for the authorizer's AppID, as in the console.
   * Default: where notices go.
   */
  readonly messageUrl?: string;
}

/** A granted set of permissions. */
export interface AuthorisedSet {
  readonly id: number;
  readonly needConfirm: boolean;
  readonly confirmed: boolean;
}

/** The account's consent, as it stands. */
export interface Authorisation {
  readonly appId: string;
  sets: readonly AuthorisedSet[];
  refreshToken: string;
  at: number;
  /** Whether `api_query_auth` was ever called: until then lists show no refresh token. */
  redeemed: boolean;
  tokens: IssuedToken[];
}

export interface AuthorisationCode {
  readonly code: string;
  readonly appId: string;
  readonly expiresAt: number;
}

/** The component as it is now. Only the timeline's events change it. */
export interface Component {
  settings: ComponentSettings;
  /** With the time of issue, the newest last. */
  tickets: { readonly ticket: string; readonly at: number }[];
  tokens: IssuedToken[];
  readonly preAuthCodes: Map<string, number>;
  readonly codes: Map<string, AuthorisationCode>;
  /** Tokens for accounts that have cancelled since: 61003. */
  readonly cancelledTokens: Set<string>;
  readonly authorisations: Map<string, Authorisation>;
  /** Calls by `<path> <period>`. */
  readonly counts: Map<string, number>;
}

export const TICKET_EVERY_MS = 10 * 60_000;
export const TICKET_MS = 12 * 3_600_000;
export const PRE_AUTH_CODE_SECONDS = 1_800;
export const AUTHORISATION_CODE_SECONDS = 600;

export type ComponentOptions = Partial<ComponentSettings>;

/** What an Official Account can grant. Source: outbound 7.3 */
export const OFFICIAL_ACCOUNT_SETS: Readonly<Record<number, string>> = {
  1: "消息管理 messages",
  2: "用户管理 users",
  3: "帐号服务 account service",
  4: "网页服务 web pages",
  6: "多客服 customer service",
  7: "群发与通知 mass and template messages",
  8: "卡券 cards",
  11: "素材管理 material",
  14: "微信支付 payment",
  15: "自定义菜单 menus",
  89: "订阅通知 subscription notices",
};

export function createComponent(settings: ComponentSettings): Component {
  return {
    settings,
    tickets: [],
    tokens: [],
    preAuthCodes: new Map(),
    codes: new Map(),
    cancelledTokens: new Set(),
    authorisations: new Map(),
    counts: new Map(),
  };
}
