import type { RateLimit } from "../accounts/account.ts";

/** One follower's latest pushes. */
interface Seen {
  /** Keys of those that were let through, with their times, the oldest first. */
  admitted: readonly { readonly key: string; readonly at: number }[];
  /** The latest that was not, and what was said of it. */
  refused:
    | { readonly key: string; readonly at: number; readonly verdict: "notice" | "no" }
    | undefined;
}

/**
 * Lets so many pushes of a follower through in a time. Counted in this process: with several, each counts
 * what comes to it. Later deliveries of a push get the verdict of its first.
 */
export class RateLimits {
  /** The follower seen longest ago first. */
  readonly #seen = new Map<string, Seen>();

  /** `notice` for the first push above the limit, once per time; `no` for those after it. */
  admits(
    follower: string,
    key: string,
    { pushes, perMs }: RateLimit,
    now: number,
  ): "yes" | "notice" | "no" {
    this.#forget(now - perMs);
    const before = this.#seen.get(follower);
    const admitted = before?.admitted.filter(({ at }) => at > now - perMs) ?? [];
    const refused = before?.refused;
    if (admitted.some((one) => one.key === key)) return "yes";
    if (refused?.key === key) return refused.verdict;
    this.#seen.delete(follower);
    if (admitted.length < pushes) {
      this.#seen.set(follower, { admitted: [...admitted, { key, at: now }], refused: undefined });
      return "yes";
    }
    const verdict = refused === undefined || refused.at <= now - perMs ? "notice" : "no";
    // The time of the notice stays, so that it is said once.
    const at = verdict === "notice" ? now : (refused?.at ?? now);
    this.#seen.set(follower, { admitted, refused: { key, at, verdict } });
    return verdict;
  }

  #forget(until: number): void {
    for (const [follower, { admitted, refused }] of this.#seen) {
      if (Math.max(admitted.at(-1)?.at ?? 0, refused?.at ?? 0) > until) return;
      this.#seen.delete(follower);
    }
  }
}
