import { randomUUID } from "node:crypto";
import { type Clock, sleep } from "../clock.ts";
import { WeChatError } from "../errors.ts";
import { errorFacts, type Log } from "../log.ts";
import type { FreshToken, TokenStore } from "../store/tokens.ts";
import { SharedAccessToken } from "./accessToken.ts";
import { type AccountFacts, factsOf, permissionSets } from "./accountFacts.ts";
import { WeChatApiError } from "./apiError.ts";
import { type Authorisation, type Authorisations, codeHashOf } from "./authorisations.ts";
import type { AccessToken } from "./call.ts";
import { type Client, type ClientSettings, createClient } from "./client.ts";

/** A pushed ticket opens the component's token for so long. Source: open:…/component_verify_ticket */
const TICKET_MS = 12 * 3_600_000;
/** A ticket may be ten minutes old when it is delivered, and deliveries are accepted for ten minutes more. */
const OLDEST_TICKET_MS = 20 * 60_000;
/** How far the store's clock and ours may differ without making a new ticket look old. */
const CLOCKS_APART_MS = 1_000;
/** The time over which tokens of accounts are refreshed that were linked, or taken over, together. */
const SPREAD_MS = 20 * 60_000;
/** The most that one call lists. Source: open:…/getAuthorizerList */
const LIST_AT_ONCE = 500;
/** The right to write a ticket is held no longer than the write. */
const WRITE_MS = 2_000;
/** An authorisation code that was redeemed, or is over. Source: outbound.md 7.4 */
const USED_UP: ReadonlySet<number> = new Set([61009, 61010]);
/** How often, and how long between, a second caller looks for what the first one stored. */
const LOOKS = 20;
const LOOK_MS = 100;
/** WeChat's own pages, for the computer and for the phone. Source: outbound.md 7.2 */
const PC_PAGE = "https://mp.weixin.qq.com/cgi-bin/componentloginpage";
const PHONE_PAGE = "https://open.weixin.qq.com/wxaopen/safe/bindcomponent";

interface ComponentClientSettings
  extends Pick<ClientSettings, "apiBase" | "dispatcher" | "random" | "observe"> {
  readonly appId: string;
  /** The component's AppSecret. */
  readonly secret: string;
  /** Where WeChat's pages are: a simulated WeChat's. Default: WeChat's own. */
  readonly pageBase?: string | undefined;
  readonly tokens: TokenStore;
  readonly authorisations: Authorisations;
  readonly clock: Clock;
  readonly log: Log;
}

/** For what the page is opened on which an administrator authorises. */
export interface AuthorisationPage {
  /** The address to which WeChat leads afterwards, with `auth_code` and `expires_in`. */
  readonly redirectUri: string;
  /** The page for a phone, inside WeChat. Default: the one for a computer, with a QR code. */
  readonly phone?: boolean;
  /** The only account that the page offers: to authorise it again. */
  readonly appId?: string;
}

/** A third-party platform's way to WeChat's API: its own token, and the tokens of its accounts. */
export interface ComponentClient {
  readonly appId: string;
  readonly call: Client["call"];
  /** Calls any endpoint of third-party platforms that `call` has no name for, with the component's token. */
  readonly request: Client["request"];
  readonly authorisations: Authorisations;
  /**
   * Keeps the ticket that WeChat pushed; WeChat pushes one every ten minutes. `madeAt`: when WeChat made it, in
   * milliseconds since the epoch; default: now. A ticket older than the kept one changes nothing.
   */
  keepTicket(ticket: string, madeAt?: number): Promise<void>;
  /** Asks WeChat to push tickets: without this call a new component gets none. */
  startTickets(): Promise<void>;
  /** The address of WeChat's page. It must be opened from a page of the registered domain. */
  authorisationPage(page: AuthorisationPage): Promise<string>;
  /**
   * Exchanges an authorisation code, which works once. The result is stored before this resolves. The notice and the
   * page bring the same code: the second caller gets what the first one stored. If the code belongs to another
   * account than `only`, and that account is not known yet, nothing is stored and this rejects with `other-account`.
   */
  redeem(code: string, only?: string): Promise<Authorisation>;
  /** Looks for the refresh token of an account whose authorisation came without one. */
  completed(appId: string): Promise<void>;
  /** What WeChat says of an account now: its kind, its verification, its permission sets. */
  factsOf(appId: string): Promise<AccountFacts>;
  /** Takes over authorisations that WeChat lists and we do not have; resolves to their AppIDs. */
  sync(): Promise<readonly string[]>;
  /** The tokens that the account's own calls need. */
  tokenOf(appId: string): AccessToken;
  /** Call it when the account's owner has withdrawn: the account's token is not used again. */
  dropToken(appId: string): Promise<void>;
  close(): Promise<void>;
}

/** Makes a component's client. It calls nothing before somebody needs it. */
export function createComponentClient(settings: ComponentClientSettings): ComponentClient {
  const { appId, secret, tokens, authorisations, clock, log } = settings;
  const { random = Math.random } = settings;
  const by = randomUUID();
  const ticketName = `${appId} ticket`;
  const shared = { tokens, clock, log, random, by };

  const token = new SharedAccessToken({ ...shared, name: `${appId} component`, fetch: fetchToken });
  const client = createClient({ ...settings, secret, accessToken: token });
  const { call } = client;
  const ofAccounts = new Map<string, AccessToken>();

  async function fetchToken(): Promise<FreshToken> {
    const ticket = await tokens.readToken(ticketName);
    if (ticket === undefined) throw noTicket();
    const reply = await call("component.token", { component_verify_ticket: ticket.value });
    return { value: reply.component_access_token, lifeMs: reply.expires_in * 1_000 };
  }

  async function keepTicket(ticket: string, madeAt = clock.now()): Promise<void> {
    const ageMs = Math.min(Math.max(clock.now() - madeAt, 0), OLDEST_TICKET_MS);
    const lifeMs = TICKET_MS - ageMs;
    const { fence, token } = await tokens.claimRefresh(ticketName, by, WRITE_MS);
    // Another process writes the same push's ticket at this moment.
    if (fence === undefined) return;
    if ((token?.leftMs ?? 0) > lifeMs + CLOCKS_APART_MS) {
      await tokens.releaseRefresh(ticketName, fence);
      return;
    }
    await tokens.writeToken(ticketName, fence, { value: ticket, lifeMs });
  }

  async function authorisationPage(page: AuthorisationPage): Promise<string> {
    const { pre_auth_code } = await call("component.preAuthCode");
    const { redirectUri, phone = false } = page;
    const weChats = new URL(phone ? PHONE_PAGE : PC_PAGE);
    const { pageBase } = settings;
    const url = pageBase === undefined ? weChats : new URL(weChats.pathname, pageBase);
    const own = phone ? { action: "bindcomponent", no_scan: "1" } : {};
    const parameters = {
      ...own,
      component_appid: appId,
      pre_auth_code,
      redirect_uri: redirectUri,
      // Only Official Accounts are offered; the AppID of one account takes precedence.
      ...(page.appId === undefined ? { auth_type: "1" } : { biz_appid: page.appId }),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return phone ? `${url}#wechat_redirect` : `${url}`;
  }

  async function redeem(code: string, only?: string): Promise<Authorisation> {
    try {
      return await exchange(code, only);
    } catch (error) {
      const known = isUsedUp(error) ? await redeemedElsewhere(code) : undefined;
      if (known === undefined) throw error;
      return known;
    }
  }

  /** Another delivery, perhaps in another process, used the same code first; its result comes soon. */
  async function redeemedElsewhere(code: string): Promise<Authorisation | undefined> {
    const codeHash = codeHashOf(code);
    for (let n = 0; n < LOOKS; n++) {
      const known = (await authorisations.all()).find((one) => one.codeHash === codeHash);
      if (known !== undefined) return known;
      await sleep(clock, LOOK_MS);
    }
    return undefined;
  }

  async function exchange(code: string, only?: string): Promise<Authorisation> {
    const { authorization_info: given } = await call("component.redeem", {
      authorization_code: code,
    });
    const account = given.authorizer_appid;
    if (only !== undefined && account !== only) {
      // An account that is linked already keeps what the code gave: its former refresh token may not work any more.
      if ((await authorisations.read(account)) === undefined) throw otherAccount(only, account);
    }
    const { authorizer_access_token: value, authorizer_refresh_token: refreshToken } = given;
    const kept = await keep(account, refreshToken, {
      sets: permissionSets(given.func_info),
      codeHash: codeHashOf(code),
    });
    if (value !== undefined) await giveToken(account, value, given.expires_in * 1_000);
    return refreshToken === undefined ? findToken(account, kept) : kept;
  }

  async function completed(account: string): Promise<void> {
    const known = await authorisations.read(account);
    if (known?.refreshToken === "") await findToken(account, known);
  }

  /**
   * The code is used up, whatever it gave. If there is a refresh token that WeChat left out, the list of
   * authorisations has it.
   */
  async function findToken(account: string, known: Authorisation): Promise<Authorisation> {
    try {
      await sync();
      return (await authorisations.read(account)) ?? known;
    } catch (error) {
      log.warn(
        { appId: account, ...errorFacts(error, log) },
        "its refresh token was not found yet",
      );
      return known;
    }
  }

  /** Stores the refresh token before anything else is done with what came along. */
  async function keep(
    account: string,
    refreshToken: string | undefined,
    news: Partial<Pick<Authorisation, "sets" | "codeHash">> = {},
  ): Promise<Authorisation> {
    const kept = await authorisations.update(account, (old) => ({
      v: 1,
      appId: account,
      sets: [],
      since: clock.now(),
      notes: {},
      ...old,
      ...news,
      // WeChat left the token out now, but the old one may still be good.
      refreshToken: refreshToken ?? old?.refreshToken ?? "",
    }));
    return kept as Authorisation;
  }

  async function giveToken(account: string, value: string, lifeMs: number): Promise<void> {
    const { fence } = await tokens.claimRefresh(nameOf(account), by, WRITE_MS);
    if (fence !== undefined) await tokens.writeToken(nameOf(account), fence, { value, lifeMs });
    // What this process remembers belongs to the authorisation before.
    ofAccounts.delete(account);
  }

  async function sync(): Promise<readonly string[]> {
    const found: string[] = [];
    for (let offset = 0; ; offset += LIST_AT_ONCE) {
      const { list, total_count } = await call("component.list", { offset, count: LIST_AT_ONCE });
      for (const { authorizer_appid: account, refresh_token: refreshToken } of list) {
        const known = await authorisations.read(account);
        if (refreshToken === "" || known?.refreshToken === refreshToken) continue;
        await keep(account, refreshToken);
        // The account has a refresh token now, so earlier failures without one do not count.
        ofAccounts.delete(account);
        found.push(account);
      }
      if (list.length === 0 || offset + list.length >= (total_count ?? 0)) return found;
    }
  }

  function tokenOf(account: string): AccessToken {
    return {
      current: () => sharedTokenOf(account).current(),
      refused: (value) => sharedTokenOf(account).refused(value),
    };
  }

  function sharedTokenOf(account: string): AccessToken {
    let known = ofAccounts.get(account);
    if (known === undefined) {
      const fetch = () => refresh(account);
      known = new SharedAccessToken({
        ...{ ...shared, name: nameOf(account), fetch },
        spreadMs: SPREAD_MS,
      });
      ofAccounts.set(account, known);
    }
    return known;
  }

  async function refresh(account: string): Promise<FreshToken> {
    const authorisation = await authorisations.read(account);
    if (authorisation === undefined) throw notAuthorised();
    if (authorisation.refreshToken === "") throw noRights();
    const reply = await call("component.refresh", {
      authorizer_appid: account,
      authorizer_refresh_token: authorisation.refreshToken,
    });
    // WeChat may give a new refresh token, which is stored before the old one is forgotten.
    await keep(account, reply.authorizer_refresh_token);
    return { value: reply.authorizer_access_token, lifeMs: reply.expires_in * 1_000 };
  }

  async function dropToken(account: string): Promise<void> {
    ofAccounts.delete(account);
    const known = await tokens.readToken(nameOf(account));
    if (known !== undefined) await tokens.invalidateToken(nameOf(account), known.value);
  }

  function nameOf(account: string): string {
    return `${account} by ${appId}`;
  }

  return {
    appId,
    call,
    request: client.request,
    authorisations,
    keepTicket,
    async startTickets() {
      await call("component.startTickets");
    },
    authorisationPage,
    redeem,
    async factsOf(account) {
      const info = await call("component.info", { authorizer_appid: account });
      const known = await authorisations.read(account);
      return factsOf(info, { appId: account, sets: known?.sets ?? [] });
    },
    completed,
    sync,
    tokenOf,
    dropToken,
    close: () => client.close(),
  };
}

/** Whether an authorisation code was redeemed before, or its time is over. */
export function isUsedUp(error: unknown): boolean {
  return error instanceof WeChatApiError && USED_UP.has(error.errcode ?? 0);
}

/** The error where a link was made for one account, and the administrator of another account used it. */
export function otherAccount(only: string, account: string): WeChatError {
  return new WeChatError(
    "other-account",
    `The link is for the account ${only}, and ${account} authorised with it: open it again and choose ${only}.`,
  );
}

function noTicket(): WeChatError {
  return new WeChatError(
    "no-ticket",
    "WeChat has pushed no component_verify_ticket in the last twelve hours: check that the authorisation " +
      "event URL in the third-party platform's console leads to /wechat/component; tickets come every ten minutes.",
  );
}

/** The error with which WeChat refuses calls for an account that has no rights to its API. */
function noRights(): WeChatApiError {
  return new WeChatApiError({
    code: "api-no-token",
    outcome: "not-sent",
    endpoint: "component.refresh",
    errcode: 48001,
    detail:
      "WeChat gave no token for the account: it has no rights to the API, and lives on passive replies",
  });
}

/** The error with which WeChat would refuse the call itself. */
function notAuthorised(): WeChatApiError {
  return new WeChatApiError({
    code: "api-no-token",
    outcome: "not-sent",
    endpoint: "component.refresh",
    errcode: 61003,
    detail: "the account has not authorised this platform, or its owner has withdrawn",
  });
}
