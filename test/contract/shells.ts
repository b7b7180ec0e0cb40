import {
  INVOKE_RESPONSE_KEY as AGENT_INVOKE_RESPONSE_KEY,
  TurnContext as AgentContext,
  ConversationState as AgentConversationState,
  ActivityHandler as AgentHandler,
  MemoryStorage as AgentMemoryStorage,
  TranscriptLoggerMiddleware as AgentTranscriptLogger,
} from "@microsoft/agents-hosting";
import {
  type Activity,
  ActivityHandler,
  type ConversationReference,
  ConversationState,
  INVOKE_RESPONSE_KEY,
  MemoryStorage,
  type Middleware,
  TranscriptLoggerMiddleware,
  TurnContext,
} from "botbuilder";
import type {
  BotLogic,
  WeChatAdapter,
  WeChatAdapterOptions,
} from "../../src/adapter/weChatAdapter.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { type TestRoad, testRoad } from "../helpers/road.ts";

/** One of the two SDKs, in the words of Bot Framework: what both have means the same in both. */
export interface Shell {
  readonly name: string;
  road(logic: BotLogic, options?: Partial<WeChatAdapterOptions>): Promise<TestRoad>;
  referenceOf(context: TurnContext): Partial<ConversationReference>;
  /** A context that no turn has made. */
  strayContext(road: TestRoad): TurnContext;
  continueConversation(
    road: TestRoad,
    reference: Partial<ConversationReference>,
    logic: BotLogic,
  ): Promise<void>;
  handler(): ActivityHandler;
  conversationState(): ConversationState;
  /** Middleware that writes down what is said. */
  transcript(lines: Partial<Activity>[]): Middleware;
  readonly invokeResponseKey: symbol;
}

function logger(lines: Partial<Activity>[]) {
  return {
    logActivity: async (activity: object) => void lines.push({ ...activity } as Partial<Activity>),
  };
}

const botFramework: Shell = {
  name: "Bot Framework",
  road: (logic, options) => testRoad(logic, options),
  referenceOf: (context) => TurnContext.getConversationReference(context.activity),
  strayContext: ({ adapter }) => new TurnContext(adapter, { type: "message" }),
  continueConversation: ({ adapter }, reference, logic) =>
    adapter.continueConversationAsync("any app id", reference, logic),
  handler: () => new ActivityHandler(),
  conversationState: () => new ConversationState(new MemoryStorage()),
  transcript: (lines) => new TranscriptLoggerMiddleware(logger(lines) as never),
  invokeResponseKey: INVOKE_RESPONSE_KEY as symbol,
};

/** The same calls on the Agents SDK, whose types differ and whose members do not. */
const agents: Shell = {
  name: "Agents SDK",
  road: (logic, options) =>
    testRoad(
      logic,
      options,
      (settings) => new WeChatAgentAdapter(settings as never) as unknown as WeChatAdapter,
    ),
  referenceOf: (context) =>
    (context as unknown as AgentContext).activity.getConversationReference() as never,
  strayContext: ({ adapter }) =>
    new AgentContext(adapter as never, { type: "message" } as never) as unknown as TurnContext,
  continueConversation: ({ adapter }, reference, logic) =>
    (adapter as unknown as WeChatAgentAdapter).continueConversation(
      "any app id",
      reference as never,
      logic as never,
    ),
  handler: () => new AgentHandler() as unknown as ActivityHandler,
  conversationState: () =>
    new AgentConversationState(new AgentMemoryStorage()) as unknown as ConversationState,
  transcript: (lines) => new AgentTranscriptLogger(logger(lines) as never) as unknown as Middleware,
  invokeResponseKey: AGENT_INVOKE_RESPONSE_KEY as unknown as symbol,
};

export const SHELLS: readonly Shell[] = [botFramework, agents];
