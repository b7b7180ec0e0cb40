import "./nodeVersion.ts";
// Write bots
export {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "./adapter/weChatAdapter.ts";
export type { AccountSettings, Moderate, Notify, RateLimit } from "./adapter/accounts/account.ts";
export type { OnNotice, PlatformNotice } from "./adapter/accounts/linking/componentSettings.ts";
export type { DispatchVerdict } from "./adapter/send/dispatchEvents.ts";
export type {
  WebLogin,
  WebLoginOptions,
  WebReference,
  WebVisitor,
} from "./adapter/receive/login/webLoginOptions.ts";
export type { Identity, ResolveIdentity } from "./adapter/translate/identity.ts";
export { CHANNEL_ID } from "./adapter/translate/toActivity.ts";
export type { JobFacts, JobHandler, JobHandlers, JobResult } from "./adapter/jobs/job.ts";
export type {
  Progress,
  TalkSettings,
  Transcribe,
  VoiceAudio,
  VoiceContext,
  VoiceKind,
} from "./adapter/accounts/talkSettings.ts";
export type { Client } from "./client/client.ts";
export type { CardSignature, CardToSign, JsSdk, PageSignature } from "./client/web/jsSdk.ts";
export type { ApiSecurity } from "./client/signing/apiSecurity.ts";
export type { RawReply, RawRequest, RequestRaw } from "./client/rawRequest.ts";
export type { Notification } from "./client/messages/notification.ts";
export { WeChatApiError } from "./client/apiError.ts";
export {
  NotSupported,
  SendError,
  SendRefused,
  SettingsError,
  StateConflict,
  StoreUnavailable,
  TurnAborted,
  WeChatError,
} from "./errors.ts";

// Write dialogues
export { chinesePrompts } from "./bots/chinesePrompts.ts";
export { dialogue, type Filled, form, type FormSpec, type RunResult } from "./bots/dialogue.ts";
export { DialogueBot, dialogueBot } from "./bots/dialogueBot.ts";
export type { BotTexts, DialogueOptions, Trigger } from "./bots/dialogueOptions.ts";
export { createFunnel, type Funnel, type FunnelTable } from "./bots/watch/funnel.ts";
export { type HandoffOptions, handoffDialogue } from "./bots/people/handoff.ts";
export type { LeftMessage, TakeMessage } from "./bots/people/leaveMessage.ts";
export {
  type ModelStream,
  type StreamPiece,
  type StreamPieces,
  textOf,
  type WebStream,
} from "./bots/modelText.ts";
export {
  type StreamContext,
  type StreamOptions,
  type StreamSource,
  streamReply,
} from "./bots/streamReply.ts";
export { consent, type ConsentContext, type ConsentOptions } from "./bots/consent.ts";
export { later } from "./bots/later.ts";
export type { ConsentAnswer, ConsentEvent } from "./store/consents.ts";
export type { LaterOptions } from "./store/turnScope.ts";
export { type Intent, intent, type Repair, USUAL_INTENTS } from "./bots/intents.ts";
export type { RepairDialogue, RepairInput } from "./bots/repairs.ts";
export { replay } from "./bots/watch/replay.ts";
export type { Tape } from "./bots/watch/tape.ts";
export { fromMachine, type MachineOptions } from "./machines/dialogue/define.ts";
export { checkLock, type Lock, lockOf } from "./machines/dialogue/checks/lock.ts";
export { need } from "./machines/dialogue/need.ts";
export {
  type Addition,
  type CallFacts,
  callback,
  lookup,
  type Service,
  type ServiceOptions,
  service,
  type SampleFailure,
} from "./machines/dialogue/service.ts";
export type { Dialogue } from "./machines/dialogue/spec.ts";
export type { Instruction } from "./machines/dialogue/spec.ts";
export type { Texts } from "./machines/dialogue/texts.ts";

// Write dialogues: what is asked
export {
  type Choice,
  type ChoiceSettings,
  choice,
  type YesNoSettings,
  yesNo,
  confirm,
} from "./bots/prompts/choices.ts";
export { email, type PhoneSettings, personName, phone } from "./bots/prompts/contact.ts";
export {
  type FileSettings,
  file,
  image,
  type LocationSettings,
  location,
  type Media,
  type Place,
  type Voice,
  voice,
} from "./bots/prompts/media.ts";
export {
  integer,
  type MoneySettings,
  money,
  type NumberSettings,
  number,
} from "./bots/prompts/numbers.ts";
export {
  type Check,
  type PromptKind,
  type PromptSettings,
  prompt,
} from "./bots/prompts/prompt.ts";
export { type TextSettings, text } from "./bots/prompts/text.ts";
export {
  type DateSettings,
  type DateTimeSettings,
  type DurationSettings,
  date,
  dateTime,
  duration,
  type TimeSettings,
  time,
} from "./bots/prompts/times.ts";
export type { Counted } from "./language/numbers/counted.ts";
export type { Money } from "./language/numbers/money.ts";
export type { Prompt, PromptSample } from "./machines/dialogue/prompt.ts";
export type { PromptContext, PromptInput, PromptOption, Reading } from "./language/reading.ts";

// Write dialogues: what is said
export { followLanguage, languageOf, setLanguage } from "./bots/texts/language.ts";
export type { BotMessage, ParamsOf, Written } from "./bots/texts/message.ts";
export { type Catalogue, texts } from "./bots/texts/texts.ts";

// Run them
export type { Courier, Notifier, Verdict } from "./adapter/send/courier.ts";
export type { DispatchFailure } from "./adapter/send/dispatch.ts";
export { type Diagnosis, diagnose } from "./client/diagnosis.ts";
export { type Console, type ConsoleOptions, startConsole } from "./console/console.ts";
export type { ConsoleSettings } from "./console/settings.ts";
export { Watch } from "./console/watch.ts";
export { createMetrics, type Metrics, type MetricsHooks } from "./metrics/metrics.ts";
export { type Clock, systemClock } from "./clock.ts";
export { type Log, stderrLog } from "./log.ts";

// People behind the bot
export { DeskHub, openDesk } from "./desk/desk.ts";
export type * from "./desk/publicTypes.ts";

// Stores
export { MemoryStore } from "./store/memory.ts";
export { openStore } from "./store/open.ts";
export { SqliteStore, type SqliteStoreOptions } from "./store/sqlite/sqliteStore.ts";
export {
  alone,
  type HasTurnState,
  signalOf,
  TURN_SCOPE,
  type TurnScope,
} from "./store/turnScope.ts";
export { RedisStore, type RedisStoreOptions } from "./store/redis/redisStore.ts";
export type { DispatchResult } from "./adapter/translate/unshown.ts";
export type { Fate, Follower, Store } from "./store/store.ts";
export { type Said, type Transcripts, transcriptOf } from "./store/transcript.ts";
export type { StoreSettings } from "./store/storeSettings.ts";

// Expert: the platform's own terms
export type { Push } from "./protocol/push.ts";
export type { Reply } from "./protocol/reply.ts";

// Types that the signatures above name
export type * from "./publicTypes.ts";
