import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { refusalIn, speaker } from "../../src/console/page/words.ts";
import { describeInBrowser, useBrowser } from "../phone/browser.ts";
import { openConsoleRig } from "./rig.ts";

const folder = resolve(import.meta.dirname, "../../src/console");
const isChinese = (text: string) => /\p{Script=Han}/u.test(text);

it("whatever the console's server refuses is said in Chinese, and as it stands in English", () => {
  const [zh, en] = [speaker("zh"), speaker("en")];
  const found = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const code = readFileSync(join(folder, file), "utf8");
      const refusals = code.matchAll(
        /(?:Answer\.no|refusal)\(\s*\d+,\s*"([a-z-]+)",\s*["`]([^"`]+)/g,
      );
      return [...refusals].map(([, name = "", message = ""]) => ({ code: name, message }));
    });
  expect(found.length).toBeGreaterThan(4);
  for (const { code, message } of found) {
    const said = message.replace(/\$\{\w+\}/, "4");
    expect(isChinese(refusalIn(zh, { code, message: said })), code).toBe(true);
    expect(refusalIn(en, { code, message: said })).toBe(said);
  }
  expect(
    refusalIn(zh, { code: "too-many", message: "Too many wrong tokens: wait 8 s." }),
  ).toContain("8 秒");
  // What has no sentence of its own stands behind one.
  const other = { code: "api-timeout", message: "menu.get failed: the deadline passed." };
  expect(refusalIn(zh, other)).toBe(`未能执行：${other.message}`);
  expect(refusalIn(en, other)).toBe(other.message);
});

describeInBrowser("the operator's page in Chinese", () => {
  const browser = useBrowser();

  it("says in Chinese that a token is wrong, and that no server is there", async () => {
    const rig = await openConsoleRig();
    const page = await browser().newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${rig.page.address}/?lang=zh`);
    await page.locator("input[type=password]").fill("not the token at all, but long enough");
    await page.keyboard.press("Enter");
    const problem = page.getByRole("alert");
    await expect.poll(() => problem.innerText()).toBe("登录令牌不对。");
    await page.route("**/api/login", (route) => route.abort());
    await page.keyboard.press("Enter");
    await expect.poll(() => problem.innerText()).toBe("服务器没有应答。");
    await page.close();
  }, 60_000);
});
