import { expect, it, vi } from "vitest";
import { asJson } from "../../src/commands/bot/watchActivities.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { describeInBrowser, useBrowser } from "./browser.ts";
import { openStage } from "./openStage.ts";

const PATIENCE = { timeout: 20_000 };
const BOT = `
export default async (context) => {
  const { type, text } = context.activity;
  if (type !== "message") return;
  if (text === "hush") return;
  await context.sendActivity("one of " + text);
  await context.sendActivity({ type: "message", text: "two", suggestedActions: { actions: [{ type: "imBack", title: "Yes", value: "yes" }], to: [] } });
};`;

interface Detail {
  readonly opened: string;
  readonly activities?: { readonly got: string; readonly sent: readonly string[] };
}

it("keeps the activity that the bot got beside the push, and those that it sent", async () => {
  const stage = await openStage("bot.mjs", tempFolder({ "bot.mjs": BOT }));
  const { openid = "" } = (await stage.state()).people[0] ?? {};
  const act = (action: object) => stage.post("/api/act", { openid, action });
  await act({ do: "follow" });
  for (const text of ["lunch", "hush"]) {
    await act({ do: "say", text });
    await stage.settled(openid);
  }
  const ids = (await stage.of("push")).map(({ id }) => id);
  const details = await Promise.all(
    ids.map(async (id) => (await fetch(`${stage.page}/api/push/${id}`)).json() as Promise<Detail>),
  );
  const [follow, lunch, hush] = details.map(({ activities }) => ({
    got: JSON.parse(activities?.got ?? "{}") as { type: string; text?: string },
    sent: activities?.sent.map((one) => JSON.parse(one) as { text: string; type: string }),
  }));
  expect(follow?.got.type).toBe("conversationUpdate");
  expect(lunch?.got).toMatchObject({ type: "message", text: "lunch", channelId: "wechat" });
  expect(lunch?.sent?.map(({ text }) => text)).toEqual(["one of lunch", "two"]);
  expect([hush?.got.text, hush?.sent]).toEqual(["hush", []]);
  // A turn that no push caused has its own.
  await stage.post("/api/write", { openid, way: "proactive", text: "from us" });
  await vi.waitFor(async () => {
    const proactive = (await stage.of("ours")).flatMap(({ event }) =>
      event.see === "turn" && event.proactive ? [event.key] : [],
    );
    const key = encodeURIComponent(proactive[0] ?? "");
    const turn = await fetch(`${stage.page}/api/turn?key=${key}`);
    const { sent = [] } = (await turn.json()) as { sent?: string[] };
    expect(sent.map((one) => (JSON.parse(one) as { text: string }).text)).toEqual(["from us"]);
  }, PATIENCE);
  expect((await fetch(`${stage.page}/api/turn?key=nobody`)).status).toBe(404);
}, 90_000);

it("an activity that leads back to itself, or holds a file, is told all the same", () => {
  const data: { self?: object; big: string; count: bigint; twice: object[] } = {
    ...{ big: "x".repeat(9_000), count: 7n, twice: [] },
  };
  data.self = data;
  const shared = { a: 1 };
  data.twice = [shared, shared];
  const told = JSON.parse(asJson({ type: "message", channelData: data })) as {
    channelData: { self: string; big: string; count: string; twice: object[] };
  };
  expect(told.channelData).toMatchObject({ self: "(itself)", count: "7", twice: [shared, shared] });
  expect(told.channelData.big).toMatch(/^x{4000}… \(9000 characters\)$/);
});

describeInBrowser("an opened push", () => {
  const browser = useBrowser();

  it("shows the activities beside the XML where there is room, below it where there is none", async () => {
    const stage = await openStage("bot.mjs", tempFolder({ "bot.mjs": BOT }));
    const { openid = "" } = (await stage.state()).people[0] ?? {};
    await stage.post("/api/act", { openid, action: { do: "follow" } });
    const page = await browser().newPage({ viewport: { width: 1800, height: 1000 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${stage.page}/?lang=en`);
    await stage.post("/api/act", { openid, action: { do: "say", text: "lunch" } });
    // Opened while the turn may still run: what comes is shown.
    await page.locator(".record-head", { hasText: "lunch" }).click();
    const sent = page.locator(".activity", { hasText: "of 2 that it sent" });
    await expect.poll(() => sent.locator("pre").count(), PATIENCE).toBe(2);
    expect(await sent.locator("pre").nth(1).innerText()).toContain('"suggestedActions"');
    const got = page.locator(".activity", { hasText: "Activity that the bot got" });
    const xml = page.locator(".wire pre", { hasText: "<Content>" }).first();
    const places = async () => [await xml.boundingBox(), await got.boundingBox()];
    const [left, right] = await places();
    expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
    await page.setViewportSize({ width: 1280, height: 1000 });
    const [above, below] = await places();
    expect(below?.y).toBeGreaterThan((above?.y ?? 0) + (above?.height ?? 0));
    await page.close();
  }, 90_000);
});
