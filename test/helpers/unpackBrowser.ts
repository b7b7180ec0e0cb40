import { HAS_BROWSER, unpackBrowser } from "../../scripts/browser.ts";

/** Once, before tests run side by side: whoever starts a browser that another still unpacks fails (ETXTBSY). */
export async function setup(): Promise<void> {
  if (HAS_BROWSER) await unpackBrowser();
}
