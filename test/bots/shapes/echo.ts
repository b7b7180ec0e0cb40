import { ActivityHandler } from "botbuilder";
import type { Shape } from "./shape.ts";

class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity(`Echo: ${context.activity.text}`);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      for (const { id } of context.activity.membersAdded ?? []) {
        if (id !== context.activity.recipient.id) await context.sendActivity("Hello and welcome!");
      }
      await next();
    });
  }
}

export const echo: Shape = {
  name: "echo",
  bot: () => new EchoBot(),
  script: [{ joins: true }, { says: "hi" }, { says: "你好 👋" }],
};
