import type { Activity } from "@microsoft/agents-activity";
import {
  type AuthConfiguration,
  type AuthProvider,
  type Connections,
  loadAuthConfigFromEnv,
} from "@microsoft/agents-hosting";
import { NotSupported } from "../errors.ts";

/** Stands where the SDK wants the id of a registration at Microsoft, which an Official Account does not have. */
const NO_REGISTRATION = "wechat";
/** What the SDK throws in production where no such id is set. */
const CLIENT_ID_REQUIRED = -120320;

/**
 * The settings of Microsoft's services as the environment has them: an agent may call those beside WeChat. Without
 * any, production needs an id all the same, or the SDK's adapter cannot be built.
 */
export function microsoftSettings(): AuthConfiguration {
  try {
    return loadAuthConfigFromEnv();
  } catch (error) {
    if ((error as { code?: unknown }).code !== CLIENT_ID_REQUIRED) throw error;
    return { clientId: NO_REGISTRATION };
  }
}

type Identity = Parameters<Connections["getTokenProvider"]>[0];

/**
 * Connections to Microsoft's services, as the environment sets them, with one difference: what is done for a
 * follower's message, such as fetching his picture, carries no token of Microsoft's.
 */
export class WeChatConnections implements Connections {
  readonly #microsoft: Connections;

  constructor(microsoft: Connections) {
    this.#microsoft = microsoft;
  }

  getConnection = (name: string): AuthProvider => this.#microsoft.getConnection(name);

  getDefaultConnection = (): AuthProvider => this.#microsoft.getDefaultConnection();

  getDefaultConnectionConfiguration = (): AuthConfiguration =>
    this.#microsoft.getDefaultConnectionConfiguration();

  getTokenProvider = (identity: Identity, serviceUrl: string): AuthProvider =>
    this.#microsoft.getTokenProvider(identity, serviceUrl);

  getTokenProviderFromActivity = (_identity: Identity, _activity: Activity): AuthProvider =>
    NO_TOKEN;
}

function refuse(): Promise<string> {
  return Promise.reject(
    new NotSupported(
      "get a token of Microsoft's in a follower's name",
      "Name the connection: app.options.connections.getConnection(name).",
    ),
  );
}

/** The SDK sends no `Authorization` where the token is empty. */
const NO_TOKEN: AuthProvider = {
  getAccessToken: async () => "",
  getAgenticApplicationToken: refuse,
  getAgenticInstanceToken: refuse,
  getAgenticUserToken: refuse,
  acquireTokenOnBehalfOf: refuse,
};
