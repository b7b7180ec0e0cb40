import type { Clock } from "../../clock.ts";
import type { Account } from "../accounts/account.ts";
import type { Courier, Verdict } from "./courier.ts";

/** Whether an account may send customer-service messages: a setting or WeChat says so, or nobody has tried yet. */
export type Right = "yes" | "no" | "untried";

/** Codes that speak of the account, not of the message or the follower. Source: outbound.md 3.5 */
const NO_RIGHT: ReadonlySet<number> = new Set([48001, 61003, 61007, 61016]);
/**
 * Refusals that end by themselves: the day's quota, punishments. Until then answers ride; by customer service each would
 * be held until the next push.
 */
const NOT_NOW: ReadonlySet<number> = new Set([45009, 48004, 45087, 45094]);
/** After this long a right that was refused is tried again: accounts get verified, and days end. */
const TRY_AGAIN_MS = 24 * 3_600_000;
const SOON_MS = 3_600_000;
/** How long after WeChat did not confirm a right it is asked again. */
const ASK_AGAIN_MS = 3_600_000;
/** When nothing could be sent for so long, the cause is more than a lost connection. */
const AWAY_AFTER_MS = 2_000;
/**
 * How long after the last try the API counts as away; longer than WeChat's API is left in peace after a token was
 * refused.
 */
const AWAY_FOR_MS = 35_000;

interface RightsParts {
  readonly clock: Clock;
  /** Shows a follower that the bot types; see `Typing.show`. Undefined for an account that cannot call. */
  readonly showTyping: (
    account: Account,
    openid: string,
  ) => Promise<boolean | undefined> | undefined;
  /** Undefined for an account that cannot send at all. */
  readonly courierOf: (account: Account) => Courier | undefined;
}

/** What WeChat's answers have taught this process about sending by customer service, account by account. */
export class Rights {
  readonly #parts: RightsParts;
  readonly #found = new Map<string, { right: "yes" } | { right: "no"; until: number }>();
  /** Accounts whose latest message could not be sent: since when none could be sent, and when the latest was tried. */
  readonly #away = new Map<string, { since: number; at: number }>();
  /** Accounts whose right nobody knew, with the time of the last question to WeChat. */
  readonly #askedAt = new Map<string, number>();

  constructor(parts: RightsParts) {
    this.#parts = parts;
  }

  of(account: Account): Right {
    const { appId, customerService } = account;
    if (customerService === false || this.#parts.courierOf(account) === undefined) return "no";
    const found = this.#found.get(appId);
    const isOld = found?.right === "no" && this.#parts.clock.now() > found.until;
    if (found !== undefined && !isOld) return found.right;
    return customerService === true ? "yes" : "untried";
  }

  /** Whether WeChat's API has not taken a message of the account for some time. */
  isAway({ appId }: Account): boolean {
    const away = this.#away.get(appId);
    if (away === undefined) return false;
    const now = this.#parts.clock.now();
    return now - away.since >= AWAY_AFTER_MS && now - away.at < AWAY_FOR_MS;
  }

  /**
   * Finds out the right of an account where nobody knows it, before a first customer-service message has to. "Is
   * typing" is a call of the same right, and shows a waiting follower nothing but the truth. It is asked once, for a
   * turn that takes long. A refusal teaches nothing: there may be accounts that send and cannot type.
   */
  findOut(account: Account, openid: string): void {
    const now = this.#parts.clock.now();
    const askedAt = this.#askedAt.get(account.appId) ?? Number.NEGATIVE_INFINITY;
    if (now < askedAt + ASK_AGAIN_MS || this.of(account) !== "untried") return;
    this.#askedAt.set(account.appId, now);
    void this.showTyping(account, openid);
  }

  /** Shows that the bot types. WeChat takes that call from accounts that may send; for others it is not made. */
  async showTyping(account: Account, openid: string): Promise<void> {
    if (this.of(account) === "no") return;
    const taken = await this.#parts.showTyping(account, openid);
    if (taken === true && this.of(account) === "untried")
      this.#found.set(account.appId, { right: "yes" });
  }

  /** Forgets what was learnt about an account's right: since then the account was checked, or linked again. */
  relearn(appId: string): void {
    this.#found.delete(appId);
    this.#askedAt.delete(appId);
  }

  /** Learns from the verdict of customer service on a message. */
  learn({ appId }: Account, verdict: Verdict): void {
    const at = this.#parts.clock.now();
    if (verdict === "not-sent") {
      this.#away.set(appId, { since: this.#away.get(appId)?.since ?? at, at });
      return;
    }
    this.#away.delete(appId);
    if (verdict === "sent") this.#found.set(appId, { right: "yes" });
    if (typeof verdict !== "object" || !("held" in verdict)) return;
    const forMs = NO_RIGHT.has(verdict.held) ? TRY_AGAIN_MS : NOT_NOW.has(verdict.held) && SOON_MS;
    if (forMs !== false) this.#found.set(appId, { right: "no", until: at + forMs });
  }
}
