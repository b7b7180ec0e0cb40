import type { Client } from "../../../client/client.ts";
import type { Clock } from "../../../clock.ts";
import { SendError, SettingsError } from "../../../errors.ts";
import type { Log } from "../../../log.ts";
import type { Account } from "../../accounts/account.ts";
import { CHANNEL_ID, SERVICE_URL } from "../../translate/toActivity.ts";
import { cookieSeal } from "./sealedCookie.ts";
import { LoginWay } from "./webLogin.ts";
import type { WebLogin, WebLoginOptions, WebVisitor } from "./webLoginOptions.ts";

const STAYS_MS = 3_600_000;
const SCOPES: readonly string[] = ["snsapi_base", "snsapi_userinfo"];
const SHORTEST_KEY = 16;

/** What {@link openWebLogin} takes of the channel. */
interface WebLoginParts {
  readonly accounts: ReadonlyMap<string, Account>;
  /** The client of any account, also of one that was linked meanwhile. */
  readonly clientOf: (appId: string) => Promise<Client>;
  /** The secret of our third-party platform, where we are one. */
  readonly componentSecret: string | undefined;
  readonly apiBase: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Throws {@link SettingsError} with one sentence per mistake. */
export function openWebLogin(options: WebLoginOptions, parts: WebLoginParts): WebLogin {
  const { accounts, apiBase, clock, componentSecret, log } = parts;
  const { scope = "snsapi_base", staysMs = STAYS_MS, home = "/" } = options;
  const appId = options.appId ?? loneOf(accounts);
  const secret = options.key ?? accounts.get(appId ?? "")?.appSecret ?? componentSecret;
  const url = URL.parse(options.url);
  const isSafe =
    url?.protocol === "https:" || url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  const problems = [
    ...(appId === undefined ? ["webLogin: there are several accounts, name one with appId."] : []),
    ...(url === null || !isSafe || url.search !== "" || url.hash !== ""
      ? [
          `webLogin.url ${JSON.stringify(options.url)} must be a whole https: address without a query.`,
        ]
      : []),
    ...(secret === undefined || secret.length < SHORTEST_KEY
      ? [`webLogin.key must have at least ${SHORTEST_KEY} characters where no AppSecret is set.`]
      : []),
    ...(SCOPES.includes(scope) ? [] : [`webLogin.scope is none of ${SCOPES.join(" and ")}.`]),
    ...(staysMs > 0 ? [] : ["webLogin.staysMs must be above 0."]),
    ...(/^\/(?![/\\])/.test(home) ? [] : ["webLogin.home must be a path of ours, like /."]),
  ];
  if (problems.length > 0 || appId === undefined || url === null || secret === undefined) {
    throw new SettingsError(problems);
  }
  const way = new LoginWay({
    ...{ appId, url, scope, staysMs, home, clock, log },
    client: () => parts.clientOf(appId),
    seal: cookieSeal(secret, url.protocol === "https:"),
    apiBase,
  });
  return {
    who: (request, response) => way.who(request, response),
    known: (request) => way.known(request),
    referenceOf: (visitor) => referenceOf(visitor, accounts),
  };
}

function referenceOf(
  { appId, openid, snapshot }: WebVisitor,
  accounts: ReadonlyMap<string, Account>,
): ReturnType<WebLogin["referenceOf"]> {
  if (snapshot === true) {
    throw new SendError(
      "snapshot",
      "Visitors of snapshot pages have no conversation. Ask for the whole page, which WeChat offers them.",
    );
  }
  return {
    channelId: CHANNEL_ID,
    serviceUrl: SERVICE_URL,
    conversation: { id: openid, isGroup: false, name: "", conversationType: "" },
    user: { id: openid, name: "" },
    bot: { id: accounts.get(appId)?.originalId ?? appId, name: "" },
  };
}

function loneOf(accounts: ReadonlyMap<string, Account>): string | undefined {
  const [lone, ...others] = accounts.keys();
  return others.length === 0 ? lone : undefined;
}
