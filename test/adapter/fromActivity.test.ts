import { ActionTypes, CardFactory, MessageFactory } from "botbuilder";
import { expect, test } from "vitest";
import { fromActivity } from "../../src/adapter/fromActivity.ts";

test("what shows nothing gives no message", () => {
  for (const type of ["typing", "trace", "endOfConversation", "messageReaction", "event"]) {
    expect(fromActivity({ type })).toEqual([]);
  }
  expect(fromActivity({ type: "message", text: "  " })).toEqual([]);
  expect(fromActivity({ type: "message" })).toEqual([]);
});

test("text, then attachments, then choices", () => {
  const activity = MessageFactory.attachment(
    CardFactory.heroCard(
      "Title",
      "words",
      ["https://x/y.png"],
      [
        { type: ActionTypes.OpenUrl, title: "Read", value: "https://example.org/a?b=1" },
        { type: ActionTypes.ImBack, title: "Yes", value: "yes" },
      ],
    ),
    "above",
  );
  activity.suggestedActions = { to: [], actions: [{ type: "imBack", title: "A", value: "a" }] };
  expect(fromActivity({ ...activity, type: "message" })).toEqual([
    {
      type: "text",
      content: 'above\nTitle\nwords\n<a href="https://example.org/a?b=1">Read</a>\n1. Yes\n1. A',
    },
  ]);
});

test("media that WeChat holds ride as they are, files become links", () => {
  const attachments = [
    { contentType: "image/png", content: { mediaId: "P" } },
    { contentType: "audio/amr", content: { mediaId: "V" } },
    { contentType: "video/mp4", content: { mediaId: "F" } },
    { contentType: "application/pdf", name: "bill.pdf", contentUrl: "https://x/bill.pdf" },
  ];
  expect(fromActivity({ type: "message", attachments })).toEqual([
    { type: "text", content: '<a href="https://x/bill.pdf">bill.pdf</a>' },
    { type: "image", mediaId: "P" },
    { type: "voice", mediaId: "V" },
    { type: "video", mediaId: "F" },
  ]);
});

test("a native reply goes as it is, and is checked", () => {
  const news = {
    type: "news",
    articles: [{ title: "t", description: "d", picUrl: "https://p", url: "https://u" }],
  };
  expect(fromActivity({ type: "message", channelData: { wechat: news } })).toEqual([news]);
  const empty = { type: "image", mediaId: "" };
  expect(() => fromActivity({ type: "message", channelData: { wechat: empty } })).toThrow(
    expect.objectContaining({ code: "no-media-id" }),
  );
});

test("a handoff goes to the account's human agents", () => {
  expect(fromActivity({ type: "event", name: "handoff.initiate" })).toEqual([
    { type: "transfer_customer_service" },
  ]);
});
