import { type Clock, systemClock } from "../clock.ts";

/**
 * Access tokens shared by every process: one refresh per expiry, and never an old token over a new one.
 *
 * A name is an AppID, or whatever else one credential is known by. Every verb is one atomic step on one
 * name: a synchronous block in memory, one `BEGIN IMMEDIATE` in SQLite (one row: value, expires_at,
 * fence, lease_by, lease_until), one Lua script in Redis (one hash, the same fields). The STORE's clock
 * decides lifetimes and leases, so that processes whose clocks are wrong agree; therefore only
 * remainders cross this contract, never points in time.
 *
 * A driver that cannot answer rejects with `StoreUnavailable`. Tokens are secrets: they are never logged,
 * and a durable driver should be as well protected as the AppSecret itself.
 */
export interface TokenStore {
  /** The token of that name, with the rest of its life; undefined when there is none or its life is over. */
  readToken(name: string): Promise<SharedToken | undefined>;

  /**
   * Asks for the right to refresh, in the same step as the re-check that must precede a refresh. `fence`
   * present: the caller holds the right for `leaseMs`. Absent: somebody else holds it for `waitMs` more.
   * The fence rises with every right given and is never given twice, not even after `invalidateToken`.
   * `by` names the asking process, for people who look into the store.
   */
  claimRefresh(name: string, by: string, leaseMs: number): Promise<RefreshClaim>;

  /**
   * Writes a fresh token and gives the right back. False, and nothing changes, unless `fence` is the
   * newest that was given for this name: a refresher that was frozen cannot overwrite a newer token.
   */
  writeToken(name: string, fence: number, token: FreshToken): Promise<boolean>;

  /** Gives the right back without a token (the refresh failed), so that the next may try. Stale fences are ignored. */
  releaseRefresh(name: string, fence: number): Promise<void>;

  /**
   * Forgets a token that WeChat refused, if it is still the stored one. False when another took its place meanwhile:
   * then use that one. A right to refresh that somebody holds stays his.
   */
  invalidateToken(name: string, value: string): Promise<boolean>;
}

/** A token as WeChat gave it. */
export interface FreshToken {
  readonly value: string;
  /** How long it lives from now on, in milliseconds. */
  readonly lifeMs: number;
}

/** A token as another process sees it. */
export interface SharedToken {
  readonly value: string;
  /** What is left of its life by the store's clock, in milliseconds; above zero. */
  readonly leftMs: number;
}

export interface RefreshClaim {
  /** The token at this moment: somebody may have refreshed it while the caller waited. */
  readonly token: SharedToken | undefined;
  /** Present: the right is the caller's. */
  readonly fence?: number;
  /** How long the present holder's right lasts at most, in milliseconds; 0 with `fence`. */
  readonly waitMs: number;
}

/**
 * What is left of a right, in milliseconds. A right that would last longer than any can is void: the clock was set
 * back.
 */
export function leaseLeft(until: number, now: number, leaseMs: number): number {
  return until > now + leaseMs + CLOCK_SLACK_MS ? 0 : Math.max(0, until - now);
}

const CLOCK_SLACK_MS = 1_000;

interface Entry {
  value: string | undefined;
  expiresAt: number;
  fence: number;
  leaseUntil: number;
}

/** The tokens of one process. A restart asks WeChat once more, which costs one call of its quota. */
export class MemoryTokens implements TokenStore {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(settings: { readonly clock?: Clock } = {}) {
    this.#clock = settings.clock ?? systemClock;
  }

  async readToken(name: string): Promise<SharedToken | undefined> {
    return this.#shared(this.#entry(name));
  }

  async claimRefresh(name: string, _by: string, leaseMs: number): Promise<RefreshClaim> {
    const entry = this.#entry(name);
    const now = this.#clock.now();
    const token = this.#shared(entry);
    const waitMs = leaseLeft(entry.leaseUntil, now, leaseMs);
    if (waitMs > 0) return { token, waitMs };
    entry.fence += 1;
    entry.leaseUntil = now + leaseMs;
    return { token, fence: entry.fence, waitMs: 0 };
  }

  async writeToken(name: string, fence: number, token: FreshToken): Promise<boolean> {
    const entry = this.#entry(name);
    // The lease may have ended. As long as nobody took a newer one, this token is the newest there is.
    if (fence !== entry.fence) return false;
    entry.value = token.value;
    entry.expiresAt = this.#clock.now() + token.lifeMs;
    entry.leaseUntil = 0;
    return true;
  }

  async releaseRefresh(name: string, fence: number): Promise<void> {
    const entry = this.#entry(name);
    if (fence === entry.fence) entry.leaseUntil = 0;
  }

  async invalidateToken(name: string, value: string): Promise<boolean> {
    const entry = this.#entry(name);
    if (entry.value !== value) return false;
    entry.value = undefined;
    return true;
  }

  #entry(name: string): Entry {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const fresh: Entry = { value: undefined, expiresAt: 0, fence: 0, leaseUntil: 0 };
    this.#entries.set(name, fresh);
    return fresh;
  }

  #shared({ value, expiresAt }: Entry): SharedToken | undefined {
    const leftMs = expiresAt - this.#clock.now();
    return value === undefined || leftMs <= 0 ? undefined : { value, leftMs };
  }
}
