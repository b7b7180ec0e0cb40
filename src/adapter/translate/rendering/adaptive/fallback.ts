import { type Loose, object, text } from "../loose.ts";

/** The newest version of Adaptive Cards that is read here. */
const VERSION = [1, 6];

/**
 * What a card asks for in place of an element or action whose `requires` cannot be met: this one where they
 * can, its `fallback`, or undefined where it is to be dropped. Hosts name their own features there; WeChat
 * has none, and we meet the card's version alone.
 */
export function supported(one: Loose, depth = 0): Loose | undefined {
  if (isMet(one.requires)) return one;
  const fallback = object(one.fallback);
  return text(fallback.type) === "" || depth > 8 ? undefined : supported(fallback, depth + 1);
}

/** What stands in for a kind that we do not know; undefined where nothing does. */
export function fallbackOf({ fallback }: Loose): Loose | undefined {
  const other = object(fallback);
  return text(other.type) === "" ? undefined : other;
}

function isMet(requires: unknown): boolean {
  return Object.entries(object(requires)).every(([feature, version]) => {
    if (feature !== "adaptiveCards") return false;
    const [major = 0, minor = 0] = text(version).split(".").map(Number);
    return (
      text(version) === "*" ||
      major < (VERSION[0] ?? 0) ||
      (major === VERSION[0] && minor <= (VERSION[1] ?? 0))
    );
  });
}
