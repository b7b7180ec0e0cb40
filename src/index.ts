// Write bots
export type { AccountSettings } from "./adapter/account.ts";
export type { Identity, ResolveIdentity } from "./adapter/identity.ts";
export { CHANNEL_ID } from "./adapter/toActivity.ts";
export {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "./adapter/weChatAdapter.ts";
// Run them
export { type Clock, systemClock } from "./clock.ts";
export {
  NotSupported,
  SendError,
  SettingsError,
  StoreUnavailable,
  WeChatError,
} from "./errors.ts";
export { type Log, stderrLog } from "./log.ts";
// Expert: the platform's own terms
export type { Push } from "./protocol/push.ts";
export type { Reply } from "./protocol/reply.ts";
// Stores
export { MemoryStore } from "./store/memory.ts";
export type { Fate, Follower, Store, StoreSettings } from "./store/store.ts";
