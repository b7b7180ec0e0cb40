import type { AccessToken } from "../../client/call.ts";
import type { Notification } from "../../client/messages/notification.ts";
import { type ApiSecurity, securityProblems } from "../../client/signing/apiSecurity.ts";
import type { WebComponent } from "../../client/web/throughComponent.ts";
import { SettingsError } from "../../errors.ts";
import { tagOf } from "../../language/languageFor.ts";
import { type Words, wordsFor } from "../../language/words/road.ts";
import { createEnvelope, type Envelope, isEncodingAESKey } from "../../protocol/envelope.ts";
import { AES_KEY_CHARACTERS } from "../../protocol/limits.ts";
import type { PaymentRule } from "../../protocol/openings.ts";
import type { Reply } from "../../protocol/reply.ts";
import type { Follower } from "../../store/store.ts";
import { settleTalk, type Talking, type TalkSettings, talkProblems } from "./talkSettings.ts";

/**
 * What stands in for a proactive message where no customer-service message may be sent: a template or subscription
 * message of the account. Undefined: the message waits for the follower's next contact.
 */
export type Notify = (
  message: Reply,
  follower: Follower,
) => Notification | undefined | Promise<Notification | undefined>;

/** Sees every outgoing text. Gives the text back, changed or not, or undefined to withhold it. */
export type Moderate = (
  text: string,
  follower: Follower,
) => string | undefined | Promise<string | undefined>;

/** How many pushes of one follower reach the bot in a time. */
export interface RateLimit {
  readonly pushes: number;
  /** Milliseconds. */
  readonly perMs: number;
}

/** What an operator says about one Official Account. Only `appId` and `token` are required. */
export interface AccountSettings extends TalkSettings {
  /**
   * `wx` and 16 hexadecimal digits; the console shows it under basic configuration. One that is missing in the
   * environment is refused at start.
   */
  readonly appId: string | undefined;
  /** The token typed into the console, 3 to 32 letters and digits. One that is missing is refused, too. */
  readonly token: string | undefined;
  /** The 43 characters of the console. With it the mode is `safe`. */
  readonly encodingAESKey?: string | undefined;
  /** The account's original id (`gh_…`). A lone account learns it from its first encrypted push. */
  readonly originalId?: string | undefined;
  /** Lets the account call WeChat's API. Without it everything rides on passive replies. */
  readonly appSecret?: string | undefined;
  /** For an account that has signed and encrypted calls switched on (API 安全): its keys. Default: none. */
  readonly apiSecurity?: ApiSecurity | undefined;
  /** As set in the console. Default: `safe` with a key, `plain` without. */
  readonly mode?: "plain" | "compatible" | "safe" | undefined;
  /** Whether the account may send customer-service messages; `auto` (default) finds out. */
  readonly customerService?: boolean | "auto" | undefined;
  /**
   * Every send tells the fate of its message, from the first message on. The price: each message costs one
   * customer-service message, and state is committed after the first. Default false; an activity's
   * `channelData.awaitDispatch` decides for itself.
   */
  readonly awaitDispatch?: boolean | undefined;
  /**
   * What happens when a delivery must be answered and the bot still works: `release` answers `success` and goes on by
   * customer service, `ride` leaves WeChat's tries open until the bot is done. Default: `release` once the account is
   * known to have the right, else `ride`.
   */
  readonly slowTurns?: "release" | "ride" | undefined;
  /**
   * What a payment allows: WeChat's pages disagree. `none` (default) as announced in 2023, `unlimited48h` as the
   * introduction of service accounts says, `legacy20` as it was before.
   */
  readonly paymentRule?: PaymentRule | undefined;
  /** Notifications for proactive messages, tried when no grant is open or WeChat refuses. Default: none. */
  readonly notify?: Notify | undefined;
  /** Moderates every outgoing text before it is recorded. Default: nothing is changed. */
  readonly moderate?: Moderate | undefined;
  /**
   * A follower who writes more gets one polite notice, and the bot does not get these pushes. Counted per process.
   * Default: none.
   */
  readonly rateLimit?: RateLimit | undefined;
  /**
   * The bot gets `event` activities `windowExpiring`, so many minutes before the last moment at which it may
   * still write, and `windowExpired`. Default: none.
   */
  readonly windowEvents?: { readonly minutesBefore: number } | undefined;
  /**
   * How followers sign in for `OAuthPrompt`, OAuth cards and an agent's `authorization`: by WeChat's web
   * authorisation, silently (`snsapi_base`) or with consent to name and avatar (`snsapi_userinfo`). Only for a
   * verified service account; needs the appSecret and a `publicUrl`. Default: nobody can sign in, and followers are
   * told so.
   */
  readonly signIn?: "snsapi_base" | "snsapi_userinfo" | undefined;
  /**
   * The bot gets an `event` activity `dispatch` for every verdict on a message that it sent by the API; see
   * `DispatchVerdict`. Default false: `dispatchOf` and `onDispatchFailed` tell the verdict too.
   */
  readonly dispatchEvents?: boolean | undefined;
  /** The language of its followers, as a BCP 47 tag. Default `zh-CN`. */
  readonly locale?: string | undefined;
  /** The time zone of its followers, as an IANA name. Default `Asia/Shanghai`. */
  readonly timeZone?: string | undefined;
  /** The token before the present one, while it is rotated. */
  readonly previousToken?: string | undefined;
  /** The key before the present one, while it is rotated. */
  readonly previousEncodingAESKey?: string | undefined;
}

/** Settings that were checked: those that no account can do without are there. */
export interface CheckedSettings extends AccountSettings {
  readonly appId: string;
  readonly token: string;
}

/** An account with every setting filled in. */
export interface Account extends Talking {
  readonly appId: string;
  /** The present token first. */
  readonly tokens: readonly [string, ...string[]];
  /** The present key's envelope first; empty in plain mode. */
  readonly envelopes: readonly Envelope[];
  readonly mode: "plain" | "compatible" | "safe";
  readonly appSecret: string | undefined;
  /** Only of an account that is linked by authorisation: its tokens come through the component. */
  readonly accessToken?: AccessToken | undefined;
  /** The platform that the account authorised. The account's web pages go through it. */
  readonly component?: WebComponent | undefined;
  readonly apiSecurity: ApiSecurity | undefined;
  readonly customerService: boolean | "auto";
  readonly awaitDispatch: boolean;
  readonly slowTurns: "release" | "ride" | undefined;
  readonly paymentRule: PaymentRule;
  readonly notify: Notify | undefined;
  readonly moderate: Moderate | undefined;
  readonly rateLimit: RateLimit | undefined;
  readonly windowEvents: { readonly minutesBefore: number } | undefined;
  readonly dispatchEvents: boolean;
  readonly signIn: "snsapi_base" | "snsapi_userinfo" | undefined;
  readonly locale: string;
  /** What the road itself says, in the account's language. */
  readonly words: Words;
  readonly timeZone: string;
  /** Undefined until a lone account has had its first push. */
  originalId: string | undefined;
}

/** Fills in one account's settings. Throws {@link SettingsError} with one sentence per mistake. */
export function openAccount(settings: AccountSettings): Account {
  const { appId, token, encodingAESKey, previousToken, previousEncodingAESKey } =
    checkAccount(settings);
  const locale = tagOf(settings.locale ?? "zh-CN");
  const mode = settings.mode ?? (encodingAESKey ? "safe" : "plain");
  const keys = mode === "plain" ? [] : [encodingAESKey, previousEncodingAESKey];
  return {
    appId,
    tokens: previousToken ? [token, previousToken] : [token],
    envelopes: keys.filter((key) => key !== undefined).map((key) => createEnvelope(key, appId)),
    mode,
    appSecret: settings.appSecret,
    apiSecurity: settings.apiSecurity,
    customerService: settings.customerService ?? "auto",
    awaitDispatch: settings.awaitDispatch ?? false,
    slowTurns: settings.slowTurns,
    paymentRule: settings.paymentRule ?? "none",
    notify: settings.notify,
    moderate: settings.moderate,
    rateLimit: settings.rateLimit,
    ...settleTalk(settings),
    windowEvents: settings.windowEvents,
    dispatchEvents: settings.dispatchEvents ?? false,
    signIn: settings.signIn,
    locale,
    words: wordsFor(locale),
    timeZone: settings.timeZone ?? "Asia/Shanghai",
    originalId: settings.originalId,
  };
}

/** Returns the same settings, checked. Throws {@link SettingsError} with one sentence per mistake. */
export function checkAccount(settings: AccountSettings): CheckedSettings {
  const problems = accountProblems(settings);
  if (problems.length > 0) throw new SettingsError(problems);
  return settings as CheckedSettings;
}

/** What is wrong with an account's settings: one sentence each, naming the setting and the remedy. */
export function accountProblems(settings: AccountSettings): string[] {
  const problems: string[] = [];
  const say = (wrong: boolean, sentence: string) => wrong && problems.push(sentence);
  const { appId, token, mode, originalId } = settings;
  say(
    !/^wx[0-9A-Za-z]{4,32}$/.test(appId ?? ""),
    `appId ${quote(appId)} is not an AppID: copy it from the console, it starts with "wx".`,
  );
  say(
    !/^[A-Za-z0-9]{3,32}$/.test(token ?? ""),
    "token must be 3 to 32 letters and digits, the same as in the console.",
  );
  for (const name of ["encodingAESKey", "previousEncodingAESKey"] as const) {
    const key = settings[name];
    say(
      key !== undefined && !isEncodingAESKey(key),
      `${name} has ${key?.length} characters; the console's has ${AES_KEY_CHARACTERS} letters and digits.`,
    );
  }
  say(
    (mode === "safe" || mode === "compatible") && !settings.encodingAESKey,
    `mode "${mode}" needs encodingAESKey: copy it from the console or use mode "plain".`,
  );
  say(
    mode !== undefined && !["plain", "compatible", "safe"].includes(mode),
    `mode ${quote(mode)} is unknown: use "plain", "compatible" or "safe".`,
  );
  say(
    originalId !== undefined && !/^gh_\w{4,32}$/.test(originalId),
    `originalId ${quote(originalId)} is not an original id: it starts with "gh_".`,
  );
  problems.push(...fallbackProblems(settings), ...talkProblems(settings));
  if (settings.apiSecurity !== undefined) problems.push(...securityProblems(settings.apiSecurity));
  say(
    !isLocale(settings.locale),
    `locale ${quote(settings.locale)} is not a language tag like zh-CN.`,
  );
  say(
    !isTimeZone(settings.timeZone),
    `timeZone ${quote(settings.timeZone)} is not a time zone like Asia/Shanghai.`,
  );
  return problems;
}

/** What is wrong with the settings of slow turns, limits and windows. */
function fallbackProblems(settings: AccountSettings): string[] {
  const { slowTurns, customerService, rateLimit, windowEvents, paymentRule, signIn } = settings;
  const problems: string[] = [];
  const say = (wrong: boolean, sentence: string) => wrong && problems.push(sentence);
  say(
    slowTurns !== undefined && !["release", "ride"].includes(slowTurns),
    `slowTurns ${quote(slowTurns)} is unknown: use "release" or "ride".`,
  );
  say(
    paymentRule !== undefined && !["none", "unlimited48h", "legacy20"].includes(paymentRule),
    `paymentRule ${quote(paymentRule)} is unknown: use "none", "unlimited48h" or "legacy20".`,
  );
  say(
    slowTurns === "release" && customerService === false,
    'slowTurns "release" needs customer service: leave customerService out, or use "ride".',
  );
  say(
    rateLimit !== undefined && !(rateLimit.pushes >= 1 && rateLimit.perMs > 0),
    "rateLimit needs pushes of at least 1 and perMs above 0, for example { pushes: 20, perMs: 60_000 }.",
  );
  say(
    signIn !== undefined && !["snsapi_base", "snsapi_userinfo"].includes(signIn),
    `signIn ${quote(signIn)} is unknown: use "snsapi_base" or "snsapi_userinfo".`,
  );
  say(
    windowEvents !== undefined && !(windowEvents.minutesBefore >= 0),
    "windowEvents.minutesBefore must be 0 or more: minutes before the end of the window.",
  );
  return problems;
}

function isLocale(locale: string | undefined): boolean {
  try {
    return locale === undefined || Intl.getCanonicalLocales(tagOf(locale)).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(timeZone: string | undefined): boolean {
  try {
    return timeZone === undefined || Intl.DateTimeFormat("en", { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

function quote(value: unknown): string {
  return value === undefined ? "(missing)" : JSON.stringify(value);
}

/**
 * The accounts by AppID. Throws {@link SettingsError} when there are none, when two have one AppID, or when one of
 * several lacks its original id: only that id tells their pushes apart. `linked`: other accounts come by
 * authorisation.
 */
export function openAccounts(
  settings: readonly AccountSettings[] = [],
  linked = false,
): Map<string, Account> {
  const accounts = new Map<string, Account>();
  const problems: string[] = [];
  if (!Array.isArray(settings) || settings.some((one) => typeof one !== "object" || one === null)) {
    throw new SettingsError([
      "accounts is no list of accounts: write accounts: [{ appId, token }].",
    ]);
  }
  if (settings.length === 0 && !linked)
    problems.push("accounts is empty: give at least appId and token of one, or a component.");
  for (const one of settings) {
    problems.push(...accountProblems(one));
    const { appId = "" } = one;
    if (accounts.has(appId)) problems.push(`appId ${quote(appId)} is given twice.`);
    if ((settings.length > 1 || linked) && !one.originalId) {
      problems.push(`originalId of ${quote(one.appId)} is missing: several accounts need theirs.`);
    }
    if (problems.length === 0) accounts.set(appId, openAccount(one));
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return accounts;
}
