import type { Activity } from "botbuilder";
import { expect, test } from "vitest";
import { openAccount } from "../../src/adapter/accounts/account.ts";
import { genericIdentity } from "../../src/adapter/translate/identity.ts";
import { type TranslationOptions, toActivity } from "../../src/adapter/translate/toActivity.ts";
import { readPush } from "../../src/protocol/push.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { EVENT_SAMPLES, MESSAGE_SAMPLES } from "../protocol/samples.ts";
import { HEAD } from "../protocol/sampleXml.ts";

const account = openAccount({ appId: "wx0123456789abcdef", token: "token", locale: "zh_CN" });
const follower = { appId: account.appId, openid: "openid" };
const identity = genericIdentity(follower, account);

function activityOf(own: string, options?: TranslationOptions): Partial<Activity> {
  const push = readPush(readPushXml(`<xml>${HEAD}${own}</xml>`));
  return toActivity(push, account, identity, options);
}

const samples = { ...MESSAGE_SAMPLES, ...EVENT_SAMPLES };

test("every push becomes an activity that Bot Framework's own parts can live with", () => {
  const names = Object.keys(samples);
  expect(names.length).toBeGreaterThan(90);
  for (const [name, { own }] of Object.entries(samples)) {
    const activity = activityOf(own);
    expect(activity, name).toMatchObject({
      channelId: "wechat",
      serviceUrl: expect.stringMatching(/^https:/),
      locale: "zh-CN",
      localTimezone: "Asia/Shanghai",
      id: expect.stringMatching(/./),
      timestamp: expect.any(Date),
      from: { id: expect.stringMatching(/./), name: expect.stringMatching(/./) },
      recipient: { id: expect.stringMatching(/^gh_/), role: "bot" },
      conversation: { id: expect.stringMatching(/./), isGroup: false },
    });
    expect(["message", "event", "conversationUpdate"], name).toContain(activity.type);
    if (activity.type === "message") expect(typeof activity.text, name).toBe("string");
    if (activity.type === "event") expect(activity.name, name).toMatch(/./);
    for (const entity of activity.entities ?? []) expect(entity.type, name).toMatch(/./);
    expect(JSON.stringify(activity), name).not.toContain(":null");
    expect(JSON.parse(JSON.stringify(activity.channelData)), name).toHaveProperty("MsgType");
  }
});

test("a follow adds the member and carries the scene; an unfollow removes it", () => {
  const plain = activityOf(EVENT_SAMPLES.subscribe?.own ?? "");
  expect(plain.type).toBe("conversationUpdate");
  expect(plain.membersAdded).toEqual([{ id: plain.from?.id, name: identity.name, role: "user" }]);
  const scanned = activityOf(
    "<MsgType>event</MsgType><Event>subscribe</Event><EventKey>qrscene_shop-7</EventKey><Ticket>T</Ticket>",
  );
  expect(scanned.value).toEqual({ scene: "shop-7", ticket: "T" });
  const left = activityOf(EVENT_SAMPLES.unsubscribe?.own ?? "");
  expect(left.membersRemoved).toEqual([{ id: left.from?.id, name: identity.name, role: "user" }]);
});

test("ids stay strings, times are seconds, and text keeps its blanks", () => {
  const text = activityOf(
    "<MsgType>text</MsgType><Content><![CDATA[ 007 ]]></Content><MsgId>23903507600338688</MsgId>",
  );
  expect(text).toMatchObject({ type: "message", text: " 007 ", textFormat: "plain" });
  expect(text.id).toBe("23903507600338688");
  expect(text.timestamp).toEqual(new Date(1_700_000_000_000));
});

test("voice brings its recognition as text, and no attachment has a token in its address", () => {
  const voice = activityOf(
    "<MsgType>voice</MsgType><MediaId>M</MediaId><Format>amr</Format><Recognition>你好</Recognition><MsgId>1</MsgId>",
  );
  expect(voice).toMatchObject({
    text: "你好",
    attachments: [{ contentType: "audio/amr", name: "M.amr", content: { mediaId: "M" } }],
  });
  for (const { own } of Object.values(samples)) {
    for (const { contentUrl } of activityOf(own).attachments ?? []) {
      expect(contentUrl ?? "").not.toMatch(/token/i);
    }
  }
});

test("a location is text, coordinates and a place", () => {
  const place = activityOf(
    "<MsgType>location</MsgType><Location_X>31.25</Location_X><Location_Y>121.5</Location_Y><Scale>15</Scale><Label>Bund</Label><MsgId>1</MsgId>",
  );
  expect(place.text).toBe("Bund");
  expect(place.entities).toMatchObject([
    { type: "GeoCoordinates", latitude: 31.25, longitude: 121.5 },
    { type: "Place", name: "Bund" },
  ]);
});

test("a menu tap is an event, or a message for bots that know no events", () => {
  const own = "<MsgType>event</MsgType><Event>CLICK</Event><EventKey>MENU_1</EventKey>";
  expect(activityOf(own)).toMatchObject({
    type: "event",
    name: "CLICK",
    value: { eventKey: "MENU_1" },
  });
  expect(activityOf(own, { menuClick: "message" })).toMatchObject({
    type: "message",
    text: "MENU_1",
    value: { eventKey: "MENU_1" },
  });
});

test("a tap in a message menu is a message, or an event", () => {
  const own =
    "<MsgType>text</MsgType><Content>满意</Content><MsgId>1</MsgId><bizmsgmenuid>101</bizmsgmenuid>";
  const value = { menuId: "101", title: "满意" };
  expect(activityOf(own)).toMatchObject({ type: "message", text: "满意", value });
  expect(activityOf(own, { messageMenu: "event" })).toMatchObject({ name: "bizmsgmenu", value });
});

test("what nobody has seen before is an event with its native name, whole in channelData", () => {
  const novel = activityOf(
    "<MsgType>event</MsgType><Event>brand_new</Event><Thing><Deep>1</Deep></Thing>",
  );
  expect(novel).toMatchObject({
    type: "event",
    name: "brand_new",
    channelData: { Thing: { Deep: "1" } },
    value: { nativeEvent: "brand_new", Thing: { Deep: "1" } },
  });
  expect(activityOf("<MsgType>hologram</MsgType><MsgId>5</MsgId>")).toMatchObject({
    type: "event",
    name: "hologram",
  });
});

test("every event brings all that WeChat said, known or not", () => {
  const head = ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "MsgId"];
  // What the bot has under a name of its own: a date, an id, a person.
  const elsewhere = /^(?:trace_?id|openid|msgdataid|idx|businessid)$/i;
  let fields = 0;
  for (const [name, { own }] of Object.entries(EVENT_SAMPLES)) {
    const { type, value, channelData } = activityOf(own);
    if (type !== "event") continue;
    const said = JSON.stringify(value ?? {});
    for (const [element, text] of Object.entries(channelData as Record<string, unknown>)) {
      if (head.includes(element) || elsewhere.test(element) || typeof text !== "string") continue;
      if (text === "") continue;
      fields += 1;
      const exact = JSON.stringify(text).slice(1, -1);
      const measured = said.includes(String(Number(text))) || /true|false/.test(said);
      expect(said.includes(exact) || measured, `${name} ${element}`).toBe(true);
    }
  }
  expect(fields).toBeGreaterThan(100);
});

test("an event of which nothing is typed brings WeChat's own fields, as plain objects", () => {
  const own = (event: string) =>
    `<MsgType>event</MsgType><Event>${event}</Event><reason>a</reason><Two>1</Two><Two>2</Two><Deep><Er>3</Er></Deep>`;
  for (const event of ["wxa_appeal_record", "wxa_privacy_apply", "add_express_path", "funds_x"]) {
    const { value } = activityOf(own(event));
    expect(value).toMatchObject({ reason: "a", Two: ["1", "2"], Deep: { Er: "3" } });
    expect(Object.getPrototypeOf((value as { Deep: object }).Deep)).toBe(Object.prototype);
  }
  expect(activityOf("<MsgType>hologram</MsgType><MsgId>5</MsgId><Depth>3</Depth>").value).toEqual({
    msgId: "5",
    Depth: "3",
  });
});

test("what concerns the account opens no conversation with a person", () => {
  const expired = activityOf(EVENT_SAMPLES.verify_expired?.own ?? "");
  expect(expired.from?.role).toBe("channel");
  expect(expired.conversation?.id).toMatch(/^account:gh_/);
});

test("a person has a generic name: stable, per account, in its language, not the openid", () => {
  expect(identity.name).toMatch(/^微信用户 [A-Z2-7]{6}$/);
  expect(genericIdentity(follower, account).name).toBe(identity.name);
  expect(genericIdentity({ ...follower, appId: "wx2" }, account).name).not.toBe(identity.name);
  const english = openAccount({ appId: "wx0123456789abcdef", token: "token", locale: "en-GB" });
  expect(genericIdentity(follower, english).name).toMatch(/^WeChat user [A-Z2-7]{6}$/);
  const names = Array.from(
    { length: 2_000 },
    (_, i) => genericIdentity({ ...follower, openid: `o${i}` }, account).name,
  );
  expect(new Set(names).size).toBe(2_000);
});

test("the avatar is a picture of its own, and drawn the same each time", () => {
  expect(identity.avatar).toMatch(/^data:image\/svg\+xml,%3Csvg/);
  expect(genericIdentity(follower, account).avatar).toBe(identity.avatar);
  const other = genericIdentity({ ...follower, openid: "other" }, account);
  expect(other.avatar).not.toBe(identity.avatar);
});

test("what WeChat does not hand on, like a sticker, is an event and not the follower's words", () => {
  for (const notice of ["【收到不支持的消息类型，暂无法显示】", "[Unsupported message]"]) {
    const own = `<MsgType>text</MsgType><Content><![CDATA[${notice}]]></Content><MsgId>1</MsgId>`;
    expect(activityOf(own)).toMatchObject({
      type: "event",
      name: "unsupported",
      value: { notice },
    });
  }
});
