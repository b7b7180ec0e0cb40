import { createHash } from "node:crypto";

/**
 * The original id under which `push` and `simulate` play an account that names none. The same each time: a server learns
 * it from its first push, and refuses another.
 */
export function playedOriginalId(appId: string): string {
  return `gh_${createHash("sha256").update(appId).digest("hex").slice(0, 12)}`;
}
