import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNotice } from "../../src/protocol/notice.ts";
import { type Push, readPush } from "../../src/protocol/push.ts";
import { noticeKey, pushKey } from "../../src/protocol/pushKey.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { readXml, writeXml } from "../../src/protocol/xml.ts";
import { EVENT_SAMPLES, MESSAGE_SAMPLES } from "./samples.ts";
import { HEAD } from "./sampleXml.ts";

const APP = "wxba5fad812f8e6fb9";

interface Parts {
  readonly [element: string]: string;
}

function push(parts: Parts): Push {
  const head = { ToUserName: "gh_x", FromUserName: "oA", CreateTime: "1700000000" };
  return readPush(readPushXml(writeXml({ ...head, ...parts })));
}

function key(parts: Parts): string {
  return pushKey(APP, push(parts));
}

function event(Event: string, parts: Parts = {}): Parts {
  return { MsgType: "event", Event, ...parts };
}

function text(MsgId: string, parts: Parts = {}): Parts {
  return { MsgType: "text", Content: "x", MsgId, ...parts };
}

describe("messages", () => {
  it("are recognised by account, follower and id", () => {
    expect(key(text("23903507600338688"))).toBe(`${APP}|oA|23903507600338688`);
  });

  it("of two followers with one id differ (WxJava issue 333)", () => {
    expect(key(text("1", { FromUserName: "oB" }))).not.toBe(key(text("1")));
  });

  it("of two accounts differ", () => {
    expect(pushKey("wx1", push(text("1")))).not.toBe(pushKey("wx2", push(text("1"))));
  });

  it("with ids that one number cannot tell apart differ", () => {
    expect(Number("24801004976846051")).toBe(Number("24801004976846052"));
    expect(key(text("24801004976846051"))).not.toBe(key(text("24801004976846052")));
  });

  it("without an id are told apart by their content", () => {
    expect(key(text(""))).toBe(key(text("")));
    expect(key(text("", { Content: "y" }))).not.toBe(key(text("")));
  });
});

describe("events", () => {
  it("are recognised by who, when, what and the parts that identify", () => {
    const parts = { EventKey: "qrscene_110", Ticket: "gQ" };
    expect(key(event("subscribe", parts))).toBe(
      `${APP}|oA|1700000000|subscribe|qrscene_110||||gQ|`,
    );
  });

  it("are recognised again, also in another spelling or with another element beside them", () => {
    expect(key(event("subscribe"))).toBe(key(event("Subscribe", { EventKey: "" })));
    expect(key(event("unsubscribe", { AgentID: "1" }))).toBe(key(event("unsubscribe")));
    expect(key(event("FREEPUBLISHJOBFINISH"))).not.toBe(key(event("MASSSENDJOBFINISH")));
  });

  it("differ in one second: an automatic LOCATION beside what the follower did", () => {
    const location = { Latitude: "1.5", Longitude: "2.5", Precision: "3.5" };
    const keys = [
      key(event("LOCATION", location)),
      key(event("CLICK")),
      key(event("subscribe")),
      key(event("SCAN")),
    ];
    expect(new Set(keys).size).toBe(4);
  });

  it("differ in one second: two cards, and two copies of one card", () => {
    const keys = [
      key(event("user_get_card", { CardId: "p1", UserCardCode: "12" })),
      key(event("user_get_card", { CardId: "p2", UserCardCode: "12" })),
      key(event("user_get_card", { CardId: "p1", UserCardCode: "13" })),
    ];
    expect(new Set(keys).size).toBe(3);
  });

  it("differ in one second: results of two jobs", () => {
    const first = event("TEMPLATESENDJOBFINISH", { MsgID: "2702600966117900288" });
    const second = event("TEMPLATESENDJOBFINISH", { MsgID: "2702600966117900289" });
    expect(key(first)).not.toBe(key(second));
  });

  it("differ in one second: results that differ in their trace id alone", () => {
    const first = event("wxa_media_check", { trace_id: "a" });
    expect(key(first)).not.toBe(key(event("wxa_media_check", { trace_id: "b" })));
  });

  it("differ in one second: results inside nested elements", () => {
    const sent = (id: string) =>
      readPush(
        readXml(
          `<xml>${HEAD}<MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event>` +
            `<SubscribeMsgSentEvent><List><MsgID>${id}</MsgID></List></SubscribeMsgSentEvent></xml>`,
        ),
      );
    expect(pushKey(APP, sent("1"))).toBe(pushKey(APP, sent("1")));
    expect(pushKey(APP, sent("1"))).not.toBe(pushKey(APP, sent("2")));
  });

  it("differ in one second: two unknown ones of one name", () => {
    const first = event("wave_hand", { Speed: "1" });
    expect(key(first)).toBe(key(first));
    expect(key(first)).not.toBe(key(event("wave_hand", { Speed: "2" })));
  });

  it("of one system about two people differ", () => {
    const first = event("user_info_modified", { OpenID: "oA" });
    expect(key(first)).not.toBe(key(event("user_info_modified", { OpenID: "oB" })));
  });
});

describe("parts", () => {
  it("cannot be forged with separators", () => {
    const forged = event("SCAN", { EventKey: "a|||" });
    expect(key(forged)).not.toBe(key(event("SCAN", { EventKey: "a" })));
    const shifted = event("SCAN", { EventKey: "a|b" });
    expect(key(shifted)).not.toBe(key(event("SCAN", { EventKey: "a", MsgID: "b" })));
    expect(key(text("1|x", { FromUserName: "o" }))).not.toBe(
      key(text("x", { FromUserName: "o|1" })),
    );
  });

  it("cannot be forged by writing out what stands for a long part", () => {
    const long = "http://example.com/".padEnd(500, "x");
    const written = key(event("VIEW", { EventKey: long })).split("|")[4] ?? "";
    expect(written).toMatch(/^#[\w-]{22}$/);
    expect(key(event("VIEW", { EventKey: written }))).not.toBe(
      key(event("VIEW", { EventKey: long })),
    );
    expect(key(event("VIEW", { EventKey: `${long}y` }))).not.toBe(
      key(event("VIEW", { EventKey: long })),
    );
  });

  it("never collide where the values differ", () => {
    const value = fc.string({ unit: "grapheme", maxLength: 80 });
    const names = ["EventKey", "Ticket", "MsgID"] as const;
    let compared = 0;
    fc.assert(
      fc.property(fc.tuple(value, value, value), fc.tuple(value, value, value), (a, b) => {
        const [left, right] = [a, b].map((values) =>
          push(event("SCAN", Object.fromEntries(names.map((name, i) => [name, values[i] ?? ""])))),
        );
        const read = (one: Push | undefined) =>
          JSON.stringify(names.map((name) => String(one?.raw[name]).trim()));
        const same = pushKey(APP, left as Push) === pushKey(APP, right as Push);
        expect(same).toBe(read(left) === read(right));
        compared++;
      }),
    );
    expect(compared).toBeGreaterThanOrEqual(100);
  });

  it("of all samples differ, and hold no more than a store likes", () => {
    const samples = [...Object.values(EVENT_SAMPLES), ...Object.values(MESSAGE_SAMPLES)];
    const keys = samples.map(({ own }) =>
      pushKey(APP, readPush(readPushXml(`<xml>${HEAD}${own}</xml>`))),
    );
    // The messages share one id here, so each kind of message has the same key.
    expect(new Set(keys).size).toBe(Object.keys(EVENT_SAMPLES).length + 1);
    expect(Math.max(...keys.map((one) => one.length))).toBeLessThan(300);
  });
});

describe("notices", () => {
  const notice = (parts: Parts) =>
    noticeKey(readNotice(readXml(writeXml({ AppId: "wxC", CreateTime: "1", ...parts }))));

  it("are recognised again", () => {
    const parts = { InfoType: "unauthorized", AuthorizerAppid: "wxA" };
    expect(notice(parts)).toBe(notice(parts));
    expect(notice(parts)).toMatch(/^wxC\|unauthorized\|1\|wxA\|#[\w-]{22}$/);
  });

  it("differ by account, code and ticket, and show none of the secrets", () => {
    const authorized = { InfoType: "authorized", AuthorizerAppid: "wxA" };
    const ticket = { InfoType: "component_verify_ticket" };
    const keys = [
      notice({ ...authorized, AuthorizationCode: "code-1" }),
      notice({ ...authorized, AuthorizationCode: "code-2" }),
      notice({ ...authorized, AuthorizationCode: "code-1", AuthorizerAppid: "wxB" }),
      notice({ ...ticket, ComponentVerifyTicket: "ticket@@@1" }),
      notice({ ...ticket, ComponentVerifyTicket: "ticket@@@2" }),
      notice({ InfoType: "new_one", Thing: "1" }),
      notice({ InfoType: "new_one", Thing: "2" }),
    ];
    expect(new Set(keys).size).toBe(7);
    expect(keys.join()).not.toMatch(/code-|ticket@/);
  });
});
