import type { Follower } from "../store.ts";
import { timerIdOf } from "../timerKey.ts";
import { isSealed, type Place, type Seal } from "./seal.ts";

/** The kinds of places, by the names that tell one from another. */
export const PLACES = {
  push: (owner: string, key: string): Place => ({ owner, as: `push ${key}` }),
  answer: (owner: string, key: string): Place => ({ owner, as: `answer ${key}` }),
  message: (owner: string, id: string): Place => ({ owner, as: `message ${id}` }),
  timer: (owner: string, id: string): Place => ({ owner, as: `timer ${id}` }),
  state: (owner: string, key: string): Place => ({ owner, as: `state ${key}` }),
  token: (owner: string): Place => ({ owner, as: "token" }),
  record: (owner: string): Place => ({ owner, as: "record" }),
} as const;

/** The place of a sealed word. At the start a wrong key is noticed, because it does not open this word. */
export const MARK = {
  owner: "=wechat:seal",
  key: "wechat:seal",
  word: "sealed",
  place: { owner: "=wechat:seal", as: "mark" },
} as const;

/**
 * By a driver's name for a text, the kinds of places that the text may have. A store of somebody else's may use other
 * names.
 */
const KINDS: Readonly<Record<string, readonly (keyof typeof PLACES)[]>> = {
  body: ["push", "timer"],
  answer: ["answer"],
  message: ["message"],
  data: ["timer"],
  value: ["state"],
  record: ["record"],
};
const ANY = ["push", "answer", "message", "state", "timer", "record"] as const;

/** Texts that hold data as JSON. */
const DATA: ReadonlySet<string> = new Set(["record", "message"]);

/**
 * What a driver keeps, with every sealed text in it replaced by what `change` makes of the text. Each driver has its
 * own form, so the names around a text, the nearest first, say which places the text may have. Readable texts stay as
 * they are.
 */
export function mapSealed(
  value: unknown,
  follower: Follower,
  change: (stored: string, places: readonly Place[], isData: boolean) => unknown,
  /** The names around the value, the nearest first. */
  names: readonly string[] = [],
): unknown {
  const [name = ""] = names;
  if (typeof value === "string") {
    const isData = DATA.has(name);
    // Redis keeps data as JSON, in which the sealed text is a string.
    const stored = isData && value.startsWith('"') ? (JSON.parse(value) as string) : value;
    return isSealed(stored) ? change(stored, placesOf(names, follower), isData) : value;
  }
  if (Array.isArray(value)) return value.map((one) => mapSealed(one, follower, change, names));
  if (typeof value !== "object" || value === null) return value;
  const { id, key } = value as { readonly id?: unknown; readonly key?: unknown };
  const own = [id, key].filter((one) => typeof one === "string");
  const parts = Object.entries(value).map(([inner, part]) => [
    inner,
    mapSealed(part, follower, change, [inner, ...own, ...names]),
  ]);
  return Object.fromEntries(parts);
}

function placesOf([kind = "", ...around]: readonly string[], follower: Follower): Place[] {
  const { openid } = follower;
  const kinds = KINDS[kind] ?? ANY;
  const places = around.flatMap((name) =>
    kinds
      .filter((one) => one !== "record")
      .flatMap((one) => {
        const isKey = one === "timer" && name.startsWith("timer|");
        return PLACES[one](openid, isKey ? timerIdOf(follower, name) : name);
      }),
  );
  return kinds.includes("record") ? [...places, PLACES.record(openid)] : places;
}

/** The text that opens in one of these places, and the place; undefined where it opens in none. */
export function openAt(
  seal: Seal,
  stored: string,
  places: readonly Place[],
): { readonly text: string; readonly place: Place } | undefined {
  for (const place of places) {
    const text = seal.tryOpen(stored, place);
    if (text !== undefined) return { text, place };
  }
  return undefined;
}
