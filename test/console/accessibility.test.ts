import { expect, it } from "vitest";
import { LOOKS, lookerAt } from "../helpers/accessibility.ts";
import { describeInBrowser, useBrowser } from "../phone/browser.ts";
import { openConsoleRig, TOKEN } from "./rig.ts";

type Rig = Awaited<ReturnType<typeof openConsoleRig>>;

/** Two accounts, one with limits and a refusal, both with followers. */
async function busyRig(): Promise<Rig> {
  const rig = await openConsoleRig();
  const poor = await rig.link({
    name: "A shop that is called by a rather long name",
    verified: false,
  });
  const good = await rig.link({ name: "竹里茶馆" });
  for (const account of [poor, good]) await rig.says(account, "hello");
  rig.simulator.faults.order({
    do: "errcode",
    errcode: 61016,
    path: "/cgi-bin/message/custom/send",
  });
  await rig.writes(good, "news");
  return rig;
}

describeInBrowser("the operator's page for everybody", () => {
  const browser = useBrowser();

  it.each(LOOKS)(
    "axe finds nothing serious (%s, %s)",
    async (language, theme) => {
      const rig = await busyRig();
      const found: string[] = [];
      for (const width of [1240, 320]) {
        const page = await browser().newPage({ viewport: { width, height: 800 } });
        page.setDefaultTimeout(20_000);
        const seen = lookerAt(page, width, found);
        const look = async (view: string) => {
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > width) found.push(`${view} is ${wide} wide at ${width}`);
          await seen(view);
        };
        await page.goto(`${rig.page.address}/?lang=${language}&theme=${theme}`);
        await page.locator("input[type=password]").waitFor();
        await look("login");
        await page.locator("input[type=password]").fill(TOKEN);
        await page.keyboard.press("Enter");
        await page.getByText("竹里茶馆").first().waitFor();
        await look("accounts");
        await page.getByRole("link", { name: "竹里茶馆" }).first().click();
        const refusals = page.locator("summary", { hasText: "61016" });
        await expect.poll(() => refusals.count(), { timeout: 20_000 }).toBe(2);
        for (const refusal of await refusals.all()) await refusal.click();
        await page.locator(".checklist li").first().waitFor();
        await look("account");
        await page.close();
      }
      expect(found).toEqual([]);
    },
    90_000,
  );
});
