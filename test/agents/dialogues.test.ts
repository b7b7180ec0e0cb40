import { AgentApplication, type TurnState } from "@microsoft/agents-hosting";
import { expect, test } from "vitest";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { chinesePrompts, dialogueBot } from "../../src/index.ts";
import { testWeChat } from "../../src/testing/index.ts";
import { booking } from "../../samples/booking/index.ts";
import { ACCOUNT } from "../helpers/road.ts";

test("x", async () => {
  const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
  adapter.use(chinesePrompts());
  const app = new AgentApplication<TurnState>({ adapter });
  const bot = dialogueBot({ dialogues: [booking] });
  app.onActivity("message", (context) => bot.run(context));
  app.onActivity("event", async (context) => { await booking.run(context); });
});
