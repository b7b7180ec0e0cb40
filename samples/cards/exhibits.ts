import { type Activity, CardFactory, MessageFactory } from "botbuilder";
import { ChoiceFactory } from "botbuilder-dialogs";
import { ADAPTIVE } from "./adaptive.ts";
import { LANDSCAPE_DATA } from "./pictures.ts";

/** Something a bot can say, to be looked at. */
export interface Exhibit {
  /** What to type to see it, and the name of its pictures. */
  readonly name: string;
  readonly title: string;
  /** The kinds of Bot Framework that it shows. */
  readonly covers: readonly string[];
  readonly says: readonly Partial<Activity>[];
  /** What the user answers then. */
  readonly answers?: readonly string[];
  /** It answers a tap on the account's menu, not a message. */
  readonly onTap?: true;
}

export const PICTURE = "https://pictures.example.org/landscape.png";
const SITE = "https://example.org/";
const SOUND = "https://files.example.org/song.mp3";
const FILM = "https://files.example.org/film.mp4";
const open = (title: string) => ({
  type: "openUrl",
  title,
  value: `${SITE}${title.toLowerCase()}`,
});
const say = (title: string, value = title) => ({ type: "imBack", title, value });
const T = CardFactory.contentTypes;

function card(contentType: string, content: object): Partial<Activity> {
  return { type: "message", attachments: [{ contentType, content }] };
}

function file(contentType: string, more: object): Partial<Activity> {
  return { type: "message", attachments: [{ contentType, ...more }] };
}

const TEA = {
  title: "Green tea",
  subtitle: "From Longjing, this spring",
  text: "Light, with a taste of chestnuts.",
  images: [{ url: PICTURE }],
  buttons: [open("Shop")],
};
const DISHES = ["Noodles", "Dumplings", "Soup"].map((title) => ({
  contentType: T.heroCard,
  content: { ...TEA, title, subtitle: "", text: "¥ 38", buttons: [open(title)] },
}));

const WORDS: readonly Exhibit[] = [
  {
    name: "text",
    title: "Text with markdown",
    covers: ["text", "markdown"],
    says: [
      MessageFactory.text(
        "# Opening hours\n\n* **Mon to Fri**: 9:00 to 18:00\n* **Sat**: `closed`\n\nSee [our site](https://example.org/).",
      ),
    ],
  },
  {
    name: "important",
    title: "importance: high",
    covers: ["importance"],
    says: [{ ...MessageFactory.text("The train leaves from platform 2."), importance: "high" }],
  },
  {
    name: "speak",
    title: "speak without text",
    covers: ["speak"],
    says: [
      {
        type: "message",
        speak: "<speak>Only spoken, <emphasis>so</emphasis> it is written.</speak>",
      },
    ],
  },
  {
    name: "summary",
    title: "summary of something unknown",
    covers: ["summary", "unknown attachment"],
    says: [
      { ...file("application/x-unheard-of", { content: {} }), summary: "In short: 3 new results." },
    ],
  },
];

const CARDS: readonly Exhibit[] = [
  { name: "hero", title: "HeroCard", covers: [T.heroCard], says: [card(T.heroCard, TEA)] },
  {
    name: "hero-words",
    title: "HeroCard without a picture",
    covers: [T.heroCard],
    says: [
      card(T.heroCard, { ...TEA, images: [], buttons: [say("Order", "order tea"), say("Next")] }),
    ],
  },
  {
    name: "thumbnail",
    title: "ThumbnailCard with buttons",
    covers: [T.thumbnailCard],
    says: [card(T.thumbnailCard, { ...TEA, buttons: [say("Order"), say("Not now")] })],
  },
  {
    name: "audio",
    title: "AudioCard",
    covers: [T.audioCard],
    says: [
      card(T.audioCard, {
        title: "Jasmine",
        subtitle: "A folk song",
        image: { url: PICTURE },
        media: [{ url: SOUND }],
      }),
    ],
  },
  {
    name: "video",
    title: "VideoCard",
    covers: [T.videoCard],
    says: [
      card(T.videoCard, {
        title: "How tea is made",
        text: "Three minutes",
        image: { url: PICTURE },
        media: [{ url: FILM }],
      }),
    ],
  },
  {
    name: "animation",
    title: "AnimationCard",
    covers: [T.animationCard],
    says: [card(T.animationCard, { title: "Pouring", media: [{ url: PICTURE }] })],
  },
  {
    name: "receipt",
    title: "ReceiptCard",
    covers: [T.receiptCard],
    says: [
      card(T.receiptCard, {
        title: "Your order",
        facts: [{ key: "Order", value: "1234" }],
        items: [
          { title: "Green tea", price: "¥ 76", quantity: "2" },
          { title: "Cup", price: "¥ 20" },
        ],
        tax: "¥ 4",
        total: "¥ 100",
      }),
    ],
  },
  {
    name: "signin",
    title: "SigninCard",
    covers: [T.signinCard, "signin"],
    says: [
      {
        type: "message",
        attachments: [CardFactory.signinCard("Sign in", `${SITE}login`, "Please sign in.")],
      },
    ],
  },
  {
    name: "oauth",
    title: "OAuthCard with a link",
    covers: [T.oauthCard],
    says: [
      {
        type: "message",
        attachments: [CardFactory.oauthCard("tea", "Sign in", "Please sign in.", `${SITE}oauth`)],
      },
    ],
  },
  {
    name: "adaptive",
    title: "Adaptive Card",
    covers: [T.adaptiveCard],
    says: [card(T.adaptiveCard, ADAPTIVE.flight)],
  },
  {
    name: "form",
    title: "Adaptive Card with inputs: a form, asked one by one",
    covers: [
      "Input.Text",
      "Input.Number",
      "Input.Date",
      "Input.Time",
      "Input.Toggle",
      "Input.ChoiceSet",
    ],
    says: [card(T.adaptiveCard, ADAPTIVE.form)],
    answers: ["a few", "4", "2026-12-01", "18:30", "2", "yes", "by the window"],
  },
  {
    name: "teams",
    title: "Office 365 connector card",
    covers: [T.o365ConnectorCard],
    says: [
      {
        ...card(T.o365ConnectorCard, { title: "For Teams" }),
        summary: "A card for Teams: 2 approvals wait.",
      },
    ],
  },
];

const LAYOUTS: readonly Exhibit[] = [
  {
    name: "carousel",
    title: "Carousel, as the answer to a message",
    covers: ["carousel"],
    says: [{ type: "message", attachmentLayout: "carousel", attachments: DISHES }],
  },
  {
    name: "carousel-tap",
    title: "Carousel, as the answer to a tap on the account's menu",
    covers: ["carousel"],
    says: [{ type: "message", attachmentLayout: "carousel", attachments: DISHES }],
    onTap: true,
  },
  {
    name: "list",
    title: "List of cards without pictures",
    covers: ["list"],
    says: [
      {
        type: "message",
        attachmentLayout: "list",
        attachments: DISHES.map(({ contentType, content }) => ({
          contentType,
          content: { ...content, images: [], buttons: [say(`Order ${content.title}`)] },
        })),
      },
    ],
  },
];

const ACTIONS: readonly Exhibit[] = [
  {
    name: "suggested",
    title: "Suggested actions, answered by a number",
    covers: ["suggestedActions", "imBack"],
    says: [MessageFactory.suggestedActions(["Red", "Green", "Blue"], "Which colour?")],
    answers: ["2"],
  },
  {
    name: "backs",
    title: "postBack and messageBack",
    covers: ["postBack", "messageBack"],
    says: [
      MessageFactory.suggestedActions(
        [
          { type: "postBack", title: "Buy", value: { buy: "tea" } },
          {
            type: "messageBack",
            title: "Ask",
            text: "ask",
            displayText: "Ask",
            value: { ask: "tea" },
          },
        ] as never[],
        "What next?",
      ),
    ],
    answers: ["一"],
  },
  {
    name: "links",
    title: "Buttons that open something",
    covers: ["openUrl", "playAudio", "playVideo", "showImage", "downloadFile", "openApp"],
    says: [
      MessageFactory.suggestedActions(
        [
          open("Site"),
          { type: "playAudio", title: "Play a song", value: SOUND },
          { type: "playVideo", title: "Play a film", value: FILM },
          { type: "showImage", title: "Show a picture", value: PICTURE },
          { type: "downloadFile", title: "Get the menu", value: `${SITE}menu.pdf` },
          { type: "openApp", title: "Open the app", value: `${SITE}app` },
        ] as never[],
        "Have a look:",
      ),
    ],
  },
  {
    name: "call",
    title: "call and payment",
    covers: ["call", "payment"],
    says: [
      MessageFactory.suggestedActions(
        [
          { type: "call", title: "Call us", value: "tel:+861012345678" },
          { type: "payment", title: "Pay", value: {} },
        ] as never[],
        "We are here.",
      ),
    ],
  },
  {
    name: "inline",
    title: "ChoicePrompt, inline style",
    covers: ["ChoicePrompt inline"],
    says: [
      ChoiceFactory.inline(["Car", "Bus", "Bicycle"], "How do you travel?") as Partial<Activity>,
    ],
  },
  {
    name: "list-prompt",
    title: "ChoicePrompt, list style",
    covers: ["ChoicePrompt list"],
    says: [
      ChoiceFactory.list(
        ["Car", "Bus", "Bicycle", "Train"],
        "How do you travel?",
      ) as Partial<Activity>,
    ],
  },
];

const FILES: readonly Exhibit[] = [
  {
    name: "image",
    title: "Picture by its address",
    covers: ["image by address"],
    says: [file("image/png", { name: "landscape.png", contentUrl: PICTURE })],
  },
  {
    name: "image-data",
    title: "Picture by a data URL",
    covers: ["image by data URL"],
    says: [file("image/png", { name: "landscape.png", contentUrl: LANDSCAPE_DATA })],
  },
  {
    name: "voice",
    title: "Sound",
    covers: ["audio"],
    says: [file("audio/mpeg", { name: "greeting.mp3", contentUrl: SOUND })],
  },
  {
    name: "film",
    title: "Film",
    covers: ["video"],
    says: [file("video/mp4", { name: "film.mp4", contentUrl: FILM })],
  },
  {
    name: "pdf",
    title: "Any other file",
    covers: ["file"],
    says: [file("application/pdf", { name: "menu.pdf", contentUrl: `${SITE}menu.pdf` })],
  },
  {
    name: "place",
    title: "Place",
    covers: ["location"],
    says: [
      {
        type: "message",
        text: "We are here:",
        entities: [
          {
            type: "Place",
            name: "West Lake Tea House",
            address: "1 Nanshan Road, Hangzhou",
            geo: { type: "GeoCoordinates", latitude: 30.24, longitude: 120.15 },
          },
        ],
      },
    ],
  },
];

const NATIVE: readonly Exhibit[] = [
  {
    name: "native-menu",
    title: "A message menu in WeChat's own words (channelData)",
    covers: ["native"],
    says: [
      {
        type: "message",
        text: "How was it? Reply good or bad.",
        channelData: {
          msgtype: "msgmenu",
          msgmenu: {
            head_content: "How was it?",
            list: [
              { id: "101", content: "Good" },
              { id: "102", content: "Bad" },
            ],
            tail_content: "Thank you.",
          },
        },
      },
    ],
  },
];

/** Everything that a bot can say, in the order of the gallery. */
export const EXHIBITS: readonly Exhibit[] = [
  ...WORDS,
  ...CARDS,
  ...LAYOUTS,
  ...ACTIONS,
  ...FILES,
  ...NATIVE,
];
