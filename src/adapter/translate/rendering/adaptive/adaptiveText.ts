const FUNCTION = /\{\{(DATE|TIME)\(([^(),}]+)(?:,\s*(SHORT|LONG|COMPACT)\s*)?\)\}\}/g;

/** How Microsoft's renderer writes dates. Source: adaptivecards, text-formatters.ts */
const DATES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  COMPACT: {},
  SHORT: { weekday: "short", month: "short", day: "numeric", year: "numeric" },
  LONG: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
};

/**
 * Replaces an Adaptive Card's `{{DATE(…)}}` and `{{TIME(…)}}` by how the language writes them, on the reader's
 * clock: the moment names its own offset. One without an offset is the reader's already, and stays as written.
 */
export function withDates(words: string, locale: string, zone: string): string {
  if (!words.includes("{{")) return words;
  return words.replace(FUNCTION, (whole, kind: string, written: string, style = "COMPACT") => {
    const moment = written.trim();
    const hasOffset = /T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(moment);
    const date = new Date(hasOffset || !moment.includes("T") ? moment : `${moment}Z`);
    if (Number.isNaN(date.getTime())) return whole;
    const timeZone = hasOffset ? zone : "UTC";
    return kind === "TIME"
      ? date.toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit", timeZone })
      : date.toLocaleDateString(locale, { ...DATES[style], timeZone });
  });
}
