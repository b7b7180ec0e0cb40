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
