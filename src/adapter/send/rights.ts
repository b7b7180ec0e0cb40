import type { Clock } from "../../clock.ts";
import type { Account } from "../accounts/account.ts";
import type { Courier, Verdict } from "./courier.ts";

/** Whether an account may send customer-service messages: said, found out, or not tried yet. */
export type Right = "yes" | "no" | "untried";

/** Codes that speak of the account, not of the message or the follower. Source: outbound.md 3.5 */
const NO_RIGHT: ReadonlySet<number> = new Set([48001, 61003, 61007, 61016]);
/** Refusals that end by themselves: the day's quota, punishments. Without them each answer would wait for the next push. */
const NOT_NOW: ReadonlySet<number> = new Set([45009, 48004, 45087, 45094]);
/** After this long a right that was refused is tried again: accounts get verified, and days end. */
const TRY_AGAIN_MS = 24 * 3_600_000;
const SOON_MS = 3_600_000;
/** Nothing could be sent for so long: that is no lost connection any more. */
const AWAY_AFTER_MS = 2_000;
/** For so long after the last try; longer than WeChat's API is left in peace after a token was refused. */
const AWAY_FOR_MS = 35_000;

interface RightsParts {
  readonly clock: Clock;
  /** Undefined for an account that cannot send at all. */
  readonly courierOf: (account: Account) => Courier | undefined;
}

/** What WeChat's answers have taught this process about sending by customer service, account by account. */
export class Rights {
  readonly #parts: RightsParts;
  readonly #found = new Map<string, { right: "yes" } | { right: "no"; until: number }>();
  /** Accounts for which the latest message could not be sent: since when none could, and the latest try. */
  readonly #away = new Map<string, { since: number; at: number }>();

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

  /** Forgets what was found out about an account's right: it has been checked, or linked again, since. */
  relearn(appId: string): void {
    this.#found.delete(appId);
  }

  /** What customer service said of a message. */
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
