import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Client } from "../../../client/client.ts";
import type { Clock } from "../../../clock.ts";
import { SettingsError } from "../../../errors.ts";
import type { SignInOutcome } from "../../../language/words/signIn.ts";
import { errorFacts, type Log } from "../../../log.ts";
import type { Follower, Store } from "../../../store/store.ts";
import type { Account } from "../account.ts";
import { signInPage } from "./signInPage.ts";

/** Where WeChat sends a follower back to, behind our public address. */
const PATH = "/wechat/signin";
/** How long a link is good for, in milliseconds: as long as an `OAuthPrompt` waits. */
const LINK_MS = 15 * 60_000;
/** A token is renewed when so little of its life is left, in milliseconds. */
const SPARE_MS = 60_000;
/** A code that the SDKs ask for between the page and the chat. Nobody types it: the page itself brings it. */
export const SIGN_IN_CODE = "000000";

/**
 * How the bot hears that its follower has signed in: dialogs wait for an event `tokens/response`, an `AgentApplication`
 * with `authorization` for an invoke `signin/verifyState`.
 */
export type Resumes = "event" | "invoke";

/** What WeChat's web authorisation gave. */
export interface SignInToken {
  readonly token: string;
  readonly refreshToken?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Somebody has signed in. */
export interface SignedIn {
  readonly follower: Follower;
  readonly connection: string;
  readonly token: SignInToken;
  readonly resumes: Resumes;
}

interface SignInsParts {
  readonly find: (appId: string) => Account | undefined;
  readonly clientOf: (account: Account) => Pick<Client, "call" | "oauthLink"> | undefined;
  readonly store: Pick<Store, "readState" | "writeState">;
  readonly publicUrl: string | undefined;
  /** Where a simulated WeChat has its pages; undefined: WeChat's own. */
  readonly pagesBase: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

type Kept = Readonly<Record<string, SignInToken>>;

/**
 * Signs followers in by WeChat's web authorisation, in the place of Microsoft's token service. A link names follower,
 * connection and end, and is signed with a key made of the account's secret, so that any process may be the one that
 * WeChat sends him back to, and only he can use it. Tokens are kept with his other state, and go with it.
 */
export class SignIns {
  /** Hears of everybody who has signed in. */
  onSignedIn: ((signedIn: SignedIn) => void) | undefined;
  readonly #parts: SignInsParts;

  /** Throws `SettingsError` where an account is to sign followers in and lacks what that needs. */
  constructor(parts: SignInsParts, accounts: Iterable<Account>) {
    this.#parts = parts;
    for (const { appId, signIn, appSecret } of accounts) {
      if (signIn === undefined || (appSecret !== undefined && parts.publicUrl !== undefined))
        continue;
      throw new SettingsError([
        `signIn of ${appId} needs its appSecret and a publicUrl, whose host is the account's web authorisation domain.`,
      ]);
    }
  }

  /** A link that signs the follower in; undefined where the account cannot. */
  link(account: Account, openid: string, connection: string, resumes: Resumes): string | undefined {
    const { publicUrl, clientOf, clock, pagesBase } = this.#parts;
    const { signIn, appId, appSecret } = account;
    const client = clientOf(account);
    if (signIn === undefined || client === undefined) return undefined;
    if (appSecret === undefined || publicUrl === undefined) return undefined;
    const until = String(clock.now() + LINK_MS);
    const signature = sign(appSecret, appId, openid, connection, resumes, until);
    const query = new URLSearchParams({ to: openid, connection, resumes, until, signature });
    const redirectUri = `${publicUrl.replace(/\/+$/, "")}${PATH}/${appId}?${query}`;
    const link = client.oauthLink({ redirectUri, scope: signIn, connectRedirect: true });
    return pagesBase === undefined
      ? link
      : link.replace(/^https:\/\/[^/]+/, pagesBase.replace(/\/+$/, ""));
  }

  /** The follower's token, renewed where its time is over; undefined where he is not signed in. */
  async tokenOf(
    account: Account,
    openid: string,
    connection: string,
  ): Promise<SignInToken | undefined> {
    if (account.signIn === undefined) return undefined;
    const follower = { appId: account.appId, openid };
    const { [connection]: token } = await this.#read(follower);
    const { clock } = this.#parts;
    if (token === undefined || clock.now() < token.expiresAt - SPARE_MS) return token;
    const renewed = await this.#renew(account, token);
    await this.#change(follower, (kept) => withToken(kept, connection, renewed));
    return renewed;
  }

  /** Forgets the follower's token, or all of them. */
  async signOut(account: Account, openid: string, connection?: string): Promise<void> {
    const follower = { appId: account.appId, openid };
    await this.#change(follower, (kept) =>
      connection === undefined ? {} : withToken(kept, connection, undefined),
    );
  }

  /** The connections that the follower is signed in to. */
  async connectionsOf(account: Account, openid: string): Promise<readonly string[]> {
    return Object.keys(await this.#read({ appId: account.appId, openid }));
  }

  /** Answers a request for the page to which WeChat sends a follower back. */
  async serve({ url = "/", headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const outcome = await this.#take(url).catch((error): SignInOutcome => {
      this.#parts.log.warn(errorFacts(error, this.#parts.log), "a follower could not be signed in");
      return "failed";
    });
    const page = signInPage(outcome, headers["accept-language"] ?? "");
    response.writeHead(page.status, { ...page.headers });
    response.end(page.body);
  }

  async #take(url: string): Promise<SignInOutcome> {
    const { clock } = this.#parts;
    const { pathname = "", searchParams } = URL.parse(url, "http://localhost") ?? {};
    const account = this.#parts.find(pathname.split("/").at(-1) ?? "");
    const [openid, connection, resumes, until, signature, code] = [
      ...["to", "connection", "resumes", "until", "signature", "code"],
    ].map((name) => searchParams?.get(name) ?? "") as [
      string,
      string,
      Resumes,
      string,
      string,
      string,
    ];
    const client = account?.signIn && this.#parts.clientOf(account);
    if (client === undefined || account?.appSecret === undefined) return "foreign";
    const expected = sign(account.appSecret, account.appId, openid, connection, resumes, until);
    if (!same(signature, expected)) return "foreign";
    if (clock.now() > Number(until)) return "late";
    if (code === "") return "refused";
    const given = await client.call("web.token", { code });
    // A link that was passed on signs nobody else in.
    if (given.openid !== openid || given.is_snapshotuser === 1) return "foreign";
    const token = tokenOf(given, clock.now());
    const follower = { appId: account.appId, openid };
    await this.#change(follower, (kept) => withToken(kept, connection, token));
    this.onSignedIn?.({ follower, connection, token, resumes });
    return "done";
  }

  async #renew(account: Account, { refreshToken }: SignInToken): Promise<SignInToken | undefined> {
    const client = this.#parts.clientOf(account);
    if (client === undefined || refreshToken === undefined) return undefined;
    try {
      const given = await client.call("web.refreshToken", { refresh_token: refreshToken });
      return tokenOf(given, this.#parts.clock.now());
    } catch (error) {
      // After thirty days, or after he took it back, he signs in again.
      this.#parts.log.info(errorFacts(error, this.#parts.log), "a follower's sign-in has ended");
      return undefined;
    }
  }

  async #read(follower: Follower): Promise<Kept> {
    const key = keyOf(follower);
    const [item] = await this.#parts.store.readState(follower.openid, [key]);
    return item === undefined ? {} : (JSON.parse(item.value) as Kept);
  }

  async #change(follower: Follower, change: (kept: Kept) => Kept): Promise<void> {
    const kept = change(await this.#read(follower));
    const value = Object.keys(kept).length === 0 ? {} : { value: JSON.stringify(kept) };
    const written = { key: keyOf(follower), eTag: randomUUID(), ...value };
    await this.#parts.store.writeState(follower.openid, [written]);
  }
}

/** A key of the follower's own: it is removed when he is forgotten. */
function keyOf({ appId, openid }: Follower): string {
  return `wechat/${appId}/users/${openid}/signIn`;
}

function withToken(kept: Kept, connection: string, token: SignInToken | undefined): Kept {
  const { [connection]: _, ...others } = kept;
  return token === undefined ? others : { ...others, [connection]: token };
}

function tokenOf(
  given: { access_token: string; refresh_token?: string | undefined; expires_in: number },
  now: number,
): SignInToken {
  const { access_token: token, refresh_token: refreshToken, expires_in: seconds } = given;
  return { token, refreshToken, expiresAt: now + seconds * 1_000 };
}

function sign(secret: string, ...parts: readonly string[]): string {
  const key = createHmac("sha256", secret).update("sign-in of botbuilder-adapter-wechat").digest();
  return createHmac("sha256", key).update(parts.join("\n")).digest("base64url");
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
