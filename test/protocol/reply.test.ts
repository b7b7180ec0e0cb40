import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SendError } from "../../src/errors.ts";
import { type Push, readPush } from "../../src/protocol/push.ts";
import { checkReply, newsLimit, type Reply, writeReply } from "../../src/protocol/reply.ts";
import { readXml, stripForbidden } from "../../src/protocol/xml.ts";
import { EVENT_SAMPLES, MESSAGE_SAMPLES } from "./samples.ts";
import { HEAD } from "./sampleXml.ts";

const TO = { to: "openid", from: "gh_x", createTime: 1_700_000_000 };
const START =
  "<xml><ToUserName><![CDATA[openid]]></ToUserName><FromUserName><![CDATA[gh_x]]></FromUserName>" +
  "<CreateTime>1700000000</CreateTime>";

const ARTICLE = { title: "t", description: "d", picUrl: "p", url: "u" };
const ITEM =
  "<item><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description>" +
  "<PicUrl><![CDATA[p]]></PicUrl><Url><![CDATA[u]]></Url></item>";
const DEVICE = { deviceType: "gh_x", deviceId: "1" };
const DEVICE_XML = "<DeviceType><![CDATA[gh_x]]></DeviceType><DeviceID><![CDATA[1]]></DeviceID>";

const EXACT: readonly (readonly [reply: Reply, own: string])[] = [
  [{ type: "text", content: "hi" }, "<Content><![CDATA[hi]]></Content>"],
  [{ type: "image", mediaId: "m" }, "<Image><MediaId><![CDATA[m]]></MediaId></Image>"],
  [{ type: "voice", mediaId: "m" }, "<Voice><MediaId><![CDATA[m]]></MediaId></Voice>"],
  [
    { type: "video", mediaId: "m", title: "t", description: "d" },
    "<Video><MediaId><![CDATA[m]]></MediaId><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description></Video>",
  ],
  [{ type: "video", mediaId: "m" }, "<Video><MediaId><![CDATA[m]]></MediaId></Video>"],
  [
    {
      type: "music",
      title: "t",
      description: "d",
      musicUrl: "u",
      hqMusicUrl: "h",
      thumbMediaId: "m",
    },
    "<Music><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description><MusicUrl><![CDATA[u]]></MusicUrl><HQMusicUrl><![CDATA[h]]></HQMusicUrl><ThumbMediaId><![CDATA[m]]></ThumbMediaId></Music>",
  ],
  [
    { type: "news", articles: [ARTICLE] },
    `<ArticleCount>1</ArticleCount><Articles>${ITEM}</Articles>`,
  ],
  [
    { type: "news", articles: [ARTICLE, ARTICLE] },
    `<ArticleCount>2</ArticleCount><Articles>${ITEM}${ITEM}</Articles>`,
  ],
  [{ type: "transfer_customer_service" }, ""],
  [
    { type: "transfer_customer_service", kfAccount: "test1@test" },
    "<TransInfo><KfAccount><![CDATA[test1@test]]></KfAccount></TransInfo>",
  ],
  [{ type: "transfer_biz_ai_ivr" }, ""],
  [
    { type: "device_text", ...DEVICE, sessionId: "9", content: "aGk=" },
    `${DEVICE_XML}<SessionID><![CDATA[9]]></SessionID><Content><![CDATA[aGk=]]></Content>`,
  ],
  [
    { type: "device_status", ...DEVICE, deviceStatus: "1" },
    `${DEVICE_XML}<DeviceStatus><![CDATA[1]]></DeviceStatus>`,
  ],
  [
    { type: "device_event", ...DEVICE, sessionId: "9", content: "aGk=", event: "bind" },
    `${DEVICE_XML}<SessionID><![CDATA[9]]></SessionID><Content><![CDATA[aGk=]]></Content><Event><![CDATA[bind]]></Event>`,
  ],
  [
    { type: "hardware", messageView: "myrank", messageAction: "ranklist" },
    "<HardWare><MessageView><![CDATA[myrank]]></MessageView><MessageAction><![CDATA[ranklist]]></MessageAction></HardWare><FuncFlag>0</FuncFlag>",
  ],
];

/** One of every member of the union: adding a kind of reply without a sample does not compile. */
const KINDS: Readonly<Record<Reply["type"], true>> = {
  text: true,
  image: true,
  voice: true,
  video: true,
  music: true,
  news: true,
  transfer_customer_service: true,
  transfer_biz_ai_ivr: true,
  device_text: true,
  device_status: true,
  device_event: true,
  hardware: true,
};

function sample(own: string | undefined): Push {
  if (own === undefined) throw new Error("no such sample");
  return readPush(readXml(`<xml>${HEAD}${own}</xml>`));
}

describe("writeReply", () => {
  it.each(EXACT)("writes %j", (reply, own) => {
    const expected = `${START}<MsgType><![CDATA[${reply.type}]]></MsgType>${own}</xml>`;
    expect(writeReply(reply, TO)).toBe(expected);
  });

  it("has an exact sample of every kind", () => {
    expect(new Set(EXACT.map(([reply]) => reply.type))).toEqual(new Set(Object.keys(KINDS)));
  });

  it("writes line breaks as WeChat shows them", () => {
    const xml = writeReply({ type: "text", content: "a\r\nb\rc\nd" }, TO);
    expect(readXml(xml).Content).toBe("a\nb\nc\nd");
  });

  it("writes what a user could break the document with", () => {
    const content = ']]></Content></xml>]]]]>&amp;<!DOCTYPE x>\u0000\u001d<a href="http://x">y</a>';
    const xml = writeReply({ type: "text", content }, TO);
    expect(readXml(xml).Content).toBe(stripForbidden(content));
  });

  it("reads back what was written, whatever the text", () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          "]]>",
          "]]",
          ">",
          "<![CDATA[",
          "\r",
          "\r\n",
          "\n",
          "&lt;",
          "\u0000",
          "\uD800",
        ),
        fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
      ),
    });
    let runs = 0;
    fc.assert(
      fc.property(hostile, (content) => {
        const read = readXml(writeReply({ type: "text", content }, TO));
        expect(read.Content).toBe(stripForbidden(content.replace(/\r\n?/g, "\n")));
        expect(read.ToUserName).toBe("openid");
        runs++;
      }),
      { numRuns: 500 },
    );
    expect(runs).toBeGreaterThanOrEqual(500);
  });
});

describe("newsLimit", () => {
  it("is one for messages and eight for events", () => {
    const messages = Object.values(MESSAGE_SAMPLES).map(({ own }) => newsLimit(sample(own)));
    const events = Object.values(EVENT_SAMPLES).map(({ own }) => newsLimit(sample(own)));
    expect(messages).toEqual(Array(10).fill(1));
    expect(events).toEqual(Array(Object.keys(EVENT_SAMPLES).length).fill(8));
  });
});

describe("checkReply", () => {
  const text = sample(MESSAGE_SAMPLES.text?.own);
  const click = sample(EVENT_SAMPLES.CLICK?.own);
  const news = (count: number): Reply => ({
    type: "news",
    articles: Array.from({ length: count }, () => ARTICLE),
  });

  it.each<readonly [string, Reply, Push | undefined]>([
    ["empty-text", { type: "text", content: "" }, text],
    ["empty-text", { type: "text", content: " \n\u0000" }, undefined],
    ["text-too-long", { type: "text", content: "x".repeat(2049) }, text],
    ["text-too-long", { type: "text", content: "汉".repeat(683) }, text],
    ["no-media-id", { type: "image", mediaId: "" }, text],
    ["no-media-id", { type: "voice", mediaId: "" }, text],
    ["no-media-id", { type: "video", mediaId: "" }, text],
    ["no-media-id", { type: "music", thumbMediaId: "" }, text],
    ["no-articles", news(0), click],
    ["too-many-articles", news(2), text],
    ["too-many-articles", news(9), click],
    ["too-many-articles", news(9), undefined],
  ])("refuses: %s", (code, reply, push) => {
    expect(() => checkReply(reply, push)).toThrow(SendError);
    expect(() => checkReply(reply, push)).toThrow(expect.objectContaining({ code }));
  });

  it("takes what just fits", () => {
    const fitting: readonly (readonly [Reply, Push | undefined])[] = [
      [{ type: "text", content: "x".repeat(2048) }, text],
      [{ type: "text", content: `${"汉".repeat(682)}ab` }, text],
      [{ type: "text", content: `${"x".repeat(2047)}\r\n` }, text],
      [news(1), text],
      [news(8), click],
      [news(8), undefined],
    ];
    for (const [reply, push] of fitting) expect(() => checkReply(reply, push)).not.toThrow();
    for (const [reply] of EXACT) expect(() => checkReply(reply, click)).not.toThrow();
  });
});
