/**
 * The first of `spoken` that a locale means: `zh-Hant-TW` is `zh-Hant-TW`, `zh-Hant` or `zh`, and `zh-TW` and
 * `zh-HK` are `zh-Hant` before they are `zh`. Undefined where none of them is meant.
 */
export function languageFor(locale: string, spoken: readonly string[]): string | undefined {
  const tag = locale.replaceAll("_", "-").toLowerCase();
  const parts = tag.split("-");
  const wanted = parts.map((_, i) => parts.slice(0, parts.length - i).join("-"));
  if (/^zh-(?:tw|hk|mo)\b/.test(tag)) wanted.splice(-1, 0, "zh-hant");
  for (const one of wanted) {
    const found = spoken.find((language) => language.toLowerCase() === one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Something of ours in every language that we speak; who speaks none of them reads English. */
export interface Catalogue<T> {
  readonly zh: T;
  readonly "zh-Hant"?: T;
  readonly en: T;
}

/** The part of a catalogue that a locale means. */
export function inLanguage<T>(locale: string, catalogue: Catalogue<T>): T {
  const found = languageFor(locale, Object.keys(catalogue)) as keyof Catalogue<T> | undefined;
  return catalogue[found ?? "en"] ?? catalogue.en;
}

/** A tag as `Intl` takes it; undefined for what is none. Bots write anything, WeChat writes zh_CN. */
export function languageOf(locale: unknown): string | undefined {
  if (typeof locale !== "string" || locale === "") return undefined;
  const tag = locale.replaceAll("_", "-");
  return WELL_FORMED.test(tag) && isKnown(tag) ? tag : undefined;
}

const WELL_FORMED = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;

function isKnown(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
