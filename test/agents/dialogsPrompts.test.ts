import {
  type TurnContext as AgentContext,
  ConversationState,
  MemoryStorage,
} from "@microsoft/agents-hosting";
import {
  ChoicePrompt,
  ConfirmPrompt,
  DateTimePrompt,
  DialogSet,
  DialogTurnStatus,
  NumberPrompt,
} from "@microsoft/agents-hosting-dialogs";
import { expect, test } from "vitest";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { chinesePrompts } from "../../src/bots/chinesePrompts.ts";
import { testRoad } from "../helpers/road.ts";

const PROMPTS = {
  choice: () => new ChoicePrompt("prompt"),
  confirm: () => new ConfirmPrompt("prompt"),
  number: () => new NumberPrompt("prompt"),
  dateTime: () => new DateTimePrompt("prompt"),
} as const;

/** What the SDK's prompt makes of an answer; undefined where it asks again. */
async function understood(kind: keyof typeof PROMPTS, said: string): Promise<unknown> {
  const state = new ConversationState(new MemoryStorage());
  const dialogs = new DialogSet(state.createProperty("dialog") as never);
  dialogs.add(PROMPTS[kind]() as never);
  const logic = async (context: AgentContext) => {
    await state.load(context);
    const dialog = await dialogs.createContext(context as never);
    const { status, result } = await dialog.continueDialog();
    if (status === DialogTurnStatus.empty) {
      const choices = ["大厅", "包间", "花园"];
      await dialog.prompt("prompt", { prompt: "问", retryPrompt: "再说一次", choices } as never);
    }
    if (status === DialogTurnStatus.complete) await context.sendActivity(JSON.stringify(result));
    await state.saveChanges(context);
  };
  const create = (settings: object) => {
    const adapter = new WeChatAgentAdapter(settings as never);
    adapter.use(chinesePrompts() as never);
    return adapter;
  };
  const road = await testRoad(logic as never, {}, create as never);
  await road.says("你好");
  const { text = "" } = await road.says(said);
  return text.includes("再说一次") ? undefined : JSON.parse(text);
}

test.each([
  ["choice", "2", { value: "包间", index: 1 }],
  ["choice", "倒数第一个", { value: "花园", index: 2 }],
  ["choice", "一个都不要", undefined],
  ["confirm", "没问题", true],
  ["confirm", "not sure", undefined],
  ["number", "两百五", 250],
  ["number", "十几", undefined],
  [
    "dateTime",
    "二〇三五年六月十五日 19:30",
    [expect.objectContaining({ timex: "2035-06-15T19:30" })],
  ],
  ["dateTime", "过几天", undefined],
] as const)(
  "%s of agents-hosting-dialogs, with chinesePrompts: “%s”",
  async (kind, said, value) => {
    const answer = await understood(kind, said);
    if (value === undefined) expect(answer).toBeUndefined();
    else expect(answer).toEqual(isFields(value) ? expect.objectContaining(value) : value);
  },
);

const isFields = (value: unknown): value is object =>
  typeof value === "object" && !Array.isArray(value);
