import {
  AgentApplication,
  CardFactory,
  MessageFactory,
  type TurnContext,
  type TurnState,
} from "@microsoft/agents-hosting";
import type { WeChatAgentAdapter } from "../../src/agents/index.ts";
import type { Clock } from "../../src/clock.ts";
import type { Model } from "./model.ts";

/** What is kept of one conversation. */
interface Kitchen {
  readonly questions: number;
}

const STOCK: Readonly<Record<string, string>> = {
  鸡蛋: "六个鸡蛋",
  番茄: "两个番茄",
  米饭: "一碗米饭",
};
const TIMER_MS = 60_000;

/** An agent that helps in the kitchen: it streams, looks into the fridge, remembers, shows a card and writes first. */
export function kitchenAgent(
  adapter: WeChatAgentAdapter,
  clock: Clock,
  model: Model,
): AgentApplication<TurnState<Kitchen>> {
  const app = new AgentApplication<TurnState<Kitchen>>({
    adapter,
    // Committed with the turn's messages, or not at all.
    storage: adapter.botStorage,
  });

  app.onConversationUpdate("membersAdded", async (context) => {
    await context.sendActivity("您好！问我做什么菜。 Hello! Ask me what to cook.");
  });

  app.onMessage(/^(?:recipe|菜谱)$/i, async (context) => {
    await context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(RECIPE)));
  });
  app.adaptiveCards.actionExecute("cook", async (context) => {
    const id = await app.proactive.storeConversation(context);
    // Where the process ends meanwhile, nobody is reminded: a job that must survive belongs into a queue.
    clock.after(TIMER_MS, () => {
      const activity = MessageFactory.text("⏰ 面好了！ The noodles are ready!");
      app.proactive.sendActivity(app.adapter, id, activity).catch((error) => console.warn(error));
    });
    return "一分钟后叫您。 I will call you in a minute.";
  });

  app.onActivity("message", async (context, state) => {
    await answer(context, model);
    const questions = (state.conversation.questions ?? 0) + 1;
    state.conversation = { questions };
    if (questions % 3 === 0)
      await context.sendActivity(`（第 ${questions} 个问题 / question ${questions}）`);
  });
  // The SDK saves state where there is a handler for the end of the turn.
  app.onTurn("afterTurn", async () => true);

  app.onError(async (context) => {
    await context.sendActivity("锅糊了，请再试一次。 Something burnt, please try again.");
  });
  return app;
}

/** Streams the model's answer; looks up what it asks for. */
async function answer({ activity, streamingResponse }: TurnContext, model: Model): Promise<void> {
  const question = activity.text ?? "";
  streamingResponse.setGeneratedByAILabel(true);
  let found: string | undefined;
  for await (const part of model(question)) {
    if (part.type === "text") streamingResponse.queueTextChunk(part.text);
    else found = await stock(part.food);
  }
  if (found !== undefined) {
    streamingResponse.setCitations([SOURCE]);
    for await (const part of model(question, found)) {
      if (part.type === "text") streamingResponse.queueTextChunk(part.text);
    }
  }
  await streamingResponse.endStream();
}

/** The tool: what the fridge holds. */
async function stock(food: string): Promise<string> {
  return STOCK[food] ?? `some ${food}`;
}

const SOURCE = {
  title: "冰箱 Fridge",
  content: "What is there today",
  filepath: "",
  url: null,
} as const;

const RECIPE = {
  type: "AdaptiveCard",
  version: "1.5",
  body: [
    { type: "TextBlock", text: "葱油拌面 Scallion noodles", weight: "Bolder" },
    {
      type: "TextBlock",
      text: "煮面一分钟，淋上葱油。 Boil for a minute, pour the oil over.",
      wrap: true,
    },
  ],
  actions: [{ type: "Action.Execute", title: "开始煮 Start cooking", verb: "cook" }],
};
