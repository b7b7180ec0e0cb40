import { ActivityHandler, type TurnContext } from "botbuilder";

/** Says back what it hears, sees and is told, and greets whoever follows. */
class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity(echoOf(context.activity));
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity("欢迎关注！发一句话试试。 Welcome! Say something.");
      await next();
    });
    this.onEvent(async (context, next) => {
      const { name, value } = context.activity;
      if (name === "CLICK") await context.sendActivity(`菜单 Menu: ${value.eventKey}`);
      if (name === "SCAN") await context.sendActivity(`扫码 Scan: ${value.scene}`);
      await next();
    });
  }
}

function echoOf({ text, attachments, entities }: TurnContext["activity"]) {
  if (attachments?.length) return { type: "message", attachments };
  const place = entities?.find(({ type }) => type === "GeoCoordinates");
  return place === undefined ? text : `${text} (${place.latitude}, ${place.longitude})`.trim();
}

export default new EchoBot();
