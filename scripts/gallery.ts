/**
 * Makes the gallery: a picture of every exhibit on both routes, and `docs/gallery.md`. Needs the phone's page
 * (`npm run pages`) and a machine that has the browser: Linux on x64.
 *
 *     node scripts/gallery.ts [names of exhibits]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { landscape, PICTURE_PATTERN } from "../samples/cards/pictures.ts";
import { type PhoneOptions, startPhone } from "../src/simulator/phone/phone.ts";
import { openBrowser } from "./browser.ts";
import { EXHIBITS, hang, inWords, pictureOf, ROUTES, type RouteName } from "./exhibition.ts";
import { galleryPage, SHOWN } from "./galleryPage.ts";

const docs = join(import.meta.dirname, "../docs");
const WIDTH = 390;
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

async function main(names: readonly string[]): Promise<void> {
  mkdirSync(join(docs, "gallery"), { recursive: true });
  const browser = await openBrowser();
  try {
    for (const exhibit of EXHIBITS) {
      if (names.length > 0 && !names.includes(exhibit.name)) continue;
      for (const route of ROUTES) {
        const { wechat, sights } = await hang(exhibit, route);
        const picture = await photograph(browser, wechat);
        writeFileSync(join(docs, pictureOf(exhibit, route)), picture);
        await wechat.close();
        console.log(
          `${exhibit.name} (${route}): ${sights.length} messages, ${picture.length} bytes`,
        );
      }
    }
  } finally {
    await browser.close();
  }
  const shown: Record<string, Record<RouteName, readonly string[]>> = {};
  for (const exhibit of EXHIBITS) {
    const each = await Promise.all(ROUTES.map((route) => hang(exhibit, route)));
    const [passive, later] = each.map(({ sights }) => inWords(sights));
    shown[exhibit.name] = { passive: passive ?? [], "customer-service": later ?? [] };
    for (const { wechat } of each) await wechat.close();
  }
  writeFileSync(join(docs, SHOWN), `${JSON.stringify(shown, null, 1)}\n`);
  writeFileSync(join(docs, "gallery.md"), galleryPage());
}

/** The chat as the testers' phone shows it, whole. */
async function photograph(
  browser: Browser,
  { platform, account, faults }: Pick<PhoneOptions, "platform" | "account" | "faults">,
): Promise<Buffer> {
  const phone = await startPhone({
    platform,
    account,
    faults,
    delivery: { act: () => Promise.reject(new Error("only looked at")), close: () => {} } as never,
    controls: { moveTime: async () => {}, slow: () => {}, loseNext: () => {} },
    bot: { state: "running", url: "", name: "samples/cards" },
    log: SILENT,
    port: 0,
  });
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: 3_000 },
    deviceScaleFactor: 1.5,
    locale: "en-US",
    colorScheme: "light",
    // Of our own page, whose style is changed for the picture.
    bypassCSP: true,
  });
  const page = await context.newPage();
  await page.route(PICTURE_PATTERN, (route) =>
    route.fulfill({ contentType: "image/png", body: landscape() }),
  );
  try {
    await page.goto(phone.address);
    await page.waitForSelector(".chat .line");
    await page.addStyleTag({ content: FRAMELESS });
    await page.evaluate(() => {
      // The day, and that she follows: every picture would begin with them.
      for (const notice of [...document.querySelectorAll(".chat-lines > .notice")].slice(0, 2))
        notice.remove();
    });
    await settle(page);
    return await page.locator(".chat").first().screenshot({ type: "png" });
  } finally {
    await context.close();
    await phone.close();
  }
}

/** The chat alone, as wide as a phone and as tall as what there is to see. */
const FRAMELESS = `
  .house, .phones { display: block !important; }
  .handset { width: ${WIDTH}px !important; max-width: none !important; height: auto !important; }
  .chat { width: ${WIDTH}px !important; height: auto !important; overflow: visible !important; padding-top: 12px; }
`;

/** Until every picture is there and nothing moves. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.waitForTimeout(150);
}

await main(process.argv.slice(2));
