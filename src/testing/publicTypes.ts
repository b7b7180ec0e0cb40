/**
 * What the signatures of this entry name beside what it is for: nobody needs these to begin, and whoever writes a
 * type down finds it here. `node scripts/exports.ts` says what is missing.
 */
export type { Attachment, Place as SimulatedPlace } from "../simulator/actions/actions.ts";
export type { AnswerFault } from "../simulator/answer/answerFault.ts";
export type { PassiveArticle, PassiveMessage } from "../simulator/answer/passiveMessage.ts";
export type { Handover } from "../simulator/answer/understood.ts";
export type { Dice } from "../simulator/faults/dice.ts";
export type { Fault, FaultEffect, Faults } from "../simulator/faults/faults.ts";
export type {
  FollowerOptions,
  Platform,
  PlatformOptions,
  PushSink,
  TemplateOptions,
} from "../simulator/platform.ts";
export type { Outcome as PusherOutcome, Seen as PusherSeen } from "../simulator/pusher/pusher.ts";
export type { PushRequest } from "../simulator/pusher/pusherRequest.ts";
export type { PushDocument } from "../simulator/pusher/pushXml.ts";
export type {
  Account as SimulatedAccount,
  AccountOptions,
  AccountSettings as AccountAccountSettings,
  AccountType,
  PushAddress,
  Verification,
} from "../simulator/world/account.ts";
export type { Agent as SimulatedAgent } from "../simulator/world/agents.ts";
export type {
  Article as SimulatedArticle,
  Comment as SimulatedComment,
  Draft,
  Publication,
  PublishedArticle,
  PublishFailure,
} from "../simulator/world/articles.ts";
export type {
  Authorisation as SimulatedAuthorisation,
  AuthorisationCode,
  AuthorisedSet,
  Component,
  ComponentOptions,
  ComponentSettings as ComponentComponentSettings,
} from "../simulator/world/component.ts";
export type {
  FactName,
  Facts as SimulatedFacts,
  Json,
  OfAccount,
  OfComponent,
  OfFollower,
  Via,
} from "../simulator/world/facts.ts";
export type {
  Follower as FollowersFollower,
  FollowerProfile,
  SubscribeScene,
  SubscriptionPermission,
} from "../simulator/world/followers.ts";
export type {
  Media as SimulatedMedia,
  MediaType as SimulatedMediaType,
} from "../simulator/world/mediaStore.ts";
export type {
  ConditionalMenu,
  Menu as SimulatedMenu,
  MenuButton,
} from "../simulator/world/menu.ts";
export type { QrCode } from "../simulator/world/qrCode.ts";
export type { AccountTemplate, MassJob } from "../simulator/world/templates.ts";
export type { EventOf, Listener, Timeline, TimelineEvent } from "../simulator/world/timeline.ts";
export type { IssuedToken, TokenFamily } from "../simulator/world/tokens.ts";
export type { WebCode, WebToken } from "../simulator/world/webGrants.ts";
export type {
  MergeRule,
  PaymentRule as WindowsPaymentRule,
  Window as SimulatedWindow,
  WindowKind,
} from "../simulator/world/windows.ts";
export type { World } from "../simulator/world/world.ts";
export type { Play, PlayOptions, SaidText } from "./dialogue/play.ts";
export type { Answering, Services } from "./dialogue/services.ts";
export type { Act, ServiceScript } from "./dialogue/testDialogue.ts";
export type { WorldOptions } from "./dialogue/world.ts";
export type { Phone } from "./testFollower.ts";
export type { AgentOfSdk } from "./testWeChat.ts";
export type { TurnErrorHandler as TestTurnErrorHandler } from "./weChatTestAdapter.ts";
