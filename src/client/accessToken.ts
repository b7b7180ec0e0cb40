import { hash } from "node:crypto";
import { type Clock, sleepAwake } from "../clock.ts";
import { errorFacts, type Log } from "../log.ts";
import type { FreshToken, SharedToken, TokenStore } from "../store/tokens.ts";
import { WeChatApiError } from "./apiError.ts";
import type { AccessToken } from "./call.ts";
import { faultCode } from "./redact.ts";

/** A token is renewed when this much of its life is left; WeChat then gives a new one. Source: outbound.md 1.2 */
const EARLY_MS = 5 * 60_000;
/** How much later a token may be renewed. Drawn once per token, so that processes do not all ask at once. */
const JITTER_MS = 60_000;
/** How long a process trusts what it read from the store. Source: WeChat's AccessToken guide. */
const READ_AGAIN_MS = 60_000;
/** The right to refresh ends by itself after this long; the token call itself ends earlier. */
const LEASE_MS = 10_000;
/** How often a process looks whether the one that refreshes has finished. */
const LOOK_MS = 50;
/**
 * How long after a success nothing is asked again: some tokens come with little life left, and not every call shall
 * ask.
 */
const SETTLE_MS = 30_000;
/** The first pause after a failure, and the longest; it doubles. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

interface AccessTokenSettings {
  /** The token's name in the store. */
  readonly name: string;
  readonly tokens: TokenStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** The name of this process. */
  readonly by: string;
  /**
   * Tokens of many accounts that began together end together. So each is renewed up to this much earlier; its name
   * decides how much, so that all processes agree. Milliseconds, far below a token's life; default 0.
   */
  readonly spreadMs?: number;
  /** Asks WeChat for a token. */
  readonly fetch: () => Promise<FreshToken>;
}

/**
 * One account's token in one process. There is no timer that could stop: a caller who needs a token near its end
 * starts the renewal, and waits for it only if no good token is left. After failures the pauses between tries grow.
 */
export class SharedAccessToken implements AccessToken {
  readonly #settings: AccessTokenSettings;
  /** What this process believes; times by its own clock. */
  #known: { value: string; until: number; renewAt: number; readAt: number } | undefined;
  #looking: Promise<string> | undefined;
  #renewing: Promise<string> | undefined;
  #refusedValue: string | undefined;
  #trustUntil = 0;
  #failures = 0;
  #notBefore = 0;
  #lastError: WeChatApiError | undefined;

  constructor(settings: AccessTokenSettings) {
    this.#settings = settings;
  }

  async current(): Promise<string> {
    const now = this.#settings.clock.now();
    const known = this.#known;
    if (known !== undefined && now < Math.min(known.until, known.readAt + READ_AGAIN_MS)) {
      // Near its end the token is still good. While somebody renews it, or nobody may yet, there is nothing to do.
      const rests = this.#renewing !== undefined || now < this.#notBefore;
      if (now < known.renewAt || rests) return known.value;
    }
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async refused(value: string): Promise<void> {
    const { tokens, name, clock, log } = this.#settings;
    // WeChat refused this token, and then gave the same one again: asking a third time would make a storm.
    if (value === this.#known?.value && clock.now() < this.#trustUntil) return;
    this.#refusedValue = value;
    if (this.#known?.value === value) this.#known = undefined;
    try {
      const was = await tokens.invalidateToken(name, value);
      if (was) log.info({ token: name }, "WeChat refused the access token; it is renewed");
    } catch (error) {
      throw this.#noToken(error);
    }
  }

  async #look(): Promise<string> {
    const { tokens, name, clock } = this.#settings;
    let shared: SharedToken | undefined;
    try {
      shared = await tokens.readToken(name);
    } catch (error) {
      // The store may be away for a while; the token that we know is good for as long as WeChat said.
      if (this.#known !== undefined && clock.now() < this.#known.until) return this.#known.value;
      throw this.#noToken(error);
    }
    if (shared === undefined || shared.value === this.#refusedValue) return this.#renew();
    const { value, renewAt } = this.#keep(shared);
    if (clock.now() >= renewAt && clock.now() >= this.#notBefore) {
      // The old token is still good, so nobody waits, and a failure is logged where it happens.
      this.#renew(value).catch(() => {});
    }
    return value;
  }

  /**
   * Renews the token: once at a time in this process, and once among all processes. `old`: a token that is still good
   * meanwhile.
   */
  #renew(old?: string): Promise<string> {
    this.#renewing ??= this.#race(old).finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #race(old: string | undefined): Promise<string> {
    const { tokens, name, by, clock } = this.#settings;
    if (this.#lastError !== undefined && clock.now() < this.#notBefore) throw this.#lastError;
    try {
      for (;;) {
        const { token, fence, waitMs } = await tokens.claimRefresh(name, by, LEASE_MS);
        const isNews = token !== undefined && token.value !== (old ?? this.#refusedValue);
        if (token !== undefined && isNews) {
          if (fence !== undefined) await tokens.releaseRefresh(name, fence);
          return this.#keep(token).value;
        }
        if (fence !== undefined) {
          const fresh = await this.#fetch(fence);
          // The store did not take the token: we were too slow, and another process has the right or has finished.
          if (fresh !== undefined) return fresh;
        } else if (old !== undefined && old !== this.#refusedValue) {
          return old;
        }
        await sleepAwake(clock, Math.min(LOOK_MS, waitMs));
      }
    } catch (error) {
      throw this.#noToken(error);
    }
  }

  async #fetch(fence: number): Promise<string | undefined> {
    const { tokens, name, fetch, clock, log, random } = this.#settings;
    let fresh: FreshToken;
    try {
      fresh = await fetch();
    } catch (error) {
      this.#failures += 1;
      const most = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** (this.#failures - 1));
      this.#notBefore = clock.now() + most / 2 + (most / 2) * random();
      this.#lastError = this.#noToken(error);
      log.error(
        { token: name, ...errorFacts(error, log) },
        "no new access token; trying again soon",
      );
      await tokens.releaseRefresh(name, fence);
      throw error;
    }
    this.#failures = 0;
    this.#lastError = undefined;
    this.#notBefore = clock.now() + SETTLE_MS;
    if (!(await tokens.writeToken(name, fence, fresh))) return undefined;
    log.info({ token: name, lifeMs: fresh.lifeMs }, "a new access token");
    if (fresh.value === this.#refusedValue) this.#trustUntil = clock.now() + SETTLE_MS;
    this.#refusedValue = undefined;
    return this.#keep({ value: fresh.value, leftMs: fresh.lifeMs }).value;
  }

  #keep({ value, leftMs }: SharedToken) {
    const { clock, random, name, spreadMs = 0 } = this.#settings;
    const now = clock.now();
    const until = now + leftMs;
    const earlier = spreadMs * partOf(name);
    const known = this.#known;
    const renewAt =
      known?.value === value ? known.renewAt : until - EARLY_MS + JITTER_MS * random() - earlier;
    this.#known = { value, until, renewAt, readAt: now };
    return this.#known;
  }

  #noToken(error: unknown): WeChatApiError {
    const given = error instanceof WeChatApiError ? error : undefined;
    if (given?.code === "api-no-token") return given;
    return new WeChatApiError({
      code: "api-no-token",
      // However the token call ended, the call that needed the token was not made.
      outcome: "not-sent",
      endpoint: given?.endpoint ?? "token",
      errcode: given?.errcode,
      errmsg: given?.errmsg,
      rid: given?.rid,
      status: given?.status,
      detail: given === undefined ? faultCode(error) : given.code,
    });
  }
}

/** A number from 0 to 1, spread evenly over names. */
function partOf(name: string): number {
  return Number.parseInt(hash("sha256", name).slice(0, 8), 16) / 2 ** 32;
}
