import type { BrowserContext, Page } from "playwright-core";
import { expect, it } from "vitest";
import { withdraw } from "../../src/simulator/actions/authorising.ts";
import { complaintsOf, describeInBrowser, useBrowser } from "../phone/browser.ts";
import { openConsoleRig, TOKEN } from "./rig.ts";

type Rig = Awaited<ReturnType<typeof openConsoleRig>>;

/** WeChat's own page, which the simulator plays, under its real address. */
async function playWeChat(context: BrowserContext, { simulator }: Rig): Promise<void> {
  await context.route("https://mp.weixin.qq.com/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const method = route.request().method();
    const body = route.request().postData();
    const answer = await fetch(`${simulator.url}${pathname}${search}`, {
      method,
      redirect: "manual",
      ...(body !== null && { body }),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    const { status } = answer;
    const location = answer.headers.get("location");
    await route.fulfill({
      status,
      headers: { "content-type": "text/html; charset=utf-8", ...(location && { location }) },
      body: await answer.text(),
    });
  });
}

async function logIn(page: Page, rig: Rig, language = "en"): Promise<void> {
  await page.goto(`${rig.page.address}/?lang=${language}`);
  await page.locator("input[type=password]").fill(TOKEN);
  await page.keyboard.press("Enter");
  await page.locator(".rail").waitFor();
}

/** Asks for a one-time link, and goes on to WeChat's page in a tab of its own. */
async function openWeChat(context: BrowserContext, page: Page): Promise<Page> {
  await page.getByRole("button", { name: "Make a one-time link" }).click();
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Open", exact: true }).click();
  const tab = await opened;
  await tab.getByRole("link", { name: "Continue at WeChat" }).click();
  return tab;
}

describeInBrowser("the operator's page", () => {
  const browser = useBrowser();

  it("links, shows, explains a withdrawal, and links again", async () => {
    const rig = await openConsoleRig();
    const shop = rig.addAccount({ name: "Tea house" });
    await rig.ticket();
    const context = await browser().newContext();
    context.setDefaultTimeout(20_000);
    await playWeChat(context, rig);
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await logIn(page, rig);

    await page.getByRole("button", { name: "Link WeChat Official Account" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.innerText()).toContain("not by an operator");
    const tab = await openWeChat(context, page);
    // An operator of the account may not; WeChat's page says so, and nothing is linked.
    await tab.getByRole("radio", { name: "an operator" }).check();
    await tab.getByRole("button", { name: /Authorise/ }).click();
    await tab.getByText("Only the account's administrator").waitFor();
    expect(await rig.adapter.linking.accounts.list()).toEqual([]);
    await tab.goBack();
    await tab.getByRole("radio", { name: "the administrator" }).check();
    await tab.getByRole("button", { name: /Authorise/ }).click();
    await tab.getByRole("heading", { name: "The account is linked" }).waitFor();
    await tab.close();
    await page.keyboard.press("Escape");

    const row = page.getByRole("row", { name: /Tea house/ });
    await row.getByText("Linked", { exact: true }).waitFor();
    expect(await row.innerText()).toContain("Service account");
    await rig.says(shop, "hello");
    const numbers = () => row.locator(".number").allInnerTexts();
    await expect.poll(numbers, { timeout: 20_000 }).toEqual(["1", "1", "0"]);

    withdraw(rig.platform, rig.component.settings.appId, shop.appId);
    await row.getByText("Withdrawn by its owner").waitFor();
    await rig.writes(shop, "news");
    await row.getByRole("link").click();
    await page.getByText("has withdrawn the authorisation on WeChat’s side").waitFor();
    const wrong = page.getByRole("region", { name: "What went wrong", exact: true });
    await wrong.locator("summary", { hasText: "custom.send" }).filter({ hasText: "61003" }).click();
    await wrong.getByRole("heading", { name: "61003 Diagnosis" }).waitFor();
    expect(await wrong.locator(".checklist li").count()).toBeGreaterThan(1);

    await page.getByRole("button", { name: "Authorise again" }).click();
    const again = await openWeChat(context, page);
    await again.getByRole("button", { name: /Authorise|Update/ }).click();
    await again.getByRole("heading", { name: "The account is linked" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Nothing found: what the bot needs works.").waitFor();
    const [outcome] = await rig.says(shop, "again");
    expect(outcome?.seen.saw).toBe("reply");

    await page.getByRole("region", { name: "Followers" }).locator(".person-row").click();
    await page.getByRole("img", { name: /relation_following/ }).waitFor();
    // Before the login there is no session, and the simulator's pictures are nowhere.
    expect(complaints.filter((one) => !/401|NAME_NOT_RESOLVED/.test(one))).toEqual([]);
    await context.close();
  }, 90_000);

  it("an account that is not verified shows its limits at once, and 61016 marks an account", async () => {
    const rig = await openConsoleRig();
    const page = await browser().newPage();
    page.setDefaultTimeout(20_000);
    await logIn(page, rig);
    const poor = await rig.link({ name: "Poor shop", verified: false });
    const row = page.getByRole("row", { name: /Poor shop/ });
    await row.getByText("Linked, with limits").waitFor();
    expect(await row.innerText()).toContain("Not verified");
    expect(await row.innerText()).toContain("send nothing by itself");
    await row.getByRole("link").click();
    const checks = page.getByRole("region", { name: "Checks" });
    await checks.getByText("微信认证").waitFor();
    await page.getByRole("link", { name: "All accounts" }).click();

    const good = await rig.link({ name: "Good shop" });
    await rig.says(good, "hello");
    rig.simulator.faults.order({
      do: "errcode",
      errcode: 61016,
      path: "/cgi-bin/message/custom/send",
    });
    await rig.writes(good, "news");
    const marked = page.getByRole("row", { name: /Good shop/ });
    await marked.getByText("Linked, with limits").waitFor();
    await marked.getByRole("link").click();
    await checks.getByText("waits for the platform's confirmation").waitFor();
    const wrong = page.getByRole("region", { name: "What went wrong", exact: true });
    await wrong.locator("summary", { hasText: "61016" }).click();
    expect(await wrong.locator(".checklist li").count()).toBeGreaterThan(1);
    expect(poor.appId).not.toBe(good.appId);
    await page.close();
  }, 90_000);

  it("shows what accounts and followers set as text, and runs none of it", async () => {
    const rig = await openConsoleRig();
    const linked: Awaited<ReturnType<typeof rig.link>>[] = [];
    for (const payload of PAYLOADS) {
      linked.push(await rig.link({ name: payload }));
    }
    // The simulator has no principal and no picture of an account's own choice.
    const { authorisations } = rig.adapter.linking.component;
    for (const [index, { appId }] of linked.entries()) {
      const payload = PAYLOADS[index] ?? "";
      await authorisations.update(appId, (old) => {
        if (old === undefined) return undefined;
        const facts = { ...(old.notes.facts as object), principal: payload, picture: payload };
        return { ...old, notes: { ...old.notes, facts, settings: { locale: "zh" } } };
      });
    }
    const [one] = linked;
    if (one === undefined) throw new Error("no account");
    const page = await browser().newPage();
    page.setDefaultTimeout(20_000);
    await logIn(page, rig);
    await page
      .locator(".accounts tbody tr")
      .nth(PAYLOADS.length - 1)
      .waitFor();
    const rows = await page.locator(".accounts").innerText();
    for (const payload of PAYLOADS) expect(rows).toContain(payload.trim());
    for (const payload of PAYLOADS) {
      await rig.delivery.act(one.appId, one.openid, { do: "say", text: payload });
      await rig.delivery.act(one.appId, one.openid, { do: "tap", key: payload });
      await rig.delivery.act(one.appId, one.openid, { do: "scan", scene: payload });
    }
    // What WeChat itself might say, were it not WeChat.
    const evil = { do: "errcode", errcode: 40001, errmsg: PAYLOADS.join(" ") } as const;
    rig.simulator.faults.order({ ...evil, path: "/cgi-bin/message/custom/send" });
    await expect(rig.writes(one, PAYLOADS.join(" "))).rejects.toThrow("40001");
    await page.goto(`${rig.page.address}/?lang=en#/account/${one.appId}`);
    await page.locator(".failures summary").first().click();
    await page.locator(".person-row").first().click();
    await page.locator(".wide-dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Show the menu" }).click();
    const button = PAYLOADS.map((name) => ({ type: "click", name, key: name })).slice(0, 3);
    await page.locator(".code-field").fill(JSON.stringify({ button }));
    await page.locator(".menu-preview b").nth(2).waitFor();
    const found = await page.evaluate(() => ({
      pwned: "pwned" in window,
      scripts: document.querySelectorAll("script").length,
      foreign: document.querySelectorAll("iframe, style, math, object, embed, form[action]").length,
      handlers: [...document.querySelectorAll("*")].filter((element) =>
        [...element.attributes].some(({ name }) => name.startsWith("on")),
      ).length,
      links: [...document.querySelectorAll("a[href]")]
        .map((link) => (link as HTMLAnchorElement).protocol)
        .filter((protocol) => protocol !== "http:" && protocol !== "https:"),
    }));
    expect(found).toEqual({ pwned: false, scripts: 1, foreign: 0, handlers: 0, links: [] });
    // The same marks do run where nothing guards: the payloads are good.
    const open = await browser().newPage();
    await open.setContent(PAYLOADS.join("\n"));
    await expect.poll(() => open.evaluate(() => "pwned" in window)).toBe(true);
    await Promise.all([page.close(), open.close()]);
  }, 90_000);

  it("runs the checks of an account with secrets of its own, and says what to do", async () => {
    const rig = await openConsoleRig({
      own: [{ appId: "wx0123456789abcdef", token: "ownToken", encodingAESKey: "k".repeat(43) }],
      examine: async () => [
        {
          check: { en: "settings", zh: "配置" },
          state: "good",
          found: { en: "safe mode", zh: "安全模式" },
        },
        {
          check: { en: "callback", zh: "回调" },
          state: "bad",
          found: { en: "<b>nobody</b>", zh: "<b>没有应答</b>" },
          todo: { en: ["Start the server."], zh: ["启动服务。"] },
        },
      ],
    });
    const page = await browser().newPage();
    page.setDefaultTimeout(20_000);
    const complaints = complaintsOf(page);
    await logIn(page, rig, "zh");
    await page.locator("tbody tr a").first().click();
    await page.getByRole("button", { name: "运行检查" }).click();
    const rows = page.getByRole("list", { name: "检查结果" }).locator("> li");
    await expect.poll(() => rows.count()).toBe(2);
    const [good = "", bad = ""] = await rows.allInnerTexts();
    expect(good).toContain("安全模式");
    expect(bad).toMatch(/✗ 回调[\s\S]*<b>没有应答<\/b>[\s\S]*启动服务。/);
    expect(await page.locator(".facts").innerText()).toMatch(/安全模式[\s\S]*未设置 AppSecret/);
    expect(complaints.filter((one) => !/401/.test(one))).toEqual([]);
    await page.close();
  }, 60_000);

  it("is used by keyboard alone, in Chinese as in English", async () => {
    const rig = await openConsoleRig();
    await rig.link({ name: "茶馆" });
    const page = await browser().newPage();
    page.setDefaultTimeout(20_000);
    await logIn(page, rig, "zh");
    const focused = () => page.locator(":is(a, button):focus").allInnerTexts();
    async function tabTo(text: string): Promise<void> {
      for (let n = 0; n < 30; n++) {
        if ((await focused()).some((one) => one.includes(text))) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`no way to ${text} by keyboard`);
    }
    await page.locator("tbody tr").waitFor();
    await tabTo("绑定微信公众号");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    expect(await page.getByRole("dialog").innerText()).toContain("运营者无法授权");
    await page.keyboard.press("Escape");
    await tabTo("茶馆");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "检查" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    await page.close();
  }, 60_000);
});

/** Each would set a mark, if anything of it ran or became markup. */
const PAYLOADS = [
  '<img src=x onerror="window.pwned=1">',
  '"><svg onload=window.pwned=1>',
  "<script>window.pwned=1</script>",
  "javascript:window.pwned=1",
] as const;
