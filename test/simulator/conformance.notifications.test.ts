import { expect, test } from "vitest";
import { readPush } from "../../src/protocol/push.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { writePush } from "../../src/simulator/pusher/pushXml.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";
import { DAY, FOLLOW, HELLO, MINUTE, openBox, SECOND } from "./box.ts";

/** Section 4 of the fact sheet. */
const TEMPLATE = "/cgi-bin/message/template/send";
const NOTICE = "/cgi-bin/message/subscribe/bizsend";
const ONE_TIME = "/cgi-bin/message/template/subscribe";
const MASS = "/cgi-bin/message/mass";

async function ready(account: AccountOptions = {}) {
  const pushes: string[] = [];
  const box = await openBox(account, {
    push: { event: ({ document }) => pushes.push(writePush(document)), notice: () => {} },
  });
  const add = (templateId: string, kind: "template" | "oneTime" | "notice", content: string) =>
    box.platform.addTemplate(box.appId, { templateId, kind, content });
  add("T", "template", "{{first.DATA}} {{keyword1.DATA}}");
  add("O", "oneTime", "{{content.DATA}}");
  add("N", "notice", "{{thing1.DATA}} {{phrase2.DATA}}");
  const token = await box.token();
  const send = async (path: string, body: object) => box.post(path, token, body);
  return Object.assign(box, { pushes, accessToken: token, send });
}

const DATA = { first: { value: "a" }, keyword1: { value: "b" } };

test("a template message needs a follower and no window; its id loses digits as a double", async () => {
  await using box = await ready();
  const mei = box.person(FOLLOW);
  await box.clock.advance(DAY);
  const token = await box.token();
  const body = { touser: mei.openid, template_id: "T", data: DATA };
  const { text } = await box.post(TEMPLATE, token, body);
  const digits = text.match(/^\{"errcode":0,"errmsg":"ok","msgid":(\d+)\}$/)?.[1] ?? "";
  expect(BigInt(digits)).toBeGreaterThan(2n ** 53n);
  expect(BigInt(digits)).toBeLessThan(2n ** 63n);
  expect(String(Number(digits))).not.toBe(digits);
  const push = readPush(readPushXml(box.pushes[0] ?? ""));
  expect(push).toMatchObject({ event: "TEMPLATESENDJOBFINISH", msgId: digits, status: "success" });
  box.act(mei, { do: "unfollow" });
  const { json } = await box.post(TEMPLATE, token, body);
  expect(json.errcode).toBe(43004);
  expect(json.errmsg).toMatch(/^require subscribe rid: /);
});

test.each([
  ["an unknown template", { template_id: "X" }, 40037],
  ["a place left empty", { data: { first: { value: "a" } } }, 47003],
  ["nobody", { touser: "x" }, 40003],
])("%s is refused", async (_name, wrong, errcode) => {
  await using box = await ready();
  const right = { touser: box.person(FOLLOW).openid, template_id: "T", data: DATA };
  expect((await box.send(TEMPLATE, { ...right, ...wrong })).json.errcode).toBe(errcode);
});

test("who switched messages off: 0, nothing shown, and the event says so", async () => {
  await using box = await ready();
  const mei = box.person(FOLLOW, { do: "receive", on: false });
  const body = { touser: mei.openid, template_id: "T", data: DATA };
  expect((await box.send(TEMPLATE, body)).json.errcode).toBe(0);
  expect(box.simulator.timeline.of("message.shown")).toEqual([]);
  expect(box.pushes[0]).toContain("<![CDATA[failed:user block]]>");
});

test("a client_msg_id is shown once in ten minutes", async () => {
  await using box = await ready();
  const mei = box.person(FOLLOW);
  const body = { touser: mei.openid, template_id: "T", data: DATA, client_msg_id: "A" };
  const shown = () => box.simulator.timeline.of("message.shown").length;
  await box.send(TEMPLATE, body);
  await box.clock.advance(10 * MINUTE - SECOND);
  expect((await box.send(TEMPLATE, body)).json.errcode).toBe(0);
  expect(shown()).toBe(1);
  await box.clock.advance(SECOND);
  await box.send(TEMPLATE, body);
  expect(shown()).toBe(2);
});

test("a notice needs a permission, and uses up one that is not long-term", async () => {
  await using box = await ready();
  const [once, always] = [box.person(FOLLOW), box.person(FOLLOW)];
  const data = { thing1: { value: "东西" }, phrase2: { value: "成功" } };
  const send = async (touser: string) =>
    (await box.send(NOTICE, { touser, template_id: "N", data })).json.errcode;
  expect(await send(once.openid)).toBe(43101);
  box.act(once, { do: "permit", templateId: "N", accept: false });
  expect(await send(once.openid)).toBe(43101);
  box.act(once, { do: "permit", templateId: "N", accept: true });
  expect([await send(once.openid), await send(once.openid)]).toEqual([0, 43101]);
  box.act(always, { do: "permit", templateId: "N", accept: true, longTerm: true });
  expect([await send(always.openid), await send(always.openid)]).toEqual([0, 0]);
  box.act(always, { do: "revoke", templateId: "N" });
  expect(await send(always.openid)).toBe(43101);
  expect(box.pushes[0]).toMatch(/<SubscribeMsgSentEvent><List>.*<MsgID>\d{19}<\/MsgID>/);
});

test("a value that does not fit its place is named, in WeChat's spelling", async () => {
  await using box = await ready();
  const { openid } = box.person(FOLLOW, { do: "permit", templateId: "N", accept: true });
  const send = async (thing1: string, phrase2: string) => {
    const data = { thing1: { value: thing1 }, phrase2: { value: phrase2 } };
    return (await box.send(NOTICE, { touser: openid, template_id: "N", data })).json;
  };
  const long = await send("x".repeat(21), "成功");
  expect(long.errcode).toBe(47003);
  expect(long.errmsg).toMatch(/^argument invalid! data\.thing1\.value invalid rid: /);
  expect((await send("", "成功")).errmsg).toMatch(
    /^argument invalid! data\.thing1\.value is emtpy rid: /,
  );
  expect((await send("x", "ok")).errmsg).toContain("data.phrase2.value invalid");
  expect((await send("x".repeat(20), "成功")).errcode).toBe(0);
});

test("one consent on one scene's page is one message", async () => {
  await using box = await ready();
  const mei = box.person();
  const send = async (scene: string) => {
    const body = {
      touser: mei.openid,
      template_id: "O",
      scene,
      title: "t",
      data: { content: { value: "x" } },
    };
    return (await box.send(ONE_TIME, body)).json.errcode;
  };
  const agree = (scene: string, answer = "confirm") =>
    box.get("/mp/subscribemsg", {
      action: "get_confirm",
      appid: box.appId,
      scene,
      template_id: "O",
      redirect_url: "https://example.org/back",
      reserved: "test",
      as: mei.openid,
      answer,
    });
  expect(await send("1000")).toBe(43101);
  await agree("1000", "cancel");
  expect(await send("1000")).toBe(43101);
  expect((await agree("1000")).status).toBe(302);
  await agree("1000");
  await agree("7");
  expect([await send("1000"), await send("1000"), await send("7")]).toEqual([0, 43101, 0]);
});

test("templates are added, listed, deleted; 25 at most; the industry changes once a month", async () => {
  await using box = await ready();
  const path = "/cgi-bin/template";
  const add = async () =>
    (await box.send(`${path}/api_add_template`, { template_id_short: "TM1" })).json;
  const { template_id } = await add();
  const list = async () =>
    (await box.get(`${path}/get_all_private_template`, { access_token: box.accessToken })).json
      .template_list;
  expect(await list()).toHaveLength(2);
  const remove = async () =>
    (await box.send(`${path}/del_private_template`, { template_id })).json.errcode;
  expect([await remove(), await remove()]).toEqual([0, 40037]);
  for (let n = 0; n < 24; n++) expect(await add()).toHaveProperty("template_id");
  expect((await add()).errcode).toBe(45026);
  const industry = async () =>
    (await box.send(`${path}/api_set_industry`, { industry_id1: "1", industry_id2: "4" })).json
      .errcode;
  expect([await industry(), await industry()]).toEqual([0, 43100]);
  const kidList = { tid: "99", kidList: [1], sceneDesc: "x" };
  const notice = async (more: object) =>
    (await box.send("/wxaapi/newtmpl/addtemplate", { ...kidList, ...more })).json;
  expect((await notice({})).errcode).toBe(200020);
  expect(await notice({ kidList: [1, 2] })).toMatchObject({
    errcode: 0,
    priTmplId: expect.any(String),
  });
});

test("mass sends: two at least, followers only, four a month each, never the same id twice", async () => {
  await using box = await ready();
  const [a, b, gone] = [
    box.person(FOLLOW),
    box.person(FOLLOW),
    box.person(FOLLOW, { do: "unfollow" }),
  ];
  const send = async (touser: readonly string[], more = {}) =>
    box.send(`${MASS}/send`, { touser, msgtype: "text", text: { content: "x" }, ...more });
  expect((await send([a.openid])).json.errcode).toBe(40130);
  expect((await send([gone.openid, gone.openid])).json.errcode).toBe(43004);
  const both = [a.openid, b.openid];
  const first = await send(both, { clientmsgid: "C" });
  expect(first.text).toMatch(
    /^\{"errcode":0,"errmsg":"send job submission success","msg_id":\d{19},"msg_data_id":\d+\}$/,
  );
  expect((await send(both, { clientmsgid: "C" })).json.errcode).toBe(45066);
  // Whatever it carries: an article's draft is gone by then.
  const repeated = { clientmsgid: "C", msgtype: "mpnews", mpnews: { media_id: "sent before" } };
  expect((await send(both, repeated)).json.errcode).toBe(45066);
  await box.clock.advance(MINUTE);
  const again = await send(both, { clientmsgid: "C" });
  expect(again.json.errcode).toBe(45065);
  expect(again.text).toContain(first.text.match(/"msg_id":\d+/)?.[0] ?? "?");
  expect((await send(both, { clientmsgid: "x".repeat(65) })).json.errcode).toBe(45067);
  for (let n = 0; n < 4; n++) await send(both);
  const shown = box.simulator.timeline
    .of("message.shown")
    .filter(({ openid }) => openid === a.openid);
  expect(shown).toHaveLength(4);
  expect(box.pushes[0]).toContain("<![CDATA[mphelper]]>");
});

test("a subscription account sends to all once a day", async () => {
  await using box = await ready({ type: "subscription" });
  box.person(FOLLOW, HELLO);
  const body = { filter: { is_to_all: true }, msgtype: "text", text: { content: "x" } };
  const send = async () => (await box.send(`${MASS}/sendall`, body)).json.errcode;
  expect([await send(), await send()]).toEqual([0, 45028]);
});
