import { expect, it } from "vitest";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { describeInBrowser, useBrowser } from "./browser.ts";
import { openStage } from "./openStage.ts";

const PATIENCE = { timeout: 20_000 };
/** Throws in a function of its own, dies of another word, and writes on its console. */
const BOT = `
function orderOf(text) {
  throw new TypeError("no order is called " + text);
}
export default async (context) => {
  const { type, text } = context.activity;
  if (type !== "message") return;
  console.log("heard " + text);
  if (text === "die") setTimeout(() => { process.stderr.write("Error: out of coffee\\n    at brew (" + import.meta.filename + ":12:3)\\n"); process.exit(3); });
  if (text === "order") orderOf("order 7");
  await context.sendActivity("fine");
};`;

describeInBrowser("the inspector", () => {
  const browser = useBrowser();

  it("shows what the bot threw in the row of its push, with the line, and the log beside it", async () => {
    const folder = tempFolder({ "bot.mjs": BOT });
    const stage = await openStage("bot.mjs", folder);
    const { openid = "" } = (await stage.state()).people[0] ?? {};
    await stage.post("/api/act", { openid, action: { do: "follow" } });
    const page = await browser().newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${stage.page}/?lang=en`);
    await stage.post("/api/act", { openid, action: { do: "say", text: "order" } });
    const row = page.locator(".record.push.bad");
    await expect
      .poll(() => row.locator(".thrown").innerText(), PATIENCE)
      .toMatch(/^TypeError: no order is called order 7\s+bot\.mjs:3:9$/);
    // The follower was told that something went wrong, which is no success.
    expect(await row.locator(".mark.reply").count()).toBe(0);
    await page.getByRole("tab", { name: "Log" }).click();
    const lines = page.locator(".log-line");
    await expect
      .poll(() => lines.allInnerTexts(), PATIENCE)
      .toEqual(
        expect.arrayContaining([
          expect.stringContaining("heard order"),
          expect.stringMatching(/error[\s\S]*the bot threw[\s\S]*at orderOf/),
        ]),
      );
    await page.getByRole("searchbox").fill("HEARD");
    await expect.poll(() => lines.count()).toBe(1);
    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: "Errors" }).click();
    await page.getByRole("button", { name: "Show the push" }).first().click();
    await expect.poll(() => page.locator(".record.open .record-what").innerText()).toBe("text");
    await page.close();
  }, 90_000);

  it("says first what the bot crashed of", async () => {
    const stage = await openStage("bot.mjs", tempFolder({ "bot.mjs": BOT }));
    const { openid = "" } = (await stage.state()).people[0] ?? {};
    await stage.post("/api/act", { openid, action: { do: "follow" } });
    await stage.post("/api/act", { openid, action: { do: "say", text: "die" } });
    const page = await browser().newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${stage.page}/?lang=en`);
    await expect
      .poll(() => page.locator(".crash .thrown").innerText(), PATIENCE)
      .toMatch(/^Error: out of coffee\s+bot\.mjs:12:3$/);
    await page.close();
  }, 60_000);

  it("has the right time after a reload, and in a window that opens later", async () => {
    const stage = await openStage("bot.mjs", tempFolder({ "bot.mjs": BOT }));
    for (const ms of [3_600_000, 48 * 3_600_000]) await stage.post("/api/time", { ms });
    const { now } = await stage.state();
    const page = await browser().newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${stage.page}/?lang=en`);
    const shown = () => page.locator(".top-clock").innerText();
    const format = { weekday: "short", month: "short", day: "numeric", hour: "2-digit" } as const;
    const wanted = await page.evaluate(
      ([at, options]) => new Intl.DateTimeFormat("en-GB", options).format(at),
      [now, format] as const,
    );
    await expect.poll(shown, PATIENCE).toContain(wanted);
    await page.reload();
    await expect.poll(shown, PATIENCE).toContain(wanted);
    await page.close();
  }, 60_000);
});
