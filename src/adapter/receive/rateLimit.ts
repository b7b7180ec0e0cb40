import type { RateLimit } from "../accounts/account.ts";

type Verdict = "yes" | "notice" | "no";

/** One push, and the verdict on its first delivery. */
interface Seen {
  readonly key: string;
  readonly at: number;
  readonly verdict: Verdict;
}

/** One follower's latest pushes, the oldest first. */
type Latest = readonly Seen[];

/**
 * WeChat delivers a push again about 5 and 10 seconds after the first time. This counts also where the period of the
 * limit is shorter.
 */
const RETRIES_MS = 30_000;
/** How many pushes above the limit are remembered of one follower, so that a flood takes little memory. */
const MOST_REFUSED = 100;

/**
 * Lets so many pushes of a follower through in a time. Each process counts the pushes that come to it. Later
 * deliveries of a push get the verdict of the first. Each account is counted by itself, because its period is its
 * own.
 */
export class RateLimits {
  readonly #accounts = new Map<string, AccountRate>();

  /** `notice` for the first push above the limit, once per time; `no` for those after it. `now` in milliseconds. */
  admits(
    { appId, openid }: { readonly appId: string; readonly openid: string },
    key: string,
    limit: RateLimit,
    now: number,
  ): Verdict {
    let account = this.#accounts.get(appId);
    if (account === undefined) {
      account = new AccountRate();
      this.#accounts.set(appId, account);
    }
    return account.admits(openid, key, limit, now);
  }
}

/** The followers of one account. */
class AccountRate {
  /** The follower whose latest push is the oldest comes first. */
  readonly #followers = new Map<string, Latest>();

  admits(openid: string, key: string, { pushes, perMs }: RateLimit, now: number): Verdict {
    const remembered = now - Math.max(perMs, RETRIES_MS);
    this.#forget(remembered);
    const before = this.#followers.get(openid) ?? [];
    const known = before.find((one) => one.key === key && one.at > remembered);
    if (known !== undefined) return known.verdict;
    const counted = before.filter(({ at }) => at > now - perMs);
    const verdict = verdictAfter(counted, pushes);
    const kept = before.filter(({ at }) => at > remembered);
    // The map keeps its order because the follower is taken out and put in again.
    this.#followers.delete(openid);
    this.#followers.set(openid, [...bounded(kept), { key, at: now, verdict }]);
    return verdict;
  }

  #forget(until: number): void {
    for (const [openid, latest] of this.#followers) {
      if ((latest.at(-1)?.at ?? 0) > until) return;
      this.#followers.delete(openid);
    }
  }
}

function verdictAfter(counted: Latest, pushes: number): Verdict {
  const admitted = counted.filter(({ verdict }) => verdict === "yes");
  if (admitted.length < pushes) return "yes";
  return counted.some(({ verdict }) => verdict === "notice") ? "no" : "notice";
}

/**
 * Makes room for one more push. The push with the notice stays, so that the notice is said once; pushes that were let
 * through stay, because they count.
 */
function bounded(latest: Latest): Latest {
  const refused = latest.filter(({ verdict }) => verdict === "no");
  if (refused.length < MOST_REFUSED) return latest;
  const oldest = refused[0];
  return latest.filter((one) => one !== oldest);
}
