import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Client } from "../../../client/client.ts";
import type { Clock } from "../../../clock.ts";
import { SettingsError } from "../../../errors.ts";
import type { SignInOutcome } from "../../../language/words/signIn.ts";
import { errorFacts, type Log } from "../../../log.ts";
import type { Follower, Store } from "../../../store/store.ts";
import type { Account } from "../account.ts";
import { equal, signer } from "./signer.ts";
import { signInPage } from "./signInPage.ts";
import {
  authorisationPage,
  Codes,
  codeIn,
  isCodeOver,
  renewed,
  type SignInToken,
  visitorOf,
} from "./webAuthorisation.ts";

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

/** Somebody has signed in. */
export interface SignedIn {
  readonly follower: Follower;
  readonly connection: string;
  readonly token: SignInToken;
  readonly resumes: Resumes;
}

interface SignInsParts {
  /** Finds an account, also one that was linked meanwhile. */
  readonly find: (appId: string) => Promise<Account | undefined>;
  /** The secret of our third-party platform, where we are one. */
  readonly componentSecret: string | undefined;
  readonly clientOf: (account: Account) => Pick<Client, "call" | "oauthLink"> | undefined;
  readonly store: Pick<Store, "readState" | "writeState">;
  readonly publicUrl: string | undefined;
  readonly apiBase: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

type Kept = Readonly<Record<string, SignInToken>>;

/**
 * Signs followers in by WeChat's web authorisation, in place of Microsoft's token service. A link names follower,
 * connection and end. It is signed with a key made from the secret of the account, or of the platform that the
 * account is linked to: so WeChat may send the follower back to any process, and only this follower can use the link.
 * Tokens are kept with the follower's other state, and go with it.
 */
export class SignIns {
  /** Hears of everybody who has signed in. */
  onSignedIn: ((signedIn: SignedIn) => void) | undefined;
  readonly #parts: SignInsParts;
  readonly #codes: Codes<SignInOutcome>;

  /** Throws `SettingsError` where an account is to sign followers in and lacks what that needs. */
  constructor(parts: SignInsParts, accounts: Iterable<Account>) {
    this.#parts = parts;
    this.#codes = new Codes(parts.clock);
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
    const { apiBase, publicUrl, clientOf, clock } = this.#parts;
    const { signIn, appId } = account;
    const client = clientOf(account);
    const secret = this.#secretOf(account);
    if (signIn === undefined || client === undefined) return undefined;
    if (secret === undefined || publicUrl === undefined) return undefined;
    const until = String(clock.now() + LINK_MS);
    const signature = sign(secret, appId, openid, connection, resumes, until);
    const query = new URLSearchParams({ to: openid, connection, resumes, until, signature });
    const redirectUri = `${publicUrl.replace(/\/+$/, "")}${PATH}/${appId}?${query}`;
    return authorisationPage(client, { redirectUri, scope: signIn }, apiBase);
  }

  /** A linked account has no secret of its own here. */
  #secretOf({ appSecret, component }: Account): string | undefined {
    return appSecret ?? (component && this.#parts.componentSecret);
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
    response.writeHead(page.status, page.headers);
    response.end(page.body);
  }

  async #take(url: string): Promise<SignInOutcome> {
    const { clock } = this.#parts;
    const { pathname = "", searchParams = new URLSearchParams() } =
      URL.parse(url, "http://localhost") ?? {};
    const account = await this.#parts.find(pathname.split("/").at(-1) ?? "");
    const [openid, connection, resumes, until, signature] = [
      ...["to", "connection", "resumes", "until", "signature"],
    ].map((name) => searchParams.get(name) ?? "") as [string, string, Resumes, string, string];
    const secret = account?.signIn && this.#secretOf(account);
    if (account === undefined || secret === undefined) return "foreign";
    const expected = sign(secret, account.appId, openid, connection, resumes, until);
    if (!equal(signature, expected)) return "foreign";
    if (clock.now() > Number(until)) return "late";
    const code = codeIn(searchParams);
    if (code === undefined) return "refused";
    return this.#codes.take(signature, code, () =>
      this.#signIn(account, openid, { connection, resumes, code }),
    );
  }

  async #signIn(
    account: Account,
    openid: string,
    { connection, resumes, code }: { connection: string; resumes: Resumes; code: string },
  ): Promise<SignInOutcome> {
    const { clientOf, clock } = this.#parts;
    const client = clientOf(account);
    if (client === undefined) return "foreign";
    const follower = { appId: account.appId, openid };
    try {
      const visitor = await visitorOf(client, code, clock.now());
      // A link that was passed on signs nobody else in.
      if (visitor.openid !== openid || visitor.isSnapshot) return "foreign";
      const { token } = visitor;
      await this.#change(follower, (kept) => withToken(kept, connection, token));
      this.onSignedIn?.({ follower, connection, token, resumes });
      return "done";
    } catch (error) {
      if (!isCodeOver(error)) throw error;
      // A phone that opens the page twice may reach another process the second time.
      const { [connection]: token } = await this.#read(follower);
      return token === undefined ? "late" : "done";
    }
  }

  async #renew(account: Account, { refreshToken }: SignInToken): Promise<SignInToken | undefined> {
    const client = this.#parts.clientOf(account);
    if (client === undefined || refreshToken === undefined) return undefined;
    try {
      return await renewed(client, refreshToken, this.#parts.clock.now());
    } catch (error) {
      // After thirty days, or after the follower took his consent back, he must sign in again.
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

function sign(secret: string, ...parts: readonly string[]): string {
  return signer(secret, "sign-in")(parts.join("\n"));
}
