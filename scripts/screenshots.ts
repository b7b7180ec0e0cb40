/**
 * Makes the pictures of the phone in `docs/pictures/`: every screen in both themes and both languages.
 *
 *     npm run screenshots            all of them
 *     npm run screenshots -- chat    those whose name begins so
 *
 * Where no fonts with Chinese are installed, Chinese comes out as boxes: `apt install fonts-noto-cjk fonts-roboto`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type Stage, startStage } from "../src/commands/stage.ts";
import { readConfig } from "../src/config.ts";
import type { Language, Theme } from "../src/web/page/taste.ts";
import { openBrowser } from "./browser.ts";
import { buildPages } from "./pages.ts";
import { smallPng } from "./smallPng.ts";

const PICTURES = join(import.meta.dirname, "../docs/pictures");
const WIDE = { width: 1240, height: 780 };
const WIDER = { width: 1440, height: 780 };
const NARROW = { width: 380, height: 740 };
const [only = ""] = process.argv.slice(2);

type Words = Readonly<Record<string, string>>;

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    ...{
      hello: "Hello",
      seat: "2",
      when: "Tomorrow at seven in the evening",
      hours: "opening hours",
    },
    ...{ party: "four of us", message: "Message", follow: "Follow", follower: "Follower" },
    ...{ traffic: "Traffic", days: "+ 48 hours", custom: "Customer service", more: "More" },
    ...{ beside: "Open beside: Li Lei", slow: "Slow bot", inspector: "Inspector" },
  },
  zh: {
    ...{ hello: "你好", seat: "2", when: "明天晚上七点", hours: "营业时间", party: "四位" },
    ...{ message: "发消息", follow: "关注公众号", follower: "用户", traffic: "往来" },
    ...{ days: "+48 小时", custom: "客服消息", more: "更多", beside: "并排打开: 李雷" },
    ...{ slow: "机器人变慢", inspector: "检查器" },
  },
};

interface Shoot {
  readonly page: Page;
  readonly words: Words;
  /** Takes the picture of a screen, in both themes. */
  shoot(name: string): Promise<void>;
}

const phone = (page: Page) => page.locator(".handset").first();
const press = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).first().click();

async function say(page: Page, words: Words, text: string): Promise<void> {
  const heard = page.locator(".handset .line.theirs");
  const before = await heard.count();
  await phone(page)
    .getByRole("textbox", { name: words.message ?? "" })
    .fill(text);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (count) => document.querySelectorAll(".handset .line.theirs").length > count,
    before,
  );
  // A second message follows by customer service.
  await page.waitForTimeout(500);
}

/** A table is booked, and everything of it looked at. */
async function story({ page, words, shoot }: Shoot): Promise<void> {
  await page.locator(".handset").waitFor();
  await shoot("welcome");
  await press(page, words.follow ?? "");
  await page.locator(".line.theirs").waitFor();
  for (const text of [words.hello, words.seat, words.hours, words.when]) {
    await say(page, words, text ?? "");
  }
  const push = page.locator(".record.push .record-head").first();
  await push.click();
  await page.locator(".wire pre").first().waitFor();
  await shoot("chat");
  await push.click();
  await page.getByRole("tab", { name: words.follower ?? "" }).click();
  await page.locator(".diagram").nth(1).waitFor();
  await page.setViewportSize({ ...WIDE, height: 1120 });
  await shoot("follower");
  await page.setViewportSize(WIDE);
  await press(page, words.days ?? "");
  await page.locator(".notice.jump").first().waitFor();
  await press(page, words.custom ?? "");
  await page.getByRole("tab", { name: words.traffic ?? "" }).click();
  await page.locator(".record.bad .record-head").first().click();
  await page.locator(".diagnosis").waitFor();
  await page.locator(".toast:not(.shown)").waitFor({ state: "attached", timeout: 10_000 });
  await shoot("diagnosis");
}

/** What a bot can show, two people side by side, and the phone alone. */
async function cards({ page, words, shoot }: Shoot): Promise<void> {
  await page.locator(".handset").waitFor();
  await press(page, words.follow ?? "");
  await phone(page).getByRole("textbox").waitFor();
  for (const text of SHOWN) await say(page, words, text);
  await page.setViewportSize(WIDER);
  await page.getByRole("button", { name: words.beside ?? "" }).click({ force: true });
  await page.locator(".handset").nth(1).waitFor();
  await shoot("cards");
  await page.setViewportSize(NARROW);
  await page.locator(".handset").nth(1).locator(".plain").last().click();
  await press(page, words.more ?? "");
  await page.locator(".tool").first().waitFor();
  await shoot("narrow");
}

/** What the bot of `samples/cards` is asked for. */
const SHOWN: readonly string[] = ["audio", "suggested", "hero"];

async function takeAll(language: Language, bot: string, scene: (shoot: Shoot) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), "wechat-pictures-"));
  const locale = language === "zh" ? "zh-CN" : "en";
  const config = readConfig({ PORT: "0", WECHAT_LOCALE: locale }, folder);
  const environment = { ...process.env, PHONE_PORT: "0", WECHAT_LOCALE: locale };
  const stage: Stage | undefined = await startStage({ config, bot, environment });
  if (stage === undefined) throw new Error(`${bot} does not start`);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: WIDE, locale, timezoneId: "Asia/Shanghai" });
    page.setDefaultTimeout(20_000);
    await page.goto(`${stage.address}/?lang=${language}&theme=light`);
    await scene({
      page,
      words: WORDS[language],
      async shoot(name) {
        if (!name.startsWith(only)) return;
        for (const theme of ["light", "dark"] satisfies Theme[]) {
          await page.evaluate((value) => {
            document.documentElement.dataset.theme = value;
          }, theme);
          await page.mouse.move(0, 0);
          await page.waitForTimeout(400);
          const png = smallPng(await page.screenshot());
          writeFileSync(join(PICTURES, `${name}-${language}-${theme}.png`), png);
          console.log(`${name}-${language}-${theme}.png  ${(png.length / 1_000).toFixed(0)} kB`);
        }
        await page.evaluate(() => {
          document.documentElement.dataset.theme = "light";
        });
      },
    });
  } finally {
    await browser.close();
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(PICTURES, { recursive: true });
await buildPages({ ifStale: true });
for (const language of ["en", "zh"] satisfies Language[]) {
  await takeAll(language, "samples/booking", story);
  await takeAll(language, "samples/cards", cards);
}
