import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser, startPhone, useBrowser } from "./browser.ts";

const BOOKING = resolve(import.meta.dirname, "../../samples/booking");
const PATIENCE = { timeout: 20_000 };

describeInBrowser("npm start -- samples/booking, in a browser", () => {
  const browser = useBrowser();
  let page: Page;
  let complaints: readonly string[];
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ page, complaints, stop } = await startPhone(browser(), BOOKING));
  }, 90_000);
  afterAll(() => stop(), 20_000);

  const phone = () => page.locator(".handset").first();
  const shown = () => phone().locator(".line.theirs .bubble").allTextContents();

  /** Says something and waits until the bot's last words are these. */
  async function hears(text: string, answer: string): Promise<void> {
    const before = (await shown()).length;
    await phone().getByRole("textbox", { name: "Message" }).fill(text);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await shown()).slice(before).at(-1), PATIENCE).toContain(answer);
  }

  it("books in Chinese, with a question in between and a restart of the process", async () => {
    await phone().getByRole("button", { name: "Follow", exact: true }).click();
    await expect.poll(shown, PATIENCE).toEqual(["欢迎来到梅园！随便说句话就可以订座。"]);
    await hears("你好", "1. 大厅\n2. 包间\n3. 花园");
    await hears("２", "哪天、几点？");
    // The page draws the dialogue, with the step lit at which it waits.
    await page.getByRole("tab", { name: "Follower" }).click();
    await page.getByRole("img", { name: "Machine booking, now in at" }).waitFor();
    await hears("明天晚上七点", "一共几位？");
    await hears("营业时间", "一共几位？");
    expect(await shown()).toContain("每天 11:00 到 22:00 营业，梅花巷 15 号。");
    await page.getByRole("button", { name: "Restart the bot" }).click();
    await page.getByText("Starting").waitFor();
    await page.getByText("Running").waitFor();
    // Who books is asked by a dialogue of its own.
    await hears("13位", "请问怎么称呼？");
    await hears("李雷", "请留一个电话");
    await hears("138 0013 8000", "13 位，李雷，+8613800138000。对吗？");
  });

  it("says so when the restaurant cannot be reached, and asks whether to try again", async () => {
    await hears("对", "要再试一次吗？");
    expect(await shown()).toContain("暂时联系不上餐厅，这次没有办成。");
    await hears("好的", "要再试一次吗？");
    await hears("不用了", "没有预订。");
  });

  it("puts a booking aside after two hours", async () => {
    await hears("你好", "想订哪种座位？");
    const before = (await shown()).length;
    await page.getByRole("button", { name: "+ 1 hour" }).click();
    await page.locator(".notice.jump").first().waitFor();
    expect(await shown()).toHaveLength(before);
    await page.getByRole("button", { name: "+ 1 hour" }).click();
    await expect.poll(async () => (await shown()).at(-1), PATIENCE).toContain("您离开两个小时了");
  });

  it("books in English with another person", async () => {
    await page.locator("button.person").filter({ hasText: "Li Lei" }).click();
    await phone().getByRole("button", { name: "Follow", exact: true }).click();
    await hears("hello there", "A table in the garden");
    // WeChat has taken a menu from this account by now, so this one is to be tapped.
    await phone().locator(".line.theirs .bubble").last().getByText("A table in the garden").click();
    await expect
      .poll(async () => (await shown()).at(-1), PATIENCE)
      .toContain("Which day, at what time?");
    await hears("tomorrow at 7:30 pm", "For how many people?");
    await hears("opening hours", "For how many people?");
    await hears("four of us", "Under what name?");
    await hears("Li Lei", "And a telephone number");
    await hears("+1 415 555 2671", "A table in the garden for 4 on");
    await hears("yes please", "Booked! Your number is R10");
    expect(complaints).toEqual([]);
  });
});
