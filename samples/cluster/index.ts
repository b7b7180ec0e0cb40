import { ActivityHandler, ConversationState, type TurnContext } from "botbuilder";
import type { WeChatAdapter } from "../../src/index.ts";

/** Counts what somebody wrote, whichever process answers. */
class CountingBot extends ActivityHandler {
  constructor(state: ConversationState) {
    super();
    const count = state.createProperty<number>("count");
    this.onMessage(async (context: TurnContext, next) => {
      const n = (await count.get(context, 0)) + 1;
      await count.set(context, n);
      await context.sendActivity(`第 ${n} 条 / message ${n} (process ${process.pid})`);
      await next();
    });
    this.onDialog(async (context, next) => {
      await state.saveChanges(context);
      await next();
    });
  }
}

export default ({ adapter }: { adapter: WeChatAdapter }) =>
  new CountingBot(new ConversationState(adapter.botStorage));
