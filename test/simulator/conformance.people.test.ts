import { expect, test } from "vitest";
import { readPush } from "../../src/protocol/push.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { writePush } from "../../src/simulator/pusher/pushXml.ts";
import { DAY, FOLLOW, HELLO, MINUTE, openBox, SECOND } from "./box.ts";

/** Section 6 of the fact sheet, and agents of section 2.4. */
test("a follower's information has the old keys, empty, and nothing of who has left", async () => {
  await using box = await openBox();
  const token = await box.token();
  const mei = box.person({ do: "follow", scene: "shop-7" });
  const info = async (openid: string) =>
    (await box.get("/cgi-bin/user/info", { access_token: token, openid })).json;
  expect(await info(mei.openid)).toEqual({
    subscribe: 1,
    openid: mei.openid,
    nickname: "",
    sex: 0,
    language: "zh_CN",
    city: "",
    province: "",
    country: "",
    headimgurl: "",
    subscribe_time: Math.floor(box.clock.now() / SECOND),
    remark: "",
    groupid: 0,
    tagid_list: [],
    subscribe_scene: "ADD_SCENE_QR_CODE",
    qr_scene: 0,
    qr_scene_str: "shop-7",
  });
  box.act(mei, { do: "unfollow" });
  expect(await info(mei.openid)).toEqual({ subscribe: 0, openid: mei.openid, tagid_list: [] });
  expect((await info("oNobody")).errcode).toBe(40003);
  expect(mei.openid).toMatch(/^o[\w-]{27}$/);
});

test("lists of followers, information in batches, remarks", async () => {
  await using box = await openBox();
  const token = await box.token();
  const people = [box.person(FOLLOW), box.person(FOLLOW), box.person()].map((one) => one.openid);
  const all = await box.get("/cgi-bin/user/get", { access_token: token });
  expect(all.json).toEqual({
    total: 2,
    count: 2,
    data: { openid: people.slice(0, 2) },
    next_openid: people[1],
  });
  const next = { access_token: token, next_openid: people[1] ?? "" };
  expect((await box.get("/cgi-bin/user/get", next)).json).toEqual({
    total: 2,
    count: 0,
    next_openid: "",
  });
  const batch = (n: number) =>
    box.post("/cgi-bin/user/info/batchget", token, {
      user_list: Array.from({ length: n }, () => ({ openid: people[0] })),
    });
  expect((await batch(100)).json.user_info_list).toHaveLength(100);
  expect((await batch(101)).json.errcode).toBe(40032);
  const remark = (text: string) =>
    box.post("/cgi-bin/user/info/updateremark", token, { openid: people[0], remark: text });
  expect((await remark("x".repeat(30))).json.errcode).toBe(40092);
  expect((await remark("x".repeat(29))).json.errcode).toBe(0);
});

test("tags have limits and their own codes", async () => {
  await using box = await openBox();
  const token = await box.token();
  const { openid } = box.person(FOLLOW);
  const create = async (name: string) =>
    (await box.post("/cgi-bin/tags/create", token, { tag: { name } })).json;
  const { tag } = await create("客人");
  expect(tag).toEqual({ id: 100, name: "客人" });
  expect((await create("客人")).errcode).toBe(45157);
  expect((await create("x".repeat(31))).errcode).toBe(45158);
  const edit = async (path: string, body: object) =>
    (await box.post(`/cgi-bin/tags/${path}`, token, body)).json;
  expect((await edit("update", { tag: { id: 2, name: "x" } })).errcode).toBe(45058);
  expect((await edit("delete", { tag: { id: 999 } })).errcode).toBe(45159);
  const list = (length: number) => ({ openid_list: Array(length).fill(openid), tagid: 100 });
  expect((await edit("members/batchtagging", list(51))).errcode).toBe(40032);
  expect((await edit("members/batchtagging", list(1))).errcode).toBe(0);
  expect(await edit("getidlist", { openid })).toEqual({ tagid_list: [100] });
  const tagged = await box.post("/cgi-bin/user/tag/get", token, { tagid: 100, next_openid: "" });
  expect(tagged.json).toMatchObject({ count: 1, data: { openid: [openid] } });
  for (let n = 0; n < 99; n++) await create(`t${n}`);
  expect((await create("one too many")).errcode).toBe(45056);
  for (let n = 0; n < 19; n++) {
    await edit("members/batchtagging", { openid_list: [openid], tagid: 101 + n });
  }
  const more = { openid_list: [openid], tagid: 150 };
  expect((await edit("members/batchtagging", more)).errcode).toBe(45059);
  const black = (length: number) => ({ openid_list: Array(length).fill(openid) });
  expect((await edit("members/batchblacklist", black(21))).errcode).toBe(40032);
  expect((await edit("members/batchblacklist", { openid_list: ["x"] })).errcode).toBe(49003);
  expect((await edit("members/batchblacklist", black(1))).errcode).toBe(0);
  expect(await edit("members/getblacklist", {})).toMatchObject({ total: 1 });
});

test("QR codes: kinds, limits, pictures, expiry", async () => {
  await using box = await openBox();
  const token = await box.token();
  const create = async (action_name: string, scene: object, more = {}) =>
    (
      await box.post("/cgi-bin/qrcode/create", token, {
        action_name,
        action_info: { scene },
        ...more,
      })
    ).json;
  const temporary = await create("QR_SCENE", { scene_id: 123 }, { expire_seconds: 600 });
  expect(temporary).toEqual({
    ticket: expect.any(String),
    expire_seconds: 600,
    url: expect.stringMatching(/^http:\/\/weixin\.qq\.com\/q\//),
  });
  expect((await create("QR_SCENE", { scene_id: 1 })).expire_seconds).toBe(60);
  expect(Object.keys(await create("QR_LIMIT_STR_SCENE", { scene_str: "a" }))).toEqual([
    "ticket",
    "url",
  ]);
  expect((await create("QR_X", {})).errcode).toBe(40053);
  for (const [action, scene] of [
    ["QR_SCENE", { scene_id: 0 }],
    ["QR_SCENE", { scene_id: 2 ** 32 }],
    ["QR_LIMIT_SCENE", { scene_id: 100_001 }],
    ["QR_STR_SCENE", { scene_str: "" }],
    ["QR_STR_SCENE", { scene_str: "x".repeat(65) }],
  ] as const) {
    expect([scene, (await create(action, scene)).errcode]).toEqual([scene, 40129]);
  }
  expect((await create("QR_LIMIT_SCENE", { scene_id: 100_000 })).errcode).toBeUndefined();
  const long = { expire_seconds: 2_592_001 };
  expect((await create("QR_SCENE", { scene_id: 1 }, long)).errcode).toBe(40053);
  const { ticket } = temporary;
  const picture = await box.get("/cgi-bin/showqrcode", { ticket });
  expect([picture.status, picture.type]).toEqual([200, "image/jpg"]);
  expect((await box.get("/cgi-bin/showqrcode", { ticket: "x" })).status).toBe(404);
  const mei = box.person();
  expect(box.act(mei, { do: "scan", ticket })).toMatchObject([
    { Event: "subscribe", EventKey: "qrscene_123", Ticket: ticket },
  ]);
  expect(box.act(mei, { do: "scan", ticket })).toMatchObject([{ Event: "SCAN", EventKey: "123" }]);
  await box.clock.advance(600 * SECOND);
  expect(box.act(mei, { do: "scan", ticket })).toEqual([]);
});

test("menus: sizes, types, what people see", async () => {
  await using box = await openBox({ miniPrograms: ["wxlinked"] });
  const token = await box.token();
  const create = async (button: unknown) =>
    (await box.post("/cgi-bin/menu/create", token, { button })).json.errcode;
  const get = async (path: string) => (await box.get(path, { access_token: token })).json;
  const click = { type: "click", name: "点", key: "K" };
  const sub = (sub_button: unknown[]) => [{ name: "更多", sub_button }];
  expect((await get("/cgi-bin/menu/get")).errcode).toBe(46003);
  const cases: readonly (readonly [unknown, number])[] = [
    [[], 40016],
    [[click, click, click, click], 40016],
    [[{ ...click, name: "汉汉汉汉汉x" }], 0],
    [[{ ...click, name: "汉汉汉汉汉xx" }], 40018],
    [[{ ...click, key: "x".repeat(129) }], 40019],
    [[{ ...click, type: "dance" }], 40017],
    [[{ type: "view", name: "v", url: "" }], 40020],
    [[{ type: "view", name: "v", url: `https://e.org/${"x".repeat(1_024)}` }], 40020],
    [[{ type: "view", name: "v", url: "ftp://e.org" }], 40055],
    [[{ type: "media_id", name: "m", media_id: "x" }], 40117],
    [[{ type: "miniprogram", name: "m", url: "https://e.org", appid: "wxother" }], 45064],
    [[{ type: "miniprogram", name: "m", url: "https://e.org", appid: "wxlinked" }], 0],
    [sub(Array(6).fill(click)), 40023],
    [sub([{ ...click, sub_button: [click] }]), 40022],
    [sub([{ ...click, name: "x".repeat(61) }]), 40025],
    [sub([{ ...click, key: "" }]), 40026],
    [sub([{ ...click, type: "dance" }]), 40024],
    [sub(Array(5).fill(click)), 0],
  ];
  for (const [button, errcode] of cases) {
    expect([button, await create(button)]).toEqual([button, errcode]);
  }
  const escaped = `{"button":[{"type":"click","name":"\\u70b9","key":"K"}]}`;
  expect((await box.post("/cgi-bin/menu/create", token, escaped)).json.errcode).toBe(40033);
  await create([click]);
  expect(await get("/cgi-bin/menu/get")).toEqual({ menu: { button: [click] } });
  expect(await get("/cgi-bin/get_current_selfmenu_info")).toEqual({
    is_menu_open: 1,
    selfmenu_info: { button: [click] },
  });
});

test("a conditional menu is seen by whom it fits", async () => {
  await using box = await openBox();
  const token = await box.token();
  const click = (key: string) => ({ button: [{ type: "click", name: key, key }] });
  const add = async (key: string, matchrule: object) =>
    (await box.post("/cgi-bin/menu/addconditional", token, { ...click(key), matchrule })).json;
  expect((await add("A", { tag_id: "2" })).errcode).toBe(65303);
  await box.post("/cgi-bin/menu/create", token, click("ALL"));
  expect((await add("A", {})).errcode).toBe(65304);
  expect((await add("A", { sex: "1", tag_id: "2" })).errcode).toBe(65320);
  const { menuid } = await add("A", { client_platform_type: "2" });
  const android = box.platform.addFollower(box.appId, { client: 2 });
  const apple = box.platform.addFollower(box.appId, { client: 1 });
  const seen = async (user_id: string) =>
    (await box.post("/cgi-bin/menu/trymatch", token, { user_id })).json.button?.[0].key;
  expect([await seen(android.openid), await seen(apple.openid)]).toEqual(["A", "ALL"]);
  const wrong = await box.post("/cgi-bin/menu/trymatch", token, { user_id: "x" });
  expect(wrong.json.errcode).toBe(65302);
  const remove = async () =>
    (await box.post("/cgi-bin/menu/delconditional", token, { menuid })).json.errcode;
  expect([await remove(), await remove()]).toEqual([0, 65301]);
  expect(await seen(android.openid)).toBe("ALL");
  await box.get("/cgi-bin/menu/delete", { access_token: token });
  const none = await box.get("/cgi-bin/menu/get", { access_token: token });
  expect(none.json.errcode).toBe(46003);
});

test("web authorisation: one code, once, for five minutes", async () => {
  await using box = await openBox();
  const mei = box.person(FOLLOW);
  const page = async (scope: string, more = {}) => {
    const query = {
      appid: box.appId,
      redirect_uri: "https://example.org/back",
      response_type: "code",
      scope,
      state: "s1",
      as: mei.openid,
      ...more,
    };
    const response = await fetch(
      `${box.simulator.url}/connect/oauth2/authorize?${new URLSearchParams(query)}`,
      { redirect: "manual" },
    );
    const location = response.headers.get("location");
    return location === null ? await response.text() : new URL(location).searchParams.get("code");
  };
  const exchange = (code: string) =>
    box.get("/sns/oauth2/access_token", {
      appid: box.appId,
      secret: box.appSecret,
      code,
      grant_type: "authorization_code",
    });
  const code = (await page("snsapi_base")) ?? "";
  const { json } = await exchange(code);
  expect(json).toMatchObject({ expires_in: 7_200, openid: mei.openid, scope: "snsapi_base" });
  const used = await exchange(code);
  expect(used.json.errcode).toBe(40163);
  expect(used.json.errmsg).toMatch(/^code been used, rid: [0-9a-f-]{26}$/);
  expect(used.type).toBe("text/plain");
  expect((await exchange("x")).json.errcode).toBe(40029);
  const late = (await page("snsapi_base")) ?? "";
  await box.clock.advance(5 * MINUTE);
  expect((await exchange(late)).json.errcode).toBe(42003);
  const about = (token: string) =>
    box.get("/sns/userinfo", { access_token: token, openid: mei.openid });
  expect((await about(json.access_token)).json.errcode).toBe(48001);
  const full = await exchange((await page("snsapi_userinfo")) ?? "");
  expect((await about(full.json.access_token)).json).toMatchObject({ nickname: mei.profile.name });
  const other = { access_token: full.json.access_token, openid: "x" };
  expect((await box.get("/sns/auth", other)).json.errcode).toBe(40003);
  const refresh = { appid: box.appId, grant_type: "refresh_token" };
  const again = { ...refresh, refresh_token: full.json.refresh_token };
  expect((await box.get("/sns/oauth2/refresh_token", again)).json.openid).toBe(mei.openid);
  await box.clock.advance(30 * DAY);
  expect((await box.get("/sns/oauth2/refresh_token", again)).json.errcode).toBe(42002);
  expect(await page("snsapi_base", { redirect_uri: "javascript:alert(1)" })).toContain("10003");
  expect(await page("")).toContain("10010");
});

test("agents and their sessions", async () => {
  const pushes: string[] = [];
  await using box = await openBox(
    {},
    { push: { event: ({ document }) => pushes.push(writePush(document)), notice: () => {} } },
  );
  const token = await box.token();
  const { openid } = box.person(FOLLOW, HELLO);
  const id = (prefix: string) => `${prefix}@${box.account.settings.weChatId}`;
  const call = async (path: string, body: object) =>
    (await box.post(`/customservice/${path}`, token, body)).json.errcode;
  const add = (kf_account: string, nickname = "小美") =>
    call("kfaccount/add", { kf_account, nickname });
  expect(await add(id("mei"))).toBe(0);
  expect(await add(id("mei"))).toBe(65406);
  expect(await add("mei@elsewhere")).toBe(65404);
  expect(await add(id("x".repeat(11)))).toBe(65404);
  expect(await add(id("b"), "x".repeat(17))).toBe(65403);
  const open = () => call("kfsession/create", { kf_account: id("mei"), openid });
  expect(await open()).toBe(65402);
  const set = (change: object) =>
    box.platform.record("agent.set", {
      appId: box.appId,
      agent: { ...(box.account.agents.get(id("mei")) as never as object), ...change } as never,
    });
  set({ weChatUser: "mei_wx" });
  expect(await open()).toBe(65415);
  set({ online: true });
  expect([await open(), await open()]).toEqual([0, 0]);
  const session = await box.get("/customservice/kfsession/getsession", {
    access_token: token,
    openid,
  });
  expect(session.json.kf_account).toBe(id("mei"));
  box.platform.agentSays(box.appId, openid, "我在");
  await add(id("li"));
  const close = (account: string) => call("kfsession/close", { kf_account: account, openid });
  expect([await close(id("li")), await close(id("mei")), await close(id("mei"))]).toEqual([
    65414, 0, 65413,
  ]);
  expect(pushes.map((xml) => readPush(readPushXml(xml)))).toMatchObject([
    { event: "kf_create_session", kfAccount: id("mei") },
    { event: "kf_close_session", kfAccount: id("mei") },
  ]);
  expect(() => box.platform.agentSays(box.appId, openid, "x")).toThrow("No agent serves");
  const now = Math.floor(box.clock.now() / SECOND);
  const span = { starttime: now - 60, endtime: now + 60, msgid: 1, number: 10 };
  expect((await box.post("/customservice/msgrecord/getmsglist", token, span)).json).toEqual({
    recordlist: [{ openid, opercode: 2002, text: "我在", time: now, worker: id("mei") }],
    number: 1,
    msgid: 2,
  });
  for (let n = 2; n < 100; n++) await add(id(`a${n}`));
  expect(await add(id("last"))).toBe(65405);
  const records = (endtime: number) =>
    call("msgrecord/getmsglist", { starttime: 1, endtime, msgid: 1, number: 10 });
  expect([await records(86_401), await records(86_402), await records(0)]).toEqual([
    undefined,
    65417,
    65416,
  ]);
});
