import { expect, it } from "vitest";
import { complaintsOf, describeInBrowser, useBrowser } from "../phone/browser.ts";
import { openConsoleRig, TOKEN } from "./rig.ts";

describeInBrowser("releases of the bot on the operator's page", () => {
  const browser = useBrowser();

  it.each([
    [
      "en",
      /^Two releases of the bot serve the same followers since .+: 8 \(processes: 1\), the newest, and 7 \(processes: 1\)\. Finish the deploy\.$/,
    ],
    [
      "zh",
      /^自 .+ 起，机器人的两个版本在为同一批用户服务：最新的 8（进程数：1） 与 7（进程数：1）。请完成部署。$/,
    ],
  ])(
    "a line says in %s that two serve at once, and is not there otherwise",
    async (language, says) => {
      const page = await browser().newPage();
      const complaints = complaintsOf(page);
      const look = async (releases: readonly [number, number] | undefined) => {
        const rig = await openConsoleRig(releases && { releases });
        await page.goto(`${rig.page.address}/?lang=${language}`);
        await page.locator("input[type=password]").fill(TOKEN);
        const told = page.waitForResponse((response) => response.url().endsWith("/api/releases"));
        await page.keyboard.press("Enter");
        await page.locator(".rail").waitFor();
        await told;
        return page.locator(".releases");
      };
      const line = await look([7, 8]);
      await line.waitFor({ timeout: 20_000 });
      expect(await line.innerText()).toMatch(says);
      expect(await (await look(undefined)).count()).toBe(0);
      // Before the login there is no session.
      expect(complaints.filter((one) => !/401|NAME_NOT_RESOLVED/.test(one))).toEqual([]);
      await page.close();
    },
    60_000,
  );
});
