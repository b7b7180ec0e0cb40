import { NotSupported } from "../../errors.ts";
import { phrasesFor } from "../../language/words/rendering.ts";
import type { Log } from "../../log.ts";
import {
  type Resumes,
  SIGN_IN_CODE,
  type SignedIn,
  type SignIns,
} from "../accounts/signIn/signIns.ts";
import type { SignInToken } from "../accounts/signIn/webAuthorisation.ts";
import type { OwnEvent } from "../translate/ownEvents.ts";
import { CHANNEL_ID } from "../translate/toActivity.ts";
import type { Seat } from "../turn/guests.ts";

/** What the clients below need: the channel. */
interface TokenDesk {
  readonly signIns: SignIns;
  readonly road: { readonly log: Log };
  say(seat: Seat, activity: { readonly type: "message"; readonly text: string }): Promise<string>;
}

/** The SDKs' form of a way to sign in. */
interface SignInResource {
  readonly signInLink: string;
}

/**
 * Takes the place in a turn where the SDKs look for Microsoft's token service: followers sign in by WeChat's web
 * authorisation. Where the account has none, the follower is told so in words, the run of the bot ends with that, and
 * the log says what to set. A prompt that nobody can answer would only take the follower's next messages.
 */
class UserTokens {
  readonly #desk: TokenDesk;
  readonly #seat: Seat;

  constructor(desk: TokenDesk, seat: Seat) {
    this.#desk = desk;
    this.#seat = seat;
  }

  protected token(connection: string): Promise<SignInToken | undefined> {
    const { account, openid } = this.#who;
    return this.#desk.signIns.tokenOf(account, openid, connection);
  }

  protected async resource(connection: string, resumes: Resumes): Promise<SignInResource> {
    const { account, openid } = this.#who;
    const signInLink = this.#desk.signIns.link(account, openid, connection, resumes);
    return signInLink === undefined ? this.#refuse() : { signInLink };
  }

  protected forget(connection: string | undefined): Promise<void> {
    const { account, openid } = this.#who;
    return this.#desk.signIns.signOut(account, openid, connection);
  }

  async getTokenStatus(): Promise<object[]> {
    const { account, openid } = this.#who;
    const connections = await this.#desk.signIns.connectionsOf(account, openid);
    return connections.map((connectionName) => ({
      channelId: CHANNEL_ID,
      connectionName,
      hasToken: true,
      serviceProviderDisplayName: "WeChat",
    }));
  }

  async getAadTokens(): Promise<never> {
    throw new NotSupported(
      "give tokens of Microsoft's",
      "Sign in at Microsoft on a page of your own.",
    );
  }

  async exchangeToken(): Promise<never> {
    throw new NotSupported("exchange tokens", "Take the one that the sign-in gave.");
  }

  get #who() {
    const { account, lease } = this.#seat.turn;
    return { account, openid: lease.follower.openid };
  }

  async #refuse(): Promise<never> {
    const { account } = this.#who;
    this.#desk.road.log.warn(
      { appId: account.appId, setting: "signIn" },
      "the bot asks a follower to sign in, and the account cannot: see signIn in docs/settings.md",
    );
    this.#seat.signInRefused = true;
    const text = phrasesFor(account.locale).cannotSignIn;
    await this.#desk.say(this.#seat, { type: "message", text });
    throw new NotSupported(
      "sign followers in on this account",
      "Set signIn and publicUrl of a verified service account, with its appSecret or linked with the web's permission set, or send a link to a page of your own.",
    );
  }
}

/** The client with Bot Framework's method names. */
export class BotFrameworkTokens extends UserTokens {
  async getUserToken(_userId: string, connection: string): Promise<object | undefined> {
    return tokenResponse(connection, await this.token(connection));
  }

  getSignInResource(connection: string): Promise<SignInResource> {
    return this.resource(connection, "event");
  }

  signOutUser(_userId: string, connection?: string): Promise<void> {
    return this.forget(connection);
  }
}

/** The client with the Agents SDK's method names. */
export class AgentTokens extends UserTokens {
  async getUserToken(connection: string): Promise<object> {
    return tokenResponse(connection, await this.token(connection)) ?? { token: undefined };
  }

  getSignInResource(_appId: string, connection: string): Promise<SignInResource> {
    return this.resource(connection, "event");
  }

  async getTokenOrSignInResource(_userId: string, connection: string): Promise<object> {
    const token = await this.token(connection);
    return token === undefined
      ? { signInResource: await this.resource(connection, "invoke") }
      : { tokenResponse: tokenResponse(connection, token) };
  }

  signOut(_userId: string, connection?: string): Promise<void> {
    return this.forget(connection);
  }

  exchangeTokenAsync(): Promise<never> {
    return this.exchangeToken();
  }

  /** The SDK sets its own token here, which this client does not need. */
  updateAuthToken(): void {}
}

function tokenResponse(
  connectionName: string,
  signIn: SignInToken | undefined,
): object | undefined {
  if (signIn === undefined) return undefined;
  const expiration = new Date(signIn.expiresAt).toISOString();
  return { channelId: CHANNEL_ID, connectionName, token: signIn.token, expiration };
}

/** What the bot hears when its follower has signed in, as the SDKs wait for it. */
export function signedInActivity({ connection, token, resumes }: SignedIn): OwnEvent {
  return resumes === "event"
    ? { type: "event", name: "tokens/response", value: tokenResponse(connection, token) }
    : { type: "invoke", name: "signin/verifyState", value: { state: SIGN_IN_CODE } };
}
