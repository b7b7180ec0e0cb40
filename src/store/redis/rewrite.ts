import type { KeptText } from "../rewrite.ts";
import { followerNamed } from "./names.ts";

/** How often a key is tried whose text others write at the same time. */
const MOST_TRIES = 20;

/** The texts of one key, as pairs of field and text, after these changes: field, before, after … */
type Texts = (key: string, changes: readonly string[]) => Promise<readonly string[]>;

/** Changes the texts of one key, each only where it still is as it was read. */
export async function rewriteKey(
  prefix: string,
  key: string,
  texts: Texts,
  change: (kept: KeptText) => string,
): Promise<void> {
  const told = toldBy(key.slice(prefix.length + 1));
  if (told === undefined) return;
  let changes: string[] = [];
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const all = await texts(key, changes);
    const wanted = new Map<string, string>();
    for (let i = 0; i < changes.length; i += 3) wanted.set(changes[i] ?? "", changes[i + 2] ?? "");
    changes = [];
    for (let i = 0; i + 1 < all.length; i += 2) {
      const [field = "", text = ""] = [all[i], all[i + 1]];
      const kept = wanted.get(field) === text ? undefined : told(field, text);
      const after = kept && change(kept);
      if (after !== undefined && after !== text) changes.push(field, text, after);
      else if (kept !== undefined) wanted.set(field, text);
    }
    if (changes.length === 0) return;
  }
}

/** What a key's texts belong to, by its name behind the prefix: `{b7}:f:APPID:OPENID`. */
function toldBy(name: string): ((field: string, text: string) => KeptText | undefined) | undefined {
  const [, kind = "", rest = ""] = /^\{b\d+\}:(\w):(.+)$/s.exec(name) ?? [];
  switch (kind) {
    case "f":
      return (_field, text) => ({ kind: "line", follower: followerNamed(rest), text });
    case "p":
      return (key, text) =>
        text.startsWith("{")
          ? { kind: "push", follower: followerNamed(rest), key, text }
          : undefined;
    case "s":
      return (key, text) => ({ kind: "state", owner: rest, key, text });
    case "k":
      return (field, text) => (field === "value" ? { kind: "token", name: rest, text } : undefined);
    default:
      return undefined;
  }
}
