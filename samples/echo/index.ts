import { ActivityHandler } from "botbuilder";

/** Says back what it hears, and greets whoever follows. */
class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const { text, attachments } = context.activity;
      await context.sendActivity(attachments?.length ? { attachments, type: "message" } : text);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity("欢迎关注！发一句话试试。 Welcome! Say something.");
      await next();
    });
    this.onEvent(async (context, next) => {
      const { name, value } = context.activity;
      if (name === "CLICK") await context.sendActivity(`菜单 Menu: ${value.eventKey}`);
      await next();
    });
  }
}

export default new EchoBot();
