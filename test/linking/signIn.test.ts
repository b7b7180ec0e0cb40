import type { TurnContext } from "botbuilder";
import { CardFactory } from "botbuilder";
import { expect, test } from "vitest";
import type { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { WebBrowser } from "../helpers/webBrowser.ts";
import { openPlatform, SETS } from "./platform.ts";

const WEB = 4;

/** A linked account whose bot asks whoever writes to sign in, and says who has. */
async function openDoor(sets: readonly number[], account: object = {}) {
  const told: string[] = [];
  const bot = async (context: TurnContext) => {
    const { type, name } = context.activity;
    if (type === "event" && name === "tokens/response") told.push(name);
    if (type !== "message") return;
    await context.sendActivity({
      attachments: [CardFactory.oauthCard("shop", "Sign in", "Who are you?")],
    });
    const { UserTokenClientKey } = context.adapter as WeChatAdapter & {
      UserTokenClientKey: symbol;
    };
    const tokens = context.turnState.get(UserTokenClientKey);
    const token = await tokens.getUserToken(context.activity.from.id, "shop");
    if (token !== undefined) await context.sendActivity("You are signed in.");
  };
  const settingsOf = () => ({ signIn: "snsapi_base" as const, locale: "en" });
  const ours = await openPlatform(bot, account, { settingsOf });
  await ours.adapter.linking.accounts.agreed(await ours.agree([...sets]));
  await ours.quiet();
  await ours.says("hello");
  await ours.quiet();
  const texts = () => ours.screen().map(({ message }) => JSON.stringify(message));
  const link = /href=\\"([^"]*\/connect\/oauth2\/authorize[^"]*?)\\"/.exec(texts().at(-1) ?? "");
  const phone = new WebBrowser((url) => {
    if (url.pathname === "/connect/oauth2/authorize") url.searchParams.set("as", ours.openid);
    return url;
  });
  return { ours, texts, phone, told, link: link?.[1]?.replaceAll("&amp;", "&") };
}

test("followers of a linked account sign in through the platform that it authorised", async () => {
  const { ours, texts, phone, link = "", told } = await openDoor([...SETS, WEB]);
  expect(new URL(link).searchParams.get("component_appid")).toBe(ours.component.settings.appId);
  expect(await phone.open(link)).toMatchObject({
    status: 200,
    text: expect.stringContaining("You are signed in"),
  });
  await expect.poll(() => told).toEqual(["tokens/response"]);
  const exchanged = ours.platform.timeline
    .of("api.called")
    .filter(({ path }) => path.startsWith("/sns/oauth2/"))
    .map(({ path, errcode }) => [path, errcode]);
  expect(exchanged).toEqual([["/sns/oauth2/component/access_token", 0]]);
  await ours.says("again");
  await ours.quiet();
  expect(texts().at(-1)).toContain("You are signed in.");
});

test("a phone that opens the page twice reads the same twice, and the bot hears of it once", async () => {
  const { phone, link = "", told } = await openDoor([...SETS, WEB]);
  const there = await phone.step(link);
  const pages = await Promise.all([1, 2].map(() => phone.step(there.location ?? "")));
  for (const { status, text } of pages) {
    expect(status).toBe(200);
    expect(text).toContain("You are signed in");
  }
  await expect.poll(() => told).toEqual(["tokens/response"]);
});

test.each([
  ["did not give the web's permission set", SETS, {}],
  ["is a subscription account", [...SETS, WEB], { type: "subscription" }],
])(
  "where the account %s, he reads that he cannot, and the log says what to set",
  async (_, sets, account) => {
    const { ours, texts, link } = await openDoor(sets, account);
    expect(link).toBeUndefined();
    expect(texts().at(-1)).toContain("(Signing in is not possible here.)");
    expect(ours.failures).toEqual([]);
  },
);
