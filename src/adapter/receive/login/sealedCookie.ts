import { equal, signer } from "../../accounts/signIn/signer.ts";

/** Browsers silently drop longer cookies. */
const MOST_CHARACTERS = 3_800;

/** What stands in our cookies, beside when it is over. */
export interface Timed {
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Signs what a browser keeps for us, so that nobody else can write it. The content stays readable: it is the
 * visitor's own.
 */
export interface CookieSeal {
  /** The `Set-Cookie` that keeps `value` under `name` until its time. */
  keep(name: string, value: Timed, now: number): string;
  /** What we kept; undefined for a cookie that is missing, over, or not ours. */
  read<T extends Timed>(name: string, cookies: string | undefined, now: number): T | undefined;
}

/** `secret`: known to all processes of the account. `secure`: only over https. */
export function cookieSeal(secret: string, secure: boolean): CookieSeal {
  const signed = signer(secret, "web login");
  // The name is signed too, so that the cookie of a state cannot pass for the cookie of a visitor.
  const sign = (name: string, payload: string) => signed(`${name}=${payload}`);
  return {
    keep(name, value, now) {
      const payload = Buffer.from(JSON.stringify(value)).toString("base64url");
      const seconds = Math.max(0, Math.floor((value.until - now) / 1_000));
      const rules = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
      return `${name}=${payload}.${sign(name, payload)}; ${rules}`;
    },
    read<T extends Timed>(name: string, cookies: string | undefined, now: number) {
      for (const value of valuesOf(name, cookies)) {
        const [payload = "", signature = ""] = value.split(".");
        if (value.length > MOST_CHARACTERS || !equal(signature, sign(name, payload))) continue;
        const kept = JSON.parse(Buffer.from(payload, "base64url").toString()) as T;
        if (now < kept.until) return kept;
      }
      return undefined;
    },
  };
}

/** Whether a text is short enough for a cookie, beside what else stands there. */
export function fitsCookie(text: string): boolean {
  return Buffer.byteLength(text) <= MOST_CHARACTERS / 2;
}

/** All cookies of our name: another path or host may have set one as well, and ours is among them. */
function valuesOf(name: string, cookies = ""): readonly string[] {
  return cookies.split(/;\s*/).flatMap((one) => {
    const at = one.indexOf("=");
    return one.slice(0, at).trim() === name ? [one.slice(at + 1).trim()] : [];
  });
}
