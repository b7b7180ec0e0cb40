import { expect, it } from "vitest";
import { complaintsOf, describeInBrowser, useBrowser } from "./browser.ts";
import { openPhoneRig } from "./rig.ts";

const DAY_MS = 86_400_000;

describeInBrowser("finding things on the page", () => {
  const browser = useBrowser();

  /** A chat of two days, and a page that may use the clipboard. */
  async function chatOfTwoDays() {
    let ahead = 0;
    const clock = { now: () => Date.now() + ahead, after: () => () => {} };
    const rig = await openPhoneRig({}, clock);
    const { appId } = rig.account.settings;
    const { openid } = rig.simulator.platform.addFollower(appId, { name: "Mei" });
    const say = (text: string) => rig.delivery.act(appId, openid, { do: "say", text });
    await rig.delivery.act(appId, openid, { do: "follow" });
    for (let n = 1; n <= 80; n++) await say(`number ${n}`);
    ahead = DAY_MS;
    await say("the day after");
    const context = await browser().newContext({
      viewport: { width: 1360, height: 860 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints = complaintsOf(page);
    await page.goto(`${rig.phone.address}/?lang=en`);
    await page.locator(".line.theirs").first().waitFor();
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    return { page, context, complaints, clipboard };
  }

  it("filters and searches the pushes, says the day between rows, copies what is opened", async () => {
    const { page, context, complaints, clipboard } = await chatOfTwoDays();
    const rows = page.locator(".record");
    await expect.poll(() => rows.count()).toBe(80);
    expect(await page.locator(".traffic .row-day").count()).toBe(1);
    await page.getByRole("button", { name: "Earlier rows" }).click();
    await expect.poll(() => rows.count()).toBe(82);
    const search = page.getByRole("searchbox", { name: "Search the traffic" });
    await search.fill("NUMBER text 7");
    // 7, 17 … 67 and 70 to 79: every word must be there, in any case and order.
    await expect.poll(() => rows.count()).toBe(17);
    await search.fill("number 77");
    await expect.poll(() => rows.count()).toBe(1);
    await rows.first().getByRole("button").click();
    await rows.first().getByRole("button", { name: "Copy" }).first().click();
    await expect.poll(clipboard).toMatch(/<Content><!\[CDATA\[number 77\]\]>/);
    await search.press("Escape");
    await page.getByRole("button", { name: "Faults" }).click();
    await page.getByText("No line is like that.").waitFor();
    await page.getByRole("button", { name: "Pushes" }).click();
    await expect.poll(() => rows.count()).toBe(82);
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);

  it("searches the chat, also what is not in the page yet, shows whose one wants, and copies it", async () => {
    const { page, context, complaints, clipboard } = await chatOfTwoDays();
    const chat = page.locator(".chat");
    expect(await chat.locator(".day").count()).toBe(1);
    expect(await chat.getByText("number 3", { exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "Search the chat" }).click();
    const search = page.getByRole("searchbox", { name: "Search the chat" });
    await search.fill("number 3");
    const count = page.locator(".found-count");
    // "3" and "30" to "39", each said and said back.
    await expect.poll(() => count.innerText()).toBe("1 of 22");
    await search.press("Shift+Enter");
    await expect.poll(() => count.innerText()).toBe("22 of 22");
    await expect.poll(() => chat.locator(".found").innerText()).toContain("number 3");
    await expect
      .poll(() => chat.locator(".found").evaluate((line) => line.getBoundingClientRect().top))
      .toBeGreaterThan(100);
    await page.getByRole("combobox", { name: "Whose" }).selectOption("Bot");
    await expect.poll(() => count.innerText()).toBe("11 of 11");
    expect(await chat.locator(".line.own").count()).toBe(0);
    await page.getByRole("button", { name: "Copy the chat" }).click();
    await expect.poll(clipboard).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Rig: [^\n]+\n/);
    await search.press("Escape");
    await expect.poll(() => search.count()).toBe(0);
    expect(await chat.locator(".line.own").count()).toBeGreaterThan(10);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(await focused()).toBe("Search the chat");
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);
});
