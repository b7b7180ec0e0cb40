/** The browser that comes with npm, for tests of our pages and for their pictures. */
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Chromium comes for this machine only; elsewhere whoever asks says so and does without. */
export const HAS_BROWSER = process.platform === "linux" && process.arch === "x64";

/** Unpacks it where that is not done yet. Resolves to its path. */
export function unpackBrowser(): Promise<string> {
  return chromium.executablePath();
}

/** Starts it. Its sandbox needs rights that containers do not have; it opens our own pages only. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await unpackBrowser(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--font-render-hinting=none",
      "--disable-dev-shm-usage",
    ],
    headless: true,
  });
}
