import { hash, timingSafeEqual } from "node:crypto";

/**
 * WeChat's signature: SHA-1, in lower-case hexadecimal, over its parts sorted by byte order and joined
 * without a separator. Plain pushes sign `token, timestamp, nonce`; encrypted ones add the ciphertext.
 *
 * Because nothing separates the parts, the same digest fits other splits of the same characters; the
 * callers therefore check the format of every part before they come here.
 *
 * Source: guide, push/encryption.
 */
export function sign(...parts: string[]): string {
  return hash("sha1", sorted(parts).join(""));
}

/** By insertion: `sort` makes copies, and every push sorts its three or four parts. */
function sorted(parts: string[]): string[] {
  for (let end = 1; end < parts.length; end++) {
    const part = parts[end] as string;
    let at = end;
    for (let before = parts[at - 1]; before !== undefined && before > part; ) {
      parts[at] = before;
      at -= 1;
      before = parts[at - 1];
    }
    parts[at] = part;
  }
  return parts;
}

/** Compares two signatures in a time that does not depend on where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected, "latin1");
  const b = Buffer.from(given, "latin1");
  return a.length === b.length && timingSafeEqual(a, b);
}
