import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, openBox, RID, SECOND } from "./box.ts";

/** Section 1 of the fact sheet. */
const ASK = "/cgi-bin/getcallbackip";
const STABLE = "/cgi-bin/stable_token";

type Box = Awaited<ReturnType<typeof openBox>>;

async function code(box: Box, token: string): Promise<number> {
  const { json } = await box.get(ASK, { access_token: token });
  return json.errcode ?? 0;
}

async function stable(box: Box, force = false) {
  const body = {
    grant_type: "client_credential",
    appid: box.appId,
    secret: box.appSecret,
    force_refresh: force,
  };
  const { json } = await box.post(STABLE, undefined, body);
  return json as { access_token: string; expires_in: number; errcode?: number };
}

test("a token lives for 7200 seconds, then it has expired", async () => {
  await using box = await openBox();
  const token = await box.token();
  await box.clock.advance(7_200 * SECOND - 1);
  expect(await code(box, token)).toBe(0);
  await box.clock.advance(1);
  expect(await code(box, token)).toBe(42001);
});

test("every call rotates; the old token is good for five minutes more", async () => {
  await using box = await openBox();
  const first = await box.token();
  await box.clock.advance(MINUTE);
  const second = await box.token();
  expect(second).not.toBe(first);
  await box.clock.advance(4 * MINUTE + 59 * SECOND);
  expect([await code(box, first), await code(box, second)]).toEqual([0, 0]);
  await box.clock.advance(2 * SECOND);
  expect([await code(box, first), await code(box, second)]).toEqual([40001, 0]);
});

test("the stable token comes back with the seconds that are left", async () => {
  await using box = await openBox();
  const first = await stable(box);
  await box.clock.advance(HOUR);
  const again = await stable(box);
  expect(again).toEqual({ access_token: first.access_token, expires_in: 3_600 });
});

test("the stable token is renewed five minutes before its end, and both are good then", async () => {
  await using box = await openBox();
  const first = await stable(box);
  await box.clock.advance(6_900 * SECOND);
  expect(await stable(box)).toEqual({ access_token: first.access_token, expires_in: 300 });
  await box.clock.advance(SECOND);
  const next = await stable(box);
  expect(next.expires_in).toBe(7_200);
  expect([await code(box, first.access_token), await code(box, next.access_token)]).toEqual([0, 0]);
});

test("a forced renewal ends the token before at once, but not within 30 seconds", async () => {
  await using box = await openBox();
  const first = await stable(box);
  const second = await stable(box, true);
  expect(second.access_token).not.toBe(first.access_token);
  expect([await code(box, first.access_token), await code(box, second.access_token)]).toEqual([
    40001, 0,
  ]);
  await box.clock.advance(30 * SECOND - 1);
  expect((await stable(box, true)).access_token).toBe(second.access_token);
  await box.clock.advance(1);
  expect((await stable(box, true)).access_token).not.toBe(second.access_token);
});

test("twenty forced renewals a day, not twenty-one, and again the next day", async () => {
  await using box = await openBox();
  const codes = [];
  for (let n = 0; n < 21; n++) {
    codes.push((await stable(box, true)).errcode ?? 0);
    await box.clock.advance(30 * SECOND);
  }
  expect(codes).toEqual([...Array(20).fill(0), 45009]);
  await box.clock.advance(DAY);
  expect((await stable(box, true)).errcode).toBeUndefined();
});

test("both kinds of tokens live side by side", async () => {
  await using box = await openBox();
  const plain = await box.token();
  const { access_token } = await stable(box, true);
  await box.clock.advance(6 * MINUTE);
  expect([await code(box, plain), await code(box, access_token)]).toEqual([0, 0]);
});

test.each([
  ["no grant_type", { grant_type: "x" }, 40002],
  ["no appid", { appid: "" }, 41002],
  ["an unknown appid", { appid: "wx0000000000000000" }, 40013],
  ["no secret", { secret: "" }, 41004],
  ["a wrong secret", { secret: "0".repeat(32) }, 40125],
])("%s is refused", async (_name, wrong, errcode) => {
  await using box = await openBox();
  const right = { grant_type: "client_credential", appid: box.appId, secret: box.appSecret };
  const byGet = await box.get("/cgi-bin/token", { ...right, ...wrong });
  const byPost = await box.post(STABLE, undefined, { ...right, ...wrong });
  expect([byGet.json.errcode, byPost.json.errcode]).toEqual([errcode, errcode]);
});

test("a caller who is not on the account's list gets no token, and reads his address", async () => {
  await using box = await openBox({ ipWhitelist: ["10.0.0.1"] });
  const query = { grant_type: "client_credential", appid: box.appId, secret: box.appSecret };
  const { json } = await box.get("/cgi-bin/token", query);
  expect(json.errcode).toBe(40164);
  expect(json.errmsg).toMatch(
    /^invalid ip 127\.0\.0\.1 ipv6 ::ffff:127\.0\.0\.1, not in whitelist rid: /,
  );
  expect((await stable(box)).errcode).toBe(40164);
  box.platform.record("account.changed", {
    appId: box.appId,
    change: { ipWhitelist: ["127.0.0.1"] },
  });
  expect(await box.token()).toMatch(/^\d\d_[\w-]+$/);
});

test.each([
  [{ secretFrozen: true }, 40243],
  [{ status: 19 }, 50007],
  [{ status: 16 }, 50004],
] as const)("an account like %o gets no token: %i", async (settings, errcode) => {
  await using box = await openBox(settings);
  const query = { grant_type: "client_credential", appid: box.appId, secret: box.appSecret };
  expect((await box.get("/cgi-bin/token", query)).json.errcode).toBe(errcode);
});

test("what is wrong with a token has its own code and text", async () => {
  await using box = await openBox();
  const missing = await box.get(ASK);
  expect(missing.json.errcode).toBe(41001);
  expect(missing.json.errmsg).toMatch(/^access_token missing rid: /);
  const malformed = await box.get(ASK, { access_token: "a b" });
  expect(malformed.json.errcode).toBe(40014);
  const unknown = await box.get(ASK, { access_token: "60_unknown" });
  expect(unknown.status).toBe(200);
  expect(unknown.json.errcode).toBe(40001);
  expect(unknown.json.errmsg).toBe(
    "invalid credential, access_token is invalid or not latest, could get access_token by " +
      "getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r " +
      unknown.json.errmsg.match(RID)[0],
  );
});

test("the method matters", async () => {
  await using box = await openBox();
  const token = await box.token();
  expect((await box.get(STABLE)).json.errcode).toBe(43002);
  const send = await box.get("/cgi-bin/message/custom/send", { access_token: token });
  expect(send.json.errcode).toBe(43002);
  expect((await box.post(ASK, token, {})).json.errcode).toBe(43001);
  expect((await box.get("/cgi-bin/nothing", { access_token: token })).json.errcode).toBe(40066);
});

test("2000 tokens a day, 200 for a test account", async () => {
  await using box = await openBox({ type: "test" });
  for (let n = 0; n < 200; n++) await box.token();
  const query = { grant_type: "client_credential", appid: box.appId, secret: box.appSecret };
  expect((await box.get("/cgi-bin/token", query)).json.errcode).toBe(45009);
  await box.clock.advance(DAY);
  expect((await box.get("/cgi-bin/token", query)).json.errcode).toBeUndefined();
});
