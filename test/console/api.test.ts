import { expect, test } from "vitest";
import { genericTag } from "../../src/adapter/translate/identity.ts";
import { withdraw } from "../../src/simulator/actions/authorising.ts";
import { openConsoleRig } from "./rig.ts";

test("the list: what WeChat says of an account, its findings, what went through it", async () => {
  const rig = await openConsoleRig();
  const good = await rig.link({ name: "Good shop" });
  const poor = await rig.link({ name: "Poor shop", verified: false });
  await rig.says(good, "hello");
  const { get } = await rig.enter();
  const { body } = await get("/api/accounts");
  expect(body).toMatchObject([
    { appId: good.appId, name: "Good shop", state: "linked", pushes: 1, replies: 1 },
    { appId: poor.appId, state: "limited", verification: "unverified" },
  ]);
  expect(body[1].findings.en[0].remedy).toContain("微信认证");
  expect(body[1].findings.zh[0].what).toContain("未认证");
});

test("a refused call marks the account, and the failure has its diagnosis and checklist", async () => {
  const rig = await openConsoleRig();
  const linked = await rig.link();
  await rig.says(linked, "hello");
  rig.simulator.faults.order({
    do: "errcode",
    errcode: 61016,
    path: "/cgi-bin/message/custom/send",
  });
  await rig.writes(linked, "news");
  const { get } = await rig.enter();
  const detail = () => get(`/api/account?appId=${linked.appId}`).then(({ body }) => body);
  await expect.poll(async () => (await detail()).state).toBe("limited");
  const { findings, lastFailures } = await detail();
  expect(findings.en).toMatchObject([{ name: "permission-unconfirmed" }]);
  expect(lastFailures[0]).toMatchObject({ what: "message", code: 61016 });
  expect(lastFailures[0].diagnosis.en.checks.length).toBeGreaterThan(1);
});

test("a check that is refused says why, before the first message fails", async () => {
  const rig = await openConsoleRig();
  const path = "/cgi-bin/component/api_get_authorizer_info";
  const fault = rig.simulator.faults.order({ do: "errcode", errcode: 61004, path });
  const { appId } = await rig.link();
  const { get, post } = await rig.enter();
  const row = async () => (await get("/api/accounts")).body[0];
  expect(await row()).toMatchObject({ state: "limited", findings: { en: [{}] } });
  expect((await row()).findings.en[0]).toMatchObject({ name: "address-not-listed" });
  rig.simulator.faults.clear(fault);
  await post("/api/check", { appId });
  expect(await row()).toMatchObject({ state: "linked", findings: { en: [] } });
});

test("a follower is found by openid and by generic name, and his openid is never told", async () => {
  const rig = await openConsoleRig();
  const linked = await rig.link();
  await rig.says(linked, "hello");
  const { get, post } = await rig.enter();
  const tag = genericTag(linked);
  for (const who of [linked.openid, `WeChat user ${tag}`, tag.toLowerCase()]) {
    const { status, body } = await post("/api/find", { appId: linked.appId, who });
    expect([status, body.tag]).toEqual([200, tag]);
    expect(body.active).toContain("relation_following");
    expect(body.steps[0]).toMatchObject({ rides: 1 });
  }
  const all = [
    await get("/api/accounts"),
    await get(`/api/account?appId=${linked.appId}`),
    await post("/api/find", { appId: linked.appId, who: tag }),
  ];
  expect(JSON.stringify(all)).not.toContain(linked.openid);
  expect(JSON.stringify(rig.logged)).not.toContain(linked.openid);
  const nobody = await post("/api/find", { appId: linked.appId, who: "nobody" });
  expect([nobody.status, nobody.body.code]).toEqual([404, "nobody"]);
});

test("a follower whom another process served is found in the store", async () => {
  const rig = await openConsoleRig();
  const linked = await rig.link();
  await rig.says(linked, "hello");
  // As if this process had started after it.
  rig.watch.people.forgetAll();
  const { post } = await rig.enter();
  const { body } = await post("/api/find", { appId: linked.appId, who: linked.openid });
  expect(body.active).toContain("relation_following");
  expect(body.quota).toBeGreaterThan(0);
});

test("what was held is sent when it may be again", async () => {
  const rig = await openConsoleRig();
  const linked = await rig.link();
  await rig.says(linked, "hello");
  const path = "/cgi-bin/message/custom/send";
  const fault = rig.simulator.faults.order({ do: "errcode", errcode: 61016, path });
  await rig.writes(linked, "news");
  rig.simulator.faults.clear(fault);
  const { post } = await rig.enter();
  const who = { appId: linked.appId, who: genericTag(linked) };
  expect((await post("/api/find", who)).body.waiting).toBe(1);
  await post("/api/check", { appId: linked.appId });
  expect((await post("/api/release", who)).status).toBe(200);
  // The turn's last step is written just after it.
  await expect.poll(async () => (await post("/api/find", who)).body.waiting).toBe(0);
  const shown = () => JSON.stringify(rig.platform.timeline.of("message.shown").at(-1));
  await expect.poll(shown).toContain("news");
});

test("menus are read, published, taken away; what WeChat refuses is explained", async () => {
  const rig = await openConsoleRig();
  const { appId } = await rig.link();
  const { get, post } = await rig.enter();
  const path = `/api/menu?appId=${appId}`;
  expect((await get(path)).body).toEqual({ menu: null });
  const menu = { button: [{ type: "click", name: "Menu", key: "MENU" }] };
  expect((await post("/api/menu", { appId, menu })).status).toBe(200);
  expect((await get(path)).body.menu.button).toMatchObject([{ name: "Menu" }]);
  const wrong = { button: [{ type: "click", name: "a name that is much too long", key: "A" }] };
  const refused = await post("/api/menu", { appId, menu: wrong });
  expect(refused.status).toBe(409);
  expect(refused.body.diagnosis.en.checks.length).toBeGreaterThan(0);
  await post("/api/menu", { appId, menu: null });
  expect((await get(path)).body).toEqual({ menu: null });
});

test("QR codes with scenes", async () => {
  const rig = await openConsoleRig();
  const { appId } = await rig.link();
  const { post } = await rig.enter();
  const { body } = await post("/api/qr", { appId, scene: "table-7", days: 30 });
  expect(body.picture).toMatch(/^https:\/\/mp\.weixin\.qq\.com\/cgi-bin\/showqrcode\?ticket=/);
});

test("what is done is in the log, with who did it and without what must stay secret", async () => {
  const rig = await openConsoleRig();
  const linked = await rig.link();
  const { post } = await rig.enter();
  await post("/api/check", { appId: linked.appId });
  const { body } = await post("/api/link", {});
  await post("/api/unlink", { appId: linked.appId });
  const audit = rig.logged.filter(({ facts }) => facts.audit === true).map(({ facts }) => facts);
  expect(audit).toMatchObject([
    { who: "token", did: "logged in" },
    { who: "token", did: "/api/check", appId: linked.appId },
    { who: "token", did: "/api/link" },
    { who: "token", did: "/api/unlink", appId: linked.appId },
  ]);
  const secret = new URL(body.address).pathname.split("/").at(-1) ?? "";
  expect(JSON.stringify(rig.logged)).not.toContain(secret);
});

test("nothing that is told holds a secret", async () => {
  const rig = await openConsoleRig();
  const linked = await rig.link();
  await rig.says(linked, "hello");
  await rig.writes(linked, "news");
  const { get } = await rig.enter();
  const told = JSON.stringify([
    await get("/api/accounts"),
    await get(`/api/account?appId=${linked.appId}`),
    await get("/api/session"),
  ]);
  const { appSecret } = rig.component.settings;
  const [authorisation] = [...rig.component.authorisations.values()];
  const secrets = [
    appSecret,
    "platformtoken",
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    authorisation?.refreshToken ?? "none",
    ...(authorisation?.tokens.map(({ token }) => token) ?? []),
  ];
  expect(secrets.length).toBeGreaterThan(3);
  for (const secret of secrets) expect(told).not.toContain(secret);
});

test("the owner withdraws: the row changes, and the bot's next message is explained", async () => {
  const rig = await openConsoleRig();
  const linked = await rig.link();
  await rig.says(linked, "hello");
  withdraw(rig.platform, rig.component.settings.appId, linked.appId);
  await rig.quiet();
  await rig.writes(linked, "news");
  const { get } = await rig.enter();
  const { body } = await get(`/api/account?appId=${linked.appId}`);
  expect(body.state).toBe("withdrawn");
  expect(body.lastFailures[0]).toMatchObject({ what: "message", code: 61003 });
});
