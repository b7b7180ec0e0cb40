import {
  ActionTypes,
  ActivityHandler,
  CardFactory,
  MessageFactory,
  type Storage,
  UserState,
} from "botbuilder";
import type { Shape } from "./shape.ts";

const PICTURE = "https://example.org/welcome.jpg";

/** Greets once with an explanation, then answers a few words, one of them with a card. */
class WelcomeBot extends ActivityHandler {
  constructor(storage: Storage) {
    super();
    const state = new UserState(storage);
    const greeted = state.createProperty<boolean>("greeted");
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity("Welcome to the state bot! It remembers whether it met you.");
      await context.sendActivity("Say anything to begin.");
      await next();
    });
    this.onMessage(async (context, next) => {
      const known = await greeted.get(context, false);
      const word = context.activity.text.trim().toLowerCase();
      if (!known) {
        await greeted.set(context, true);
        await context.sendActivity("This is your first message ever to me.");
        await context.sendActivity("It is a good pattern to **greet by name**.");
      } else if (word === "intro" || word === "help") {
        const card = CardFactory.heroCard(
          "Welcome!",
          "How the framework is used, in three buttons.",
          [PICTURE],
          [
            { type: ActionTypes.OpenUrl, title: "Overview", value: "https://example.org/overview" },
            { type: ActionTypes.OpenUrl, title: "Ask", value: "https://example.org/ask" },
            { type: ActionTypes.OpenUrl, title: "Deploy", value: "https://example.org/deploy" },
          ],
        );
        await context.sendActivity(MessageFactory.attachment(card));
      } else {
        await context.sendActivity(`You said "${word}".`);
      }
      await state.saveChanges(context);
      await next();
    });
  }
}

export const welcome: Shape = {
  name: "welcome",
  bot: (storage) => new WelcomeBot(storage),
  script: [{ joins: true }, { says: "hello" }, { says: "Hi" }, { says: "intro" }],
};
