import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import { LOOKS, lookerAt } from "../helpers/accessibility.ts";
import { describeInBrowser, useBrowser } from "./browser.ts";
import { openPhoneRig, type PhoneRig } from "./rig.ts";

const SAID: readonly FollowerAction[] = [
  { do: "follow" },
  { do: "say", text: "你好" },
  { do: "image" },
  { do: "voice", recognition: "语音" },
  { do: "location", latitude: 31.2, longitude: 121.5, label: "上海" },
  { do: "link", title: "A link", url: "https://example.com/" },
  { do: "file", name: "menu.pdf" },
];

/** A page with everything on it: chats, refused calls, a log, a bot that threw, a machine. */
async function busyRig(): Promise<PhoneRig> {
  const rig = await openPhoneRig();
  const { platform } = rig.simulator;
  const { appId } = rig.account.settings;
  for (const name of ["Mei", "Li", "王芳"]) {
    const { openid } = platform.addFollower(appId, { name });
    for (const action of SAID) await rig.delivery.act(appId, openid, action);
    const at = platform.clock.now();
    const { feed } = rig.phone;
    const push = String(platform.timeline.of("push.begun").at(-1)?.push.MsgId);
    feed.ours({ see: "delivery", at, openid, key: push, msgId: push, createTime: 0 });
    feed.ours({ see: "threw", at, openid, key: push, error: "Error: no", place: "bot.ts:1:1" });
    const line = { at, level: "error", text: "the bot threw", more: "at bot.ts:1:1" } as const;
    feed.log(line, push);
    feed.log({ at, level: "out", text: "heard it" });
  }
  return rig;
}

async function everyView(page: Page, look: (view: string) => Promise<void>): Promise<void> {
  await page.locator(".record-head").first().waitFor();
  for (const head of (await page.locator(".record-head").all()).slice(0, 3)) await head.click();
  await page.locator(".wire pre").first().waitFor();
  await look("traffic");
  for (const tab of ["follower", "log"]) {
    await page.locator(`#tab-${tab}`).click();
    await look(tab);
  }
  await page.locator(".beside").nth(1).click();
  await page.locator(".handset").nth(1).waitFor();
  await look("two phones");
}

describeInBrowser("the phone's page for everybody", () => {
  const browser = useBrowser();

  it.each(LOOKS)(
    "axe finds nothing serious (%s, %s)",
    async (language, theme) => {
      const rig = await busyRig();
      const found: string[] = [];
      for (const width of [1360, 400]) {
        const page = await browser().newPage({ viewport: { width, height: 900 } });
        page.setDefaultTimeout(20_000);
        await page.goto(`${rig.phone.address}/?lang=${language}&theme=${theme}`);
        await page.locator(".handset .line.theirs").first().waitFor();
        const look = lookerAt(page, width, found);
        if (width > 1000) await everyView(page, look);
        else await look("narrow");
        await page.close();
      }
      expect(found).toEqual([]);
    },
    60_000,
  );

  it("shows what is chosen where the system's colours are forced", async () => {
    const rig = await busyRig();
    const page = await browser().newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(20_000);
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(`${rig.phone.address}/?lang=en`);
    await page.locator(".handset .line.theirs").first().waitFor();
    const borderOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { outlineStyle, backgroundColor, borderBottomColor, borderBottomStyle } =
            getComputedStyle(element);
          return { outlineStyle, backgroundColor, borderBottomColor, borderBottomStyle };
        });
    for (const [chosen, other] of [
      [".people li.active", ".people li:not(.active)"],
      ['[role="tab"][aria-selected="true"]', '[role="tab"][aria-selected="false"]'],
    ] as const) {
      expect(await borderOf(chosen), chosen).not.toEqual(await borderOf(other));
    }
    await page.close();
  }, 60_000);

  it.each([320, 375, 900, 1280, 1600])(
    "fits a window of %s pixels",
    async (width) => {
      const rig = await busyRig();
      const page = await browser().newPage({ viewport: { width, height: 800 } });
      page.setDefaultTimeout(20_000);
      await page.goto(`${rig.phone.address}/?lang=en`);
      await page.locator(".handset .line.theirs").first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      await page.close();
    },
    60_000,
  );
});
