import type { RateLimit } from "../accounts/account.ts";

type Verdict = "yes" | "notice" | "no";

/** One push, and what was said of its first delivery. */
interface Seen {
  readonly key: string;
  readonly at: number;
  readonly verdict: Verdict;
}

/** One follower's latest pushes, the oldest first. */
type Latest = readonly Seen[];

/**
 * WeChat delivers a push again 5 and 10 seconds after the first time, give or take a few, also where the
 * limit's own period is shorter.
 */
const RETRIES_MS = 30_000;
/** How many pushes above the limit are remembered of one follower, so that a flood takes little memory. */
const MOST_REFUSED = 100;

/**
 * Lets so many pushes of a follower through in a time. Counted in this process: with several, each counts
 * what comes to it. Later deliveries of a push get the verdict of its first. Every account is counted for
 * itself: what is old for one is not for another.
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
    // The map keeps its order by taking the follower out and in again.
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

/** Room for one more; the notice stays, so that it is said once, and what was let through, because it counts. */
function bounded(latest: Latest): Latest {
  const refused = latest.filter(({ verdict }) => verdict === "no");
  if (refused.length < MOST_REFUSED) return latest;
  const oldest = refused[0];
  return latest.filter((one) => one !== oldest);
}
