import { ActivityHandler, MessageFactory, type TurnContext } from "botbuilder";
import { EXHIBITS } from "./exhibits.ts";

/** Sends everything that Bot Framework has: type the name of an exhibit, or `all`. */
class CardsBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await answer(context);
      await next();
    });
    this.onEvent(async (context, next) => {
      // A tap on the account's menu whose key is the name of an exhibit.
      if (context.activity.name === "CLICK") await show(context, context.activity.value.eventKey);
      await next();
    });
  }
}

async function answer(context: TurnContext): Promise<void> {
  const { text, value } = context.activity;
  if (value !== undefined)
    return void (await context.sendActivity(`Your bot gets: ${JSON.stringify(value)}`));
  const name = text.trim().toLowerCase();
  if (name === "all") {
    for (const exhibit of EXHIBITS) await show(context, exhibit.name);
  } else if (!(await show(context, name))) {
    const known = name === "" || /^(?:hi|hello|help|你好)$/.test(name);
    await context.sendActivity(
      known
        ? MessageFactory.suggestedActions(
            [...EXHIBITS.map((one) => one.name), "all"],
            "What would you like to see?",
          )
        : `Your bot gets: ${text}`,
    );
  }
}

async function show(context: TurnContext, name: string): Promise<boolean> {
  const exhibit = EXHIBITS.find((one) => one.name === name);
  for (const activity of exhibit?.says ?? []) await context.sendActivity(activity);
  return exhibit !== undefined;
}

export default new CardsBot();
