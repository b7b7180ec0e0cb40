/**
 * Makes the pictures of the operator's page in `docs/pictures/`, in both themes and both languages:
 *
 *     node scripts/consolePictures.ts
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { withdraw } from "../src/simulator/actions/authorising.ts";
import type { Language, Theme } from "../src/web/page/taste.ts";
import { openConsoleWorld, TOKEN } from "../test/helpers/consoleWorld.ts";
import { openBrowser } from "./browser.ts";
import { buildPages } from "./pages.ts";
import { smallPng } from "./smallPng.ts";

const PICTURES = join(import.meta.dirname, "../docs/pictures");
const MENU_CALL = "/cgi-bin/menu/get";
const WORDS = { en: { menu: "Show the menu" }, zh: { menu: "查看菜单" } } as const;

await buildPages({ ifStale: true });
const world = await openConsoleWorld();
const browser = await openBrowser();
const [tea, guests] = await play();
for (const language of ["en", "zh"] as const) {
  for (const theme of ["light", "dark"] as const) await look(language, theme);
}
await browser.close();
await world.close();

/** Four accounts, each in another state. */
async function play() {
  const tea = await world.link({ name: "竹里茶馆 Bamboo Tea" });
  const books = await world.link({ name: "小城书店", verified: false });
  const noodles = await world.link({ name: "Harbour Noodles", type: "subscription" });
  const guests = await world.link({ name: "山海民宿" });
  for (let n = 0; n < 14; n++) {
    await world.says(tea, "一壶龙井");
    if (n % 3 === 0) await world.writes(tea, "好了");
    if (n % 4 === 0) await world.says(noodles, "hello");
  }
  await world.says(books, "hello");
  await world.says(guests, "hello");
  withdraw(world.platform, world.component.settings.appId, guests.appId);
  await world.quiet();
  await world.writes(guests, "news");
  return [tea, guests] as const;
}

async function look(language: Language, theme: Theme): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1240, height: 780 } });
  const shoot = async (name: string) => {
    const picture = await page.screenshot();
    writeFileSync(join(PICTURES, `console-${name}-${language}-${theme}.png`), smallPng(picture));
  };
  const go = (hash: string) =>
    page.goto(`${world.page.address}/?lang=${language}&theme=${theme}#/${hash}`);
  await go("");
  await page.locator("input[type=password]").fill(TOKEN);
  await page.keyboard.press("Enter");
  await page.locator("tbody tr").nth(3).waitFor();
  await shoot("list");
  await page.locator(".view-head .primary").click();
  await page.getByRole("dialog").waitFor();
  await shoot("link");
  await page.keyboard.press("Escape");
  await fail(page, language, () => go(`account/${tea.appId}`));
  await page.locator(".failures summary").first().click();
  await page.locator(".toast:not(.shown)").waitFor({ state: "attached", timeout: 10_000 });
  await shoot("account");
  await page.locator(".person-row").first().click();
  await page.locator(".wide-dialog .diagram").waitFor();
  await shoot("journey");
  await go(`account/${guests.appId}`);
  await page.locator(".life summary").click();
  await page.locator(".life .diagram").waitFor();
  await shoot("withdrawn");
  await page.setViewportSize({ width: 380, height: 740 });
  await go("");
  await page.locator("tbody tr").nth(3).waitFor();
  await shoot("narrow");
  await page.close();
}

/** WeChat refuses one call, so that there is something to diagnose. */
async function fail(page: Page, language: Language, open: () => Promise<unknown>): Promise<void> {
  world.simulator.faults.order({ do: "errcode", errcode: 45009, path: MENU_CALL, times: 1 });
  await open();
  await page.getByRole("button", { name: WORDS[language].menu }).click();
  await page.locator(".failures summary").first().waitFor();
}
