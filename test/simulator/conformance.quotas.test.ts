import { expect, test } from "vitest";
import { DAY, FOLLOW, HELLO, HOUR, MINUTE, openBox, RID, SECOND, SEND } from "./box.ts";

/** Sections 1.5 and 8.1 of the fact sheet. */
const INFO = "/cgi-bin/user/info";

async function ready(quotas = {}) {
  const box = await openBox({ quotas, paymentRule: "unlimited48h" });
  const token = await box.token();
  const mei = box.person(FOLLOW, HELLO, { do: "pay" });
  return Object.assign(box, { accessToken: token, mei });
}

test("the day's quota is exact, and new at midnight in China", async () => {
  // The clock stands at 09:00 in China.
  await using box = await ready({ [SEND]: { day: 3 } });
  const codes = [];
  for (let n = 0; n < 4; n++) codes.push(await box.say(box.accessToken, box.mei));
  expect(codes).toEqual([0, 0, 0, 45009]);
  const { json } = await box.post(SEND, box.accessToken, {});
  expect(json.errmsg).toMatch(/^reach max api daily quota limit rid: /);
  await box.clock.advance(15 * HOUR - SECOND);
  expect(await box.say(await box.token(), box.mei)).toBe(45009);
  await box.clock.advance(SECOND);
  expect(await box.say(await box.token(), box.mei)).toBe(0);
});

test("the minute's quota is another", async () => {
  await using box = await ready({ [SEND]: { minute: 2 } });
  const codes = [];
  for (let n = 0; n < 3; n++) codes.push(await box.say(box.accessToken, box.mei));
  expect(codes).toEqual([0, 0, 45011]);
  const { json } = await box.post(SEND, box.accessToken, {});
  expect(json.errmsg).toMatch(
    /^api minute-quota reach limit, must slower, retry next minute rid: /,
  );
  await box.clock.advance(MINUTE);
  expect(await box.say(box.accessToken, box.mei)).toBe(0);
});

test("one account's calls do not count against another", async () => {
  await using box = await ready({ [INFO]: { day: 1 } });
  const other = box.platform.addAccount({ quotas: { [INFO]: { day: 1 } } }).settings;
  const ask = async (token: string) =>
    (await box.get(INFO, { access_token: token, openid: "x" })).json.errcode;
  expect([await ask(box.accessToken), await ask(box.accessToken)]).toEqual([40003, 45009]);
  expect(await ask(await box.token(other.appId, other.appSecret))).toBe(40003);
});

test("the numbers of the page are the ones in force", async () => {
  const numbers: readonly (readonly [string, number, number])[] = [
    ["/cgi-bin/message/custom/send", 500_000, 50_000],
    ["/cgi-bin/menu/create", 1_000, 100],
    ["/cgi-bin/menu/get", 10_000, 1_000],
    ["/cgi-bin/menu/delete", 1_000, 100],
    ["/cgi-bin/media/upload", 100_000, 500],
    ["/cgi-bin/media/get", 200_000, 1_000],
    ["/cgi-bin/qrcode/create", 100_000, 10_000],
    ["/cgi-bin/user/get", 500, 100],
    ["/cgi-bin/user/info", 5_000_000, 500_000],
    ["/cgi-bin/message/template/send", 100_000, 100_000],
  ];
  for (const [index, type] of (["service", "test"] as const).entries()) {
    await using box = await openBox({ type });
    const token = await box.token();
    for (const [cgi_path, ...limits] of numbers) {
      const { json } = await box.post("/cgi-bin/openapi/quota/get", token, { cgi_path });
      expect([cgi_path, json.quota.daily_limit]).toEqual([cgi_path, limits[index]]);
    }
  }
});

test("quota/get counts along, and knows its paths", async () => {
  await using box = await ready();
  await box.say(box.accessToken, box.mei);
  const ask = async (cgi_path: string) =>
    (await box.post("/cgi-bin/openapi/quota/get", box.accessToken, { cgi_path })).json;
  expect((await ask(SEND)).quota).toEqual({ daily_limit: 500_000, used: 1, remain: 499_999 });
  expect((await ask("/cgi-bin/nothing")).errcode).toBe(76021);
  expect((await ask("/sns/userinfo")).errcode).toBe(76022);
});

test("clearing makes room, ten times a month", async () => {
  await using box = await ready({ [SEND]: { day: 1 } });
  const clear = async () =>
    (await box.post("/cgi-bin/clear_quota", box.accessToken, { appid: box.appId })).json.errcode;
  const codes = [];
  for (let n = 0; n < 11; n++) {
    await box.say(box.accessToken, box.mei);
    codes.push(await clear());
  }
  expect(codes).toEqual([...Array(10).fill(0), 48006]);
  expect(await box.say(box.accessToken, box.mei)).toBe(45009);
  const wrong = await box.post("/cgi-bin/clear_quota", box.accessToken, { appid: "wx1" });
  expect(wrong.json.errcode).toBe(40013);
  const v2 = await box.post("/cgi-bin/clear_quota/v2", undefined, {
    appid: box.appId,
    appsecret: box.appSecret,
  });
  expect(v2.json.errcode).toBe(48006);
});

test("one endpoint can be cleared by itself, fifty times", async () => {
  await using box = await ready({ [SEND]: { day: 1 }, [INFO]: { day: 1 } });
  await box.say(box.accessToken, box.mei);
  await box.get(INFO, { access_token: box.accessToken, openid: box.mei.openid });
  const clear = async () => {
    const body = { cgi_path: SEND };
    const { json } = await box.post("/cgi-bin/openapi/quota/clear", box.accessToken, body);
    return json.errcode;
  };
  const codes = [];
  for (let n = 0; n < 51; n++) codes.push(await clear());
  expect(codes).toEqual([...Array(50).fill(0), 48006]);
  expect(await box.say(box.accessToken, box.mei)).toBe(0);
  const info = await box.get(INFO, { access_token: box.accessToken, openid: box.mei.openid });
  expect(info.json.errcode).toBe(45009);
});

test("a rid begins with the time, and tells its own account about the call for seven days", async () => {
  await using box = await ready();
  const body = { touser: "nobody" };
  const { json, text } = await box.post(SEND, box.accessToken, body);
  const rid = json.errmsg.match(RID)[0].slice("rid: ".length);
  expect(Number.parseInt(rid.slice(0, 8), 16)).toBe(Math.floor(box.clock.now() / SECOND));
  const ask = async (token: string, of = rid) =>
    (await box.post("/cgi-bin/openapi/rid/get", token, { rid: of })).json;
  expect((await ask(box.accessToken)).request).toMatchObject({
    invoke_time: Math.floor(box.clock.now() / SECOND),
    request_url: `${SEND}?access_token=${box.accessToken}`,
    request_body: JSON.stringify(body),
    response_body: text,
    client_ip: "127.0.0.1",
  });
  const other = box.platform.addAccount().settings;
  expect((await ask(await box.token(other.appId, other.appSecret))).errcode).toBe(76003);
  expect((await ask(box.accessToken, "x")).errcode).toBe(76002);
  expect((await ask(box.accessToken, "00000000-00000000-00000000")).errcode).toBe(76001);
  await box.clock.advance(7 * DAY);
  expect((await ask(await box.token())).errcode).toBe(76004);
});
