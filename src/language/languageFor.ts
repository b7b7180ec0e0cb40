/**
 * The first of `spoken` that a locale means: `zh-Hant-TW` is `zh-Hant-TW`, `zh-Hant` or `zh`, and `zh-TW` and
 * `zh-HK` are `zh-Hant` before they are `zh`. Undefined where none of them is meant.
 */
export function languageFor(locale: string, spoken: readonly string[]): string | undefined {
  const tag = tagOf(locale).toLowerCase();
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
  readonly "zh-Hant": T;
  readonly en: T;
}

/** The part of a catalogue that a locale means. */
export function inLanguage<T>(locale: string, catalogue: Catalogue<T>): T {
  return catalogue[ourLanguage(locale, ["zh", "zh-Hant", "en"])];
}

/** The one of `spoken` that a locale means; English for who speaks none of them. */
export function ourLanguage<Language extends string>(
  locale: string,
  spoken: readonly (Language | "en")[],
): Language | "en" {
  return (languageFor(locale, spoken) as Language | undefined) ?? "en";
}

/** Whether a locale means Chinese, in either script. */
export function isChinese(locale: string): boolean {
  return languageFor(locale, ["zh"]) !== undefined;
}

/**
 * The language of `spoken` that a browser asks for first in its `Accept-Language`; English for who speaks none
 * of them.
 */
export function acceptedLanguage<Language extends string>(
  header: string,
  spoken: readonly (Language | "en")[],
): Language | "en" {
  const wanted = header.split(",").map((one) => {
    const [tag = "", ...rest] = one.split(";").map((part) => part.trim());
    const weight = rest.find((part) => part.startsWith("q="))?.slice("q=".length) ?? "1";
    return { tag, weight: Number(weight) };
  });
  const found = wanted
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => languageFor(tag, spoken))
    .find((language) => language !== undefined);
  return (found as Language | undefined) ?? "en";
}

/** A locale as `Intl` and Bot Framework write it: WeChat writes `zh_CN`, which neither understands. */
export function tagOf(locale: string): string {
  return locale.replaceAll("_", "-");
}

/** The follower's own region, where it is of a message's language; otherwise that language. For dates and numbers. */
export function regionFor(locale: string, language: string): string {
  const tag = tagOf(locale);
  const [mine, its] = [tag, language].map((one) => one.split("-")[0]?.toLowerCase());
  return mine === its ? tag : language;
}

/** A tag as `Intl` takes it; undefined for what is none. Bots write anything. */
export function languageOf(locale: unknown): string | undefined {
  if (typeof locale !== "string" || locale === "") return undefined;
  const tag = tagOf(locale);
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
