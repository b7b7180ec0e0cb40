import { describe, expect, it } from "vitest";
import { Refused } from "../../src/errors.ts";
import { EVENT_ALIASES, EVENTS } from "../../src/protocol/events.ts";
import { MESSAGES } from "../../src/protocol/messages.ts";
import { grantOf } from "../../src/protocol/openings.ts";
import { awaitsReply, type Push, readPush } from "../../src/protocol/push.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { readXml } from "../../src/protocol/xml.ts";
import { EVENT_SAMPLES, MESSAGE_SAMPLES } from "./samples.ts";
import { HEAD } from "./sampleXml.ts";

const OPENID = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY";

function read(own: string): Push {
  return readPush(readPushXml(`<xml>${HEAD}${own}</xml>`));
}

function event(name: string, own = ""): Push {
  return read(`<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event>${own}`);
}

function text(own: string): Push {
  return read(`<MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId>${own}`);
}

/** The sample of an event. Fails loudly, so that a missing one cannot be skipped. */
function sample(name: string): Push {
  const found = EVENT_SAMPLES[name] ?? MESSAGE_SAMPLES[name];
  if (found === undefined) throw new Error(`no sample of ${name}`);
  return read(found.own);
}

const HEAD_NAMES = ["kind", "to", "from", "openid", "createTime", "about", "traceId", "raw"];
const MESSAGE_NAMES = ["type", "msgId", "msgDataId", "idx", "businessId"];

describe("the table", () => {
  it("has a sample of every row, and no other", () => {
    expect(Object.keys(EVENT_SAMPLES).sort()).toEqual(Object.keys(EVENTS).sort());
    expect(Object.keys(MESSAGE_SAMPLES).sort()).toEqual(Object.keys(MESSAGES).sort());
    expect(Object.keys(EVENTS).length).toBeGreaterThanOrEqual(84);
    expect(Object.keys(MESSAGES).length).toBe(10);
  });

  it("has no field that would hide one of the head", () => {
    const own = [
      ...Object.values(EVENTS).flatMap((row) => Object.keys(row.fields)),
      ...Object.values(MESSAGES).flatMap((row) => Object.keys(row)),
    ];
    expect(own.length).toBeGreaterThan(200);
    expect(own.filter((name) => [...HEAD_NAMES, "event", "type"].includes(name))).toEqual([]);
  });

  it.each(Object.entries(MESSAGE_SAMPLES))("reads the message %s", (type, { own, fields }) => {
    const push = read(own);
    expect(push).toMatchObject({
      kind: "message",
      type,
      to: "gh_97417a04a28d",
      from: OPENID,
      openid: OPENID,
      createTime: 1_700_000_000,
      about: "follower",
      // As a number it would end in 690.
      msgId: "23903507600338688",
    });
    expect(without(push, [...HEAD_NAMES, ...MESSAGE_NAMES])).toStrictEqual(fields);
  });

  it.each(Object.entries(EVENT_SAMPLES))("reads the event %s", (name, { own, fields }) => {
    const push = read(own);
    expect(push).toMatchObject({ kind: "event", event: name, createTime: 1_700_000_000 });
    expect(without(push, [...HEAD_NAMES, "event"])).toStrictEqual(fields);
  });
});

function without(push: Push, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(push).filter(([name]) => !names.includes(name)));
}

describe("names", () => {
  it.each(Object.entries(EVENT_ALIASES))("reads %s as %s", (alias, name) => {
    expect(event(alias)).toMatchObject({ event: name });
  });

  it.each([
    ["scan", "SCAN"],
    ["Subscribe", "subscribe"],
    ["view", "VIEW"],
    ["location", "LOCATION"],
    ["wificonnected", "WifiConnected"],
  ])("reads %s as %s", (written, name) => {
    expect(event(written)).toMatchObject({ event: name });
  });

  it("keeps the event LOCATION apart from the message location", () => {
    expect(sample("LOCATION")).toMatchObject({ kind: "event", event: "LOCATION" });
    expect(sample("location")).toMatchObject({ kind: "message", type: "location" });
  });

  it.each(["constructor", "__proto__", "toString", "unknown"])("knows no event %s", (name) => {
    expect(event(name)).toMatchObject({ event: "unknown", nativeEvent: name });
  });
});

describe("what we do not know", () => {
  it("keeps an unknown message whole", () => {
    const push = read("<MsgType>Hologram</MsgType><Depth>3</Depth><MsgId>7</MsgId>");
    expect(push).toMatchObject({
      kind: "message",
      type: "unknown",
      nativeType: "Hologram",
      msgId: "7",
      about: "follower",
    });
    expect(push.raw).toMatchObject({ Depth: "3" });
  });

  it("keeps an unknown event whole", () => {
    const push = event("wave_hand", "<Speed>3</Speed>");
    expect(push).toMatchObject({ event: "unknown", nativeEvent: "wave_hand", about: "follower" });
    expect(push.raw).toMatchObject({ Speed: "3" });
  });

  it.each(["xpay_goods_deliver_notify", "open_product_spu_audit", "wxa_something_new"])(
    "takes %s for one about the account",
    (name) => {
      expect(event(name)).toMatchObject({ event: "unknown", about: "account" });
    },
  );

  it("takes an unknown event of WeChat's helper for one about the account", () => {
    const element = readXml(
      "<xml><ToUserName>gh_x</ToUserName><FromUserName>mphelper</FromUserName>" +
        "<CreateTime>1</CreateTime><MsgType>event</MsgType><Event>new</Event></xml>",
    );
    expect(readPush(element)).toMatchObject({ about: "account" });
  });

  it("reads an event without a name as unknown", () => {
    expect(read("<MsgType>event</MsgType>")).toMatchObject({ event: "unknown", nativeEvent: "" });
  });
});

describe("the head", () => {
  it.each(["user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"])(
    "finds the follower of %s in OpenID",
    (name) => {
      expect(sample(name)).toMatchObject({ openid: "oPERSON", from: OPENID, about: "follower" });
      expect(event(name, "<openid>oLOWER</openid>")).toMatchObject({ openid: "oLOWER" });
      expect(event(name)).toMatchObject({ about: "account" });
    },
  );

  it("says which pushes have no follower", () => {
    const account = Object.keys(EVENT_SAMPLES).filter((name) => sample(name).about === "account");
    expect(account.sort()).toEqual([
      "MASSSENDJOBFINISH",
      "PUBLISHJOBFINISH",
      "add_express_path",
      "add_store_audit_info",
      "annual_renew",
      "apply_merchant_audit_info",
      "card_merchant_check_result",
      "card_not_pass_check",
      "card_pass_check",
      "card_pay_order",
      "card_sku_remind",
      "cloud_invoice_invoiceresult_event",
      "create_map_poi_audit_info",
      "debug_demo",
      "guide_invite_result_event",
      "modify_store_audit_info",
      "naming_verify_fail",
      "naming_verify_success",
      "poi_check_notify",
      "qualification_verify_fail",
      "qualification_verify_success",
      "user_scan_product_verify_action",
      "verify_expired",
      "weapp_audit_delay",
      "weapp_audit_fail",
      "weapp_audit_success",
      "wx_verify_dispatch",
      "wx_verify_fail",
      "wx_verify_pay_succ",
      "wx_verify_refill",
      "wxa_appeal_record",
      "wxa_category_audit",
      "wxa_illegal_record",
      "wxa_media_check",
      "wxa_nickname_audit",
      "wxa_privacy_apply",
    ]);
  });

  it("finds the trace id under both names", () => {
    expect(sample("wxa_media_check").traceId).toBe("60ae120f");
    expect(event("new", "<TraceId>t</TraceId>").traceId).toBe("t");
    expect(sample("CLICK").traceId).toBeUndefined();
  });

  it("reads what a message sent from an article adds", () => {
    const own = "<MsgDataId><![CDATA[22]]></MsgDataId><Idx>2</Idx><BusinessId>5</BusinessId>";
    expect(text(own)).toMatchObject({ msgDataId: "22", idx: 2, businessId: "5" });
  });

  it("takes the console's debug push", () => {
    const element = readXml(
      "<xml><URL><![CDATA[http://x]]></URL><ToUserName><![CDATA[asdasdasd]]></ToUserName>" +
        "<FromUserName><![CDATA[FromUser]]></FromUserName><CreateTime>1234567898</CreateTime>" +
        "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content><MsgId>12345</MsgId></xml>",
    );
    expect(readPush(element)).toMatchObject({ content: "hello", from: "FromUser" });
  });
});

describe("refusals", () => {
  const whole = { ToUserName: "gh_x", FromUserName: "o", CreateTime: "1", MsgType: "text" };

  it.each(Object.keys(whole))("refuses a push without %s", (name) => {
    expect(() => readPush(whole)).not.toThrow();
    expect(() => readPush({ ...whole, [name]: "" })).toThrow(Refused);
    expect(() => readPush({ ...whole, [name]: ["a", "b"] })).toThrow(Refused);
    expect(() => readPush({ ...whole, [name]: { a: "b" } })).toThrow(Refused);
    const { [name as keyof typeof whole]: _, ...rest } = whole;
    expect(() => readPush(rest)).toThrow(Refused);
  });

  it.each(["1e9", "-1", "0x10", "1.5", "[1682391258]", "1700000000000000"])(
    "refuses the time %s",
    (time) => {
      expect(() => readPush({ ...whole, CreateTime: time })).toThrow(Refused);
    },
  );

  it("refuses two ids and two event names", () => {
    expect(() => readPush({ ...whole, MsgId: ["1", "2"] })).toThrow(Refused);
    expect(() => readPush({ ...whole, MsgType: "event", Event: ["CLICK", "SCAN"] })).toThrow(
      Refused,
    );
  });

  it("names the reason", () => {
    expect(() => readPush({})).toThrow(expect.objectContaining({ reason: "push" }));
  });
});

describe("drift", () => {
  it("reads every known event without its own fields", () => {
    const names = Object.keys(EVENTS).filter((name) => name !== "device_event");
    expect(names.length).toBe(Object.keys(EVENTS).length - 1);
    for (const name of names) expect(event(name)).toMatchObject({ event: name });
  });

  it("reads own fields of another shape as absent", () => {
    expect(text("<bizmsgmenuid>1</bizmsgmenuid><bizmsgmenuid>2</bizmsgmenuid>")).toMatchObject({
      menuId: undefined,
    });
    expect(event("CLICK", "<EventKey><a>1</a></EventKey>")).toMatchObject({ key: "" });
    expect(event("pic_weixin", "<SendPicsInfo>x</SendPicsInfo>")).toMatchObject({
      count: undefined,
      pictures: [],
    });
    const odd = "<Latitude>1e3</Latitude><Longitude>north</Longitude><Precision></Precision>";
    expect(event("LOCATION", odd)).toMatchObject({
      latitude: undefined,
      longitude: undefined,
      precision: undefined,
    });
  });

  it("takes repeated picture lists, and lists of several", () => {
    const item = (md5: string) => `<item><PicMd5Sum>${md5}</PicMd5Sum></item>`;
    const own = (lists: string) => `<SendPicsInfo><Count>3</Count>${lists}</SendPicsInfo>`;
    const several = [{ md5: "a" }, { md5: "b" }, { md5: "c" }];
    const apart = `<PicList>${item("a")}</PicList><PicList>${item("b")}${item("c")}</PicList>`;
    const together = `<PicList>${item("a")}${item("b")}${item("c")}</PicList>`;
    expect(event("pic_weixin", own(apart))).toMatchObject({ pictures: several });
    expect(event("pic_weixin", own(together))).toMatchObject({ pictures: several });
  });

  it("keeps one failed position as a list", () => {
    const own = "<PublishEventInfo><fail_idx>2</fail_idx></PublishEventInfo>";
    expect(event("PUBLISHJOBFINISH", own)).toMatchObject({ publication: { failIdx: [2] } });
  });

  it("takes any menu id, and an empty one for none", () => {
    expect(text("<bizmsgmenuid><![CDATA[sales 销售]]></bizmsgmenuid>")).toMatchObject({
      menuId: "sales 销售",
    });
    expect(text("<bizmsgmenuid></bizmsgmenuid>")).toMatchObject({ menuId: undefined });
  });

  it("gives a recognition when there is one", () => {
    const own = "<MsgType>voice</MsgType><MsgId>1</MsgId><Recognition> 你好 </Recognition>";
    expect(read(own)).toMatchObject({ recognition: "你好" });
  });
});

describe("awaitsReply", () => {
  it("is true of every message", () => {
    const types = Object.keys(MESSAGE_SAMPLES);
    expect(types.filter((type) => awaitsReply(sample(type)))).toEqual(types);
    expect(awaitsReply(read("<MsgType>new</MsgType>"))).toBe(true);
  });

  it("is true of these events only", () => {
    const waiting = Object.keys(EVENT_SAMPLES).filter((name) => awaitsReply(sample(name)));
    expect(waiting).toEqual([
      "subscribe",
      "SCAN",
      "CLICK",
      "scancode_push",
      "scancode_waitmsg",
      "pic_sysphoto",
      "pic_photo_or_album",
      "pic_weixin",
      "location_select",
      "ENTER",
      "device_event",
      "user_enter_session_from_card",
      "user_scan_product_enter_session",
      "user_enter_tempsession",
    ]);
  });

  it("is true of unknown events of a person only", () => {
    expect(awaitsReply(event("wave_hand"))).toBe(true);
    expect(awaitsReply(event("xpay_new"))).toBe(false);
  });
});

describe("grantOf", () => {
  const MESSAGE = { kind: "message", limit: 5, forMs: 172_800_000 };
  const action = (kind: string) => ({ kind, limit: 3, forMs: 60_000 });

  it("opens a message grant for what a follower sends", () => {
    const opening = Object.keys(MESSAGE_SAMPLES).filter((type) => grantOf(sample(type)));
    expect(opening).toEqual(Object.keys(MESSAGE_SAMPLES).filter((type) => type !== "device_text"));
    for (const type of opening) expect(grantOf(sample(type))).toEqual(MESSAGE);
    expect(grantOf(read("<MsgType>new</MsgType>"))).toBeUndefined();
  });

  it("takes a tap on a message menu for a click", () => {
    expect(grantOf(text("<bizmsgmenuid>101</bizmsgmenuid>"))).toEqual(action("click"));
  });

  it("opens a small grant for these events only", () => {
    const opening = Object.keys(EVENT_SAMPLES).flatMap((name) => {
      const grant = grantOf(sample(name));
      return grant === undefined ? [] : [[name, grant]];
    });
    expect(opening).toEqual([
      ["subscribe", action("follow")],
      ["SCAN", action("scan")],
      ["CLICK", action("click")],
      ["scancode_push", action("click")],
      ["scancode_waitmsg", action("click")],
    ]);
  });

  it("follows the payment rule for somebody who followed after paying", () => {
    const paid = event("subscribe", "<EventKey>last_trade_no_4200001</EventKey>");
    expect(paid).toMatchObject({ transactionId: "4200001", scene: undefined });
    expect(grantOf(paid)).toEqual(action("follow"));
    expect(grantOf(paid, "legacy20")).toEqual({ kind: "payment", limit: 20, forMs: 172_800_000 });
    const unlimited = grantOf(paid, "unlimited48h");
    expect(unlimited).toMatchObject({ kind: "payment", forMs: 172_800_000 });
    expect(JSON.parse(JSON.stringify(unlimited))).toEqual(unlimited);
    expect(grantOf(sample("subscribe"), "unlimited48h")).toEqual(action("follow"));
  });
});
