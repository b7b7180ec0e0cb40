import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** Signs a text. */
type Signer = (text: string) => string;

/**
 * Signs what browsers bring back to us, so that nobody else can write it. The key is made from a secret that all
 * processes of the account know. A signature for one purpose is worth nothing for another.
 */
export function signer(secret: string, purpose: string): Signer {
  const key = Buffer.from(
    hkdfSync("sha256", secret, "", `botbuilder-adapter-wechat ${purpose}`, 32),
  );
  return (text) => createHmac("sha256", key).update(text).digest("base64url");
}

/** Whether two texts are equal. The time that it takes does not tell how much of them is equal. */
export function equal(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
