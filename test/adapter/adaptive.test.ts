import { expect, test } from "vitest";
import { render } from "./render.ts";

const show = (content: object) =>
  render({ attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }] });
const say = (text: string) => ({ type: "TextBlock", text });

test("words are read in order, tables and columns line by line", () => {
  const body = [
    say("Title"),
    {
      type: "Container",
      items: [
        say("inside"),
        { type: "RichTextBlock", inlines: ["a ", { type: "TextRun", text: "b" }] },
      ],
    },
    { type: "ColumnSet", columns: [{ items: [say("left")] }, { items: [say("right")] }] },
    { type: "ColumnSet", columns: [{ items: [say("1"), say("2")] }, { items: [say("3")] }] },
    {
      type: "Table",
      rows: [
        { cells: [{ items: [say("Name")] }, { items: [say("Price")] }] },
        { cells: [{ items: [say("Tea")] }, { items: [say("¥ 38")] }] },
      ],
    },
    { type: "FactSet", facts: [{ title: "Gate", value: "**F5**" }] },
    { type: "TextBlock", text: "hidden", isVisible: false },
  ];
  expect(show({ body }).texts).toEqual([
    "Title\ninside\na b\nleft  right\n1\n2\n3\nName | Price\nTea | ¥ 38\nGate: F5",
  ]);
});

test("dates and times are written as the language writes them, what is none is left", () => {
  const body = [
    say("{{DATE(2026-12-24T08:30:00Z, LONG)}} {{TIME(2026-12-24T08:30:00+08:00)}} {{DATE(soon)}}"),
  ];
  expect(show({ body }).texts).toEqual(["Thursday, December 24, 2026 8:30 AM {{DATE(soon)}}"]);
});

test("a card with a picture is an article, more pictures are links, ornaments are left out", () => {
  const image = (url: string, more = {}) => ({ type: "Image", url, ...more });
  const body = [
    say("Title"),
    image("https://e.org/icon.png", { size: "small" }),
    image("https://e.org/1.png"),
    { type: "ImageSet", images: [image("https://e.org/2.png", { altText: "two" })] },
  ];
  const actions = [{ type: "Action.OpenUrl", title: "Open", url: "https://e.org/" }];
  expect(show({ body, actions }).parts[0]).toMatchObject({
    reply: {
      articles: [{ title: "Title", picUrl: "https://e.org/1.png", url: "https://e.org/" }],
    },
  });
  expect(show({ body, actions }).texts[1]).toBe('<a href="https://e.org/2.png">two</a>');
});

test("actions: submits are choices, sub-cards stand open, toggles show what they hide", () => {
  const { texts, choices, warnings } = show({
    body: [say("Title"), { ...say("hidden"), isVisible: false }],
    actions: [
      { type: "Action.Submit", title: "Send", data: { a: 1 } },
      { type: "Action.Submit", title: "Words", data: "say this" },
      { type: "Action.Execute", title: "Do", verb: "do", data: { b: 2 } },
      {
        type: "Action.ShowCard",
        title: "More",
        card: { body: [say("inner")], actions: [{ type: "Action.Submit", title: "Inner" }] },
      },
      { type: "Action.ToggleVisibility", title: "Toggle" },
      {
        type: "Action.New",
        fallback: { type: "Action.OpenUrl", title: "Old", url: "https://e.org/" },
      },
    ],
  });
  expect(texts).toEqual([
    'Title\nhidden\ninner\n<a href="https://e.org/">Old</a>\n1. Send\n2. Words\n3. Do\n4. Inner',
  ]);
  expect(choices.map(({ gives }) => gives)).toEqual([
    { text: "", value: { a: 1 } },
    { text: "say this" },
    {
      text: "",
      value: {
        action: { type: "Action.Execute", title: "Do", verb: "do", data: { b: 2 } },
        trigger: "manual",
      },
      invoke: "adaptiveCard/action",
    },
    { text: "", value: {} },
  ]);
  expect(warnings).toEqual(["Action.ToggleVisibility"]);
});

test("what a newer version has is read by its fallback, or its words, with one warning", () => {
  const { texts, warnings } = show({
    body: [
      { type: "Chart", fallback: say("a chart") },
      { type: "Rating", text: "five stars" },
      { type: "Confetti" },
    ],
  });
  expect(texts).toEqual(["a chart\nfive stars"]);
  expect(warnings).toEqual(["adaptive Rating", "adaptive Confetti"]);
});

test("a card that shows nothing gives its fallback text", () => {
  expect(show({ body: [], fallbackText: "see the site" }).texts).toEqual(["see the site"]);
  expect(show({}).texts).toEqual(["(This message cannot be shown here.)"]);
});
