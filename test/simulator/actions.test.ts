import { expect, test } from "vitest";
import { readPush } from "../../src/protocol/push.ts";
import { pushKey } from "../../src/protocol/pushKey.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import { Platform } from "../../src/simulator/platform.ts";
import { writePush } from "../../src/simulator/pusher/pushXml.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";

/** What people do, as the account's server reads it. */
function start() {
  const platform = new Platform({ clock: new ManualClock() });
  const { appId, originalId } = platform.addAccount({ speechRecognition: true }).settings;
  const { openid } = platform.addFollower(appId);
  const act = (action: FollowerAction) =>
    platform
      .act(appId, openid, action)
      .map((document) => readPush(readPushXml(writePush(document))));
  return { platform, appId, originalId, openid, act };
}

const MESSAGES: readonly (readonly [FollowerAction, object])[] = [
  [
    { do: "say", text: " 你好\u0007]]> " },
    { type: "text", content: " 你好]]> " },
  ],
  [{ do: "image" }, { type: "image" }],
  [
    { do: "voice", recognition: "你好" },
    { type: "voice", format: "amr", recognition: "你好" },
  ],
  [{ do: "video" }, { type: "video" }],
  [{ do: "shortvideo" }, { type: "shortvideo" }],
  [
    { do: "location", latitude: 23.1374661, longitude: 113.352425, label: "x" },
    { type: "location", latitude: 23.137466, longitude: 113.352425, scale: 15 },
  ],
  [
    { do: "link", title: "t", url: "https://e.org" },
    { type: "link", url: "https://e.org" },
  ],
  [
    { do: "file", name: "a.zip", bytes: 7 },
    { type: "file", title: "a.zip", fileTotalLen: 7 },
  ],
  [
    { do: "miniprogrampage", title: "t", appId: "wx", pagePath: "p" },
    { type: "miniprogrampage", pagePath: "p" },
  ],
];

test.each(MESSAGES)("%o is a message", (action, expected) => {
  const { act, openid, originalId } = start();
  act({ do: "follow" });
  const [push, more] = act(action);
  expect(push).toMatchObject({ kind: "message", from: openid, to: originalId, ...expected });
  expect(push?.kind === "message" && push.msgId).toMatch(/^\d{19}$/);
  expect(more).toBeUndefined();
});

test("ids stand bare and cannot be read as doubles", () => {
  const { platform, appId, openid, act } = start();
  act({ do: "follow" });
  const documents = platform.act(appId, openid, { do: "say", text: "x" });
  const xml = writePush(documents[0] ?? {});
  const digits = xml.match(/<MsgId>(\d{19})<\/MsgId>\n/)?.[1] ?? "";
  expect(String(Number(digits))).not.toBe(digits);
  expect(xml).toMatch(/^<xml><ToUserName><!\[CDATA\[gh_[0-9a-f]{12}\]\]><\/ToUserName>\n/);
});

test("following: found, scanned, paid", () => {
  const { act } = start();
  expect(act({ do: "follow" })).toMatchObject([{ event: "subscribe", key: "" }]);
  expect(() => act({ do: "follow" })).toThrow("follows already");
  expect(act({ do: "unfollow" })).toMatchObject([{ event: "unsubscribe" }]);
  expect(() => act({ do: "say", text: "x" })).toThrow("follow the account first");
  expect(act({ do: "scan", scene: "shop-7" })).toMatchObject([
    { event: "subscribe", scene: "shop-7" },
  ]);
  expect(act({ do: "scan", scene: "shop-7" })).toMatchObject([{ event: "SCAN", scene: "shop-7" }]);
  act({ do: "unfollow" });
  expect(act({ do: "pay", transactionId: "42", follow: true })).toMatchObject([
    { event: "subscribe", transactionId: "42" },
  ]);
  expect(act({ do: "pay" })).toEqual([]);
});

test("menu items: some push one event, some announce messages, some say nothing", () => {
  const { act, platform, appId } = start();
  act({ do: "follow" });
  expect(act({ do: "tap", key: "CONSOLE" })).toMatchObject([{ event: "CLICK", key: "CONSOLE" }]);
  const button = [
    { type: "click", name: "a", key: "C" },
    {
      name: "b",
      sub_button: [
        { type: "view", name: "v", url: "https://e.org/" },
        { type: "pic_sysphoto", name: "p", key: "P" },
        { type: "location_select", name: "l", key: "L" },
        { type: "scancode_waitmsg", name: "s", key: "S" },
        { type: "miniprogram", name: "m", url: "https://e.org/", pagepath: "pages/x" },
      ],
    },
    { type: "media_id", name: "m", key: "M" },
  ];
  platform.record("menu.set", { appId, menu: { menuId: "1", button } });
  expect(act({ do: "tap", key: "C" })).toMatchObject([{ event: "CLICK", key: "C" }]);
  expect(act({ do: "tap", key: "https://e.org/" })).toMatchObject([{ event: "VIEW" }]);
  expect(act({ do: "tap", key: "pages/x" })).toMatchObject([{ event: "view_miniprogram" }]);
  expect(act({ do: "tap", key: "S", result: "42" })).toMatchObject([{ scan: { result: "42" } }]);
  const pictures = act({ do: "tap", key: "P", pictures: 2 });
  expect(pictures).toMatchObject([
    { event: "pic_sysphoto", count: 2, pictures: [{}, {}] },
    { type: "image" },
    { type: "image" },
  ]);
  expect(new Set(pictures.map((push) => pushKey("wx1", push))).size).toBe(3);
  expect(act({ do: "tap", key: "L" })).toMatchObject([
    { event: "location_select", location: { label: "上海市" } },
    { type: "location" },
  ]);
  expect(act({ do: "tap", key: "M" })).toEqual([]);
  expect(() => act({ do: "tap", key: "X" })).toThrow("The menu has no item X");
});

test("reports, permissions, and events that have no action of their own", () => {
  const { act } = start();
  act({ do: "follow" });
  expect(act({ do: "report", latitude: 1.5, longitude: 2 })).toMatchObject([
    { event: "LOCATION", latitude: 1.5 },
  ]);
  expect(act({ do: "permit", templateId: "N", accept: true })).toMatchObject([
    { event: "subscribe_msg_popup_event", list: [{ templateId: "N", status: "accept" }] },
  ]);
  expect(act({ do: "revoke", templateId: "N" })).toMatchObject([
    { event: "subscribe_msg_change_event", list: [{ status: "reject" }] },
  ]);
  const card = { MsgType: "event", Event: "user_get_card", CardId: "p1", IsGiveByFriend: 0 };
  expect(act({ do: "send", elements: card })).toMatchObject([
    { event: "user_get_card", cardId: "p1" },
  ]);
});
