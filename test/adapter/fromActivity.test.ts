import { ActionTypes, CardFactory, MessageFactory } from "botbuilder";
import { expect, test } from "vitest";
import type { Warning } from "../../src/adapter/translate/rendering/sheet.ts";
import { complete } from "../../src/adapter/translate/rendering/uploads.ts";
import { render } from "./render.ts";

const PICTURE = "https://example.org/p.png";

test("what shows nothing gives no message", () => {
  for (const type of ["typing", "trace", "endOfConversation", "messageReaction", "event"]) {
    expect(render({ type }).parts).toEqual([]);
  }
  expect(render({ text: "  " }).parts).toEqual([]);
  expect(render({}).parts).toEqual([]);
});

test("empty lines before a text go, and an indent of its first line stays", () => {
  expect(render({ text: "\n\n你好" }).texts).toEqual(["你好"]);
  expect(render({ text: " \r\n\t\n  a\n\nb" }).texts).toEqual(["  a\n\nb"]);
});

test("a film whose small picture cannot be uploaded says so to the log", async () => {
  const warned: Warning[] = [];
  const upload = async (_source: string, type: string) => {
    if (type === "thumb") throw new Error("too large");
    return "media-1";
  };
  const film = CardFactory.videoCard("Film", ["https://example.org/f.mp4"], undefined, {
    image: { url: PICTURE, alt: "" },
  });
  const { parts } = render(MessageFactory.attachment(film));
  const messages = await complete(parts, upload, (warning) => warned.push(warning));
  expect(messages.length).toBeGreaterThan(0);
  expect(warned.map(({ how }) => how).join()).toContain("too large");
});

test("text, then attachments, then choices, which are numbered on", () => {
  const activity = MessageFactory.attachment(
    CardFactory.heroCard("Title", "words", undefined, [
      { type: ActionTypes.OpenUrl, title: "Read", value: "https://example.org/a?b=1" },
      { type: ActionTypes.ImBack, title: "Yes", value: "yes" },
    ]),
    "above",
  );
  activity.suggestedActions = { to: [], actions: [{ type: "imBack", title: "A", value: "a" }] };
  expect(render(activity).texts).toEqual([
    'above\n\nTitle\nwords\n<a href="https://example.org/a?b=1">Read</a>\n1. Yes',
    "Please choose:\n2. A",
  ]);
});

test("suggested actions are a menu by customer service and numbers in words", () => {
  const { parts, choices } = render(MessageFactory.suggestedActions(["Red", "Green"], "Which?"));
  expect(parts).toEqual([
    {
      reply: { type: "text", content: "Which?\n1. Red\n2. Green" },
      custom: {
        type: "msgmenu",
        head: "Which?",
        items: [
          { id: "1", content: "Red" },
          { id: "2", content: "Green" },
        ],
      },
    },
  ]);
  expect(choices.map(({ gives }) => gives)).toEqual([{ text: "Red" }, { text: "Green" }]);
});

test("choices that the bot has numbered itself are not numbered twice", () => {
  const { texts } = render(
    MessageFactory.suggestedActions(["1. Inline", "2) Other", "4. Odd"], "?"),
  );
  expect(texts).toEqual(["?\n1. Inline\n2) Other\n3. 4. Odd"]);
});

test("more choices than a menu holds, or longer ones, are numbers everywhere", () => {
  const many = render(MessageFactory.suggestedActions("abcdefghijk".split(""), "?"));
  const long = render(MessageFactory.suggestedActions(["x".repeat(129)], "?"));
  for (const { parts } of [many, long]) expect(parts[0]).not.toHaveProperty("custom");
});

test.each([
  [{ type: "imBack", title: "T", value: "v" }, { text: "v" }],
  [{ type: "imBack", title: "T" }, { text: "T" }],
  [
    { type: "postBack", title: "T", value: "v" },
    { text: "v", mark: "postBack" },
  ],
  [
    { type: "postBack", title: "T", value: { a: 1 } },
    { text: "", value: { a: 1 }, mark: "postBack" },
  ],
  [
    { type: "messageBack", title: "T", text: "t", displayText: "d", value: { a: 1 } },
    { text: "t", value: { a: 1 }, mark: "messageBack" },
  ],
])("an action gives what its type says: %j", (action, gives) => {
  const { choices } = render(MessageFactory.suggestedActions([action as never], "?"));
  expect(choices.map((one) => one.gives)).toEqual([gives]);
});

test("addresses are links whatever opens them; numbers to call are read out; payments are left out", () => {
  const { texts, warnings } = render(
    MessageFactory.suggestedActions(
      [
        ...[
          "openUrl",
          "signin",
          "downloadFile",
          "playAudio",
          "playVideo",
          "showImage",
          "openApp",
        ].map((type) => ({ type, title: type, value: "https://e.org/" })),
        { type: "call", title: "Us", value: "tel:+8610" },
        { type: "payment", title: "Pay", value: {} },
        { type: "openUrl", title: "Nowhere", value: "javascript:alert(1)" },
      ] as never[],
      "?",
    ),
  );
  expect(texts[0]?.split("\n")).toEqual([
    "?",
    "",
    ...["openUrl", "signin", "downloadFile", "playAudio", "playVideo", "showImage", "openApp"].map(
      (type) => `<a href="https://e.org/">${type}</a>`,
    ),
    "Us: +8610",
    "Nowhere",
  ]);
  expect(warnings).toEqual(["payment", "openUrl-without-address"]);
});

test("the choices of a prompt, in both of the SDK's styles, are choices here", () => {
  const texts = [
    "pick (1) a, (2) b, or (3) c",
    "pick (1) a or (2) b",
    "选 (1) 红色, (2) 绿色， 要么 (3) 蓝色",
    "好吗？ (1) 是的 要么 (2) 不",
    "pick\n\n   1. a\n   2. b\n   3. c\n   4. d",
  ];
  const titles = texts.map((text) =>
    render({ text, inputHint: "expectingInput" }).choices.map(({ title }) => title),
  );
  expect(titles).toEqual([
    ["a", "b", "c"],
    ["a", "b"],
    ["红色", "绿色", "蓝色"],
    ["是的", "不"],
    ["a", "b", "c", "d"],
  ]);
  expect(render({ text: texts[0] as string, inputHint: "expectingInput" }).texts).toEqual([
    "pick\n1. a\n2. b\n3. c",
  ]);
  for (const text of ["see (1) or (2)", "1. one\n2. two", "a (1) b"]) {
    expect(render({ text, inputHint: "expectingInput" })).toMatchObject({
      texts: [text],
      choices: [],
    });
  }
  expect(render({ text: texts[0] as string }).choices).toEqual([]);
});

test("a card with a picture is an article; what it cannot carry stands below", () => {
  const card = CardFactory.heroCard(
    "Title",
    "words",
    [PICTURE],
    [
      { type: ActionTypes.OpenUrl, title: "Read", value: "https://e.org/" },
      { type: ActionTypes.OpenUrl, title: "Other", value: "https://f.org/" },
      { type: ActionTypes.PostBack, title: "Buy", value: "buy" },
    ],
  );
  const { parts } = render({ attachments: [card] });
  expect(parts).toEqual([
    {
      reply: {
        type: "news",
        articles: [
          { title: "Title", description: "words", picUrl: PICTURE, url: "https://e.org/" },
        ],
      },
      words: `Title\nwords\n<a href="${PICTURE}">Picture</a>\n<a href="https://e.org/">Read</a>`,
      card: true,
    },
    {
      reply: { type: "text", content: '<a href="https://f.org/">Other</a>\n1. Buy' },
      beneath: true,
    },
  ]);
});

test("a card's tap decides where its article leads, or what it says", () => {
  const open = { type: "openUrl", title: "o", value: "https://tap.org/" };
  const tapped = render({
    attachments: [CardFactory.thumbnailCard("T", [PICTURE], [], { tap: open as never })],
  });
  expect(tapped.parts[0]).toMatchObject({ reply: { articles: [{ url: "https://tap.org/" }] } });
  const say = { type: "imBack", title: "Take it", value: "take" };
  const said = render({
    attachments: [CardFactory.heroCard("T", "x", [], [], { tap: say as never })],
  });
  expect(said.choices).toMatchObject([{ title: "Take it", gives: { text: "take" } }]);
});

test("a receipt is read out, and skips what it lacks", () => {
  const card = CardFactory.receiptCard({
    title: "Receipt",
    facts: [{ key: "Order", value: "1234" }],
    items: [
      { title: "Tea", price: "¥ 38", quantity: "2", subtitle: "green" } as never,
      { title: "Cup" } as never,
    ],
    total: "¥ 76",
    tax: undefined as never,
    vat: "",
    tap: undefined as never,
    buttons: [],
  });
  expect(render({ attachments: [card] }).texts).toEqual([
    "Receipt\nOrder: 1234\n\nTea × 2: ¥ 38\ngreen\nCup\n\nTotal: ¥ 76",
  ]);
});

test("sign-in cards lead to where one signs in; where nobody can, they say so", () => {
  const signin = CardFactory.signinCard("Sign in", "https://login.org/", "Please");
  expect(render({ attachments: [signin] }).texts).toEqual([
    'Please\n\n<a href="https://login.org/">Sign in</a>',
  ]);
  const oauth = CardFactory.oauthCard("connection", "Sign in", "Please");
  const shown = render({ attachments: [oauth] });
  expect(shown.texts).toEqual(["Please\n(Signing in is not possible here.)"]);
  expect(shown.warnings).toEqual(["sign-in"]);
});

test("audio, video and animations are uploaded, with words where they cannot be", () => {
  const url = "https://e.org/x";
  const audio = { title: "Song", text: "nice", media: [{ url }], image: { url: PICTURE } };
  const cards = [
    { contentType: CardFactory.contentTypes.audioCard, content: audio },
    { contentType: CardFactory.contentTypes.audioCard, content: { ...audio, image: undefined } },
    CardFactory.videoCard("Film", [{ url, profile: undefined as never }]),
    CardFactory.animationCard("Gif", [{ url, profile: undefined as never }]),
  ];
  expect(render({ attachments: cards }).texts).toEqual([
    `[thumb ${PICTURE}] Song\nnice\n<a href="${url}">Listen</a>`,
    `Song\nnice\n<a href="${url}">Listen</a>`,
    `[video ${url}] Film\n<a href="${url}">Watch</a>`,
    "Gif",
    `[image ${url}] <a href="${url}">Picture</a>`,
  ]);
});

test("attachments: what WeChat holds, what it can hold, and links to the rest", () => {
  const attachments = [
    { contentType: "image/png", content: { mediaId: "P" } },
    { contentType: "audio/amr", content: { mediaId: "V" } },
    { contentType: "video/mp4", content: { mediaId: "F", title: "t" } },
    { contentType: "image/png", name: "a.png", contentUrl: PICTURE },
    { contentType: "image/png", name: "b.png", contentUrl: "data:image/png;base64,AAAA" },
    { contentType: "audio/mp3", name: "c.mp3", contentUrl: "https://e.org/c.mp3" },
    { contentType: "application/pdf", name: "bill.pdf", contentUrl: "https://e.org/bill.pdf" },
    { contentType: "text/plain", content: "just words" },
    { contentType: "application/x-unheard-of", content: { a: 1 } },
  ];
  const { texts, warnings } = render({ attachments });
  expect(texts).toEqual([
    "[image] ",
    "[voice] ",
    "[video] t",
    `[image ${PICTURE}] <a href="${PICTURE}">a.png</a>`,
    '[image data:image/png;base64,AAAA] (The picture "b.png" cannot be shown here.)',
    '[voice https://e.org/c.mp3] <a href="https://e.org/c.mp3">c.mp3</a>',
    '<a href="https://e.org/bill.pdf">bill.pdf</a>\n\njust words\n\n(The file cannot be shown here.)',
  ]);
  expect(warnings).toEqual(["attachment text/plain", "unshown file"]);
});

test("a place is words and a map, from entities and from other channels' attachments", () => {
  const geo = { type: "GeoCoordinates", latitude: 31.2, longitude: 121.4, name: "Home" };
  const place = { type: "Place", name: "Home", address: "1 Road", geo };
  const map =
    '<a href="https://apis.map.qq.com/uri/v1/marker?marker=coord:31.2,121.4;title:Home&referer=wechat">Show on a map</a>';
  expect(render({ entities: [place] as never }).texts).toEqual([`Home\n1 Road\n${map}`]);
  const attachments = [{ contentType: "application/json", content: geo }];
  expect(render({ attachments }).texts).toEqual([`Home\n${map}`]);
});

test("speak, summary and importance", () => {
  expect(render({ speak: "<speak>Hello <b>you</b></speak>" }).texts).toEqual(["Hello you"]);
  expect(render({ text: "x", speak: "y" }).texts).toEqual(["x"]);
  const unknown = [{ contentType: "application/x", content: {} }];
  expect(render({ summary: "in short", attachments: unknown }).texts).toEqual(["in short"]);
  expect(render({ summary: "in short", text: "x" }).texts).toEqual(["x"]);
  expect(render({ text: "x", importance: "high" }, { locale: "zh-CN" }).texts).toEqual([
    "【重要】x",
  ]);
});

test("a native passive reply goes as it is, and is checked", () => {
  const news = {
    type: "news",
    articles: [{ title: "t", description: "d", picUrl: "https://p", url: "https://u" }],
  };
  expect(render({ channelData: { wechat: news } }).parts).toEqual([{ reply: news }]);
  const empty = { type: "image", mediaId: "" };
  expect(() => render({ channelData: { wechat: empty } })).toThrow(
    expect.objectContaining({ code: "no-media-id" }),
  );
});

test("native customer-service messages, in our words and in WeChat's JSON, have words to fall back to", () => {
  const card = {
    type: "miniprogrampage",
    title: "Shop",
    appId: "wx1",
    pagePath: "p?a=1",
    thumbMediaId: "M",
  };
  const json = {
    msgtype: "miniprogrampage",
    miniprogrampage: { title: "Shop", appid: "wx1", pagepath: "p?a=1", thumb_media_id: "M" },
    customservice: { kf_account: "a@b" },
  };
  const content =
    '<a data-miniprogram-appid="wx1" data-miniprogram-path="p?a=1" href="https://mp.weixin.qq.com">Shop</a>';
  const reply = { type: "text", content };
  expect(render({ channelData: { wechat: card } }).parts).toEqual([{ reply, custom: card }]);
  expect(render({ channelData: json }).parts).toEqual([
    { reply, custom: card, marks: { kfAccount: "a@b" } },
  ]);
  expect(
    render({ text: "or so", channelData: { msgtype: "wxcard", wxcard: { card_id: "C" } } }).parts,
  ).toEqual([
    { reply: { type: "text", content: "or so" }, custom: { type: "wxcard", cardId: "C" } },
  ]);
  expect(() => render({ channelData: { msgtype: "nonsense" } })).toThrow(
    expect.objectContaining({ code: "unknown-msgtype" }),
  );
});

test("a native message of a kind that does not exist, or without what its kind needs, is refused", () => {
  const unknown = [{ type: "hologram" }, {}, "text", [], 7, { type: 7 }, { type: "toString" }];
  for (const wechat of unknown) {
    expect(() => render({ channelData: { wechat } }), JSON.stringify(wechat)).toThrow(
      expect.objectContaining({ code: "unknown-msgtype" }),
    );
  }
  const malformed = [
    { type: "text", content: 7 },
    { type: "image", mediaId: {} },
    { type: "video", mediaId: "M", title: ["t"] },
    { type: "news" },
    { type: "news", articles: [{ title: "t" }] },
    { type: "news", article: { title: "t", url: 7 } },
    { type: "news", articles: "x" },
    { type: "wxcard" },
    { type: "mpnews", mediaId: "" },
    { type: "miniprogrampage", title: "t" },
    { type: "msgmenu", items: [{ id: 1, content: "a" }] },
    { type: "device_text", content: "x" },
    { type: "transfer_customer_service", kfAccount: 7 },
  ];
  for (const wechat of malformed) {
    expect(() => render({ channelData: { wechat } }), JSON.stringify(wechat)).toThrow(
      expect.objectContaining({ code: "malformed-message" }),
    );
  }
  const codes = { text: "empty-text", image: "no-media-id", music: "no-media-id" };
  for (const [type, code] of Object.entries(codes)) {
    expect(() => render({ channelData: { wechat: { type } } })).toThrow(
      expect.objectContaining({ code }),
    );
  }
  const cards = [{ msgtype: "wxcard", wxcard: {} }, { msgtype: "mpnewsarticle" }];
  for (const channelData of cards) {
    expect(() => render({ text: "words", channelData })).toThrow(
      expect.objectContaining({ code: "malformed-message" }),
    );
  }
  expect(render({ text: "plain", channelData: { wechat: null } }).parts).toEqual([
    { reply: { type: "text", content: "plain" } },
  ]);
});

test("a handoff goes to the account's human agents", () => {
  expect(render({ type: "event", name: "handoff.initiate" }).parts).toEqual([
    {
      reply: { type: "transfer_customer_service" },
      custom: {
        type: "text",
        content: "Please send any message once more, and a colleague takes over.",
      },
    },
  ]);
});
