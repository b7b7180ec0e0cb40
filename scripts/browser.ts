/** The browser that comes with npm, for tests of our pages and for their pictures. */
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Chromium comes for this machine only; elsewhere whoever asks says so and does without. */
export const HAS_BROWSER = process.platform === "linux" && process.arch === "x64";

/** Starts it. Its sandbox needs rights that containers do not have; it opens our own pages only. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--font-render-hinting=none",
      "--disable-dev-shm-usage",
    ],
    headless: true,
  });
}
