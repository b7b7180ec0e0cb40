import { expect, it } from "vitest";
import type { LinkedAccount } from "../../src/adapter/accounts/linking/linkedAccounts.ts";
import {
  type LinkPage,
  linkedPage,
  problemPage,
  startPage,
} from "../../src/adapter/accounts/linking/pages.ts";
import { signInPage } from "../../src/adapter/accounts/signIn/signInPage.ts";
import { createClient } from "../../src/client/client.ts";
import { JPG } from "../client/rig.ts";
import { memoryLog } from "../client/scripted.ts";
import { lookerAt, seriousOn } from "../helpers/accessibility.ts";
import { describeInBrowser, useBrowser } from "../phone/browser.ts";
import { openPhoneRig } from "../phone/rig.ts";

const LIMITED = {
  appId: "wx0123456789abcdef",
  link: { findings: ["permission-unconfirmed", "address-not-listed", "verification-name-pending"] },
} as unknown as LinkedAccount;
const FINE = { ...LIMITED, link: { findings: [] } } as unknown as LinkedAccount;

/** Every page that an administrator or a follower may get on our domain, by its name. */
const pagesIn = (locale: string): Readonly<Record<string, LinkPage>> => ({
  start: startPage("https://mp.weixin.qq.com/safe/bindcomponent?x=1&y=2", locale),
  linked: linkedPage(FINE, locale),
  limited: linkedPage(LIMITED, locale),
  over: problemPage("over", locale),
  refused: problemPage("refused", locale, "61004"),
  unavailable: problemPage("unavailable", locale),
  "signed in": signInPage("done", locale),
  "signed in late": signInPage("late", locale),
  "not signed in": signInPage("failed", locale),
});

const TASTES = ["en", "zh-CN"].flatMap((language) =>
  (["light", "dark"] as const).map((theme) => [language, theme] as const),
);

describeInBrowser("pages outside of the console, for everybody", () => {
  const browser = useBrowser();

  it.each(TASTES)(
    "axe finds nothing serious on pages of linking and signing in (%s, %s)",
    async (language, colorScheme) => {
      const found: string[] = [];
      for (const width of [1240, 320]) {
        const page = await browser().newPage({ viewport: { width, height: 800 }, colorScheme });
        const look = lookerAt(page, width, found);
        for (const [name, { body }] of Object.entries(pagesIn(language))) {
          await page.setContent(body);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > width) found.push(`${name} is ${wide} wide at ${width}`);
          await look(name);
        }
        await page.close();
      }
      expect(found).toEqual([]);
    },
    90_000,
  );

  it.each(["light", "dark"] as const)(
    "axe finds nothing serious on a draft, an article with its form for comments, and an error (%s)",
    async (colorScheme) => {
      const rig = await openPhoneRig();
      const { appId, appSecret } = rig.account.settings;
      const { platform, url: apiBase } = rig.simulator;
      const client = createClient({ appId, secret: appSecret, apiBase, log: memoryLog() });
      const { openid } = platform.addFollower(appId, { name: "梅" });
      platform.act(appId, openid, { do: "follow" });
      const cover = await client.media.upload(JPG, { type: "image", permanent: true });
      const article = {
        ...{ title: "上新", digest: "刚刚上架", content: "<p>第一批<b>柿子</b>到了</p>" },
        ...{ thumb_media_id: cover.mediaId, need_open_comment: 1 as const },
        content_source_url: "https://example.com/",
      };
      const { media_id } = await client.call("draft.add", { articles: [article] });
      const draft = await client.call("draft.get", { media_id });
      const { publish_id = "" } = await client.call("publish.submit", { media_id });
      const published = () => client.call("publish.get", { publish_id });
      await expect
        .poll(async () => (await published()).publish_status, { timeout: 20_000 })
        .toBe(0);
      const article_url = (await published()).article_detail?.item[0]?.article_url ?? "";
      const addresses = [draft.news_item[0]?.url ?? "", article_url, `${apiBase}/s?__biz=none`];
      const page = await browser().newPage({ colorScheme });
      const found: string[] = [];
      for (const address of addresses) {
        await page.goto(address);
        expect(await page.locator("h1").count()).toBe(1);
        expect(await page.locator("form").count()).toBe(address === article_url ? 1 : 0);
        found.push(...(await seriousOn(page)).map((one) => `${address}: ${one}`));
      }
      expect(found).toEqual([]);
      await client.close();
      await page.close();
    },
    90_000,
  );
});
