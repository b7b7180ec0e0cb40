import { COMMERCE_EVENTS } from "./commerceEvents.ts";
import { concerns, informs, invites } from "./eventRow.ts";
import {
  after,
  decimal,
  group,
  integer,
  integers,
  list,
  optional,
  text,
  type Values,
  verbatim,
} from "./fields.ts";

/** What a menu item with a location, a camera or a scanner sends. */
const PICTURES = {
  key: text("EventKey"),
  count: integerIn("SendPicsInfo", "Count"),
  pictures: list(["SendPicsInfo", "PicList", "item"], { md5: text("PicMd5Sum") }),
};
const SCANNED = {
  key: text("EventKey"),
  scan: group("ScanCodeInfo", { type: text("ScanType"), result: verbatim("ScanResult") }),
};

/** Follow, scan, location and menu. Source: guide, Receiving_event_pushes and Custom_Menu_Push_Events. */
const CHAT_EVENTS = {
  subscribe: invites({
    key: text("EventKey"),
    ticket: optional("Ticket"),
    /** The scene value of the parametric QR code that led here. */
    scene: after("qrscene_", "EventKey"),
    /** The payment after which the person followed. */
    transactionId: after("last_trade_no_", "EventKey"),
  }),
  // The chat is closed to us from here on; WeChat shows no reply.
  unsubscribe: informs({ key: text("EventKey") }),
  SCAN: invites({ scene: text("EventKey"), ticket: optional("Ticket") }),
  // Sent by the phone on entering the chat, or every five seconds: the person has asked nothing.
  LOCATION: informs({
    latitude: decimal("Latitude"),
    longitude: decimal("Longitude"),
    /** Metres. */
    precision: decimal("Precision"),
  }),
  CLICK: invites({ key: text("EventKey") }),
  // Both taps take the person out of the chat, to a page or a mini program.
  VIEW: informs({ key: verbatim("EventKey"), menuId: optional("MenuId") }),
  view_miniprogram: informs({ key: text("EventKey"), menuId: optional("MenuId") }),
  scancode_push: invites(SCANNED),
  scancode_waitmsg: invites(SCANNED),
  pic_sysphoto: invites(PICTURES),
  pic_photo_or_album: invites(PICTURES),
  pic_weixin: invites(PICTURES),
  location_select: invites({
    key: text("EventKey"),
    location: group("SendLocationInfo", {
      latitude: decimal("Location_X"),
      longitude: decimal("Location_Y"),
      scale: integer("Scale"),
      label: verbatim("Label"),
      poiName: verbatim("Poiname"),
    }),
  }),
  ENTER: invites({}),
  // The console's push debugger made this, for the developer who looks at the answer there.
  debug_demo: concerns({ debugText: text("debug_str") }),
};

/** Results of jobs. Source: guide, template messages, mass sends, Publish/Callback_on_finish. */
const JOB_EVENTS = {
  TEMPLATESENDJOBFINISH: informs({
    msgId: text("MsgID"),
    /** `success`, `failed:user block` or `failed: system failed`. */
    status: text("Status"),
  }),
  MASSSENDJOBFINISH: concerns({
    msgId: text("MsgID"),
    /** `send success`, `send fail` or `err(num)`. */
    status: text("Status"),
    totalCount: integer("TotalCount"),
    filterCount: integer("FilterCount"),
    sentCount: integer("SentCount"),
    errorCount: integer("ErrorCount"),
    /** 1 not a reprint, 2 a reprint that may be sent, 3 a reprint that may not. */
    checkState: integerIn("CopyrightCheckResult", "CheckState"),
    copyright: list(["CopyrightCheckResult", "ResultList", "item"], {
      /** Counted from 1. */
      articleIdx: integer("ArticleIdx"),
      userDeclareState: integer("UserDeclareState"),
      auditState: integer("AuditState"),
      originalArticleUrl: text("OriginalArticleUrl"),
      originalArticleType: integer("OriginalArticleType"),
      canReprint: integer("CanReprint"),
      needReplaceContent: integer("NeedReplaceContent"),
      needShowReprintSource: integer("NeedShowReprintSource"),
    }),
    articles: list(["ArticleUrlResult", "ResultList", "item"], {
      articleIdx: integer("ArticleIdx"),
      articleUrl: text("ArticleUrl"),
    }),
  }),
  PUBLISHJOBFINISH: concerns({
    publication: group("PublishEventInfo", {
      publishId: text("publish_id"),
      /** 0 success, 1 publishing, 2 not original, 3 failed, 4 refused, 5 deleted, 6 banned. */
      publishStatus: integer("publish_status"),
      articleId: text("article_id"),
      articles: list(["article_detail", "item"], {
        idx: integer("idx"),
        articleUrl: text("article_url"),
      }),
      /** Positions of the articles that failed, counted from 1. */
      failIdx: integers(["fail_idx"]),
    }),
  }),
};

const SUBSCRIPTION = { templateId: text("TemplateId"), status: text("SubscribeStatusString") };

/** Subscription notices. Source: guide, Subscription_Messages/api. The person is on a page, not in the chat. */
const SUBSCRIPTION_EVENTS = {
  subscribe_msg_popup_event: informs({
    list: list(["SubscribeMsgPopupEvent", "List"], {
      ...SUBSCRIPTION,
      /** 1 a pop-up of a web page, 2 an article. */
      popupScene: integer("PopupScene"),
    }),
  }),
  subscribe_msg_change_event: informs({
    list: list(["SubscribeMsgChangeEvent", "List"], SUBSCRIPTION),
  }),
  subscribe_msg_sent_event: informs({
    list: list(["SubscribeMsgSentEvent", "List"], {
      templateId: text("TemplateId"),
      msgId: text("MsgID"),
      errorCode: integer("ErrorCode"),
      errorStatus: text("ErrorStatus"),
    }),
  }),
};

/** Sessions with human agents: the person talks to the agent, and a bot that answers would interrupt. */
const AGENT_EVENTS = {
  kf_create_session: informs({ kfAccount: text("KfAccount") }),
  kf_close_session: informs({ kfAccount: text("KfAccount"), closeType: optional("CloseType") }),
  kf_switch_session: informs({
    fromKfAccount: text("FromKfAccount"),
    toKfAccount: text("ToKfAccount"),
  }),
};

const EXPIRY = { expiredTime: integer("ExpiredTime") };
const FAILURE = { failTime: integer("FailTime"), failReason: text("FailReason") };

/** Verification of the account. Source: guide, Wechat_Accreditation_Event_Push; `wx_verify_*` from SDKs. */
const VERIFICATION_EVENTS = {
  qualification_verify_success: concerns(EXPIRY),
  qualification_verify_fail: concerns(FAILURE),
  naming_verify_success: concerns(EXPIRY),
  naming_verify_fail: concerns(FAILURE),
  annual_renew: concerns(EXPIRY),
  verify_expired: concerns(EXPIRY),
  wx_verify_pay_succ: concerns({}),
  wx_verify_dispatch: concerns({}),
  wx_verify_refill: concerns({
    refillTime: integer("RefillTime"),
    refillReason: text("RefillReason"),
  }),
  wx_verify_fail: concerns({}),
};

const AUTHORISATION = {
  appId: text("AppID", "appid"),
  unionId: optional("UnionID", "unionid"),
  /** 201 address, 202 invoice, 203 card, 204 microphone, 205 nickname, 206 location, 207 pictures, 301 all. */
  revokeInfo: optional("RevokeInfo"),
};

/** Changes made in WeChat's settings. The sender is a system; `OpenID` names the person. */
const AUTHORISATION_EVENTS = {
  user_info_modified: informs(AUTHORISATION, ["OpenID", "openid"]),
  user_authorization_revoke: informs(AUTHORISATION, ["OpenID", "openid"]),
  user_authorization_cancellation: informs(AUTHORISATION, ["OpenID", "openid"]),
};

/** The old hardware platform. It has a `MsgType` of its own; the device's server waits for an answer. */
const DEVICE_EVENTS = {
  device_event: invites({
    /** `bind`, `unbind`, `subscribe_status` or `unsubscribe_status`. */
    action: text("Event"),
    deviceType: text("DeviceType"),
    deviceId: text("DeviceID"),
    /** 0 unsubscribe, 1 heartbeat, 2 subscribe. */
    opType: integer("OpType"),
    /** Base64, as it came. */
    content: text("Content"),
    sessionId: text("SessionID"),
    /** The user whom the device is bound to. */
    deviceOpenid: optional("OpenID"),
    deviceStatus: integer("DeviceStatus"),
  }),
};

/** Every event we know, under WeChat's own spelling. */
export const EVENTS = {
  ...CHAT_EVENTS,
  ...JOB_EVENTS,
  ...SUBSCRIPTION_EVENTS,
  ...AGENT_EVENTS,
  ...VERIFICATION_EVENTS,
  ...AUTHORISATION_EVENTS,
  ...DEVICE_EVENTS,
  ...COMMERCE_EVENTS,
};

/** Other spellings of the same events. field: old SDKs */
export const EVENT_ALIASES: Readonly<Record<string, EventName>> = {
  kfcreatesession: "kf_create_session",
  kfclosesession: "kf_close_session",
  kfswitchsession: "kf_switch_session",
  FREEPUBLISHJOBFINISH: "PUBLISHJOBFINISH",
};

/** The canonical name of an event. */
export type EventName = keyof typeof EVENTS;

/** The own fields of one event. */
export type EventFields<E extends EventName> = Values<(typeof EVENTS)[E]["fields"]>;

/** A whole number inside a nested element that has nothing else of interest. */
function integerIn(name: string, child: string) {
  const read = group(name, { value: integer(child) });
  function readIntegerIn(...args: Parameters<typeof read>): number | undefined {
    return read(...args).value;
  }
  return Object.assign(readIntegerIn, { reads: [name] });
}
