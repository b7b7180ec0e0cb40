import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";
import { HAS_BROWSER, openBrowser } from "../../scripts/browser.ts";
import { buildPages } from "../../scripts/pages.ts";

if (!HAS_BROWSER) {
  console.warn(
    `BROWSER TESTS ARE SKIPPED: npm brings a Chromium for Linux x64 only, and this is ${process.platform} ${process.arch}.`,
  );
}

/** Tests in a browser; left out, loudly, where npm brings none. */
export const describeInBrowser = describe.skipIf(!HAS_BROWSER);

/** A browser for all tests of a file, and the built page. Call it inside of `describe`. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    await buildPages({ ifStale: true });
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error("The browser has not been started.");
    return browser;
  };
}

/** What a page complained about: refused scripts, errors. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A refused order is an answer of ours, not a mistake of the page.
    if (message.type() === "error" && !/status of 409/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  return complaints;
}
