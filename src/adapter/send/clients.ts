import type { CallEvent } from "../../client/call.ts";
import { type Client, createClient } from "../../client/client.ts";
import { createCourier } from "../../client/messages/courier.ts";
import { createNotifier } from "../../client/messages/notification.ts";
import type { Clock } from "../../clock.ts";
import { SettingsError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import type { TokenStore } from "../../store/tokens.ts";
import type { Account } from "../accounts/account.ts";
import type { Courier, Notifier } from "./courier.ts";

/** What clients of all accounts share. */
interface ClientsParts {
  readonly accounts: ReadonlyMap<string, Account>;
  /** Where WeChat's API is; undefined for WeChat's own. */
  readonly apiBase: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** The tokens that all processes share. */
  readonly tokens: TokenStore;
  /** Hears of every call that is made for an account. */
  readonly observe?: ((event: CallEvent) => void) | undefined;
}

/** One client per account that may call, by its AppSecret or by authorisation, made when it is first needed. */
export class Clients {
  readonly #parts: ClientsParts;
  readonly #clients = new Map<string, Client>();
  /** Carries customer-service messages of any account with a client. */
  readonly courier: Courier = createCourier((account: Account) => this.find(account));
  /** The same for notifications. */
  readonly notifier: Notifier;

  constructor(parts: ClientsParts) {
    this.#parts = parts;
    this.notifier = createNotifier((account: Account) => this.find(account), parts.log);
  }

  /** The client of an account, undefined when it has neither AppSecret nor authorisation. */
  find({ appId, appSecret, accessToken, component, apiSecurity }: Account): Client | undefined {
    if (appSecret === undefined && accessToken === undefined) return undefined;
    let client = this.#clients.get(appId);
    if (client === undefined) {
      const { apiBase, clock, log, tokens, observe } = this.#parts;
      const shared = { apiBase, clock, log, tokens, observe };
      const own = { appId, secret: appSecret ?? "", accessToken, component, apiSecurity };
      client = createClient({ ...shared, ...own });
      this.#clients.set(appId, client);
    }
    return client;
  }

  /** The client by AppID; a lone account needs none. Throws `SettingsError` with the remedy. */
  get(appId: string | undefined): Client {
    const { accounts } = this.#parts;
    const lone = accounts.size === 1 ? [...accounts.values()][0] : undefined;
    const account = appId === undefined ? lone : accounts.get(appId);
    const client = account && this.find(account);
    if (client !== undefined) return client;
    throw new SettingsError([
      account === undefined
        ? `There is no account ${appId ?? "without a name: name one of several"}.`
        : `Account ${account.appId} has no appSecret: calls of WeChat's API need it.`,
    ]);
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#clients.values()].map((client) => client.close()));
  }
}
