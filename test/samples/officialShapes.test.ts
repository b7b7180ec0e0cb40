import { ActionTypes, type Activity, CardFactory, InputHints, MessageFactory } from "botbuilder";
import { expect, test } from "vitest";
import { testWeChat } from "../../src/testing/testWeChat.ts";

// The shapes of activity that Microsoft's official samples send, in words of our own: on accounts with and without
// customer service a follower reads no "undefined", no markup, and nothing twice.

const PICTURE = "https://pictures.example.org/a.png";
const said = (type: string, title: string, value: string) => ({ type, title, value });
const adaptive = (body: readonly object[], actions: readonly object[] = []) =>
  CardFactory.adaptiveCard({ type: "AdaptiveCard", version: "1.3", body, actions });
const block = (text: string) => ({ type: "TextBlock", text, wrap: true });
const image = (n: number) => ({ type: "Image", url: `https://pictures.example.org/${n}.png` });

const SHAPES: Readonly<Record<string, readonly Partial<Activity>[]>> = {
  "02 an echo": [MessageFactory.text("Echo: <b>hi</b> ]]> 😀", "Echo: <b>hi</b>")],
  "03 four words of welcome and a card with links": [
    MessageFactory.text("Glad you are here, Mei."),
    MessageFactory.text("This message comes once."),
    MessageFactory.text("Write **hello** or read [the guide](https://example.org/guide)."),
    {
      attachments: [
        CardFactory.heroCard(
          "Start here",
          "All about *bots*. See [the site](https://example.org/site).",
          [PICTURE],
          [
            said(ActionTypes.OpenUrl, "Overview", "https://example.org/o"),
            said(ActionTypes.OpenUrl, "Ask", "https://example.org/q"),
            said(ActionTypes.OpenUrl, "Deploy", "https://example.org/d"),
          ] as never,
        ),
      ],
    },
  ],
  "05 a picture between a word and a question": [
    MessageFactory.text("This is your profile picture."),
    { attachments: [{ contentType: "image/png", contentUrl: PICTURE, name: "profile.png" }] },
    { text: "Is this right? (1) Yes or (2) No", inputHint: InputHints.ExpectingInput },
  ],
  "06 every card of the gallery": [
    {
      attachments: [
        adaptive([
          block("**Flight**"),
          { type: "FactSet", facts: [{ title: "Gate", value: "B7" }] },
        ]),
      ],
    },
    {
      attachments: [
        CardFactory.animationCard("A moving picture", [
          { url: "https://example.org/a.gif", profile: "" },
        ]),
      ],
    },
    {
      attachments: [
        CardFactory.audioCard(
          "A sound",
          ["https://example.org/a.mp3"],
          CardFactory.actions([said("openUrl", "More", "https://example.org/m") as never]),
          { subtitle: "of rain", image: { url: PICTURE, alt: "" } },
        ),
      ],
    },
    { attachments: [CardFactory.oauthCard("connection", "Enter", "Please enter")] },
    {
      attachments: [CardFactory.signinCard("Come in", "https://example.org/login", "The account")],
    },
    {
      attachments: [
        CardFactory.receiptCard({
          title: "Jane",
          facts: [{ key: "Order", value: "77" }],
          items: [
            {
              title: "Cable",
              price: "$ 38",
              quantity: "2",
              subtitle: "",
              text: "",
              image: { url: PICTURE } as never,
              tap: undefined as never,
            },
          ],
          tax: "$ 7",
          total: "$ 45",
          vat: "",
          tap: undefined as never,
          buttons: [],
        }),
      ],
    },
    { attachments: [CardFactory.videoCard("A film", ["https://example.org/v.mp4"])] },
  ],
  "07 a card of pictures, and a long one with a link": [
    {
      attachments: [
        adaptive([block("Cool photos"), block("Some come again"), image(1), image(2), image(3)]),
      ],
    },
    {
      attachments: [
        adaptive(
          [
            block("Weather in [Town](https://example.org/town)"),
            image(4),
            block(`**Long** ${"and longer ".repeat(60)}end of it`),
            {
              type: "ColumnSet",
              columns: [{ items: [image(5), block("Mon")] }, { items: [block("Tue")] }],
            },
          ],
          [{ type: "Action.OpenUrl", title: "Forecast", url: "https://example.org/f" }],
        ),
      ],
    },
  ],
  "08 suggested actions": [
    {
      text: "Which colour?",
      suggestedActions: {
        to: [],
        actions: [said("imBack", "Red", "Red"), said("imBack", "Blue", "Blue")] as never,
      },
    },
  ],
  "13 a welcome card and a question": [
    {
      attachments: [
        adaptive(
          [image(6), block("Welcome aboard!"), block("Now that you have run it, read on.")],
          [
            { type: "Action.OpenUrl", title: "Get started", url: "https://example.org/start" },
            { type: "Action.OpenUrl", title: "Ask a question", url: "https://example.org/ask" },
          ],
        ),
      ],
    },
    { text: "Where to?", inputHint: InputHints.ExpectingInput, speak: "Where to?" },
  ],
  "15 a picture inside of the message and one by address": [
    {
      text: "This one is inside.",
      attachments: [
        {
          name: "inside.png",
          contentType: "image/png",
          contentUrl: "data:image/png;base64,iVBORw0KGgo=",
        },
      ],
    },
    {
      text: "This one is on the web.",
      attachments: [{ name: "web.png", contentType: "image/png", contentUrl: PICTURE }],
    },
  ],
  "17 languages to choose": [
    {
      text: "Choose your language:",
      suggestedActions: {
        to: [],
        actions: [said("postBack", "Español", "es"), said("postBack", "English", "en")] as never,
      },
    },
  ],
  "19 questions of slots": [
    MessageFactory.text("Please enter your first name.", undefined, InputHints.ExpectingInput),
  ],
  "43 a list that shrinks": [
    {
      text: "Companies to review:\n\n   1. Adatum\n   2. Contoso\n   3. done",
      inputHint: InputHints.ExpectingInput,
    },
  ],
  "44 a question with its hint": [
    MessageFactory.text("When do you fly? I take dates like **tomorrow at 9**."),
  ],
  "45 what was remembered": [
    MessageFactory.text("Mei said: hi"),
    MessageFactory.text("From: wechat"),
  ],
};

const linesOf = (sight: unknown): string[] => {
  if (typeof sight !== "object" || sight === null) return String(sight).split("\n");
  const words: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string") words.push(...value.split("\n"));
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(sight);
  return words;
};

const CASES = Object.entries(SHAPES).flatMap(([name, said]) =>
  [true, false].map((verified) => [name, verified, said] as const),
);

test.each(CASES)("%s (customer service: %s)", async (_, verified, activities) => {
  const wechat = await testWeChat(
    async (context) => {
      if (context.activity.type !== "message" || context.activity.text !== "go") return;
      for (const one of activities) await context.sendActivity({ type: "message", ...one });
    },
    { verified, locale: "en" },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  await mei.says("go");
  for (let i = 0; i < 8; i++) await mei.says("more");
  const sights = mei.sees();
  await wechat.close();
  expect(sights.length).toBeGreaterThan(0);
  for (const sight of sights) {
    const all = linesOf(sight).join("\n");
    expect(all).not.toMatch(/undefined|\[object |\*\*|\]\(|null/);
    if (typeof sight === "object") expect(all).not.toContain("<a ");
  }
  const words = sights
    .flatMap(linesOf)
    .filter(
      (line) =>
        /[a-z]{3} |\w{9}/i.test(line) && !/^https?:/.test(line) && !line.includes('reply "more"'),
    );
  const twice = words.filter((line, index) => words.indexOf(line) !== index);
  expect(twice).toEqual([]);
});
