import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser, startPhone, useBrowser } from "./browser.ts";

const ECHO = resolve(import.meta.dirname, "../../samples/echo");
const PATIENCE = { timeout: 20_000 };

describeInBrowser("npm start, in a browser", () => {
  const browser = useBrowser();
  let page: Page;
  let complaints: readonly string[];
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ page, complaints, stop } = await startPhone(browser(), ECHO));
  }, 90_000);
  afterAll(() => stop(), 20_000);

  const phone = () => page.locator(".handset").first();
  const bubbles = (side: "own" | "theirs") => phone().locator(`.line.${side} .bubble`);
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const tab = (name: string) => page.getByRole("tab", { name }).click();
  const call = (path: string) => page.locator(".record.call").filter({ hasText: path }).first();

  it("follows, and is welcomed", async () => {
    await phone().getByRole("button", { name: "Follow", exact: true }).click();
    await expect
      .poll(() => bubbles("theirs").allTextContents(), PATIENCE)
      .toEqual(["欢迎关注！发一句话试试。 Welcome! Say something."]);
  });

  it("chats, by keyboard alone", async () => {
    await phone().getByRole("textbox", { name: "Message" }).focus();
    await page.keyboard.type("Good morning 早");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => bubbles("own").allTextContents(), PATIENCE)
      .toEqual(["Good morning 早"]);
    await expect
      .poll(() => bubbles("theirs").last().textContent(), PATIENCE)
      .toBe("Good morning 早");
    const push = page.locator(".record.push").first();
    await expect.poll(() => push.textContent(), PATIENCE).toContain("first-rides");
    await push.getByRole("button").click();
    await expect
      .poll(() => push.locator(".wire pre").first().textContent(), PATIENCE)
      .toContain("<Content><![CDATA[Good morning 早]]></Content>");
    await button("On the wire").click();
    expect(await push.locator(".wire pre").nth(1).textContent()).toContain("<Encrypt>");
    await push.getByRole("button").first().click();
  });

  it("taps the menu, and a sub-menu", async () => {
    await button("今日 Today").click();
    await expect
      .poll(() => bubbles("theirs").last().textContent(), PATIENCE)
      .toBe("菜单 Menu: MENU_1");
    await button("服务 Services").click();
    await button("联系我们 Contact").click();
    await expect
      .poll(() => bubbles("theirs").last().textContent(), PATIENCE)
      .toBe("菜单 Menu: MENU_2");
  });

  it("sends a place", async () => {
    await button("More").click();
    await button("Location").click();
    await button("Send this place").click();
    await phone().locator(".line.own .place").waitFor();
    await expect
      .poll(() => bubbles("theirs").last().textContent(), PATIENCE)
      .toContain("(31.230416, 121.473701)");
  });

  it("sees the window, the grants and the machine's state", async () => {
    await tab("Follower");
    await expect
      .poll(() => page.locator(".windows").textContent())
      .toMatch(/wrote5 left4[78]:\d\d:\d\d/);
    await page.getByRole("img", { name: "Machine follower, now in following, open" }).waitFor();
  });

  it("jumps 48 hours, and the window is over on both sides", async () => {
    await button("+ 48 hours").click();
    await page.locator(".notice.jump").first().waitFor();
    await page.getByText("The account may only answer.").waitFor();
    await page.getByRole("img", { name: "Machine follower, now in following, expired" }).waitFor();
  });

  it("sees a proactive message refused with 45015, and its diagnosis", async () => {
    await button(/^Customer service$/).click();
    await tab("Traffic");
    const refused = call("message/custom/send");
    await expect.poll(() => refused.textContent(), PATIENCE).toContain("Refused 45015");
    await refused.getByRole("button").first().click();
    const diagnosis = page.getByRole("article", { name: "Diagnosis 45015" });
    await diagnosis.waitFor();
    expect(await diagnosis.textContent()).toContain("No customer-service window is open");
    expect(await diagnosis.getByRole("checkbox").count()).toBeGreaterThan(2);
    await refused.getByRole("button").first().click();
  });

  it("sees what the adapter does instead: it holds the message, and it comes first with the next contact", async () => {
    await tab("Follower");
    await page.getByRole("textbox", { name: "Text" }).fill("A parcel is waiting");
    await button("By the bot").click();
    await expect.poll(() => page.locator(".standing").textContent(), PATIENCE).toMatch(/contact1$/);
    await phone().getByRole("textbox", { name: "Message" }).fill("anything new?");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => bubbles("theirs").allTextContents(), PATIENCE)
      .toEqual(expect.arrayContaining(["A parcel is waiting", "anything new?"]));
  });

  it("unfollows, and sees templates and mass messages refused with 43004", async () => {
    await button("Account profile").click();
    await button("Unfollow").click();
    await phone().getByRole("button", { name: "Follow", exact: true }).waitFor();
    await button(/^Template$/).click();
    await button("Mass message").click();
    await tab("Traffic");
    for (const path of ["message/template/send", "message/mass/send"]) {
      await expect.poll(() => call(path).textContent(), PATIENCE).toContain("Refused 43004");
    }
    await call("message/mass/send").getByRole("button").first().click();
    const diagnosis = page.getByRole("article", { name: "Diagnosis 43004" });
    await diagnosis.waitFor();
    expect(await diagnosis.textContent()).toContain("does not follow");
  });

  it("reads it all in Chinese and in the dark, and nothing was complained about", async () => {
    await button("中文").click();
    await page.getByRole("article", { name: "诊断 43004" }).waitFor();
    const html = page.locator("html");
    await expect.poll(() => html.getAttribute("lang"), PATIENCE).toBe("zh-CN");
    await button("深色主题").click();
    await expect.poll(() => html.getAttribute("data-theme"), PATIENCE).toBe("dark");
    expect(complaints).toEqual([]);
  });
});
