import { Refused } from "../errors.ts";
import type { About } from "./eventRow.ts";
import { EVENT_ALIASES, EVENTS, type EventFields, type EventName } from "./events.ts";
import { assigner, leaf, rowsByNativeName, type Values } from "./fields.ts";
import { MESSAGE_HEAD, MESSAGES, type MessageFields, type MessageType } from "./messages.ts";
import type { XmlElement } from "./xml.ts";

/** One message or event from WeChat, typed. What we do not know is kept whole and never an error. */
export type Push = MessagePush | EventPush;

/** What every push has. */
export interface PushHead {
  /** `ToUserName`: the account's original id, `gh_…`. */
  readonly to: string;
  /** `FromUserName`: the follower's openid, or the name of one of WeChat's own senders. */
  readonly from: string;
  /** The follower whom it concerns; meaningless when `about` is `account`. */
  readonly openid: string;
  /** When it happened, in SECONDS since the epoch, by WeChat's clock. */
  readonly createTime: number;
  /** There is a conversation only with a follower. */
  readonly about: About;
  /** WeChat's id of the job whose result this is. Some results differ in nothing else. */
  readonly traceId?: string | undefined;
  /** The whole element, untouched. */
  readonly raw: XmlElement;
}

/** What every message has. Its id is 64 bits wide, so it stays a string; empty when WeChat sent none. */
export interface MessageHead extends PushHead, Values<typeof MESSAGE_HEAD> {
  readonly kind: "message";
  readonly msgId: string;
}

/** A message of a type that we know, or a pass-through of one that we do not. */
export type MessagePush = KnownMessage | UnknownMessage;
export type KnownMessage = {
  [T in MessageType]: MessageHead & { readonly type: T } & MessageFields<T>;
}[MessageType];

/** A message of a type that WeChat added after this was written. */
export interface UnknownMessage extends MessageHead {
  readonly type: "unknown";
  /** `MsgType` as it came. */
  readonly nativeType: string;
}

/** An event that we know, or a pass-through of one that we do not. */
export type EventPush = KnownEvent | UnknownEvent;
export type KnownEvent = {
  [E in EventName]: PushHead & { readonly kind: "event"; readonly event: E } & EventFields<E>;
}[EventName];

/** An event that WeChat added after this was written. */
export interface UnknownEvent extends PushHead {
  readonly kind: "event";
  readonly event: "unknown";
  /** `Event` as it came; empty when there was none. */
  readonly nativeEvent: string;
}

const SECONDS = /^\d{1,12}$/;
/** The sender of results of mass sends and publications. guide: mass sends */
const SYSTEM_SENDER = "mphelper";
/** Families of events about mini programs and shops, of which new ones keep coming. field: SDKs */
const ACCOUNT_FAMILIES = /^(?:wxa|weapp|wx_verify|open_product|xpay)_/i;

const readMessageHead = assigner(MESSAGE_HEAD);
const messages = rowsByNativeName(
  Object.fromEntries(Object.entries(MESSAGES).map(([type, row]) => [type, assigner(row)])),
);
const events = rowsByNativeName(
  Object.fromEntries(
    Object.entries(EVENTS).map(([event, row]) => [event, { ...row, assign: assigner(row.fields) }]),
  ),
  EVENT_ALIASES,
);

/**
 * Makes the typed value. Throws {@link Refused} when an element that says what this is, whose it is or
 * when it happened is missing, repeated or nested; own fields never are a reason to refuse.
 */
export function readPush(element: XmlElement): Push {
  const from = required(element, "FromUserName");
  const head: Head = {
    to: required(element, "ToUserName"),
    from,
    openid: from,
    createTime: seconds(element, "CreateTime"),
    about: "follower",
    traceId: leaf(element, "trace_id") || leaf(element, "TraceId") || undefined,
    raw: element,
  };
  const msgType = required(element, "MsgType");
  const native = msgType.toLowerCase();
  if (native === "event") return readEvent(head, single(element, "Event"));
  return native === "device_event" ? readEvent(head, msgType) : readMessage(head, msgType);
}

/**
 * Whether somebody may be waiting for an answer in the chat. Where not, the answer is `success` at once:
 * WeChat would show a passive reply to nobody, and its error notice neither.
 */
export function awaitsReply(push: Push): boolean {
  if (push.kind === "message") return true;
  if (push.event === "unknown") return push.about === "follower";
  return push.about === "follower" && EVENTS[push.event].waits;
}

type Head = { -readonly [Name in keyof PushHead]: PushHead[Name] };

function readMessage(head: Head, msgType: string): Push {
  const known = messages.get(msgType.toLowerCase());
  const push: Record<string, unknown> = { kind: "message", type: "unknown", ...head };
  push.msgId = single(head.raw, "MsgId");
  readMessageHead(push, head.raw);
  if (known === undefined) {
    push.nativeType = msgType;
  } else {
    push.type = known[0];
    known[1](push, head.raw);
  }
  return push as unknown as MessagePush;
}

function readEvent(head: Head, nativeEvent: string): Push {
  const known = events.get(nativeEvent.toLowerCase());
  if (known === undefined) {
    const system = head.from === SYSTEM_SENDER || ACCOUNT_FAMILIES.test(nativeEvent);
    const about = system ? "account" : "follower";
    return { ...head, kind: "event", event: "unknown", about, nativeEvent };
  }
  const [event, row] = known;
  head.about = row.about;
  if (row.followerIn !== undefined) {
    const openid = row.followerIn.map((name) => leaf(head.raw, name)).find(Boolean);
    // Without it there is no person to speak of: the sender is one of WeChat's systems.
    if (openid === undefined) head.about = "account";
    else head.openid = openid;
  }
  const push: Record<string, unknown> = { kind: "event", event, ...head };
  row.assign(push, head.raw);
  return push as unknown as EventPush;
}

function seconds(element: XmlElement, name: string): number {
  const value = required(element, name);
  if (!SECONDS.test(value)) throw refused(`${name} is not a time in seconds`);
  return Number(value);
}

function required(element: XmlElement, name: string): string {
  const value = single(element, name);
  if (value === "") throw refused(`${name} is missing`);
  return value;
}

/** A leaf that decides what the push is. Two of one name would let two readers see different pushes. */
function single(element: XmlElement, name: string): string {
  const value = element[name];
  if (value === undefined) return "";
  if (typeof value !== "string") throw refused(`${name} is not one string`);
  return value.trim();
}

function refused(why: string): Refused {
  return new Refused("push", `The body is neither a message nor an event: ${why}.`);
}
