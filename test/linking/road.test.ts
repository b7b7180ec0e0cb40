import { expect, test } from "vitest";
import type { PlatformNotice } from "../../src/adapter/accounts/linking/componentSettings.ts";
import { authorise, withdraw } from "../../src/simulator/actions/authorising.ts";

import { echo, openPlatform, SETS } from "./platform.ts";

test("a linked account is answered with the component's keys, and sends by its own token", async () => {
  const ours = await openPlatform(async (context) => {
    await context.sendActivities([{ text: "one" }, { text: "two" }]);
  });
  await ours.agree();
  await ours.quiet();
  const [outcome] = await ours.says("hello");
  expect(outcome?.seen.saw).toBe("reply");
  await expect.poll(() => ours.screen().map(({ via }) => via)).toEqual(["passive", "custom"]);
});

test("the owner cancels: no push is taken, a message is explained; a new consent mends it", async () => {
  const ours = await openPlatform();
  await ours.agree();
  await ours.quiet();
  await ours.says("hello");
  const { adapter, linked, platform, component } = ours;
  withdraw(platform, component.settings.appId, linked.appId);
  await ours.quiet();
  const [row] = await adapter.linking.accounts.list();
  expect(row?.link.state).toBe("withdrawn");
  await ours.adapter.continueConversationAsync("", ours.reference, async (context) => {
    await context.sendActivity("news");
  });
  expect(ours.failures).toEqual([expect.objectContaining({ appId: linked.appId, errcode: 61003 })]);
  await ours.agree();
  await ours.quiet();
  const [outcome] = await ours.says("again");
  expect(outcome?.seen.saw).toBe("reply");
  const [again] = await adapter.linking.accounts.list();
  expect(again?.link.state).toBe("linked");
  // The right to send, which was refused, is not taken as refused for a day.
  await ours.adapter.continueConversationAsync("", ours.reference, async (context) => {
    await context.sendActivity("news again");
  });
  await expect.poll(() => JSON.stringify(ours.screen().at(-1))).toContain("news again");
  expect(ours.screen().at(-1)?.via).toBe("custom");
});

test("an account that never authorised is refused like a forgery", async () => {
  const ours = await openPlatform();
  const outcome = await ours.pushAs(ours.linked.appId);
  expect(new Set(outcome.tries.map(({ status }) => status))).toEqual(new Set([403]));
  const forged = await ours.pushAs("component", { token: "anothertoken" });
  expect(new Set(forged.tries.map(({ status }) => status))).toEqual(new Set([403]));
  expect(forged.tries[0]?.answer).toBe(outcome.tries[0]?.answer);
});

test("a bot speaks first to a follower of a linked account", async () => {
  const ours = await openPlatform();
  await ours.agree();
  await ours.quiet();
  await ours.says("hello");
  await ours.adapter.continueConversationAsync("", ours.reference, async (context) => {
    await context.sendActivity("news");
  });
  await expect.poll(() => ours.screen().at(-1)?.via).toBe("custom");
});

test("the pages: a one-time link to WeChat, and back with the account", async () => {
  const ours = await openPlatform(echo, { verified: false });
  ours.platform.pushTicket(ours.component.settings.appId);
  await ours.quiet();
  const address = await ours.adapter.linking.startLink();
  const start = await ours.open(address, { "accept-language": "zh-CN,zh;q=0.9" });
  expect(start?.status).toBe(200);
  expect(start?.body).toContain("管理员扫码");
  const href = /href="([^"]+)"/.exec(start?.body ?? "")?.[1]?.replaceAll("&#38;", "&") ?? "";
  const weChats = new URL(href);
  expect(weChats.pathname).toBe("/cgi-bin/componentloginpage");
  const code = authorise(
    ours.platform,
    ours.component.settings.appId,
    ours.linked.appId,
    SETS,
    weChats.searchParams.get("pre_auth_code") ?? "",
  );
  const redirect = weChats.searchParams.get("redirect_uri") ?? "";
  expect((await ours.open(redirect))?.status).toBe(400);
  const back = await ours.open(`${redirect}?auth_code=${encodeURIComponent(code)}&expires_in=600`);
  expect(back?.status).toBe(200);
  expect(back?.body).toContain("not verified");
  expect((await ours.open(address))?.status).toBe(410);
  expect((await ours.open(redirect))?.status).toBe(410);
  expect(await ours.open("http://localhost/wechat/component/start/short")).toBeUndefined();
});

test("a link that was made for one account refuses another one with a sentence, and stays open", async () => {
  const ours = await openPlatform();
  const { adapter, component, linked, platform } = ours;
  platform.pushTicket(component.settings.appId);
  await ours.quiet();
  const meant = platform.addAccount({}).settings;
  const address = await adapter.linking.startLink(meant.appId);
  const { body = "" } = (await ours.open(address)) ?? {};
  const href = /href="([^"]+)"/.exec(body)?.[1]?.replaceAll("&#38;", "&") ?? "";
  const { searchParams } = new URL(href);
  expect(searchParams.get("biz_appid")).toBe(meant.appId);
  const preAuthCode = searchParams.get("pre_auth_code") ?? "";
  const code = authorise(platform, component.settings.appId, linked.appId, SETS, preAuthCode);
  await ours.quiet();
  const redirect = searchParams.get("redirect_uri") ?? "";
  const back = `${redirect}?auth_code=${encodeURIComponent(code)}`;
  const refused = await ours.open(back);
  expect(refused?.status).toBe(400);
  expect(refused?.body).toContain("made for another account");
  expect(refused?.body).toContain(meant.appId);
  expect(await adapter.linking.accounts.list()).toEqual([]);
  expect((await ours.open(address))?.status).toBe(200);
});

test("WeChat's own name of an account runs no script on our page", async () => {
  const ours = await openPlatform(echo, { name: "<img src=x onerror=alert(1)>" });
  const code = await ours.agree();
  await ours.quiet();
  const secret = new URL(await ours.adapter.linking.startLink()).pathname.split("/").at(-1);
  const back = `http://x/wechat/component/back/${secret}?auth_code=${encodeURIComponent(code)}`;
  const page = await ours.open(back);
  expect(page?.status).toBe(200);
  expect(page?.body).not.toContain("<img");
  expect(page?.headers["content-security-policy"]).toContain("default-src 'none'");
});

test("accounts differ as code and store say, the store's word first", async () => {
  const asked: string[] = [];
  const ours = await openPlatform(
    async (context) => void (await context.sendActivity(`${context.activity.locale}`)),
    {},
    {
      settingsOf(appId) {
        asked.push(appId);
        return { locale: "en", moderate: (text) => `[${text}]` };
      },
    },
  );
  await ours.agree();
  await ours.quiet();
  await ours.says("hello");
  expect(JSON.stringify(ours.screen().at(-1))).toContain("[en]");
  await ours.adapter.linking.accounts.set(ours.linked.appId, { locale: "ja" });
  await ours.says("hello");
  expect(JSON.stringify(ours.screen().at(-1))).toContain("[ja]");
  expect(new Set(asked)).toEqual(new Set([ours.linked.appId]));
});

test("what a follower of a linked account sends has a link, too, signed for that account alone", async () => {
  const urls: string[] = [];
  const { agree, sendsVoice, linked, component, quiet } = await openPlatform(async (context) => {
    urls.push(context.activity.attachments?.[0]?.contentUrl ?? "");
  });
  // The right to fetch files is a set of its own.
  await agree([...SETS, 11]);
  sendsVoice();
  await quiet();
  const [url = ""] = urls;
  expect(url).toContain(`/wechat/media/${linked.appId}?`);
  expect(url).not.toContain(component.settings.appSecret);
  expect((await fetch(url)).status).toBe(200);
  const other = url.replace(linked.appId, "wx00000000000000ff");
  for (const wrong of [other, url.replace(/signature=./, "signature=_")]) {
    expect((await fetch(wrong)).status).toBe(404);
  }
});

test("notices that ask nothing of us reach the operator's code, and come again where it fails", async () => {
  const heard: PlatformNotice[] = [];
  let fails = 1;
  const ours = await openPlatform(
    echo,
    {},
    {
      onNotice: async (notice) => {
        if (fails-- > 0) throw new Error("the database is away");
        heard.push(notice);
      },
    },
  );
  const { appId } = ours.component.settings;
  // Newer than we are, with an element inside of another.
  ours.platform.notify(appId, {
    InfoType: "newer_than_we",
    info: { legal_persona_name: "梅", code: "1" },
  });
  await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(1);
  expect(heard[0]).toMatchObject({
    infoType: "newer_than_we",
    createdAt: expect.any(Number),
    fields: { AppId: appId, info: { legal_persona_name: "梅", code: "1" } },
  });
  expect(Math.abs(Date.now() - (heard[0]?.createdAt ?? 0))).toBeLessThan(60_000);
  ours.platform.notify(appId, { InfoType: "wxa_nickname_audit", ret: "1" });
  await expect
    .poll(() => heard.map(({ infoType }) => infoType), { timeout: 20_000 })
    .toContain("wxa_nickname_audit");
  // A ticket is the platform's own.
  ours.platform.pushTicket(appId);
  await ours.quiet();
  expect(heard).toHaveLength(2);
});
