import { ourLanguage } from "../../language/languageFor.ts";

/** What the command line speaks. */
export type Language = "en" | "zh";

/** The language of the machine (`LC_ALL`, `LC_MESSAGES`, `LANG`), as far as we have it. */
export function machineLanguage(): Language {
  return ourLanguage(Intl.DateTimeFormat().resolvedOptions().locale, ["zh", "en"]);
}
