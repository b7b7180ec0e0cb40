import {
  ActionTypes,
  ActivityHandler,
  type CardAction,
  MessageFactory,
  type TurnContext,
} from "botbuilder";
import type { Shape } from "./shape.ts";

const COLOURS: readonly CardAction[] = ["Red", "Yellow", "Blue"].map((title) => ({
  type: ActionTypes.ImBack,
  title,
  value: title,
}));

/** Offers colours for as long as somebody answers. */
class ColoursBot extends ActivityHandler {
  constructor() {
    super();
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity("Welcome to the bot of colours.");
      await ask(context);
      await next();
    });
    this.onMessage(async (context, next) => {
      const { text } = context.activity;
      const known = COLOURS.some(({ value }) => value === text);
      await context.sendActivity(
        known ? `${text} is the best colour!` : "Please choose one of them.",
      );
      await ask(context);
      await next();
    });
  }
}

async function ask(context: TurnContext): Promise<void> {
  await context.sendActivity(
    MessageFactory.suggestedActions([...COLOURS], "What is the best colour?"),
  );
}

export const suggestedActions: Shape = {
  name: "suggested actions",
  bot: () => new ColoursBot(),
  script: [{ joins: true }, { says: "Blue" }, { says: "Green" }, { says: "Red" }],
};
