import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type {
  WebLogin,
  WebLoginOptions,
  WebVisitor,
} from "../../src/adapter/receive/login/webLoginOptions.ts";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { authorise } from "../../src/simulator/actions/authorising.ts";
import { memoryLog } from "../client/scripted.ts";
import { WebBrowser } from "../helpers/webBrowser.ts";
import { HOUR, MINUTE, openBox } from "../simulator/box.ts";

const SETS = [1, 2, 4];

/** A host with one page, which says who opens it; its account is the adapter's own, or a linked one. */
async function openShop(kind: "own" | "linked", options: Partial<WebLoginOptions> = {}) {
  const box = await openBox({}, { components: [{ sets: SETS }] });
  const seen: WebVisitor[] = [];
  let login: WebLogin;
  const server = createServer((req, res) => {
    void login.who(req, res).then((visitor) => {
      if (visitor === undefined) return;
      seen.push(visitor);
      res.end(`hello ${visitor.openid} at ${req.url}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [component] = box.platform.world.components.values();
  if (component === undefined) throw new Error("no component");
  const { appId, appSecret } = component.settings;
  const own = {
    appId: box.appId,
    appSecret: box.appSecret,
    token: "shoptoken",
    originalId: box.account.settings.originalId,
  };
  const log = memoryLog();
  const keys = {
    token: "platformtoken",
    encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
  };
  const adapter = new WeChatAdapter({
    accounts: kind === "own" ? [own] : [],
    component: { appId, appSecret, ...keys, publicUrl: base },
    apiBase: box.simulator.url,
    clock: box.clock,
    log,
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await adapter.close();
    await box[Symbol.asyncDispose]();
  });
  if (kind === "linked") {
    const { component: client, accounts } = adapter.linking;
    box.platform.pushTicket(appId);
    await client.keepTicket(component.tickets.at(-1)?.ticket ?? "");
    const page = new URL(await client.authorisationPage({ redirectUri: base }));
    const preAuthCode = page.searchParams.get("pre_auth_code") ?? "";
    await accounts.agreed(authorise(box.platform, appId, box.appId, SETS, preAuthCode));
  }
  login = adapter.webLogin({ url: `${base}/wechat-login`, appId: box.appId, ...options });
  const { openid } = box.platform.addFollower(box.appId, { unionId: "uMei", name: "梅" });
  /** Mei's phone: on WeChat's page it is she. */
  const phone = (more: Record<string, string> = {}) =>
    new WebBrowser((url) => {
      if (url.pathname !== "/connect/oauth2/authorize") return url;
      for (const [name, value] of Object.entries({ as: openid, ...more }))
        url.searchParams.set(name, value);
      return url;
    });
  const exchanges = () =>
    box.platform.timeline
      .of("api.called")
      .filter(({ path }) => path.endsWith("access_token") && path.startsWith("/sns"));
  return { ...box, base, adapter, login, openid, phone, seen, exchanges, log };
}

test.each(["own", "linked"] as const)(
  "who opens a page of an account that is %s: asked once, then known",
  async (kind) => {
    const shop = await openShop(kind);
    const mei = shop.phone();
    const page = await mei.open(`${shop.base}/orders?id=7`);
    expect(page.text).toBe(`hello ${shop.openid} at /orders?id=7`);
    expect(mei.asked.map((address) => new URL(address).pathname)).toEqual([
      "/orders",
      "/connect/oauth2/authorize",
      "/wechat-login",
      "/orders",
    ]);
    const link = new URL(mei.asked[1] ?? "").searchParams;
    expect(link.get("connect_redirect")).toBe("1");
    expect(link.has("component_appid")).toBe(kind === "linked");
    expect((await mei.open(`${shop.base}/more`)).text).toContain("/more");
    expect(shop.exchanges().map(({ path, errcode }) => [path, errcode])).toEqual([
      [`/sns/oauth2/${kind === "linked" ? "component/" : ""}access_token`, 0],
    ]);
    // What the bot knows the follower by.
    expect(shop.login.referenceOf(shop.seen[0] as WebVisitor)).toMatchObject({
      conversation: { id: shop.openid },
      bot: { id: shop.account.settings.originalId },
    });
  },
);

test("the visitor's conversation is the bot's: it can write to him", async () => {
  const shop = await openShop("own");
  shop.platform.act(shop.appId, shop.openid, { do: "follow" });
  await shop.phone().open(`${shop.base}/`);
  const said: string[] = [];
  const reference = shop.login.referenceOf(shop.seen[0] as WebVisitor);
  await shop.adapter.continueConversationAsync("", reference, async (context) => {
    said.push(context.activity.conversation.id);
  });
  expect(said).toEqual([shop.openid]);
});

test("with consent the page knows the name", async () => {
  const shop = await openShop("own", { scope: "snsapi_userinfo" });
  await shop.phone().open(`${shop.base}/`);
  expect(shop.seen).toMatchObject([
    { name: "梅", unionId: "uMei", picture: expect.stringContaining("https://") },
  ]);
});

test("a phone that opens the page twice has one exchange, whatever comes first", async () => {
  const shop = await openShop("own");
  const mei = shop.phone();
  const wechat = (await mei.step(`${shop.base}/orders`)).location ?? "";
  const back = (await mei.step(wechat)).location ?? "";
  const both = await Promise.all([mei.step(back), mei.step(back)]);
  expect(both.map(({ location }) => location)).toEqual(["/orders", "/orders"]);
  expect((await mei.step(back)).location).toBe("/orders");
  expect(shop.exchanges()).toHaveLength(1);
});

test("a code that another process used up: who is known goes on, who is not begins again, once", async () => {
  const shop = await openShop("own");
  const mei = shop.phone();
  const wechat = (await mei.step(`${shop.base}/orders`)).location ?? "";
  const back = (await mei.step(wechat)).location ?? "";
  const used = () => {
    const code = new URL(back).searchParams.get("code") ?? "";
    shop.platform.record("web.codeUsed", { code });
  };
  used();
  const again = await mei.step(back);
  expect(again.location).toContain("/connect/oauth2/authorize");
  const second = (await mei.step(again.location ?? "")).location ?? "";
  shop.platform.record("web.codeUsed", { code: new URL(second).searchParams.get("code") ?? "" });
  const over = await mei.step(second);
  expect([over.status, over.location]).toEqual([403, undefined]);
  expect(over.text).toContain("WeChat did not say who you are");
});

test("a used code that somebody found is worth nothing on a way of his own", async () => {
  const shop = await openShop("own");
  const mei = shop.phone();
  const wechat = (await mei.step(`${shop.base}/orders`)).location ?? "";
  const back = new URL((await mei.step(wechat)).location ?? "");
  await mei.open(back.href);
  const mallory = new WebBrowser();
  const own = new URL((await mallory.step(`${shop.base}/orders`)).location ?? "");
  back.searchParams.set("state", own.searchParams.get("state") ?? "");
  const tried = await mallory.step(back.href);
  // WeChat was asked and refused (40163), and he is led to it once more, as himself.
  expect(tried.location).toContain("/connect/oauth2/authorize");
  expect((await mallory.step(`${shop.base}/orders`)).location).toContain("/connect/oauth2/");
  expect(shop.exchanges().map(({ errcode }) => errcode)).toEqual([0, 40163]);
  expect(shop.seen.map(({ openid }) => openid)).toEqual([shop.openid]);
});

test("nobody comes back with another browser's state, and no state at all helps nobody", async () => {
  const shop = await openShop("own");
  const mallory = shop.phone();
  const wechat = (await mallory.step(`${shop.base}/`)).location ?? "";
  const back = (await mallory.step(wechat)).location ?? "";
  const victim = shop.phone();
  const page = await victim.open(back, { headers: { "accept-language": "zh-CN" } });
  expect([page.status, page.url]).toEqual([403, back]);
  expect(page.text).toContain("请关闭页面");
  expect(shop.exchanges()).toEqual([]);
  await victim.step(`${shop.base}/`);
  for (const state of [null, "", "0".repeat(32)]) {
    const forged = new URL(back);
    if (state === null) forged.searchParams.delete("state");
    else forged.searchParams.set("state", state);
    expect((await victim.step(forged.href)).status).toBe(403);
  }
  expect(shop.exchanges()).toEqual([]);
});

test("our cookies cannot be written by others, changed for one another, or kept for ever", async () => {
  const shop = await openShop("own", { staysMs: HOUR });
  const mei = shop.phone();
  await mei.open(`${shop.base}/`);
  const jar = mei.cookies(new URL(shop.base).host);
  const [way, who] = [`wxway_${shop.appId}`, `wxwho_${shop.appId}`];
  const good = jar.get(who) ?? "";
  const knows = async (value: string) => {
    jar.set(who, value);
    return (await mei.step(`${shop.base}/`)).location === undefined;
  };
  expect(await knows(good)).toBe(true);
  const forged = Buffer.from(
    JSON.stringify({ appId: shop.appId, openid: "oBoss", until: 9e15 }),
  ).toString("base64url");
  for (const bad of [
    jar.get(way) ?? "",
    `${forged}.${good.split(".")[1]}`,
    `${forged}.`,
    forged,
    "",
    ".",
  ]) {
    expect(await knows(bad)).toBe(false);
  }
  // Somebody else's beside ours does not hide it.
  jar.set(who, good);
  expect((await mei.step(`${shop.base}/`, { headers: {} })).location).toBeUndefined();
  await shop.clock.advance(HOUR);
  expect(await knows(good)).toBe(false);
});

test("who does not agree, waits too long, or is a script, is told so", async () => {
  const shop = await openShop("own");
  const mei = shop.phone();
  const wechat = new URL((await mei.step(`${shop.base}/`)).location ?? "");
  const state = wechat.searchParams.get("state") ?? "";
  const refused = await mei.step(`${shop.base}/wechat-login?state=${state}`);
  expect([refused.status, refused.text.includes("did not agree")]).toEqual([403, true]);
  const back = (await mei.step(wechat.href)).location ?? "";
  await shop.clock.advance(10 * MINUTE);
  expect((await mei.step(back)).text).toContain("over");
  expect((await mei.step(`${shop.base}/api`, { method: "POST" })).status).toBe(401);
});

test("a visitor of a snapshot page is nobody, and not for long", async () => {
  const shop = await openShop("own");
  const mei = shop.phone({ snapshot: "1" });
  await mei.open(`${shop.base}/`);
  const [visitor] = shop.seen;
  expect(visitor?.snapshot).toBe(true);
  expect(visitor?.openid).not.toBe(shop.openid);
  expect(() => shop.login.referenceOf(visitor as WebVisitor)).toThrow("no conversation");
  await shop.clock.advance(MINUTE);
  expect((await mei.step(`${shop.base}/`)).location).toContain("/connect/");
});

test.each(["//evil.example/x", "/\\evil.example/x"])(
  "nobody is led to another host by our own page: %s",
  async (path) => {
    const shop = await openShop("own");
    const mei = shop.phone();
    const { port } = new URL(shop.base);
    const wechat = await rawLocation(Number(port), path);
    const cookie = mei.cookies(new URL(shop.base).host);
    for (const [, name = "", value = ""] of wechat.cookies.map(
      (one) => /^([^=]+)=([^;]*)/.exec(one) ?? [],
    )) {
      cookie.set(name, value);
    }
    await mei.step(`${shop.base}/x`);
    for (const [, name = "", value = ""] of wechat.cookies.map(
      (one) => /^([^=]+)=([^;]*)/.exec(one) ?? [],
    )) {
      mei.cookies(new URL(shop.base).host).set(name, value);
    }
    const back = (await mei.step(wechat.location)).location ?? "";
    expect((await mei.step(back)).location).toBe("/");
  },
);

test("settings that cannot work are said, one sentence each", async () => {
  const shop = await openShop("own");
  const wrong = {
    url: "http://shop.example/login?x",
    scope: "snsapi_login" as "snsapi_base",
    appId: shop.appId,
    key: "short",
    staysMs: 0,
    home: "//evil",
  };
  expect(() => shop.adapter.webLogin(wrong)).toThrow(
    /url.*\n.*key.*\n.*scope.*\n.*staysMs.*\n.*home/,
  );
  const two = new WeChatAdapter({
    accounts: ["wx0000000000000001", "wx0000000000000002"].map((appId) => ({
      appId,
      token: "abc",
      originalId: `gh_${appId}`,
    })),
  });
  expect(() => two.webLogin({ url: "https://shop.example/login", key: "k".repeat(16) })).toThrow(
    "several accounts",
  );
  await two.close();
});

/** What our page answers to a path that no browser would write so. */
async function rawLocation(port: number, path: string) {
  const { request } = await import("node:http");
  return new Promise<{ location: string; cookies: string[] }>((resolve, reject) => {
    request({ host: "127.0.0.1", port, path }, (response) => {
      response.resume();
      resolve({
        location: response.headers.location ?? "",
        cookies: response.headers["set-cookie"] ?? [],
      });
    })
      .on("error", reject)
      .end();
  });
}
