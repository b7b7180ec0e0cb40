import { SettingsError } from "../../errors.ts";
import { isRewritable, type KeptText, type Rewritable } from "../rewrite.ts";
import type { Follower, Store } from "../store.ts";
import { MARK, mapSealed, openAt, PLACES } from "./places.ts";
import { type Place, readSeal, type Seal, type Unsealed } from "./seal.ts";

/*
 * A key is changed in steps: all processes know the new one, then all seal with it, then what the old one sealed is
 * sealed anew, here, while the bot goes on. Then nobody needs the old one any more.
 */

/** What was found so far. */
interface SealCount {
  /** Texts that a former key or an older version sealed. At 0, the former keys may be dropped. */
  readonly former: number;
  /** Texts that nobody can read: their key is gone. */
  readonly gone: number;
  /** Texts that the present key sealed. */
  readonly present: number;
}

/** A pass over all that a store keeps, in bounded steps. */
interface SealPass {
  /** Goes on; resolves to what was found since the pass began, and whether that was all. */
  next(): Promise<SealCount & { readonly over: boolean }>;
}

/**
 * Begins a pass that counts, by the key that sealed them, all texts that a driver keeps; with `renew` it seals those of
 * former keys anew with the present one. Throws `SettingsError` for a driver that cannot be gone through.
 */
export function sealPass(
  store: Store,
  keys: string,
  { unsealed, renew }: { readonly unsealed?: Unsealed | undefined; readonly renew: boolean },
): SealPass {
  const seal = readSeal(keys, unsealed);
  const driver = checked(store);
  const count = { former: 0, gone: 0, present: 0 };
  let from: string | undefined;
  return {
    async next() {
      from = await driver.rewrite(from, (kept) => {
        const found = renewed(seal, kept);
        for (const standing of found.standings) count[standing] += 1;
        return renew ? found.text : kept.text;
      });
      return { ...count, over: from === undefined };
    },
  };
}

function checked(store: Store): Rewritable {
  if (isRewritable(store)) return store;
  throw new SettingsError([
    "What this store keeps cannot be sealed anew from here: use a SQLite file or a Redis.",
  ]);
}

/** Everything that a seal can be, in JSON too, where a slash may be escaped. */
const SEALED = /wxs\d:[\w-]+:(?:[A-Za-z0-9+=]|\\?\/)+/g;

interface Renewed {
  readonly text: string;
  readonly standings: readonly ("former" | "gone" | "present")[];
}

/** A driver's text with what former keys sealed in it sealed by the present one. Nothing else in it changes. */
function renewed(seal: Seal, kept: KeptText): Renewed {
  const standings: Renewed["standings"][number][] = [];
  const fresh = new Map<string, string>();
  eachSealed(kept, (stored, places) => {
    const opened = seal.standing(stored) === "former" ? openAt(seal, stored, places) : undefined;
    if (opened !== undefined) fresh.set(stored, seal.seal(opened.text, opened.place));
    const standing = seal.standing(stored);
    if (standing !== "plain") standings.push(standing);
  });
  const text =
    fresh.size === 0
      ? kept.text
      : kept.text.replace(SEALED, (found) => fresh.get(found.replaceAll("\\/", "/")) ?? found);
  return { text, standings };
}

function eachSealed(
  kept: KeptText,
  visit: (stored: string, places: readonly Place[]) => void,
): void {
  const look = (value: unknown, follower: Follower, names: readonly string[]): void => {
    mapSealed(value, follower, (stored, places) => visit(stored, places), names);
  };
  const { text } = kept;
  if (!text.includes("wxs")) return;
  if (kept.kind === "line") {
    // Redis keeps the record behind the line.
    const [line = "", ...record] = text.split("\n");
    look(JSON.parse(line), kept.follower, []);
    look(record.join("\n"), kept.follower, ["record"]);
  } else if (kept.kind === "push") {
    look(JSON.parse(text), kept.follower, [kept.key]);
  } else if (kept.kind === "token") {
    visit(text, [PLACES.token(kept.name)]);
  } else if (kept.owner !== MARK.owner) {
    // The word by which a wrong key is noticed is renewed at each start. Redis keeps a value with its eTag.
    const value: unknown = text.startsWith("[") ? JSON.parse(text) : text;
    look(value, { appId: "", openid: kept.owner }, ["value", kept.key]);
  }
}
