import {
  ActionTypes,
  ActivityHandler,
  type Attachment,
  AttachmentLayoutTypes,
  CardFactory,
  MessageFactory,
} from "botbuilder";
import { adaptive } from "./adaptiveCard.ts";
import type { Shape } from "./shape.ts";

const PICTURE = "https://example.org/p.jpg";
const FILE = { url: "https://example.org/f.mp4", profile: "" };
const BUTTON = { type: ActionTypes.OpenUrl, title: "More", value: "https://example.org/more" };

const CARDS: Readonly<Record<string, () => Attachment>> = {
  adaptive: () => adaptive,
  animation: () =>
    CardFactory.animationCard("Animation", [FILE], [BUTTON], { subtitle: "It moves" }),
  audio: () =>
    CardFactory.audioCard("Audio", [{ ...FILE, url: "https://example.org/a.mp3" }], [BUTTON], {
      text: "I am your father",
      image: { url: PICTURE } as never,
    }),
  hero: () => CardFactory.heroCard("Hero", "Build bots", CardFactory.images([PICTURE]), [BUTTON]),
  oauth: () => CardFactory.oauthCard("connection", "Sign in", "OAuth: please sign in"),
  receipt: () =>
    CardFactory.receiptCard({
      title: "Bernd Muster",
      facts: [{ key: "Order", value: "1234" }],
      items: [
        { title: "Data", price: "¥ 38.45", quantity: "368", image: { url: PICTURE } } as never,
        { title: "App", price: "¥ 45.00", quantity: "720" } as never,
      ],
      tax: "¥ 7.50",
      vat: "",
      total: "¥ 90.95",
      buttons: [BUTTON],
      tap: undefined as never,
    }),
  signin: () => CardFactory.signinCard("Sign in", "https://example.org/login", "Please sign in"),
  thumbnail: () =>
    CardFactory.thumbnailCard("Thumbnail", "Small", [{ url: PICTURE }], [BUTTON], {
      subtitle: "Sub",
    }),
  video: () =>
    CardFactory.videoCard("Film", [FILE], [BUTTON], {
      subtitle: "by the Blender Institute",
      image: { url: PICTURE } as never,
    }),
};

/** Offers the cards and sends the one that is chosen, or all of them. */
class CardsBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const { text } = context.activity;
      const card = CARDS[text.trim().toLowerCase()];
      if (card !== undefined)
        await context.sendActivity({ type: "message", attachments: [card()] });
      else if (text === "all") {
        const all = ["hero", "thumbnail", "receipt", "signin"].map(
          (name) => CARDS[name]?.() as Attachment,
        );
        await context.sendActivity({
          type: "message",
          attachments: all,
          attachmentLayout: AttachmentLayoutTypes.Carousel,
        });
      } else {
        const offer = MessageFactory.suggestedActions(Object.keys(CARDS), "Which card?");
        await context.sendActivity(offer);
      }
      await next();
    });
  }
}

export const usingCards: Shape = {
  name: "using cards",
  bot: () => new CardsBot(),
  script: [{ says: "hello" }, ...[...Object.keys(CARDS), "all"].map((says) => ({ says }))],
};
