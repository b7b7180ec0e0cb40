import type { FollowerAction } from "../actions/actions.ts";
import type { Fault } from "../faults/faults.ts";
import type { PushDocument } from "../pusher/pushXml.ts";
import type { AccountSettings } from "./account.ts";
import type { Agent } from "./agents.ts";
import type { Draft, Publication } from "./articles.ts";
import type { AuthorisedSet, ComponentSettings } from "./component.ts";
import type { FollowerProfile, SubscribeScene, SubscriptionPermission } from "./followers.ts";
import type { Media } from "./mediaStore.ts";
import type { ConditionalMenu, Menu } from "./menu.ts";
import type { QrCode } from "./qrCode.ts";
import type { AccountTemplate, MassJob } from "./templates.ts";
import type { IssuedToken } from "./tokens.ts";
import type { WebCode, WebToken } from "./webGrants.ts";
import type { WindowKind } from "./windows.ts";

/** How a message reached the follower's screen. */
export type Via = "passive" | "custom" | "template" | "oneTime" | "subscription" | "mass" | "agent";

/** A JSON value. Ids of 64 bits are strings in here. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

export interface OfAccount {
  readonly appId: string;
}
export interface OfFollower extends OfAccount {
  readonly openid: string;
}
export interface OfComponent {
  readonly componentAppId: string;
}

/**
 * Every kind of thing that can happen, with what it says. Times are milliseconds, ids of 64 bits are
 * strings. A fact holds everything that was decided or drawn, so that applying it decides nothing.
 */
export interface Facts {
  "account.created": { readonly settings: AccountSettings };
  "account.changed": OfAccount & { readonly change: Partial<AccountSettings> };
  "follower.created": OfFollower & { readonly profile: FollowerProfile };
  "follower.changed": OfFollower & {
    readonly change: {
      readonly blacklisted?: boolean;
      readonly messagesOff?: boolean;
      readonly remark?: string;
    };
  };
  /** A tester emptied a chat; `anew`: the person is one again whom the account has never seen. */
  "chat.cleared": OfFollower & { readonly anew: boolean };
  /** A follower did something. `pushes` is what WeChat now has to deliver because of it. */
  "follower.acted": OfFollower & {
    readonly action: FollowerAction;
    readonly pushes: readonly PushDocument[];
    /** The window that it opens. */
    readonly opens?: WindowKind;
    /** Whether it counts as a message to the account. */
    readonly isMessage: boolean;
    readonly follows?: { readonly scene: SubscribeScene; readonly qrScene?: string | number };
    readonly permissions?: readonly SubscriptionPermission[];
    readonly messagesOff?: boolean;
  };
  "follower.tagged": OfAccount & {
    readonly openids: readonly string[];
    readonly tagId: number;
    readonly on: boolean;
  };
  /** WeChat itself has something to deliver: the result of a job, an agent's session. */
  "event.raised": OfFollower & { readonly push: PushDocument };
  /** A message stands on the follower's screen. */
  "message.shown": OfFollower & {
    readonly via: Via;
    readonly message: { readonly [name: string]: Json };
    /** Whether it used a window's message. */
    readonly usesWindow: boolean;
    readonly id?: string;
    readonly clientMsgId?: string;
  };
  "typing.shown": OfFollower & { readonly until: number };
  "token.issued": {
    /** Whom it opens: the account, or the component for its own token. */
    readonly appId: string;
    readonly token: IssuedToken;
    /** The component that an authorizer token was given to. */
    readonly componentAppId?: string;
    /** When the ones before it end; absent: they live on. */
    readonly retiresOthersAt?: number;
    readonly forced?: boolean;
  };
  "menu.set": OfAccount & { readonly menu: Menu | null };
  "menu.conditional": OfAccount & { readonly menu: ConditionalMenu };
  "menu.conditionalRemoved": OfAccount & { readonly menuId: string };
  "qrcode.created": OfAccount & { readonly code: QrCode };
  "media.stored": OfAccount & { readonly media: Media };
  "media.removed": OfAccount & { readonly mediaId: string };
  "agent.set": OfAccount & { readonly agent: Agent };
  "agent.removed": OfAccount & { readonly account: string };
  "session.set": OfFollower & { readonly agent: string | null };
  "template.added": OfAccount & { readonly template: AccountTemplate };
  "template.removed": OfAccount & { readonly templateId: string };
  "industry.set": OfAccount & { readonly primary: number; readonly second: number };
  "permission.given": OfFollower & { readonly permission: SubscriptionPermission };
  "permission.used": OfFollower & { readonly templateId: string; readonly scene?: string };
  "tag.set": OfAccount & { readonly id: number; readonly name: string };
  "tag.removed": OfAccount & { readonly id: number };
  "mass.sent": OfAccount & { readonly job: MassJob; readonly openids: readonly string[] };
  "mass.deleted": OfAccount & { readonly msgId: string };
  "mass.speed": OfAccount & { readonly speed: number };
  "draft.stored": OfAccount & { readonly draft: Draft };
  "draft.removed": OfAccount & { readonly mediaId: string };
  /** A publication came to be, or anything of it changed: comments, too. */
  "publication.set": OfAccount & { readonly publication: Publication };
  /** Somebody opened an article; `index` counts from 0. */
  "article.read": OfAccount & { readonly msgDataId: string; readonly index: number };
  "ticket.issued": OfAccount & {
    readonly kind: string;
    readonly ticket: string;
    readonly expiresAt: number;
  };
  "shortKey.made": OfAccount & {
    readonly key: string;
    readonly data: string;
    readonly expiresAt: number;
  };
  /** The account took over another one's followers: `openids` are pairs of old and new. */
  "followers.moved": OfAccount & {
    readonly fromOriginalId: string;
    readonly openids: readonly (readonly [old: string, now: string])[];
  };
  "web.code": { readonly code: WebCode };
  "web.codeUsed": { readonly code: string };
  "web.token": { readonly token: WebToken };
  /** A call of the API was answered, well or not. */
  "api.called": {
    /** The account or component that called; absent where the call did not get that far. */
    readonly appId?: string;
    readonly method: string;
    readonly path: string;
    readonly url: string;
    readonly body: string;
    readonly answer: string;
    readonly status: number;
    readonly errcode: number;
    readonly rid: string;
    readonly clientIp: string;
    readonly ms: number;
    /** The limits that it counts against: `<path> <period>`. */
    readonly counts: readonly string[];
  };
  "quota.cleared": OfAccount & { readonly path: string | null };
  "component.created": { readonly settings: ComponentSettings };
  "component.changed": OfComponent & { readonly change: Partial<ComponentSettings> };
  "component.ticket": OfComponent & { readonly ticket: string };
  "component.preAuthCode": OfComponent & { readonly code: string; readonly expiresAt: number };
  "component.authorised": OfComponent & {
    readonly appId: string;
    readonly sets: readonly AuthorisedSet[];
    readonly code: string;
    readonly codeExpiresAt: number;
    readonly preAuthCode: string;
    readonly refreshToken: string;
  };
  "component.confirmed": OfComponent & { readonly appId: string; readonly setId: number };
  "component.codeRedeemed": OfComponent & { readonly code: string };
  "component.unauthorised": OfComponent & { readonly appId: string };
  "option.set": OfAccount & { readonly name: string; readonly value: string };
  "fault.ordered": { readonly id: number; readonly fault: Fault };
  "fault.cleared": { readonly id: number | null };
  "fault.struck": { readonly id: number; readonly path: string };
  /** The first delivery of a push sets out. */
  "push.begun": OfFollower & { readonly pushId: string; readonly push: PushDocument };
  /** One delivery of a push, told by the pusher when it has ended. */
  "push.delivered": OfFollower & {
    /** The same for all deliveries of one push. */
    readonly pushId: string;
    /** Counted from 1. */
    readonly attempt: number;
    readonly startedAt: number;
    /** The request as it went over the wire: address with query, and body. */
    readonly url?: string;
    readonly sent?: string;
    readonly outcome: "answered" | "late" | "status" | "failed" | "malformed";
    readonly status?: number;
    readonly body?: string;
    readonly why?: string;
  };
  /** The last delivery has ended; what the user saw of it. */
  "push.ended": OfFollower & {
    readonly pushId: string;
    readonly saw: "reply" | "nothing" | "fault";
    /** What went wrong, for programs and for people; with `nothing`, nobody saw it. */
    readonly fault?: string;
    readonly why?: string;
    /** Who goes on with the conversation instead of the bot. */
    readonly handover?: "agents" | "ai";
    /** What WeChat lets pass although it should not be there. */
    readonly remarks: readonly string[];
  };
  /** A third-party platform's notice, as XML, was given out for delivery. */
  "notice.raised": OfComponent & { readonly xml: string };
  "notice.delivered": OfComponent & { readonly outcome: string; readonly attempt: number };
  /** Somebody moved the time on. `realNow`: what the machine's own clock showed then. */
  "time.moved": { readonly ms: number; readonly realNow: number };
  /**
   * Everything before this is summed up: the whole world as it was then, packed. `cut`: people of whose chat rows were left
   * out.
   */
  "world.kept": { readonly world: Json; readonly cut: readonly string[] };
  /** Anything else worth a line. */
  note: { readonly text: string };
}

export type FactName = keyof Facts;
