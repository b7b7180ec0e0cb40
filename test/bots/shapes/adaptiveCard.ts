import { ActivityHandler, CardFactory, MessageFactory } from "botbuilder";
import type { Shape } from "./shape.ts";

/** A flight as an Adaptive Card. */
export const adaptive = CardFactory.adaptiveCard({
  type: "AdaptiveCard",
  version: "1.3",
  body: [
    { type: "TextBlock", text: "Your flight is **confirmed**", size: "large" },
    { type: "TextBlock", text: "{{DATE(2026-12-24T08:00:00Z, SHORT)}}", isSubtle: true },
    {
      type: "ColumnSet",
      columns: [
        { items: [{ type: "TextBlock", text: "PEK" }] },
        { items: [{ type: "TextBlock", text: "→" }] },
        { items: [{ type: "TextBlock", text: "SHA" }] },
      ],
    },
    { type: "Image", url: "https://example.org/plane.png", altText: "a plane" },
    {
      type: "FactSet",
      facts: [
        { title: "Gate", value: "F5" },
        { title: "Seat", value: "12A" },
      ],
    },
  ],
  actions: [
    { type: "Action.OpenUrl", title: "Check in", url: "https://example.org/checkin" },
    { type: "Action.Submit", title: "Change seat", data: { do: "seat" } },
  ],
});

/** Sends a card to whoever writes, and says what its button gave. */
class AdaptiveBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const { value } = context.activity;
      if (value?.do !== undefined) await context.sendActivity(`Pressed: ${value.do}`);
      else {
        await context.sendActivity(MessageFactory.attachment(adaptive, "Here is a card:"));
        await context.sendActivity("Say anything to see it again.");
      }
      await next();
    });
  }
}

export const adaptiveCards: Shape = {
  name: "adaptive cards",
  bot: () => new AdaptiveBot(),
  script: [{ joins: true }, { says: "show" }, { says: "again" }],
};
