import { ActivityHandler, type ConversationReference, TurnContext } from "botbuilder";
import type { Shape } from "./shape.ts";

/** Remembers whom it met, so that somebody outside can have it write to them. */
class ProactiveBot extends ActivityHandler {
  reference: Partial<ConversationReference> | undefined;

  constructor() {
    super();
    this.onConversationUpdate(async (context, next) => {
      this.reference = TurnContext.getConversationReference(context.activity);
      await next();
    });
    this.onMessage(async (context, next) => {
      this.reference = TurnContext.getConversationReference(context.activity);
      await context.sendActivity(`You sent '${context.activity.text}'`);
      await next();
    });
  }
}

export const proactive: Shape = {
  name: "proactive",
  bot: () => new ProactiveBot(),
  outside: async (context) => {
    await context.sendActivity("proactive hello");
  },
  referenceOf: (bot) => (bot as ProactiveBot).reference,
  script: [{ joins: true }, { says: "hi" }, { outside: true }, { says: "thanks" }],
};
