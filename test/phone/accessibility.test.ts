import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import type { KeptView } from "../../src/simulator/phone/wireKept.ts";
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

const KEPT: KeptView = {
  state: [{ key: "wechat/conversations/o1/", value: '{\n  "count": 1\n}', eTag: "1" }],
  slices: [{ name: "dialogue", value: "{}" }],
  timers: [{ id: "tea", at: 1_800_000_000_000, data: "green" }],
  held: [{ id: "1#0", text: "and more", expiresAt: 1_800_000_000_000 }],
  jobs: [{ id: "1", name: "report", state: "failed", tries: 2, question: "now?", input: "{}" }],
};

/** A page with everything on it: chats, refused calls, a log, a bot that threw and keeps things, many people. */
async function busyRig(): Promise<PhoneRig> {
  const rig = await openPhoneRig({
    controls: {
      ...{ moveTime: async () => {}, slow: () => {}, loseNext: () => {} },
      kept: async () => KEPT,
    },
  });
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
    feed.activity(push, "got", '{ "type": "message" }');
    feed.activity(push, "sent", '{ "type": "message" }');
  }
  for (let n = 1; n <= 5; n++) platform.addFollower(appId, { name: `Guest ${n}` });
  return rig;
}

async function everyView(page: Page, look: (view: string) => Promise<void>): Promise<void> {
  await page.locator(".record-head").first().waitFor();
  for (const head of (await page.locator(".record-head").all()).slice(0, 3)) await head.click();
  await page.locator(".wire pre").first().waitFor();
  await look("traffic");
  for (const tab of ["follower", "kept", "log"]) {
    await page.locator(`#tab-${tab}`).click();
    if (tab === "kept") await page.locator(".kept-item button[aria-expanded]").click();
    await look(tab);
  }
  await page.locator(".handset-head .plain").first().click();
  await page.locator(".profile").waitFor();
  await look("profile");
  await page.keyboard.press("Escape");
  await page.locator(".handset-head .plain[aria-expanded]").click();
  await page.locator(".composer .plain[aria-expanded]").last().click();
  await page.locator(".tool").first().waitFor();
  await look("search and panel");
  for (const n of [1, 2]) {
    await page.locator(".beside").nth(n).click({ force: true });
    await page.locator(".handset").nth(n).waitFor();
  }
  await look("three phones");
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

  it("has a name before every message for who does not see on which side it stands", async () => {
    const rig = await busyRig();
    const page = await browser().newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${rig.phone.address}/?lang=en`);
    await page.locator(".handset .line.theirs").first().waitFor();
    const log = await page.getByRole("log").ariaSnapshot();
    expect(log).toMatch(/img "You"[\s\S]*你好[\s\S]*img "Bot"/);
    const lines = page.locator(".handset .line");
    const named = await lines.evaluateAll((all) =>
      all.map((one) => one.querySelector('[role="img"].avatar')?.getAttribute("aria-label")),
    );
    expect(new Set(named)).toEqual(new Set(["You", "Bot"]));
    await page.close();
  }, 60_000);

  it("has one tab stop for each list, arrows go on from there, and Escape closes what is open", async () => {
    const rig = await busyRig();
    const page = await browser().newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${rig.phone.address}/?lang=en`);
    await page.locator(".handset .line.theirs").first().waitFor();
    const stopsIn = (list: string) =>
      page.locator(list).evaluate((box) => box.querySelectorAll('button[tabindex="0"]').length);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    for (const list of [".people ul", ".traffic"]) {
      expect([list, await stopsIn(list)]).toEqual([list, 1]);
    }
    await page.locator(".person").first().focus();
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toContain("Li");
    await page.keyboard.press("ArrowRight");
    const beside = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(await beside()).toBe("Open beside: Li");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("End");
    expect(await focused()).toContain("Guest 5");
    expect(await stopsIn(".people ul")).toBe(1);
    const rows = page.locator(".record-head");
    await rows.first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".record.open .wire pre").first().focus();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".record.open").count()).toBe(0);
    expect(await rows.nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
    await page.close();
  }, 60_000);

  it("finds one among many people, and keeps the widths that somebody chose", async () => {
    const rig = await busyRig();
    const page = await browser().newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${rig.phone.address}/?lang=en`);
    const search = page.getByRole("searchbox", { name: "Search people" });
    await search.fill("GUEST 4");
    await expect.poll(() => page.locator(".person").count()).toBe(1);
    await search.press("Enter");
    await page.getByRole("region", { name: "Phone: Guest 4" }).waitFor();
    await search.press("Escape");
    await expect.poll(() => page.locator(".person").count()).toBe(8);
    const width = async (pane: string) => (await page.locator(pane).boundingBox())?.width ?? 0;
    const before = await width(".inspector");
    const line = page.getByRole("separator", { name: "Width of the inspector" });
    await line.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => width(".inspector")).toBe(before - 24);
    const box = await line.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 4, 400);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 44, 400);
    await page.mouse.up();
    await expect.poll(() => width(".inspector")).toBe(before - 64);
    await page.reload();
    await page.locator(".handset").waitFor();
    expect(await width(".inspector")).toBe(before - 64);
    await line.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => width(".inspector")).toBe(before);
    // Narrow, it shows pictures alone, and the search makes it wide again.
    await page.getByRole("separator", { name: "Width of the people" }).focus();
    await page.keyboard.press("Home");
    await expect.poll(() => width(".people")).toBe(68);
    await page.getByRole("button", { name: "Search people" }).click();
    await expect.poll(() => width(".people")).toBe(216);
    await page.close();
  }, 60_000);

  it("shows three phones whole, side by side, in a window of 1280 pixels", async () => {
    const rig = await busyRig();
    const page = await browser().newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${rig.phone.address}/?lang=en`);
    for (const n of [1, 2]) {
      await page.locator(".beside").nth(n).click({ force: true });
      await page.locator(".handset").nth(n).waitFor();
    }
    const box = (one: string, n = 0) => page.locator(one).nth(n).boundingBox();
    const phones = await Promise.all([0, 1, 2].map((n) => box(".handset", n)));
    const inspector = await box(".inspector");
    let end = (await box(".people"))?.width ?? 0;
    for (const phone of phones) {
      expect(phone?.x).toBeGreaterThan(end);
      end = (phone?.x ?? 0) + (phone?.width ?? 0);
    }
    expect(inspector?.x).toBeGreaterThan(end);
    expect((inspector?.x ?? 0) + (inspector?.width ?? 0)).toBeLessThanOrEqual(1280);
    expect(inspector?.width).toBeGreaterThanOrEqual(300);
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
