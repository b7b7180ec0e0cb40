/**
 * What the signatures of this entry name beside what it is for: nobody needs these to begin, and whoever writes a
 * type down finds it here. `node scripts/exports.ts` says what is missing.
 */
export type { Account } from "./adapter/accounts/account.ts";
export type { Reference } from "./adapter/accounts/followers.ts";
export type {
  ComponentSettings,
  PerAccountSettings,
} from "./adapter/accounts/linking/componentSettings.ts";
export type {
  LinkedAccount,
  LinkedAccountSettings,
  LinkedAccounts,
  LinkedAccountsParts,
} from "./adapter/accounts/linking/linkedAccounts.ts";
export type { Linking, LinkingParts } from "./adapter/accounts/linking/linking.ts";
export type { LinkPageRequest } from "./adapter/accounts/linking/linkPages.ts";
export type { LinkPage } from "./adapter/accounts/linking/pages.ts";
export type { TestClient } from "./adapter/accounts/linking/releaseTest.ts";
export type { Talking, TellingProgress } from "./adapter/accounts/talkSettings.ts";
export type { ChannelOptions } from "./adapter/channelOptions.ts";
export type { Alarms, Rung } from "./adapter/exchange/alarms.ts";
export type { Seal } from "./adapter/exchange/answer.ts";
export type { Exchange, HttpRequest, HttpResponse } from "./adapter/exchange/exchange.ts";
export type { Given, Waiters, Waiting } from "./adapter/exchange/waiters.ts";
export type { WebRequest } from "./adapter/exchange/webExchange.ts";
export type { Outgoing } from "./adapter/plan/outgoing.ts";
export type { Batching } from "./adapter/receive/batching.ts";
export type { Refusals } from "./adapter/receive/refusals.ts";
export type { Pace, Road } from "./adapter/road.ts";
export type { Agents, AgentsParts } from "./adapter/send/agents.ts";
export type { Dispatch, DispatchParts } from "./adapter/send/dispatch.ts";
export type { Right as RightsRight } from "./adapter/send/rights.ts";
export type { BotStorage } from "./adapter/shell/botStorage.ts";
export type { ErrorHandler } from "./adapter/shell/runBot.ts";
export type { Unshown } from "./adapter/translate/fromActivity.ts";
export type { UploadFile } from "./adapter/translate/rendering/uploads.ts";
export type { TranslationOptions } from "./adapter/translate/toActivity.ts";
export type { Ending } from "./adapter/turn/ending.ts";
export type { OnUnsubscribe } from "./adapter/turn/forgetting.ts";
export type { Enter, Seat } from "./adapter/turn/guests.ts";
export type { KeptLease, LeaseNews, LeaseRunner, Leases } from "./adapter/turn/lease.ts";
export type { ConversationRecord } from "./adapter/turn/record.ts";
export type { Saving, Scope } from "./adapter/turn/scope.ts";
export type { StagedState } from "./adapter/turn/stagedState.ts";
export type { Timer, Timers } from "./adapter/turn/timers.ts";
export type { Origin, RunBot, Turn } from "./adapter/turn/turn.ts";
export type { Observe, Observed } from "./adapter/watch/observe.ts";
export type { TurnErrorHandler } from "./adapter/weChatAdapter.ts";
export type { ChinesePromptsOptions, PromptsMiddleware } from "./bots/chinesePrompts.ts";
export type { Runnable, RunOptions } from "./bots/dialogue.ts";
export type { Result } from "./bots/dialogueCalls.ts";
export type { DialogueRunner, Ran } from "./bots/dialogueRunner.ts";
export type { EitherContext } from "./bots/eitherContext.ts";
export type { REPAIRS } from "./bots/intents.ts";
export type { Note } from "./bots/notes.ts";
export type { Correcting } from "./bots/repairs.ts";
export type {
  Arguments,
  FormatOf,
  Formats,
  NameOf,
  Places,
  ValueOf as MessageValueOf,
} from "./bots/texts/message.ts";
export type { Messages, Translation } from "./bots/texts/texts.ts";
export type { StepCount } from "./bots/watch/funnel.ts";
export type { AccountFacts } from "./client/accountFacts.ts";
export type { ApiErrorCode, ApiFailure, Outcome } from "./client/apiError.ts";
export type { Authorisation, Authorisations, PermissionSet } from "./client/authorisations.ts";
export type { AccessToken, CallEvent } from "./client/call.ts";
export type { AuthorisationPage, ComponentClient } from "./client/component.ts";
export type { RETRIES, Retry, WAYS, Way } from "./client/diagnoses/entry.ts";
export type { WireFacts } from "./client/diagnoses/wire.ts";
export type { DiagnoseOptions, Language } from "./client/diagnosis.ts";
export type { OneAgent } from "./client/endpoints/agents.ts";
export type { CommentedArticle, OneComment } from "./client/endpoints/comments.ts";
export type { OptionName } from "./client/endpoints/components.ts";
export type {
  ArticleTexts,
  CoverCrop,
  DraftArticle,
  NewsArticle,
  PictureArticle,
} from "./client/endpoints/drafts.ts";
export type { MediaType } from "./client/endpoints/media.ts";
export type { MatchRule, Menu, MenuItem, SubMenu } from "./client/endpoints/menus.ts";
export type {
  Jump,
  MassContent,
  MassOptions,
  OneTimeMessage,
  SubscriptionMessage,
  TemplateData,
  TemplateMessage,
} from "./client/endpoints/messages.ts";
export type { QrCodeRequest } from "./client/endpoints/pages.ts";
export type { Right } from "./client/endpoints/rights.ts";
export type {
  Credentials,
  Download,
  FormFile,
  Nothing,
  Row,
  Type,
  WideId,
} from "./client/endpoints/row.ts";
export type { Days } from "./client/endpoints/statistics.ts";
export type { Language as UsersLanguage } from "./client/endpoints/users.ts";
export type {
  Call,
  CallArguments,
  CallOptions,
  ENDPOINTS,
  EndpointName,
  Endpoints,
  ReplyOf,
  RequestOf,
} from "./client/endpoints.ts";
export type {
  Media as MediaMedia,
  MediaSource,
  Uploaded,
  UploadOptions,
} from "./client/media/media.ts";
export type {
  CustomArticle,
  CustomMessage,
  CustomMessageBody,
  CustomMessageOptions,
} from "./client/messages/customMessage.ts";
export type { MiniProgram } from "./client/messages/notification.ts";
export type { Typing } from "./client/messages/typing.ts";
export type { OAuthLink, OneTimeSubscriptionLink } from "./client/web/links.ts";
export type { WebComponent } from "./client/web/throughComponent.ts";
export type { NotedFailures } from "./console/failureNotes.ts";
export type { Known, People } from "./console/people.ts";
export type { Failure as WatchFailure, Seen, WatchOptions } from "./console/watch.ts";
export type {
  Both,
  CheckView,
  Examine,
  FateView,
  HourView,
  JobView,
  StepView,
} from "./console/wire.ts";
export type { AbortCode } from "./errors.ts";
export type { Between } from "./language/times/moment.ts";
export type { Finding } from "./language/words/findings.ts";
export type { Words } from "./language/words/road.ts";
export type { LinkRecord, LinkState } from "./machines/accountLink.ts";
export type { Ended } from "./machines/dialogue/aftermath.ts";
export type { GraphEdge } from "./machines/dialogue/checks/graph.ts";
export type { LockedDialogue } from "./machines/dialogue/checks/lock.ts";
export type { AnyService } from "./machines/dialogue/service.ts";
export type {
  About as SpecAbout,
  Answers,
  AnyDialogue,
  Ask,
  AskStep,
  Asks,
  Branch,
  CallStep,
  Calls,
  Child,
  ChildIn,
  ChildOut,
  Define,
  EndStep,
  Failure,
  Happenings,
  InOf,
  Kept,
  Kinds,
  LIFECYCLE,
  Lifecycle,
  Migrate,
  OutOf,
  Parts,
  RawStep,
  SayStep,
  Spec,
  Step as SpecStep,
  Target,
  Thread,
  TogetherStep,
  Usable,
  UseStep,
  Uses,
  ValueOf,
  Waits,
  Word,
} from "./machines/dialogue/spec.ts";
export type { Move, TalkEvent } from "./machines/dialogue/stack.ts";
export type { Params } from "./machines/dialogue/texts.ts";
export type { FollowerRecord, Relation, Window } from "./machines/follower.ts";
export type { MetricsOptions } from "./metrics/metrics.ts";
export type { Envelope } from "./protocol/envelope.ts";
export type { About, EventRow } from "./protocol/eventRow.ts";
export type { EVENTS, EventFields, EventName } from "./protocol/events.ts";
export type { Field, Fields, Values } from "./protocol/fields.ts";
export type { Grant, GrantKind, GrantRule, Ledger, Opening } from "./protocol/grants.ts";
export type { MESSAGE_HEAD, MESSAGES, MessageFields, MessageType } from "./protocol/messages.ts";
export type {
  ComponentNotice,
  KnownNotice,
  NOTICES,
  NoticeHead,
  NoticeName,
  UnknownNotice,
} from "./protocol/notice.ts";
export type { PaymentRule } from "./protocol/openings.ts";
export type {
  EventPush,
  KnownEvent,
  KnownMessage,
  MessageHead,
  MessagePush,
  PushHead,
  UnknownEvent,
  UnknownMessage,
} from "./protocol/push.ts";
export type {
  AiReply,
  Article,
  DeviceEventReply,
  DeviceStatusReply,
  DeviceTextReply,
  HardwareReply,
  ImageReply,
  MusicReply,
  NewsReply,
  TextReply,
  TransferReply,
  VideoReply,
  VoiceReply,
} from "./protocol/reply.ts";
export type { XmlDocument, XmlElement, XmlValue } from "./protocol/xml.ts";
export type { StateChange, StateItem, StateWritten } from "./store/botState.ts";
export type { Gather, Gathering, Newer, Renewed } from "./store/gather.ts";
export type { OpenOptions, OpenSettings } from "./store/open.ts";
export type { AskTokens, RedisTokens } from "./store/redis/tokens.ts";
export type { KeptText, Rewritable } from "./store/rewrite.ts";
export type { Unsealed } from "./store/sealing/seal.ts";
export type { Database, DatabaseOptions, Told } from "./store/sqlite/database.ts";
export type { SyncFile } from "./store/sqlite/logSync.ts";
export type { SqliteTokens } from "./store/sqlite/tokens.ts";
export type {
  Arrival,
  Arrived,
  Ended as StoreEnded,
  Entered,
  Entry,
  Facts,
  Item,
  Lease,
  PushRef,
  Released,
  Riding,
  Saved,
  SendRequest,
  SendTurn,
  Step,
  Stepped,
  StepReply,
  StoredPush,
  Telling,
  TimerChange,
  Untaken,
  Woken,
  Work,
} from "./store/store.ts";
export type {
  FreshToken,
  MemoryTokens,
  RefreshClaim,
  SharedToken,
  TokenStore,
} from "./store/tokens.ts";
export type { AgentsThere } from "./store/turnScope.ts";
