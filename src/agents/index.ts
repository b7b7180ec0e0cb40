import "../nodeVersion.ts";

// WeChat for agents of the Microsoft 365 Agents SDK.

export type { AccountSettings } from "../adapter/accounts/account.ts";
export { CHANNEL_ID } from "../adapter/translate/toActivity.ts";
export type { Agent, AgentLogic, RunningAgent } from "./agent.ts";
export { WeChatFileDownloader } from "./files.ts";
// Types that the signatures above name
export type * from "./publicTypes.ts";
export {
  WeChatAgentAdapter,
  type WeChatAgentAdapterOptions,
} from "./weChatAgentAdapter.ts";
