/** What a reader chose for himself: kept in his browser, and otherwise as his browser says. */
import { ourLanguage } from "../../language/languageFor.ts";

export type Language = "en" | "zh";
export type Theme = "light" | "dark";

const LANGUAGE = "wechat-phone.language";
const THEME = "wechat-phone.theme";

/** `?lang=zh` in the address wins, for links and pictures. */
export function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? read(LANGUAGE);
  if (asked === "en" || asked === "zh") return asked;
  return ourLanguage(navigator.language, ["zh", "en"]);
}

export function keepLanguage(language: Language): void {
  write(LANGUAGE, language);
}

/** `?theme=dark` in the address wins. */
export function firstTheme(): Theme {
  const asked = new URLSearchParams(location.search).get("theme") ?? read(THEME);
  if (asked === "light" || asked === "dark") return asked;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function keepTheme(theme: Theme): void {
  write(THEME, theme);
}

// Storage may be switched off.
function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {}
}
