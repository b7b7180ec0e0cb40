import { AgentApplication, MessageFactory } from "@microsoft/agents-hosting";

const ANSWERS = {
  营业时间: "周一至周五 9:00–18:00。",
  地址: "上海市南京东路 1 号。",
};

const bot = new AgentApplication();

// Somebody follows the account.
bot.onConversationUpdate("membersAdded", async (context) => {
  await context.sendActivity(choices("欢迎！想知道什么？"));
});

bot.onActivity("message", async (context) => {
  const said = context.activity.text?.trim() ?? "";
  const answer = Object.entries(ANSWERS).find(([question]) => question === said)?.[1];
  await context.sendActivity(answer ?? choices(`“${said}”？我只知道这些：`));
});

/** Buttons where WeChat has them, else a numbered list; who taps one, or writes its number, says its words. */
function choices(text = "") {
  const actions = Object.keys(ANSWERS).map((title) => ({ type: "imBack", title, value: title }));
  return MessageFactory.suggestedActions(actions, text);
}

export default bot;
