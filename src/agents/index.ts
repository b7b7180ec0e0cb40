// WeChat for agents of the Microsoft 365 Agents SDK.

export type { AccountSettings } from "../adapter/account.ts";
export { CHANNEL_ID } from "../adapter/toActivity.ts";
export {
  type AgentLogic,
  WeChatAgentAdapter,
  type WeChatAgentAdapterOptions,
} from "./weChatAgentAdapter.ts";
