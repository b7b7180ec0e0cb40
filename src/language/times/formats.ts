/** Makers of words for numbers and times are kept: making one costs a hundred times what using it does. */
const kept = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

/** A locale is a bot's or a channel's word: so many are kept and no more. */
const MOST = 200;

/** `Intl.DateTimeFormat`, made once for a locale and options. */
export function dateTimeFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `t ${locale} ${JSON.stringify(options)}`;
  return keep(key, () => new Intl.DateTimeFormat(locale, options));
}

/** `Intl.NumberFormat`, made once for a locale and options. */
export function numberFormat(
  locale: string,
  options: Intl.NumberFormatOptions = {},
): Intl.NumberFormat {
  const key = `n ${locale} ${JSON.stringify(options)}`;
  return keep(key, () => new Intl.NumberFormat(locale, options));
}

function keep<F extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => F): F {
  const known = kept.get(key);
  if (known !== undefined) return known as F;
  const made = make();
  if (kept.size < MOST) kept.set(key, made);
  return made;
}
