// Write bots
export {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "./adapter/weChatAdapter.ts";
export type { AccountSettings, Moderate, Notify, RateLimit } from "./adapter/account.ts";
export type { Identity, ResolveIdentity } from "./adapter/identity.ts";
export { CHANNEL_ID } from "./adapter/toActivity.ts";
export type { Client } from "./client/client.ts";
export type { Notification } from "./client/notification.ts";
export { WeChatApiError } from "./client/apiError.ts";
export {
  NotSupported,
  SendError,
  SendRefused,
  SettingsError,
  StateConflict,
  StoreUnavailable,
  WeChatError,
} from "./errors.ts";

// Write dialogues
export { dialogue, type RunResult } from "./bots/dialogue.ts";
export { DialogueBot, dialogueBot } from "./bots/dialogueBot.ts";
export type { BotTexts, DialogueOptions, Trigger } from "./bots/dialogueOptions.ts";
export { type HandoffOptions, handoffDialogue } from "./bots/handoff.ts";
export { type Intent, intent, type Repair, USUAL_INTENTS } from "./bots/intents.ts";
export type { RepairDialogue, RepairInput } from "./bots/repairs.ts";
export { replay, type Tape } from "./bots/tape.ts";
export { fromMachine, type MachineOptions } from "./machines/dialogue/define.ts";
export { need } from "./machines/dialogue/need.ts";
export type { Prompt, PromptContext, PromptInput, Reading } from "./machines/dialogue/prompt.ts";
export { callback, lookup, type Service, service } from "./machines/dialogue/service.ts";
export type { Dialogue } from "./machines/dialogue/spec.ts";
export type { Instruction } from "./machines/dialogue/talk.ts";
export type { Texts } from "./machines/dialogue/texts.ts";

// Run them
export type { Courier, DispatchFailure, Notifier, Verdict } from "./adapter/dispatch.ts";
export { type Diagnosis, diagnose } from "./client/diagnosis.ts";
export { type Clock, systemClock } from "./clock.ts";
export { type Log, stderrLog } from "./log.ts";

// Stores
export { MemoryStore } from "./store/memory.ts";
export { openStore } from "./store/open.ts";
export { SqliteStore, type SqliteStoreOptions } from "./store/sqlite/sqliteStore.ts";
export { TURN_SCOPE, type TurnScope } from "./store/turnScope.ts";
export { RedisStore, type RedisStoreOptions } from "./store/redis/redisStore.ts";
export type { Fate, Follower, Store, StoreSettings } from "./store/store.ts";

// Expert: the platform's own terms
export type { Push } from "./protocol/push.ts";
export type { Reply } from "./protocol/reply.ts";
