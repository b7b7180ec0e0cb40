import { expect, test } from "vitest";
import type { AccountOptions } from "../../src/simulator/world/account.ts";
import { FOLLOW, HELLO, HOUR, MINUTE, openBox, RID, SECOND, SEND } from "./box.ts";

/** Section 2 of the fact sheet: what a customer-service message must be, and to whom it may go. */
const TYPING = "/cgi-bin/message/custom/typing";

async function ready(account: AccountOptions = {}) {
  const box = await openBox(account);
  const token = await box.token();
  const mei = box.person(FOLLOW, HELLO);
  async function send(body: object): Promise<number> {
    const { json } = await box.post(SEND, token, { touser: mei.openid, ...body });
    return json.errcode;
  }
  const typing = async (command = "Typing"): Promise<number> =>
    (await box.post(TYPING, token, { touser: mei.openid, command })).json.errcode;
  return Object.assign(box, { accessToken: token, mei, send, typing });
}

test("success is exactly this, without an id", async () => {
  await using box = await ready();
  const body = { touser: box.mei.openid, msgtype: "text", text: { content: "hi" } };
  const answer = await box.post(SEND, box.accessToken, body);
  expect(answer.text).toBe('{"errcode":0,"errmsg":"ok"}');
  expect(answer.type).toBe("application/json; encoding=utf-8");
  const shown = box.simulator.timeline.of("message.shown");
  expect(shown.map(({ message }) => message)).toEqual([
    { msgtype: "text", text: { content: "hi" } },
  ]);
});

test("2048 bytes of UTF-8 pass, one more does not", async () => {
  await using box = await ready();
  const fits = `${"汉".repeat(682)}ab`;
  expect(Buffer.byteLength(fits)).toBe(2_048);
  expect(await box.send({ msgtype: "text", text: { content: fits } })).toBe(0);
  expect(await box.send({ msgtype: "text", text: { content: `${fits}c` } })).toBe(45002);
});

test.each<readonly [string, number, object]>([
  ["an empty text", 44004, { msgtype: "text", text: { content: "" } }],
  ["an unknown type", 40008, { msgtype: "hologram", hologram: {} }],
  ["no type", 40008, {}],
  ["a link, which is for mini programs", 40008, { msgtype: "link", link: {} }],
  ["a card without the right", 48008, { msgtype: "wxcard", wxcard: { card_id: "x" } }],
  ["an unknown media id", 40007, { msgtype: "image", image: { media_id: "x" } }],
  [
    "a program that is not linked",
    40166,
    { msgtype: "miniprogrampage", miniprogrampage: { appid: "wx1" } },
  ],
  ["two articles", 45008, { msgtype: "news", news: { articles: [{}, {}] } }],
  ["no article", 44003, { msgtype: "news", news: { articles: [] } }],
  ["an empty message menu", 45098, { msgtype: "msgmenu", msgmenu: { list: [] } }],
  [
    "a choice that is too long",
    45099,
    { msgtype: "msgmenu", msgmenu: { list: [{ id: "1", content: "x".repeat(200) }] } },
  ],
  [
    "an agent who is none",
    65401,
    { msgtype: "text", text: { content: "x" }, customservice: { kf_account: "a@b" } },
  ],
])("%s is refused with %i", async (_name, errcode, body) => {
  await using box = await ready();
  expect(await box.send(body)).toBe(errcode);
  expect(box.simulator.timeline.of("message.shown")).toEqual([]);
});

test("one article passes, and a message menu on a service account", async () => {
  await using box = await ready();
  const article = { title: "t", description: "d", url: "https://example.org", picurl: "" };
  expect(await box.send({ msgtype: "news", news: { articles: [article] } })).toBe(0);
  const list = [{ id: "101", content: "满意" }];
  expect(await box.send({ msgtype: "msgmenu", msgmenu: { head_content: "?", list } })).toBe(0);
  const [push] = box.act(box.mei, { do: "choose", id: "101" });
  expect(push).toMatchObject({ MsgType: "text", Content: "满意", bizmsgmenuid: "101" });
});

test.each([{ type: "subscription" }, { type: "test" }] as const)(
  "a message menu is refused to %o",
  async (account) => {
    await using box = await ready(account);
    const list = [{ id: "1", content: "x" }];
    expect(await box.send({ msgtype: "msgmenu", msgmenu: { list } })).toBe(40200);
  },
);

test("an image needs an image", async () => {
  await using box = await ready();
  const path = `/cgi-bin/media/upload?access_token=${box.accessToken}`;
  const image = (await box.upload(`${path}&type=image`, { fileName: "a.png" })).json.media_id;
  const voice = (await box.upload(`${path}&type=voice`, { fileName: "a.amr" })).json.media_id;
  expect(await box.send({ msgtype: "image", image: { media_id: image } })).toBe(0);
  expect(await box.send({ msgtype: "voice", voice: { media_id: image } })).toBe(40007);
  expect(await box.send({ msgtype: "voice", voice: { media_id: voice } })).toBe(0);
});

test.each<readonly [string, number, string | Buffer]>([
  ["nothing", 44002, ""],
  ["no JSON", 47001, "touser=x"],
  ["JSON that is no object", 47001, "[1]"],
  ["a byte-order mark", 47001, "\uFEFF{}"],
])("a body of %s gives %i", async (_name, errcode, body) => {
  await using box = await ready();
  const answer = await box.post(SEND, box.accessToken, body as string);
  expect(answer.json.errcode).toBe(errcode);
  expect(answer.json.errmsg).toMatch(RID);
});

test("bytes that are not UTF-8 are no JSON", async () => {
  await using box = await ready();
  const body = Buffer.concat([
    Buffer.from('{"touser":"'),
    Buffer.from([0xc4, 0xe3]),
    Buffer.from('"}'),
  ]);
  const { json } = await box.http(`${SEND}?access_token=${box.accessToken}`, {
    method: "POST",
    body,
  });
  expect(json.errcode).toBe(47001);
});

test("escapes are not decoded: the reader sees them", async () => {
  await using box = await ready();
  const body = `{"touser":"${box.mei.openid}","msgtype":"text","text":{"content":"\\u4f60\\n"}}`;
  await box.post(SEND, box.accessToken, body);
  const [shown] = box.simulator.timeline.of("message.shown");
  expect(shown?.message).toEqual({ msgtype: "text", text: { content: "\\u4f60\n" } });
});

test("an openid of nobody, or of another account, is refused", async () => {
  await using box = await ready();
  const other = box.platform.addAccount();
  const foreign = box.platform.addFollower(other.settings.appId);
  for (const touser of ["nobody", "", foreign.openid]) {
    const body = { touser, msgtype: "text", text: { content: "x" } };
    expect((await box.post(SEND, box.accessToken, body)).json.errcode).toBe(40003);
  }
});

test("who blocks, and who is blocked, is not reached", async () => {
  await using box = await ready();
  box.act(box.mei, { do: "receive", on: false });
  expect(await box.say(box.accessToken, box.mei)).toBe(48002);
  box.act(box.mei, { do: "receive", on: true });
  expect(await box.say(box.accessToken, box.mei)).toBe(0);
  const list = { openid_list: [box.mei.openid] };
  await box.post("/cgi-bin/tags/members/batchblacklist", box.accessToken, list);
  expect(await box.say(box.accessToken, box.mei)).toBe(43019);
  expect(box.act(box.mei, HELLO)).toEqual([]);
  await box.post("/cgi-bin/tags/members/batchunblacklist", box.accessToken, list);
  expect(await box.say(box.accessToken, box.mei)).toBe(0);
});

test.each([45087, 45094, 48004])("a punished account gets %i", async (punishment) => {
  await using box = await ready({ punishment });
  expect(await box.say(box.accessToken, box.mei)).toBe(punishment);
});

test("typing needs a contact within 30 seconds, lasts 15, and ends with a message", async () => {
  await using box = await ready();
  expect(await box.typing("Dancing")).toBe(45072);
  await box.clock.advance(30 * SECOND);
  expect(await box.typing()).toBe(0);
  expect(await box.typing()).toBe(45081);
  await box.clock.advance(15 * SECOND - 1);
  box.act(box.mei, HELLO);
  expect(await box.typing()).toBe(45081);
  await box.clock.advance(1);
  expect(await box.typing()).toBe(0);
  await box.say(box.accessToken, box.mei);
  expect(await box.typing()).toBe(0);
  expect(await box.typing("CancelTyping")).toBe(0);
  await box.clock.advance(30 * SECOND + 1);
  expect(await box.typing()).toBe(45080);
});

test("typing needs an open window", async () => {
  await using box = await openBox();
  const token = await box.token();
  const mei = box.person(FOLLOW);
  await box.clock.advance(MINUTE);
  const body = { touser: mei.openid, command: "Typing" };
  expect((await box.post(TYPING, token, body)).json.errcode).toBe(45015);
  await box.clock.advance(HOUR);
});
