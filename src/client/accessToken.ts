import { hash } from "node:crypto";
import { type Clock, sleepAwake } from "../clock.ts";
import { errorFacts, type Log } from "../log.ts";
import type { FreshToken, SharedToken, TokenStore } from "../store/tokens.ts";
import { WeChatApiError } from "./apiError.ts";
import type { AccessToken } from "./call.ts";
import { faultCode } from "./redact.ts";

/** A token is renewed when this much of its life is left; WeChat then gives a new one. Source: outbound.md 1.2 */
const EARLY_MS = 5 * 60_000;
/** Up to this much later, drawn once per token, so that processes do not all ask at once. */
const JITTER_MS = 60_000;
/** How long a process trusts what it read from the store. Source: WeChat's AccessToken guide. */
const READ_AGAIN_MS = 60_000;
/** The right to refresh ends by itself after this long; the token call itself ends earlier. */
const LEASE_MS = 10_000;
/** How often a process looks whether the one that refreshes has finished. */
const LOOK_MS = 50;
/** After a success; some tokens come with little life left, and must not be asked for by every call. */
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
  /** This process. */
  readonly by: string;
  /**
   * Tokens of many accounts that began together end together: each is renewed up to this much earlier, by its
   * name, so that all processes mean the same moment. Milliseconds, far below a token's life; default 0.
   */
  readonly spreadMs?: number;
  /** Asks WeChat for a token. */
  readonly fetch: () => Promise<FreshToken>;
}

/**
 * One account's token in one process. There is no timer that could stop: whoever needs a token near its
 * end starts the renewal, waits for it only if nothing good is left, and failures only space the tries out.
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
      // Near its end it is still good: while somebody renews it, or may not yet, nothing is to be done.
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
    // WeChat gave this very token again after it was refused: asking a third time makes a storm.
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
      // The store may be away for a while; what we know is good for as long as WeChat said.
      if (this.#known !== undefined && clock.now() < this.#known.until) return this.#known.value;
      throw this.#noToken(error);
    }
    if (shared === undefined || shared.value === this.#refusedValue) return this.#renew();
    const { value, renewAt } = this.#keep(shared);
    if (clock.now() >= renewAt && clock.now() >= this.#notBefore) {
      // Still good, so nobody waits; and a failure is logged where it happens.
      this.#renew(value).catch(() => {});
    }
    return value;
  }

  /** One renewal at a time in this process, and one among all. `old`: still good meanwhile. */
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
          // Not written: we were too slow, and somebody else has the right or has finished.
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
      // Whatever became of the token call, the call that needed it was not made.
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

/** From 0 to 1, evenly over names. */
function partOf(name: string): number {
  return Number.parseInt(hash("sha256", name).slice(0, 8), 16) / 2 ** 32;
}
