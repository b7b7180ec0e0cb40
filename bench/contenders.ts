import type { RequestListener } from "node:http";
import type { Mode } from "./account.ts";

/** One of those who are compared. */
export interface Contender {
  readonly name: string;
  /** Loaded only by the process that serves it, so that nobody pays for another's packages. */
  readonly load: () => Promise<(mode: Mode) => RequestListener>;
}

/** The one whom all others are compared with. */
export const REFERENCE = "wechat 2.1.0";
export const FUNCTION_BOT = "this adapter, function bot";
export const ACTIVITY_HANDLER = "this adapter, ActivityHandler";
/** Of the Microsoft 365 Agents SDK, as its documents have it. */
export const AGENT_APPLICATION = "this adapter, AgentApplication";

export const contenders: readonly Contender[] = [
  {
    name: "bare node:http",
    load: async () => (await import("./contenders/bare.ts")).createListener,
  },
  {
    name: FUNCTION_BOT,
    load: async () => (await import("./contenders/ours.ts")).createFunctionListener,
  },
  {
    name: ACTIVITY_HANDLER,
    load: async () => (await import("./contenders/ours.ts")).createHandlerListener,
  },
  {
    name: "this adapter, agent as a function",
    load: async () => (await import("./contenders/agents.ts")).createFunctionListener,
  },
  {
    name: "this adapter, agent as an ActivityHandler",
    load: async () => (await import("./contenders/agents.ts")).createHandlerListener,
  },
  {
    name: AGENT_APPLICATION,
    load: async () => (await import("./contenders/agents.ts")).createApplicationListener,
  },
  {
    name: REFERENCE,
    load: async () => (await import("./contenders/wechat.ts")).createListener,
  },
  {
    name: `${REFERENCE}, botbuilder loaded`,
    load: async () => (await import("./contenders/wechatBesideSdk.ts")).createListener,
  },
  {
    name: "co-wechat 2.4.0",
    load: async () => (await import("./contenders/coWechat.ts")).createListener,
  },
];

/** What must hold, as factors of {@link REFERENCE}'s requests per second. */
export const TARGETS: Readonly<Record<Mode, Readonly<Record<string, number>>>> = {
  plain: { [FUNCTION_BOT]: 1.0, [ACTIVITY_HANDLER]: 0.7 },
  safe: { [FUNCTION_BOT]: 1.6, [ACTIVITY_HANDLER]: 1.2 },
};
