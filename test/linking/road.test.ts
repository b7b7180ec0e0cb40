import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TurnContext } from "botbuilder";
import { expect, onTestFinished, test } from "vitest";
import type {
  ComponentSettings,
  PlatformNotice,
} from "../../src/adapter/accounts/linking/componentSettings.ts";
import type { DispatchFailure } from "../../src/adapter/send/dispatch.ts";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { authorise, withdraw } from "../../src/simulator/actions/authorising.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const SETS = [1, 2, 3, 7, 15];

const echo: BotLogic = async (context: TurnContext) => {
  if (context.activity.type === "message") await context.sendActivity(context.activity.text);
};

const textPush = (ToUserName: string, FromUserName: string) => ({
  ToUserName,
  FromUserName,
  CreateTime: Math.floor(Date.now() / 1_000),
  MsgType: "text",
  Content: "hello",
  MsgId: "1",
});

/** A third-party platform behind `http`, and a simulated WeChat with one account that may link. */
async function openPlatform(
  logic: BotLogic = echo,
  account: AccountOptions = {},
  settings: Partial<ComponentSettings> = {},
) {
  const simulator = await startSimulator({ seed: "platform" });
  const server = createServer((req, res) => {
    if (req.url?.startsWith("/wechat/media/")) void adapter.serveMedia(req, res);
    else void adapter.process(req, res, logic);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { token: "platformtoken", encodingAESKey: KEY };
  const { platform } = simulator;
  const component = platform.addComponent({
    sets: [...SETS, 11],
    server: { ...keys, url: `${base}/wechat/component`, mode: "safe" },
    messageUrl: `${base}/wechat/$APPID$`,
  });
  const { appId, appSecret } = component.settings;
  const failures: DispatchFailure[] = [];
  const adapter: WeChatAdapter = new WeChatAdapter({
    accounts: [],
    component: { appId, appSecret, ...keys, publicUrl: base, ...settings },
    apiBase: simulator.url,
    onDispatchFailed: (failure) => void failures.push(failure),
    log: { info() {}, warn() {}, error() {} },
  });
  const linked = platform.addAccount(account).settings;
  const pusher = createPusher({ clock: systemClock, transport: httpTransport });
  const delivery = createDelivery(platform, pusher);
  const { openid } = platform.addFollower(linked.appId);
  platform.act(linked.appId, openid, { do: "follow" });
  onTestFinished(async () => {
    delivery.close();
    server.closeAllConnections();
    server.close();
    await adapter.close();
    await simulator.close();
  });
  /** Resolves when every notice that is on its way has been answered. */
  async function quiet(): Promise<void> {
    do await new Promise((resolve) => setTimeout(resolve, 20));
    while (delivery.inFlight > 0);
  }
  return {
    adapter,
    platform,
    component,
    linked,
    quiet,
    failures,
    /** Opens a page of ours in a browser without script. */
    async open(address: string, headers: Record<string, string> = {}) {
      const { pathname, search } = new URL(address);
      const request = {
        url: pathname + search,
        userAgent: headers["user-agent"] ?? "",
        acceptLanguage: headers["accept-language"] ?? "en",
      };
      return adapter.linking.page(request);
    },
    async agree(sets = SETS): Promise<string> {
      platform.pushTicket(appId);
      await quiet();
      const page = await adapter.linking.component.authorisationPage({ redirectUri: base });
      const code = new URL(page).searchParams.get("pre_auth_code") ?? "";
      return authorise(platform, appId, linked.appId, sets, code);
    },
    /** A text to an account's address under the component's keys, or under others. */
    pushAs: (name: string, other: { readonly token?: string } = {}) =>
      pusher.push(
        { ...keys, ...other, mode: "safe", url: `${base}/wechat/${name}`, appId },
        textPush(linked.originalId, openid),
      ),
    sendsVoice: () => delivery.act(linked.appId, openid, { do: "voice" }),
    says: (content: string) => delivery.act(linked.appId, openid, { do: "say", text: content }),
    screen: () =>
      platform.timeline.of("message.shown").map(({ via, message }) => ({ via, message })),
    reference: {
      conversation: { id: openid, isGroup: false, name: "", conversationType: "" },
      bot: { id: linked.originalId, name: "" },
    },
  };
}

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
