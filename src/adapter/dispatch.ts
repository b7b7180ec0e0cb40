import { errorFacts, type Log, masked } from "../log.ts";
import type { Reply } from "../protocol/reply.ts";
import type { Fate, Follower, Store } from "../store/store.ts";
import type { Account } from "./account.ts";
import type { Outgoing } from "./outgoing.ts";

/** Carries one customer-service message to WeChat and says what became of it; never rejects. */
export type Courier = (account: Account, openid: string, reply: Reply) => Promise<Verdict>;

/**
 * `sent`, `refused` with WeChat's code, `not-sent` (the connection was never made: safe to repeat), or
 * `unknown` (perhaps sent: never repeated). `held` keeps it and all behind it for the next contact.
 */
export type Verdict = "sent" | "not-sent" | "held" | "unknown" | { readonly refused: number };

const FATES = { sent: "sent", "not-sent": "queued", held: "held", unknown: "unknown" } as const;

/** The chain of customer-service messages: one in flight per follower, in order, charged before it is sent. */
export class Dispatch {
  readonly #store: Store;
  readonly #by: string;
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #courier: Courier | undefined;
  readonly #log: Log;

  constructor(
    store: Store,
    by: string,
    accounts: ReadonlyMap<string, Account>,
    courier: Courier | undefined,
    log: Log,
  ) {
    this.#store = store;
    this.#by = by;
    this.#accounts = accounts;
    this.#courier = courier;
    this.#log = log;
  }

  /** Whether an account may send customer-service messages. */
  available(account: Account): boolean {
    return this.#courier !== undefined && account.customerService !== false;
  }

  /** Sends what waits, until nothing is left or somebody else sends. `opens`: that push's answer has left. */
  async run(follower: Follower, opens?: string): Promise<void> {
    try {
      await this.#drain(follower, opens);
    } catch (error) {
      // What is still queued stays in the store, and the sweep comes by.
      const facts = { openid: masked(follower.openid), ...errorFacts(error) };
      this.#log.error(facts, "the chain of customer-service messages stopped");
    }
  }

  async #drain(follower: Follower, opens: string | undefined): Promise<void> {
    const account = this.#accounts.get(follower.appId);
    const courier = this.#courier;
    let request: Parameters<Store["sendNext"]>[0] = {
      follower,
      by: this.#by,
      ...(opens !== undefined && { opens }),
    };
    if (account === undefined || courier === undefined) {
      if (opens !== undefined) await this.#store.sendNext({ ...request, recordOnly: true });
      return;
    }
    for (;;) {
      const { item } = await this.#store.sendNext(request);
      if (item === undefined) return;
      const { reply } = item.message as Outgoing;
      const verdict = await courier(account, follower.openid, reply);
      const fate: Fate = typeof verdict === "string" ? FATES[verdict] : verdict;
      request = { follower, by: this.#by, settle: { id: item.id, fate } };
      if (fate === "queued") {
        // Trying again at once would not help; the sweep will.
        await this.#store.sendNext({ ...request, recordOnly: true });
        return;
      }
    }
  }
}
