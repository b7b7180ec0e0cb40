const FUNCTION = /\{\{(DATE|TIME)\(([^(),}]+)(?:,\s*(SHORT|LONG|COMPACT)\s*)?\)\}\}/g;

/** Replaces an Adaptive Card's `{{DATE(…)}}` and `{{TIME(…)}}` by how the language writes them. */
export function withDates(words: string, locale: string): string {
  if (!words.includes("{{")) return words;
  return words.replace(FUNCTION, (whole, kind: string, moment: string, style = "COMPACT") => {
    const date = new Date(moment.trim());
    if (Number.isNaN(date.getTime())) return whole;
    // The moment names its own offset; without one it means the reader's clock, which reads it as written.
    const timeZone = offsetOf(moment);
    if (kind === "TIME") {
      return date.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", timeZone });
    }
    const dateStyle = ({ SHORT: "medium", LONG: "full", COMPACT: "short" } as const)[
      style as "SHORT" | "LONG" | "COMPACT"
    ];
    return date.toLocaleDateString(locale, { dateStyle, timeZone });
  });
}

function offsetOf(moment: string): string {
  const [, sign = "", hours = "", minutes = ""] =
    /([+-])(\d{2}):?(\d{2})$/.exec(moment.trim()) ?? [];
  const known = sign !== "" && Number(hours) < 24 && Number(minutes) < 60 && /T/.test(moment);
  return known ? `${sign}${hours}:${minutes}` : "UTC";
}
