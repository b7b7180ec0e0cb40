import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { describeInBrowser, useBrowser } from "./browser.ts";
import { COUNTING_BOT } from "./countingBot.ts";
import { openStage } from "./openStage.ts";
import { openPhoneRig } from "./rig.ts";

beforeAll(() => buildPages({ ifStale: true }), 60_000);

const root = resolve(import.meta.dirname, "../..");
const BOOKING = join(root, "samples/booking");
const PATIENCE = { timeout: 20_000 };

/** A stage on which somebody follows already, and what he does. */
async function chat(args: readonly string[] = [], bot = "bot.mjs") {
  const stage = await openStage(bot, tempFolder({ "bot.mjs": COUNTING_BOT }), args);
  const { openid = "" } = (await stage.state()).people[0] ?? {};
  const act = async (action: object) => {
    await stage.post("/api/act", { openid, action });
    await stage.settled(openid);
  };
  const codes = async () => (await stage.of("call")).map(({ errcode }) => errcode);
  await act({ do: "follow" });
  return { ...stage, openid, act, codes };
}

describe("kinds of account", () => {
  it("an unverified subscription account meets 48001, and what cannot be sent waits", async () => {
    const { state, act, codes, seen, openid } = await chat([
      "--account",
      "subscription-unverified",
    ]);
    const { account } = await state();
    expect([account.kind, account.may]).toEqual([
      "subscription-unverified",
      { customerService: false, templates: false },
    ]);
    await act({ do: "say", text: "two" });
    await expect.poll(codes, PATIENCE).toContain(48001);
    expect(await seen(openid)).toEqual(["1: two"]);
    await act({ do: "say", text: "next" });
    const later = await seen(openid);
    expect(later.join("\n")).toContain("and more");
  }, 90_000);

  it("becomes another kind on the page, which the bot notices at once, both ways", async () => {
    const { post, of, act, codes, seen, openid } = await chat();
    await act({ do: "say", text: "two" });
    await expect.poll(() => seen(openid), PATIENCE).toEqual(["1: two", "and more"]);
    const kind = { kind: "service", without: ["customerService"] };
    expect((await post("/api/account", kind)).status).toBe(200);
    expect((await of("kind")).at(-1)).toMatchObject(kind);
    await act({ do: "say", text: "two" });
    await expect.poll(codes, PATIENCE).toContain(48001);
    await post("/api/account", { kind: "subscription", without: [] });
    await act({ do: "say", text: "two" });
    await expect
      .poll(async () => (await seen(openid)).filter((text) => text === "and more").length, PATIENCE)
      .toBeGreaterThan(1);
    // A subscription account never has templates.
    const template = { openid, way: "template", text: "shipped" };
    expect((await post("/api/write", template)).body.message).toContain("48001");
    await post("/api/account", { kind: "service", without: [] });
    expect((await post("/api/write", template)).status).toBe(200);
    await post("/api/account", { kind: "service", without: ["templates"] });
    expect((await post("/api/write", template)).body.message).toContain("48001");
  }, 90_000);

  it("what is no kind, and a kind for a real account, is refused in words", async () => {
    const { post } = await openPhoneRig();
    expect((await post("/api/account", { kind: "enterprise" })).body.message).toBe(
      "kind must be one of service, service-unverified, subscription, subscription-unverified, test.",
    );
    const wrong = runBin(["start", "--account", "vip", "--without", "menus"], {
      cwd: tempFolder(),
    });
    expect(await wrong.exited).toBe(1);
    expect(wrong.stderr()).toBe(
      '--account "vip" is unknown: use service, service-unverified, subscription, subscription-unverified, test.\n' +
        '--without "menus" is unknown: use customerService, templates.\n',
    );
    const real = runBin(["start", "--account", "test"], {
      cwd: tempFolder(),
      env: { WECHAT_APP_ID: "wx0123456789abcdef", WECHAT_TOKEN: "token", WECHAT_MODE: "plain" },
    });
    expect(await real.exited).toBe(1);
    expect(real.stderr()).toMatch(/^--account and --without are for the account that is played: /);
  }, 30_000);
});

describe("restart from here", () => {
  it("clears the screen alone, or begins anew with a bot that has forgotten", async () => {
    const { post, state, act, seen, of, openid, page } = await chat();
    await act({ do: "say", text: "one" });
    await post("/api/clear", { openid, anew: false });
    await act({ do: "say", text: "still there?" });
    expect(await seen(openid)).toEqual(["1: one", "2: still there?"]);
    await post("/api/clear", { openid, anew: true });
    const person = (await state()).people.find((one) => one.openid === openid);
    expect(person).toMatchObject({ following: false, windows: [] });
    expect((await state()).standings[openid]).toBeUndefined();
    expect((await of("cleared")).map(({ anew }) => anew)).toEqual([false, true]);
    await act({ do: "follow" });
    await act({ do: "say", text: "afresh" });
    expect((await seen(openid)).at(-1)).toBe("1: afresh");
    // A test of the chat is one of what came after.
    const code = await (await fetch(`${page}/api/test/${openid}`)).text();
    expect(code).toContain('mei.mustRead("1: afresh")');
    expect(code).not.toContain("still there?");
    // A chat with two kinds of account is no test.
    await post("/api/account", { kind: "subscription", without: [] });
    const refused = await fetch(`${page}/api/test/${openid}`);
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining("anew")]);
  }, 90_000);

  it("a dialogue of a sample begins at its beginning, and its test plays the kind that it was had with", async () => {
    const { post, act, state, openid, page } = await chat([], BOOKING);
    await act({ do: "say", text: "你好" });
    await act({ do: "say", text: "2" });
    await post("/api/clear", { openid, anew: true });
    await post("/api/account", { kind: "service-unverified", without: [] });
    await act({ do: "follow" });
    const active = (await state()).standings[openid]?.active ?? {};
    expect(Object.keys(active)).toEqual(["follower"]);
    const code = await (await fetch(`${page}/api/test/${openid}`)).text();
    expect(code).toContain("verified: false");
    expect(code).toContain('account: {"type":"service"}');
  }, 90_000);

  it("sends a push again with a number of its own, as it was and as it was edited", async () => {
    const rig = await openPhoneRig();
    const { body } = await rig.order("/api/people", { name: "Mei" });
    const openid = body.openid ?? "";
    const settled = () => expect.poll(() => rig.delivery.inFlight).toBe(0);
    const act = async (action: FollowerAction) => {
      await rig.order("/api/act", { openid, action });
      await settled();
    };
    const begun = () => rig.simulator.timeline.of("push.begun");
    await act({ do: "follow" });
    await act({ do: "say", text: "hello" });
    const first = begun().at(-1);
    const id = first?.pushId ?? "";
    expect((await rig.order("/api/resend", { id })).status).toBe(200);
    await settled();
    expect(begun().at(-1)?.push).toMatchObject({ MsgType: "text", Content: "hello" });
    expect(begun().at(-1)?.push.MsgId).not.toBe(first?.push.MsgId);
    // Words are said, so that they stand in the chat.
    expect(rig.simulator.timeline.of("follower.acted").at(-1)?.action).toEqual({
      do: "say",
      text: "hello",
    });
    const xml = "<xml><MsgType>event</MsgType><Event>CLICK</Event><EventKey>VIP</EventKey></xml>";
    await rig.order("/api/resend", { id, xml });
    await settled();
    expect(begun().at(-1)?.push).toMatchObject({
      FromUserName: openid,
      Event: "CLICK",
      EventKey: "VIP",
    });
    const broken = await rig.order("/api/resend", { id, xml: "<xml><MsgType>" });
    expect([broken.status, broken.body.message]).toEqual([
      409,
      expect.stringMatching(/^That is not a push: /),
    ]);
    const gone = await rig.order("/api/resend", { id: "none" });
    expect([gone.status, gone.body.message]).toEqual([409, "That is no longer kept."]);
  });
});

describeInBrowser("on the page", () => {
  const browser = useBrowser();

  it("what is typed outlives a reload and a refusal; kinds, clearing and editing are there", async () => {
    const { page: address, openid, act, seen } = await chat();
    await act({ do: "say", text: "hello" });
    const browsing = await browser().newContext({ viewport: { width: 1280, height: 860 } });
    const page = await browsing.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${address}/?lang=en`);
    const field = page.locator(".handset textarea");
    await field.fill("half a sentence");
    await page.reload();
    await expect.poll(() => field.inputValue(), PATIENCE).toBe("half a sentence");
    // Another window, opened when this one is closed, has the words too; what is typed in a panel stays with it.
    const window = await browsing.newPage();
    await window.goto(`${address}/?lang=en`);
    await expect
      .poll(() => window.locator(".handset textarea").inputValue(), PATIENCE)
      .toBe("half a sentence");
    await window.close();
    await page.getByRole("button", { name: "Voice" }).click();
    const voice = page.getByRole("textbox", { name: "What the voice says" });
    await voice.fill("half a");
    await page.reload();
    await page.getByRole("button", { name: "Voice" }).click();
    expect(await voice.inputValue()).toBe("half a");
    await page.keyboard.press("Escape");
    // The server is out of reach: the words stay.
    await page.route("**/api/act", (route) => route.abort());
    await field.press("Enter");
    await expect.poll(() => field.inputValue(), PATIENCE).toBe("half a sentence");
    await page.unroute("**/api/act");
    await field.press("Enter");
    await expect.poll(() => field.inputValue(), PATIENCE).toBe("");
    await page.getByLabel("Account").getByRole("combobox").selectOption("subscription-unverified");
    await expect
      .poll(() => page.locator(".notice.jump").allInnerTexts(), PATIENCE)
      .toEqual(["From here on: Unverified subscription account"]);
    expect(await page.locator(".handset-title small").innerText()).toContain(
      "Unverified subscription account",
    );
    await page.locator(".record.push .record-head").first().click();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const xml = page.getByRole("textbox", { name: "Edit" });
    await xml.fill((await xml.inputValue()).replace("half a sentence", "a whole one"));
    await page.getByRole("button", { name: "Send as edited" }).click();
    await expect.poll(() => seen(openid), PATIENCE).toContain("3: a whole one");
    await page.getByRole("tab", { name: "Follower" }).click();
    expect(await page.locator(".block").first().innerText()).toContain("48001");
    await page.getByRole("button", { name: "Clear the chat" }).click();
    await expect.poll(() => page.locator(".handset .line").count(), PATIENCE).toBe(0);
    await page.getByRole("button", { name: "Begin anew" }).click();
    await page.getByRole("button", { name: "Follow", exact: true }).waitFor();
    await browsing.close();
  }, 90_000);
});
