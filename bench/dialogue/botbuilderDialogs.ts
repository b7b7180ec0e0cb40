import {
  type Activity,
  ConversationState,
  MemoryStorage,
  TestAdapter,
  TurnContext,
} from "botbuilder";
import {
  DialogSet,
  TextPrompt,
  WaterfallDialog,
  type WaterfallStepContext,
} from "botbuilder-dialogs";
import type { Contender } from "./script.ts";

const KINDS: Readonly<Record<string, string>> = { 大堂: "hall", 包间: "room" };

/** The same booking as a waterfall with text prompts: its own recognisers would cost more. */
export function botbuilderDialogs(): Contender {
  const memory: Record<string, string> = {};
  const state = new ConversationState(new MemoryStorage(memory as never));
  const dialogs = new DialogSet(state.createProperty("dialog"));
  const valid =
    (test: (text: string) => boolean) => async (prompt: { recognized: { value?: string } }) =>
      test(prompt.recognized.value ?? "");
  dialogs.add(
    new TextPrompt(
      "service",
      valid((text) => text in KINDS),
    ),
  );
  dialogs.add(
    new TextPrompt(
      "party",
      valid((text) => Number(text) > 0 && Number(text) <= 20),
    ),
  );
  dialogs.add(
    new TextPrompt(
      "text",
      valid((text) => text !== ""),
    ),
  );
  const ask = (prompt: string, key: string) => ({
    prompt,
    options: { prompt: key, retryPrompt: key },
  });
  const steps = [
    ask("service", "ask.service"),
    ask("text", "ask.at"),
    ask("party", "ask.party"),
    ask("text", "ask.name"),
    ask("text", "ask.phone"),
    ask("text", "ask.ok"),
  ];
  dialogs.add(
    new WaterfallDialog("booking", [
      ...steps.map(({ prompt, options }, index) => async (step: WaterfallStepContext) => {
        if (index > 0) Object.assign(step.values, { [`${index}`]: step.result });
        return step.prompt(prompt, options);
      }),
      async (step) => {
        await step.context.sendActivity("book.done");
        return step.endDialog();
      },
    ]),
  );
  let said = 0;
  const adapter = new TestAdapter(async () => {});
  adapter.sendActivities = async (_context, activities) => {
    said += activities.length;
    return activities.map(() => ({ id: "1" }));
  };
  return {
    name: "botbuilder-dialogs",
    async turn(guest, text) {
      const context = new TurnContext(adapter, {
        type: "message",
        channelId: "test",
        serviceUrl: "https://test",
        id: "1",
        text,
        from: { id: guest, name: "" },
        recipient: { id: "bot", name: "" },
        conversation: { id: guest },
      } as Activity);
      const dialog = await dialogs.createContext(context);
      const { status } = await dialog.continueDialog();
      if (status === "empty") await dialog.beginDialog("booking");
      await state.saveChanges(context);
    },
    bytes(guest) {
      const key = Object.keys(memory).find((one) => one.includes(guest));
      return key === undefined ? 0 : Buffer.byteLength(memory[key] as string);
    },
    forget(guest) {
      for (const key of Object.keys(memory)) if (key.includes(guest)) delete memory[key];
    },
    said: () => said,
  };
}
