import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, vi } from "vitest";
import { HAS_BROWSER, openBrowser } from "../../scripts/browser.ts";
import { buildPages } from "../../scripts/pages.ts";
import { spawnBin } from "../helpers/serversInChildren.ts";

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

/** `npm start -- BOT` in a folder of its own, and its phone opened in English and light. */
export async function startPhone(browser: Browser, bot: string) {
  const folder = mkdtempSync(join(tmpdir(), "wechat-phone-"));
  const child = spawnBin(["start", bot], { cwd: folder, env: { PORT: "0", PHONE_PORT: "0" } });
  await vi.waitUntil(() => /^Open the phone: http:\S+\n/.test(child.stdout()), 40_000);
  const [address = ""] = /http:\S+/.exec(child.stdout()) ?? [];
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  page.setDefaultTimeout(20_000);
  const complaints = complaintsOf(page);
  await page.goto(`${address}/?lang=en&theme=light`);
  async function stop(): Promise<void> {
    child.kill("SIGTERM");
    await child.exited;
    rmSync(folder, { recursive: true, force: true });
  }
  return { page, complaints, stop };
}
