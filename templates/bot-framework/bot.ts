import { ActivityHandler, MessageFactory } from "botbuilder";

const ANSWERS = {
  营业时间: "周一至周五 9:00–18:00。",
  地址: "上海市南京东路 1 号。",
};

const bot = new ActivityHandler();

// Somebody follows the account.
bot.onMembersAdded(async (context, next) => {
  await context.sendActivity(choices("欢迎！想知道什么？"));
  await next();
});

bot.onMessage(async (context, next) => {
  const said = context.activity.text?.trim() ?? "";
  const answer = Object.entries(ANSWERS).find(([question]) => question === said)?.[1];
  await context.sendActivity(answer ?? choices(`“${said}”？我只知道这些：`));
  await next();
});

/** Buttons where WeChat has them, else a numbered list; who taps one, or writes its number, says its words. */
function choices(text = "") {
  return MessageFactory.suggestedActions(Object.keys(ANSWERS), text);
}

export default bot;
