import { WeChatApiError } from "../../client/apiError.ts";
import type { Client } from "../../client/client.ts";
import type { Clock } from "../../clock.ts";
import type { AgentsThere } from "../../store/turnScope.ts";
import type { Account } from "../accounts/account.ts";

/** How long an answer of WeChat's is used: people come and go by the minute. */
const FRESH_MS = 60_000;
/** How long a waiting follower may wait for the news that a person is there, in milliseconds. */
const WITHIN_MS = 1_500;

export interface AgentsParts {
  readonly clock: Clock;
  /** Undefined for an account that cannot call WeChat's API. */
  readonly clientOf: (account: Account) => Pick<Client, "call"> | undefined;
  /** Instead of WeChat's API. */
  readonly ask?: ((account: Account) => Promise<AgentsThere | undefined>) | undefined;
}

/** Who of an account's customer service is there, as WeChat lists them. */
export class Agents {
  readonly #parts: AgentsParts;
  readonly #known = new Map<string, { readonly at: number; readonly there: AgentsThere }>();

  constructor(parts: AgentsParts) {
    this.#parts = parts;
  }

  /** Undefined where nobody can tell: no AppSecret, or the API is away. Never rejects. */
  async of(account: Account): Promise<AgentsThere | undefined> {
    if (account.customerService === false) return "none";
    const { clock } = this.#parts;
    const known = this.#known.get(account.appId);
    if (known !== undefined && clock.now() - known.at < FRESH_MS) return known.there;
    const there = await this.#within(this.#ask(account));
    if (there !== undefined) this.#known.set(account.appId, { at: clock.now(), there });
    return there;
  }

  async #ask(account: Account): Promise<AgentsThere | undefined> {
    const { ask, clientOf } = this.#parts;
    try {
      if (ask !== undefined) return await ask(account);
      const client = clientOf(account);
      if (client === undefined) return undefined;
      const { kf_online_list: online } = await client.call("agent.listOnline", {});
      if (online.length > 0) return "online";
      const { kf_list: all } = await client.call("agent.list", {});
      return all.length > 0 ? "offline" : "none";
    } catch (error) {
      // WeChat refused: an account without this right has no agents.
      const isRefused = error instanceof WeChatApiError && NO_RIGHT.has(error.errcode ?? 0);
      return isRefused ? "none" : undefined;
    }
  }

  #within<T>(asking: Promise<T>): Promise<T | undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const stop = this.#parts.clock.after(WITHIN_MS, () => resolve(undefined));
    return Promise.race([asking, promise]).finally(stop);
  }
}

/** Codes that speak of the account: not verified, or the function was never added. Source: outbound.md 3.5 */
const NO_RIGHT: ReadonlySet<number> = new Set([48001, 61003, 61007, 61016, 65400]);
