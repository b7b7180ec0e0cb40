import { HAS_BROWSER, unpackBrowser } from "../../scripts/browser.ts";
import { buildPages } from "../../scripts/pages.ts";

/**
 * Once, before tests run side by side: whoever starts a browser that another still unpacks fails (ETXTBSY), and pages
 * that are older than their sources would be tested in their place.
 */
export async function setup(): Promise<void> {
  if (HAS_BROWSER) await unpackBrowser();
  await buildPages({ ifStale: true });
}
