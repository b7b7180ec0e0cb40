import { expect, test } from "vitest";
import { createClient } from "../../src/client/client.ts";
import { oauthLink, oneTimeSubscriptionLink, qrCodeImageLink } from "../../src/client/web/links.ts";
import { OPENID, refusal, SECRET, scriptedClient } from "./scripted.ts";

const TYPING = "/cgi-bin/message/custom/typing";

test("typing goes out at once, then whenever it has ended until it is stopped, whatever becomes of it", async () => {
  const { clock, client, weChat, log } = scriptedClient(({ path }) =>
    path === TYPING ? refusal(45080) : undefined,
  );
  const start = clock.now();
  const stop = client.typing.during(OPENID);
  await clock.advance(31_000);
  stop();
  await clock.advance(60_000);
  expect(weChat.of(TYPING).map(({ at }) => at - start)).toEqual([0, 15_200, 30_400]);
  expect(JSON.parse(weChat.of(TYPING)[0]?.body ?? "")).toEqual({
    touser: OPENID,
    command: "Typing",
  });
  expect(log.lines.join()).not.toContain(OPENID);
});

test("two turns of one follower share their typing; others have their own", async () => {
  const { clock, client, weChat } = scriptedClient(() => undefined);
  client.typing.show(OPENID);
  client.typing.show(OPENID);
  client.typing.show("oOther");
  await clock.advance(15_199);
  client.typing.show(OPENID);
  await clock.advance(1);
  expect(weChat.of(TYPING)).toHaveLength(2);
  client.typing.show(OPENID);
  await clock.advance(0);
  expect(weChat.of(TYPING)).toHaveLength(3);
});

test("OAuth links have the order that WeChat checks", () => {
  expect(
    oauthLink("wx1", { redirectUri: "https://e.org/a?b=c", scope: "snsapi_userinfo", state: "s1" }),
  ).toBe(
    "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&" +
      "redirect_uri=https%3A%2F%2Fe.org%2Fa%3Fb%3Dc&response_type=code&scope=snsapi_userinfo&" +
      "state=s1&connect_redirect=1#wechat_redirect",
  );
  const full = oauthLink("wx1", {
    redirectUri: "https://e.org/",
    forcePopup: true,
    forceSnapShot: true,
    componentAppId: "wxc",
  });
  expect(full).toMatch(
    /&state=&forcePopup=true&forceSnapShot=true&component_appid=wxc&connect_redirect=1#wechat_redirect$/,
  );
  const twice = oauthLink("wx1", { redirectUri: "https://e.org/", connectRedirect: false });
  expect(twice).toMatch(/&state=#wechat_redirect$/);
  for (const state of ["a b", "ä", "x".repeat(129)]) {
    expect(() => oauthLink("wx1", { redirectUri: "https://e.org/", state })).toThrow("letters");
  }
});

test("other links", () => {
  const link = { scene: 1_000, templateId: "t", redirectUrl: "https://e.org/", reserved: "r" };
  expect(oneTimeSubscriptionLink("wx1", link)).toBe(
    "https://mp.weixin.qq.com/mp/subscribemsg?action=get_confirm&appid=wx1&scene=1000&" +
      "template_id=t&redirect_url=https%3A%2F%2Fe.org%2F&reserved=r#wechat_redirect",
  );
  expect(() => oneTimeSubscriptionLink("wx1", { ...link, scene: 10_001 })).toThrow("scene");
  expect(qrCodeImageLink("a/b+c=")).toBe(
    "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=a%2Fb%2Bc%3D",
  );
});

test("another host must be safe from listeners", () => {
  const open = (apiBase: string) => createClient({ appId: "wx1", secret: SECRET, apiBase });
  for (const bad of [
    "http://api.weixin.qq.com",
    "api.weixin.qq.com",
    "http://127.0.0.1.evil.org",
    "https://a@b/",
  ]) {
    expect(() => open(bad)).toThrow("apiBase");
  }
  for (const fine of [
    "https://sh.api.weixin.qq.com",
    "http://127.0.0.1:80/wechat",
    "http://[::1]:1",
  ]) {
    expect(open(fine).appId).toBe("wx1");
  }
});
