import { expect, test } from "vitest";
import {
  type CustomMessage,
  customMessage,
  fromReply,
} from "../../src/client/messages/customMessage.ts";
import type { Reply } from "../../src/protocol/reply.ts";

const article = { title: "T", description: "D", url: "https://e.org/", picUrl: "https://e.org/p" };

/** Every msgtype of outbound.md 2.2, as it must look on the wire. */
const MESSAGES: readonly [CustomMessage, object][] = [
  [{ type: "text", content: "a\r\nb" }, { content: "a\nb" }],
  [{ type: "image", mediaId: "M" }, { media_id: "M" }],
  [{ type: "voice", mediaId: "M" }, { media_id: "M" }],
  [
    { type: "video", mediaId: "M", thumbMediaId: "H", title: "T", description: "D" },
    { media_id: "M", thumb_media_id: "H", title: "T", description: "D" },
  ],
  [
    { type: "music", title: "T", musicUrl: "u", thumbMediaId: "H" },
    { title: "T", musicurl: "u", hqmusicurl: "u", thumb_media_id: "H" },
  ],
  [
    { type: "news", article },
    { articles: [{ title: "T", description: "D", url: article.url, picurl: article.picUrl }] },
  ],
  [{ type: "mpnews", mediaId: "M" }, { media_id: "M" }],
  [{ type: "mpnewsarticle", articleId: "A" }, { article_id: "A" }],
  [
    { type: "msgmenu", head: "?", items: [{ id: "1", content: "yes" }], tail: "!" },
    { head_content: "?", list: [{ id: "1", content: "yes" }], tail_content: "!" },
  ],
  [{ type: "wxcard", cardId: "C" }, { card_id: "C" }],
  [
    { type: "miniprogrampage", title: "T", appId: "wxa", pagePath: "p", thumbMediaId: "H" },
    { title: "T", appid: "wxa", pagepath: "p", thumb_media_id: "H" },
  ],
];

test.each(MESSAGES)("$type", (message, content) => {
  const body = JSON.parse(JSON.stringify(customMessage("o1", message)));
  expect(body).toEqual({ touser: "o1", msgtype: message.type, [message.type]: content });
});

test("an agent's name and the AI mark", () => {
  const message = { type: "text", content: "x" } as const;
  expect(customMessage("o1", message, { kfAccount: "a@b", ai: true })).toMatchObject({
    customservice: { kf_account: "a@b" },
    aimsgcontext: { is_ai_msg: 1 },
  });
  expect(customMessage("o1", message, { ai: false })).toMatchObject({
    aimsgcontext: { is_ai_msg: 0 },
  });
});

test("replies that have a counterpart become it", () => {
  const music = { type: "music", hqMusicUrl: "h", thumbMediaId: "H" } as const;
  const replies: readonly Reply[] = [
    { type: "text", content: "x" },
    { type: "image", mediaId: "M" },
    { type: "voice", mediaId: "M" },
    { type: "video", mediaId: "M", title: "T" },
  ];
  for (const reply of replies) expect(fromReply(reply)).toEqual(reply);
  expect(fromReply(music)).toEqual({ ...music, musicUrl: "h" });
  expect(fromReply({ type: "news", articles: [article] })).toEqual({ type: "news", article });
});

test("several articles become a text with their links, because one message takes one", () => {
  const other = { ...article, title: "U", url: 'https://e.org/?a="b"' };
  expect(fromReply({ type: "news", articles: [article, other] })).toEqual({
    type: "text",
    content: '<a href="https://e.org/">T</a>\n<a href="https://e.org/?a=%22b%22">U</a>',
  });
});

test("what only a passive reply can be has no counterpart", () => {
  const none: readonly Reply[] = [
    { type: "transfer_customer_service" },
    { type: "transfer_biz_ai_ivr" },
    { type: "hardware", messageView: "v", messageAction: "a" },
    { type: "news", articles: [] },
    { type: "music", thumbMediaId: "H" },
  ];
  for (const reply of none) expect(fromReply(reply)).toBeUndefined();
});
