import type { Dice } from "../faults/dice.ts";
import type { Agent } from "./agents.ts";
import type { Draft, Publication, PublishFailure } from "./articles.ts";
import type { Follower } from "./followers.ts";
import type { Media } from "./mediaStore.ts";
import type { ConditionalMenu, Menu } from "./menu.ts";
import type { QrCode } from "./qrCode.ts";
import type { AccountTemplate, MassJob } from "./templates.ts";
import type { IssuedToken } from "./tokens.ts";
import type { MergeRule, PaymentRule } from "./windows.ts";

export type AccountType = "subscription" | "service" | "test";

/**
 * `verify_type_info`: -1 not verified, 0 verified by WeChat, 1 Sina Weibo, 2 Tencent Weibo, 3 qualified
 * but the name is not yet, 4 and 5 like 3 with a Weibo.
 */
export type Verification = -1 | 0 | 1 | 2 | 3 | 4 | 5;

/** Where the account's pushes go, as set in the console. */
export interface PushAddress {
  readonly url: string;
  readonly token: string;
  readonly encodingAESKey?: string;
  readonly mode: "plain" | "compatible" | "safe";
}

/** An Official Account as its owner and WeChat set it up. */
export interface AccountSettings {
  readonly appId: string;
  readonly appSecret: string;
  /** `gh_` and twelve hexadecimal characters. */
  readonly originalId: string;
  /** The account's WeChat id, which agents' names end with: `kf2001@weChatId`. */
  readonly weChatId: string;
  readonly name: string;
  readonly type: AccountType;
  readonly verification: Verification;
  readonly paymentRule: PaymentRule;
  readonly mergeRule: MergeRule;
  /** Addresses that may ask for a token; absent: any. Source: 40164. */
  readonly ipWhitelist?: readonly string[];
  /** The host that web authorisation may lead back to; absent: any. */
  readonly webDomain?: string;
  /** Mini programs that are linked to the account. */
  readonly miniPrograms: readonly string[];
  /** Whether voices arrive with what was understood. */
  readonly speechRecognition: boolean;
  /** 0 off, 1 on entering the chat, 2 every five seconds. */
  readonly locationReport: 0 | 1 | 2;
  readonly customerService: boolean;
  /** Rights that its kind has and it has not: 48001. Default: none. */
  readonly without?: readonly ("customerService" | "templates")[];
  /** Other limits than WeChat's own, by the endpoint's path: a test need not call 500,000 times. */
  readonly quotas: Readonly<Record<string, { readonly day?: number; readonly minute?: number }>>;
  /** A punishment: the code that every customer-service message gets, for example 45087 or 48004. */
  readonly punishment?: number;
  /** How publishing ends; absent: well. */
  readonly publishing?: PublishFailure;
  /** No comments below its articles (88000). */
  readonly withoutComments?: boolean;
  /** Signed and encrypted calls, as set in the console: without them 40234. Default: off. */
  readonly apiSecurity?: {
    readonly symmetric: { readonly sn: string; readonly key: string };
    /** PEM, of the developer's key. */
    readonly publicKey: string;
    /** WeChat's own key, and the one before while certificates change: number and PEM. */
    readonly platform: { readonly sn: string; readonly privateKey: string };
    readonly deprecated?: { readonly sn: string; readonly privateKey: string };
  };
  /** A frozen AppSecret (40243). */
  readonly secretFrozen?: boolean;
  /** 1 normal, 14 cancelled, 16 banned, 18 warned, 19 frozen. */
  readonly status: 1 | 14 | 16 | 18 | 19;
  readonly server?: PushAddress;
}

/** What somebody who sets up a test has to say: nothing, or what matters to him. */
export type AccountOptions = Partial<Omit<AccountSettings, "verification">> & {
  readonly verification?: Verification;
  /** Short for `verification: 0` or `-1`. Default: verified. */
  readonly verified?: boolean;
};

/** The account as it is now. Only the timeline's events change it. */
export interface Account {
  settings: AccountSettings;
  readonly followers: Map<string, Follower>;
  /** The account's own tokens, the newest last. */
  tokens: IssuedToken[];
  menu: Menu | undefined;
  readonly conditionalMenus: Map<string, ConditionalMenu>;
  readonly qrCodes: Map<string, QrCode>;
  readonly media: Map<string, Media>;
  readonly agents: Map<string, Agent>;
  readonly tags: Map<number, string>;
  readonly templates: Map<string, AccountTemplate>;
  readonly massJobs: Map<string, MassJob>;
  readonly drafts: Map<string, Draft>;
  /** By `msg_data_id`. */
  readonly publications: Map<string, Publication>;
  /** Tickets of web pages by their kind, `jsapi` or `wx_card`. */
  readonly tickets: Map<string, { readonly ticket: string; readonly expiresAt: number }>;
  readonly shortKeys: Map<
    string,
    { readonly data: string; readonly at: number; readonly expiresAt: number }
  >;
  /** Accounts that moved into this one, by original id: old openids and what they became. */
  readonly movedFrom: Map<string, { readonly at: number; readonly openids: Map<string, string> }>;
  /** Calls by `<path> <period>`, where a period is a day, a minute or a month. */
  readonly counts: Map<string, number>;
  /** Forced renewals of the stable token, by time. */
  forcedAt: number[];
  massSpeed: number;
  /** When the account's industry was set last. */
  industry: { readonly primary: number; readonly second: number; readonly at: number } | undefined;
}

/** Completes the settings. Without a word it is a verified service account. */
export function completeAccount(options: AccountOptions, dice: Dice): AccountSettings {
  const { verified = true, ...given } = options;
  return {
    appId: `wx${dice.hex(16)}`,
    appSecret: dice.hex(32),
    originalId: `gh_${dice.hex(12)}`,
    weChatId: `acct_${dice.hex(6)}`,
    name: "Simulated account",
    type: "service",
    verification: verified ? 0 : -1,
    paymentRule: "none",
    mergeRule: "per-kind",
    miniPrograms: [],
    speechRecognition: false,
    locationReport: 0,
    customerService: true,
    quotas: {},
    status: 1,
    ...given,
  };
}

export function createAccount(settings: AccountSettings): Account {
  return {
    settings,
    followers: new Map(),
    tokens: [],
    menu: undefined,
    conditionalMenus: new Map(),
    qrCodes: new Map(),
    media: new Map(),
    agents: new Map(),
    tags: new Map([[2, "星标组"]]),
    templates: new Map(),
    massJobs: new Map(),
    drafts: new Map(),
    publications: new Map(),
    tickets: new Map(),
    shortKeys: new Map(),
    movedFrom: new Map(),
    counts: new Map(),
    forcedAt: [],
    massSpeed: 1,
    industry: undefined,
  };
}

export function isVerified(settings: AccountSettings): boolean {
  return settings.verification !== -1;
}
