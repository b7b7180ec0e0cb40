import { expect, test } from "vitest";
import { readNotice } from "../../src/protocol/notice.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { confirmSet, withdraw } from "../../src/simulator/actions/authorising.ts";
import type { ComponentOptions } from "../../src/simulator/world/component.ts";
import { FOLLOW, HELLO, HOUR, MINUTE, openBox, SECOND, SEND } from "./box.ts";

/** Section 7 of the fact sheet. */
const PC = "/cgi-bin/componentloginpage";
const PHONE = "/wxaopen/safe/bindcomponent";
const BACK = "https://platform.example/back?x=1";

async function ready(settings: ComponentOptions = {}, account = {}) {
  const xmls: string[] = [];
  const box = await openBox(account, {
    components: [settings],
    push: { event: () => {}, notice: ({ xml }) => xmls.push(xml) },
  });
  const [component] = box.platform.world.components.values();
  if (component === undefined) throw new Error("no component");
  const component_appid = component.settings.appId;
  const call = (name: string, body: object, token?: string) => {
    const query = token === undefined ? "" : `?component_access_token=${token}`;
    const init = { method: "POST", body: JSON.stringify({ component_appid, ...body }) };
    return box.http(`/cgi-bin/component/${name}${query}`, init);
  };
  const notices = () => xmls.map((xml) => readNotice(readPushXml(xml)));
  function ticket(): string {
    box.platform.pushTicket(component_appid);
    return component?.tickets.at(-1)?.ticket ?? "";
  }
  async function componentToken(): Promise<string> {
    const { json } = await call("api_component_token", {
      component_appsecret: component?.settings.appSecret,
      component_verify_ticket: ticket(),
    });
    return json.component_access_token;
  }
  async function preAuthCode(token: string): Promise<string> {
    return (await call("api_create_preauthcode", {}, token)).json.pre_auth_code;
  }
  function submit(fields: Record<string, string>, page = PC) {
    const body = new URLSearchParams({
      component_appid,
      redirect_uri: BACK,
      account: box.appId,
      role: "administrator",
      do: "authorise",
      ...fields,
    });
    return fetch(`${box.simulator.url}${page}`, { method: "POST", body, redirect: "manual" });
  }
  /** From the ticket to the tokens of the account. */
  async function link(fields: Record<string, string> = {}) {
    const token = await componentToken();
    const response = await submit({ pre_auth_code: await preAuthCode(token), ...fields });
    const back = new URL(response.headers.get("location") ?? "");
    const code = back.searchParams.get("auth_code") ?? "";
    const { json } = await call("api_query_auth", { authorization_code: code }, token);
    const info = json.authorization_info;
    return { token, code, back, info, access: info.authorizer_access_token as string };
  }
  const mei = box.person(FOLLOW, HELLO);
  return Object.assign(box, {
    component,
    component_appid,
    componentCall: call,
    notices,
    ticket,
    componentToken,
    preAuthCode,
    submit,
    link,
    mei,
  });
}

test("a ticket comes every ten minutes", async () => {
  await using box = await ready();
  await box.clock.advance(10 * MINUTE - 1);
  expect(box.notices()).toHaveLength(0);
  await box.clock.advance(20 * MINUTE + 1);
  expect(box.notices().map(({ notice }) => notice)).toEqual(
    Array(3).fill("component_verify_ticket"),
  );
  expect(box.notices()[0]).toMatchObject({
    appId: box.component_appid,
    ticket: expect.stringMatching(/^ticket@@@/),
  });
});

test("a ticket is good for twelve hours", async () => {
  await using box = await ready({ ticketsOn: false });
  const component_verify_ticket = box.ticket();
  const component_appsecret = box.component.settings.appSecret;
  const ask = async (body: object) =>
    (
      await box.componentCall("api_component_token", {
        component_appsecret,
        component_verify_ticket,
        ...body,
      })
    ).json;
  expect((await ask({ component_verify_ticket: "ticket@@@x" })).errcode).toBe(61006);
  expect((await ask({ component_appsecret: "x" })).errcode).toBe(40125);
  expect((await ask({ component_appid: "x" })).errcode).toBe(40013);
  await box.clock.advance(12 * HOUR - 1);
  expect((await ask({})).expires_in).toBe(7_200);
  await box.clock.advance(1);
  expect((await ask({})).errcode).toBe(61005);
});

test("who asks from elsewhere is told his address", async () => {
  await using box = await ready({ ipWhitelist: ["10.0.0.1"] });
  const { json } = await box.componentCall("api_component_token", {});
  expect(json.errcode).toBe(61004);
  expect(json.errmsg).toMatch(/^access clientip is not registered requestIP: 127\.0\.0\.1 rid: /);
});

test.each([PC, PHONE, "/safe/bindcomponent"])(
  "%s authorises the administrator only",
  async (page) => {
    await using box = await ready();
    const token = await box.componentToken();
    const pre_auth_code = await box.preAuthCode(token);
    const query = { component_appid: box.component_appid, pre_auth_code, redirect_uri: BACK };
    const shown = await box.get(page, query);
    expect(shown.text).toContain(box.appId);
    expect(shown.text).not.toContain("<script");
    const operator = await box.submit({ pre_auth_code, role: "operator" }, page);
    expect(operator.status).toBe(200);
    expect(await operator.text()).toContain("只有管理员可以授权");
    expect(box.component.authorisations.size).toBe(0);
    const response = await box.submit({ pre_auth_code }, page);
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toMatch(
      /^https:\/\/platform\.example\/back\?x=1&auth_code=queryauthcode%40%40%40[\w-]+&expires_in=600$/,
    );
    expect(box.notices().at(-1)).toMatchObject({
      notice: "authorized",
      authorizerAppId: box.appId,
      preAuthCode: pre_auth_code,
    });
    const again = await box.submit({ pre_auth_code }, page);
    expect(again.status).toBe(200);
  },
);

test("a pre-auth code is good for 1800 seconds", async () => {
  await using box = await ready();
  const code = await box.preAuthCode(await box.componentToken());
  await box.clock.advance(1_800 * SECOND);
  const late = await box.submit({ pre_auth_code: code });
  expect(await late.text()).toContain("expired");
});

test("an authorisation code is good once, for ten minutes", async () => {
  await using box = await ready();
  const { token, code, info } = await box.link();
  expect(info).toMatchObject({
    authorizer_appid: box.appId,
    expires_in: 7_200,
    authorizer_refresh_token: expect.stringMatching(/^refreshtoken@@@/),
  });
  expect(info.func_info).toContainEqual({ funcscope_category: { id: 1 } });
  const used = await box.componentCall("api_query_auth", { authorization_code: code }, token);
  expect(used.json.errcode).toBe(61009);
  const response = await box.submit({ pre_auth_code: await box.preAuthCode(token) });
  const fresh = new URL(response.headers.get("location") ?? "").searchParams.get("auth_code");
  await box.clock.advance(10 * MINUTE);
  const late = await box.componentCall("api_query_auth", { authorization_code: fresh }, token);
  expect(late.json.errcode).toBe(61010);
});

test("the account's token sends, until the account withdraws", async () => {
  await using box = await ready();
  const { access } = await box.link();
  expect(await box.say(access, box.mei)).toBe(0);
  withdraw(box.platform, box.component_appid, box.appId);
  expect(box.notices().at(-1)).toMatchObject({
    notice: "unauthorized",
    authorizerAppId: box.appId,
  });
  const body = { touser: box.mei.openid, msgtype: "text", text: { content: "x" } };
  const { json } = await box.post(SEND, access, body);
  expect(json.errcode).toBe(61003);
  expect(json.errmsg).toMatch(/^component is not authorized by this account rid: /);
});

test("a set that was not granted is refused, whatever the account may do", async () => {
  await using box = await ready();
  const { access } = await box.link({ set: "2,15" });
  const body = { touser: box.mei.openid, msgtype: "text", text: { content: "x" } };
  const { json } = await box.post(SEND, access, body);
  expect(json.errcode).toBe(61007);
  expect(json.errmsg).toMatch(/^api is unauthorized to component rid: /);
  const users = await box.get("/cgi-bin/user/get", { access_token: access });
  expect(users.json.total).toBe(1);
});

test("a set that waits for confirmation is refused until it is confirmed", async () => {
  await using box = await ready({ needConfirm: [1] });
  const { access, info } = await box.link({ set: "1" });
  expect(info.func_info).toEqual([
    {
      funcscope_category: { id: 1 },
      confirm_info: { need_confirm: 1, already_confirm: 0, can_confirm: 1 },
    },
  ]);
  expect(await box.say(access, box.mei)).toBe(61016);
  confirmSet(box.platform, box.component_appid, box.appId, 1);
  expect(await box.say(access, box.mei)).toBe(0);
});

test("what the account itself may not do stays 48001", async () => {
  await using box = await ready({}, { type: "subscription", verified: false });
  const { access } = await box.link();
  expect(await box.say(access, box.mei)).toBe(48001);
});

test("refresh tokens: wrong, right, and old after a new authorisation", async () => {
  await using box = await ready();
  const { token, info } = await box.link();
  const refresh = async (authorizer_refresh_token: string, authorizer_appid = box.appId) =>
    (
      await box.componentCall(
        "api_authorizer_token",
        { authorizer_appid, authorizer_refresh_token },
        token,
      )
    ).json;
  const old = info.authorizer_refresh_token;
  expect((await refresh("refreshtoken@@@x")).errcode).toBe(61023);
  expect((await refresh(old, "wx0000000000000000")).errcode).toBe(61003);
  const renewed = await refresh(old);
  expect(renewed).toMatchObject({ expires_in: 7_200, authorizer_refresh_token: old });
  expect(await box.say(renewed.authorizer_access_token, box.mei)).toBe(0);
  await box.submit({ pre_auth_code: await box.preAuthCode(token), set: "1" });
  expect(box.notices().at(-1)?.notice).toBe("updateauthorized");
  expect((await refresh(old)).errcode).toBe(61023);
  const before = box.notices().length;
  await box.submit({ pre_auth_code: await box.preAuthCode(token), set: "1" });
  expect(box.notices()).toHaveLength(before);
});

test("each kind of token has its own doors", async () => {
  await using box = await ready();
  const { token, access } = await box.link();
  const wrong = await box.post("/cgi-bin/component/api_create_preauthcode", access, {});
  expect(wrong.json.errcode).toBe(61014);
  expect((await box.get("/cgi-bin/user/get", { access_token: token })).json.errcode).toBe(61015);
  const query = {
    grant_type: "client_credential",
    appid: box.component_appid,
    secret: box.component.settings.appSecret,
  };
  expect((await box.get("/cgi-bin/token", query)).json.errcode).toBe(61024);
});

test("the account's particulars, the list and the options", async () => {
  await using box = await ready();
  const token = await box.componentToken();
  await box.submit({ pre_auth_code: await box.preAuthCode(token) });
  const listed = async () =>
    (await box.componentCall("api_get_authorizer_list", { offset: 0, count: 500 }, token)).json;
  expect(await listed()).toMatchObject({ total_count: 1, list: [{ refresh_token: "" }] });
  const { info } = await box.link();
  expect(await listed()).toMatchObject({
    list: [{ authorizer_appid: box.appId, refresh_token: info.authorizer_refresh_token }],
  });
  const about = { authorizer_appid: box.appId };
  const { json } = await box.componentCall("api_get_authorizer_info", about, token);
  expect(json.authorizer_info).toMatchObject({
    user_name: expect.stringMatching(/^gh_[0-9a-f]{12}$/),
    service_type_info: { id: 2 },
    verify_type_info: { id: 0 },
  });
  const option = { ...about, option_name: "voice_recognize" };
  const set = (value: string) =>
    box.componentCall("api_set_authorizer_option", { ...option, option_value: value }, token);
  expect((await set("2")).json.errcode).toBe(61013);
  expect((await set("1")).json.errcode).toBe(0);
  const got = await box.componentCall("api_get_authorizer_option", option, token);
  expect(got.json.option_value).toBe("1");
  const unknown = { ...about, option_name: "x" };
  const refused = await box.componentCall("api_get_authorizer_option", unknown, token);
  expect(refused.json.errcode).toBe(61012);
});

test("the page can be bound to one domain, one account and some sets", async () => {
  await using box = await ready({ startDomain: "platform.example" });
  const token = await box.componentToken();
  const query = {
    component_appid: box.component_appid,
    pre_auth_code: await box.preAuthCode(token),
    redirect_uri: BACK,
    biz_appid: box.appId,
    category_id_list: "1|15",
  };
  expect((await box.get(PC, query)).text).toContain("not from the registered platform.example");
  const referer = { referer: "https://platform.example/start" };
  const page = await box.http(`${PC}?${new URLSearchParams(query)}`, { headers: referer });
  expect(page.text.match(/type="checkbox"/g)).toHaveLength(2);
  const none = await box.submit({ ...query, set: "7" });
  expect(none.status).toBe(302);
  expect(box.component.authorisations.get(box.appId)?.sets).toEqual([]);
});

test("a component's token keeps for five minutes beside the next one", async () => {
  await using box = await ready();
  const first = await box.componentToken();
  await box.componentToken();
  const ask = async () =>
    (await box.componentCall("api_create_preauthcode", {}, first)).json.errcode;
  await box.clock.advance(5 * MINUTE - SECOND);
  expect(await ask()).toBeUndefined();
  await box.clock.advance(2 * SECOND);
  expect(await ask()).toBe(40001);
});
