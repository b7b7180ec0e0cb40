const BOTBUILDER = new URL("../../node_modules/botbuilder/lib/index.js", import.meta.url);

/** The module of a bot that counts in its state what it was told, and says two things to "two". */
export const COUNTING_BOT = `
  import botbuilder from "${BOTBUILDER}";
  export default ({ adapter }) => {
    const state = new botbuilder.ConversationState(adapter.botStorage);
    const count = state.createProperty("count");
    return async (context) => {
      const { type, text } = context.activity;
      if (type !== "message") return;
      const n = (await count.get(context, 0)) + 1;
      await count.set(context, n);
      await state.saveChanges(context);
      await context.sendActivity(n + ": " + text);
      if (text === "two") await context.sendActivity("and more");
    };
  };`;
