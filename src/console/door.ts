import { createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../clock.ts";
import { Answer, type PageRequest } from "../web/pageServer.ts";

/** Who may come in. */
interface DoorSettings {
  /** Logs in whoever knows it; undefined: only the proxy lets people in. */
  readonly token?: string | undefined;
  /** The header in which a proxy that has checked him names the visitor, in small letters. */
  readonly userHeader?: string | undefined;
  /** The addresses from which that header is believed. */
  readonly proxies?: readonly string[] | undefined;
  /** Browsers reach us over https: the cookie goes nowhere else. */
  readonly secure: boolean;
  readonly clock: Clock;
}

/** Somebody who is in. */
export interface Visitor {
  readonly name: string;
  /** Every order must bring it; another page cannot know it. */
  readonly csrf: string;
  /** Hears when he is no longer in. */
  onEnd(run: () => void): void;
}

interface Session {
  readonly csrf: string;
  readonly openedAt: number;
  usedAt: number;
  readonly ends: (() => void)[];
}

const COOKIE = "wechat-console";
/** A session ends so long after its last request, and so long after its login, in milliseconds. */
const IDLE_MS = 2 * 3_600_000;
const LONGEST_MS = 12 * 3_600_000;
const MOST_SESSIONS = 200;
/** Wrong tokens that cost nothing; after them each doubles the wait. */
const FREE_TRIES = 5;
const LONGEST_WAIT_MS = 60_000;
/** After so long without a wrong one, in milliseconds, they are forgotten. */
const FORGOTTEN_MS = 10 * 60_000;

/**
 * Login by a token, and the sessions. The right token always opens: guesses of strangers must not lock its
 * owner out, and one of 32 characters is not guessed. Wrong ones share one counter, because behind a proxy all
 * come from one address. Sessions are known by the hashes of their cookies.
 */
export class Door {
  readonly #settings: DoorSettings;
  readonly #sessions = new Map<string, Session>();
  readonly #key = randomBytes(32);
  #wrong = 0;
  #closedUntil = 0;

  constructor(settings: DoorSettings) {
    this.#settings = settings;
  }

  /** Who asks; undefined: nobody whom we know. */
  visitor(request: PageRequest): Visitor | undefined {
    const named = this.#named(request);
    if (named !== undefined) return named;
    const session = this.#session(request);
    if (session === undefined) return undefined;
    const now = this.#settings.clock.now();
    const until = Math.min(session.usedAt + IDLE_MS, session.openedAt + LONGEST_MS);
    if (now >= until) {
      this.logout(request);
      return undefined;
    }
    session.usedAt = now;
    return { name: "token", csrf: session.csrf, onEnd: (run) => void session.ends.push(run) };
  }

  /** Lets whoever knows the token in; gives the cookie. Throws {@link Answer} 401, or 429 after many wrong ones. */
  login(token: string): string {
    const { clock, token: right, secure } = this.#settings;
    const now = clock.now();
    if (right === undefined || !same(token, right)) throw this.#wrongToken(now);
    const value = randomBytes(32).toString("base64url");
    const csrf = randomBytes(24).toString("base64url");
    this.#sessions.set(hashOf(value), { csrf, openedAt: now, usedAt: now, ends: [] });
    if (this.#sessions.size > MOST_SESSIONS) {
      const [oldest] = this.#sessions.keys();
      this.#end(oldest as string);
    }
    return cookie(value, LONGEST_MS / 1_000, secure);
  }

  /** Counts a wrong token. Those above the free ones hear how long to wait, whatever they bring meanwhile. */
  #wrongToken(now: number): Answer {
    const waitMs = this.#closedUntil - now;
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1_000);
      const headers = { "retry-after": `${seconds}` };
      return refusal(429, "too-many", `Too many wrong tokens: wait ${seconds} s.`, headers);
    }
    // Long after the last one a mistake costs nothing again.
    if (now > this.#closedUntil + FORGOTTEN_MS) this.#wrong = 0;
    this.#wrong += 1;
    const over = this.#wrong - FREE_TRIES;
    const closedMs = over >= 0 ? Math.min(1_000 * 2 ** over, LONGEST_WAIT_MS) : 0;
    this.#closedUntil = now + closedMs;
    return refusal(401, "wrong-token", "That is not the token.");
  }

  /** Ends the session, what it listens to included; gives the cookie that takes the other away. */
  logout(request: PageRequest): string {
    const value = cookieIn(request);
    if (value !== undefined) this.#end(hashOf(value));
    return cookie("", 0, this.#settings.secure);
  }

  /** Whom a proxy of ours names. Without a session there is nothing to end. */
  #named({ from, header }: PageRequest): Visitor | undefined {
    const { userHeader, proxies = [] } = this.#settings;
    if (userHeader === undefined || !proxies.includes(plain(from))) return undefined;
    const name = header(userHeader)?.trim().slice(0, 100);
    if (!name) return undefined;
    const csrf = createHmac("sha256", this.#key).update(name).digest("base64url");
    return { name, csrf, onEnd: () => {} };
  }

  #session(request: PageRequest): Session | undefined {
    const value = cookieIn(request);
    return value === undefined ? undefined : this.#sessions.get(hashOf(value));
  }

  #end(key: string): void {
    for (const end of this.#sessions.get(key)?.ends ?? []) end();
    this.#sessions.delete(key);
  }
}

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(hash("sha256", a, "buffer"), hash("sha256", b, "buffer"));
}

function cookie(value: string, seconds: number, secure: boolean): string {
  const flags = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? "; Secure" : ""}`;
  return `${COOKIE}=${value}; ${flags}`;
}

function cookieIn({ header }: PageRequest): string | undefined {
  const parts = (header("cookie") ?? "").split(";").map((part) => part.trim());
  const found = parts.find((part) => part.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1) || undefined;
}

function hashOf(value: string): string {
  return hash("sha256", value, "base64url");
}

/** IPv4 that came through an IPv6 socket. */
function plain(address: string): string {
  return address.replace(/^::ffff:/, "");
}

function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = JSON.stringify({ code, message });
  return new Answer(status, body, { "content-type": "application/json", ...headers });
}
