import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { KeptView } from "../../src/simulator/phone/wireKept.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { describeInBrowser, useBrowser } from "./browser.ts";
import { openStage } from "./openStage.ts";
import { openPhoneRig } from "./rig.ts";

const root = resolve(import.meta.dirname, "../..");
const PATIENCE = { timeout: 20_000 };
const url = (path: string) => pathToFileURL(join(root, path));
/** Counts, and keeps something in every way that there is. */
const BOT = `
  import botbuilder from "${url("node_modules/botbuilder/lib/index.js")}";
  import { later } from "${url("src/index.ts")}";
  export default ({ adapter, clock }) => {
    const state = new botbuilder.ConversationState(adapter.botStorage);
    const count = state.createProperty("count");
    adapter.addJobs({ report: () => "the report" });
    return async (context) => {
      const { type, text } = context.activity;
      if (type !== "message") return;
      const n = (await count.get(context, 0)) + 1;
      await count.set(context, n);
      await state.saveChanges(context);
      const scope = context.turnState.get(Symbol.for("botbuilder-adapter-wechat.turnScope"));
      scope.write("mood", { v: 1, mood: text });
      if (text === "remind") scope.setTimer("tea", clock.now() + 7_200_000, "green");
      if (text === "job") await later(context, "report", { of: "july" });
      await context.sendActivity(n + ": " + text);
      if (text === "two") await context.sendActivity("and more");
    };
  };`;

async function talkingTo(args: readonly string[] = []) {
  const stage = await openStage("bot.mjs", tempFolder({ "bot.mjs": BOT }), args);
  const { openid = "" } = (await stage.state()).people[0] ?? {};
  const act = async (action: object) => {
    await stage.post("/api/act", { openid, action });
    await stage.settled(openid);
  };
  const say = (text: string) => act({ do: "say", text });
  const kept = async () =>
    (await fetch(`${stage.page}/api/kept/${openid}`)).json() as Promise<KeptView>;
  await act({ do: "follow" });
  return { ...stage, openid, say, kept };
}

it("tells everything that the bot keeps of a person, and takes an edited value of its state", async () => {
  const { post, say, kept, seen, openid, page } = await talkingTo([
    "--account",
    "subscription-unverified",
  ]);
  expect((await kept()).state).toEqual([]);
  for (const text of ["remind", "two", "job"]) await say(text);
  const now = await kept();
  const [state] = now.state;
  expect(JSON.parse(state?.value ?? "")).toEqual({ count: 3 });
  expect(state?.key).toContain(openid);
  expect(now.slices).toContainEqual({ name: "mood", value: '{\n  "v": 1,\n  "mood": "job"\n}' });
  expect(now.timers.find(({ id }) => id === "tea")).toMatchObject({ data: "green" });
  expect(now.jobs).toMatchObject([
    { name: "report", question: "job", input: '{\n  "of": "july"\n}' },
  ]);
  // On an account without customer service, what the job says waits.
  const held = async () => (await kept()).held.map(({ text }) => text).join("\n");
  await expect.poll(held, PATIENCE).toContain("the report");

  const order = { openid, key: state?.key ?? "", eTag: state?.eTag ?? "" };
  const write = (change: object) =>
    post("/api/state", { ...order, value: '{"count":40}', ...change });
  expect((await write({ value: "{count: 40}" })).body.message).toMatch(
    /^Bot state is a JSON object, and this is none: .*JSON.*\.$/,
  );
  expect((await write({ value: "[40]" })).body.message).toBe(
    "Bot state is a JSON object, and this is none.",
  );
  expect(await write({ key: `${order.key}x` })).toMatchObject({
    ...{ status: 409, body: { code: "state-gone" } },
  });
  expect(await write({ eTag: "older" })).toMatchObject({
    ...{ status: 409, body: { code: "state-conflict" } },
  });
  // A turn that runs would overwrite it.
  await post("/api/trouble", { slowMs: 4_000 });
  await post("/api/act", { openid, action: { do: "say", text: "slowly" } });
  await expect
    .poll(() => write({ eTag: "older" }), { ...PATIENCE, interval: 20 })
    .toMatchObject({ status: 409, body: { code: "turn-runs" } });
  await post("/api/trouble", { clear: true });
  await expect.poll(async () => (await seen(openid)).join("\n"), PATIENCE).toContain("4: slowly");
  await expect
    .poll(async () => {
      const [{ eTag } = { eTag: "" }] = (await kept()).state;
      return (await write({ eTag })).status;
    }, PATIENCE)
    .toBe(200);
  await say("after");
  expect((await seen(openid)).join("\n")).toContain("41: after");
  expect((await fetch(`${page}/api/kept/nobody`)).status).toBe(200);
}, 120_000);

it("of a server that is not ours nothing is told", async () => {
  const { get, account } = await openPhoneRig();
  const answer = await get(`/api/kept/${[...account.followers.keys()][0]}`);
  expect([answer.status, await answer.json()]).toMatchObject([409, { code: "not-ours" }]);
});

describeInBrowser("what the bot keeps", () => {
  const browser = useBrowser();
  const value = (page: Page) => page.locator(".kept-item pre").first();

  it("is shown anew after each turn, is edited, and what is typed outlives a reload", async () => {
    const { page: address, say } = await talkingTo();
    await say("one");
    const page = await browser().newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(20_000);
    const show = async () => {
      await page.goto(`${address}/?lang=en`);
      await page.getByRole("tab", { name: "Kept" }).click();
    };
    await show();
    await expect.poll(() => value(page).innerText(), PATIENCE).toBe('{\n  "count": 1\n}');
    await say("two");
    await expect.poll(() => value(page).innerText(), PATIENCE).toBe('{\n  "count": 2\n}');
    await page.getByRole("button", { name: "Edit" }).first().click();
    const field = page.getByRole("textbox", { name: /^Edit wechat/ });
    await field.fill('{ "count": 70');
    await page.getByText("This is no JSON").waitFor();
    expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await field.fill("[70]");
    await page.getByText("Bot state is a JSON object, in braces.").waitFor();
    await field.fill('{ "count": 70 }');
    await show();
    expect(await field.inputValue()).toBe('{ "count": 70 }');
    // The bot writes meanwhile: neither is lost.
    await say("three");
    await page.getByText("The bot has written this since you began to edit.").waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The bot has written this since", { exact: false }).nth(1).waitFor();
    await field.press("Escape");
    await expect.poll(() => value(page).innerText(), PATIENCE).toBe('{\n  "count": 3\n}');
    await page.getByRole("button", { name: "Edit" }).first().click();
    await field.fill('{ "count": 70 }');
    await page.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => value(page).innerText(), PATIENCE).toBe('{\n  "count": 70\n}');
    await say("four");
    await expect.poll(() => value(page).innerText(), PATIENCE).toBe('{\n  "count": 71\n}');
    await page.close();
  }, 120_000);
});
