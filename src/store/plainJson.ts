/**
 * The first place of a value that JSON would change or cannot hold, as `input.when (a Date)`; undefined where the value
 * comes back from JSON as it is. A property that is undefined counts as one that is not there.
 */
export function changedByJson(value: unknown, name: string): string | undefined {
  return changed(value, name, []);
}

function changed(value: unknown, at: string, above: readonly unknown[]): string | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : `${at} (${value})`;
    case "object":
      return value === null ? undefined : changedWithin(value, at, above);
    default:
      return `${at} (${typeof value})`;
  }
}

function changedWithin(value: object, at: string, above: readonly unknown[]): string | undefined {
  if (above.includes(value)) return `${at} (a circle)`;
  const within = [...above, value];
  if (Array.isArray(value)) {
    // By index, because a hole is undefined too.
    for (let i = 0; i < value.length; i++) {
      const found = changed(value[i], `${at}[${i}]`, within);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isPlain(value)) return `${at} (${value.constructor?.name ?? "no plain object"})`;
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined) continue;
    const found = changed(one, `${at}.${key}`, within);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether it is a plain object, of any realm: a test runner has a realm of its own. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlainOne = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlainOne && typeof (value as { toJSON?: unknown }).toJSON !== "function";
}
