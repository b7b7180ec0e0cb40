import { expect, it } from "vitest";
import { describeInBrowser, useBrowser } from "./browser.ts";
import { openPhoneRig } from "./rig.ts";

describeInBrowser("how the page is laid out", () => {
  const browser = useBrowser();

  /** A chat that is longer than the phone, with a picture near its end. */
  async function openChat(width: number) {
    const rig = await openPhoneRig();
    const { appId } = rig.account.settings;
    const { openid } = rig.simulator.platform.addFollower(appId, { name: "Mei" });
    await rig.delivery.act(appId, openid, { do: "follow" });
    for (let n = 1; n <= 9; n++) {
      await rig.delivery.act(appId, openid, { do: "say", text: `message ${n}` });
    }
    await rig.delivery.act(appId, openid, { do: "image" });
    const page = await browser().newPage({ viewport: { width, height: 800 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${rig.phone.address}/?lang=en`);
    await page.locator(".line.theirs").nth(9).waitFor();
    return { page, rig };
  }

  it("shows the end of a chat also when a picture before it comes later", async () => {
    const { page } = await openChat(1280);
    await page.locator(".chat .pattern").waitFor();
    const end = () =>
      page.locator(".chat").evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await expect.poll(end).toBeLessThan(2);
    await page.close();
  });

  it("has the kind of account and its rights in one row at 1240 pixels", async () => {
    const { page } = await openChat(1240);
    const group = page.getByRole("group", { name: "Account" });
    const heights = group
      .locator(".chip")
      .evaluateAll((chips) => chips.map((chip) => Math.round(chip.getBoundingClientRect().top)));
    const [first = 0, ...others] = await heights;
    expect(others.length).toBe(2);
    for (const top of others) expect(Math.abs(top - first)).toBeLessThan(6);
    await page.close();
  });

  it("has phone and inspector side by side at 900 pixels, and cuts a long fault short", async () => {
    const { page, rig } = await openChat(900);
    const path = "/cgi-bin/message/custom/send/and/something/that/is/longer/than/any/window";
    await rig.order("/api/trouble", { fault: { do: "errcode", errcode: 45015, path } });
    expect(await page.locator(".handset").isVisible()).toBe(true);
    const fault = page.getByRole("button", { name: /^Calls: errcode 45015/ });
    const [chip, inspector] = [
      await fault.boundingBox(),
      await page.locator(".inspector").boundingBox(),
    ];
    expect((chip?.x ?? 0) + (chip?.width ?? 0)).toBeLessThan(
      (inspector?.x ?? 0) + (inspector?.width ?? 0),
    );
    await fault.click();
    await expect.poll(() => fault.count()).toBe(0);
    await page.close();
  });
});
