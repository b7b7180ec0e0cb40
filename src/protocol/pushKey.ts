import { hash } from "node:crypto";
import type { EventName } from "./events.ts";
import type { ComponentNotice } from "./notice.ts";
import type { Push } from "./push.ts";
import type { XmlElement, XmlValue } from "./xml.ts";

/**
 * The name under which all deliveries of one push are recognised, and no other push.
 *
 * Only decrypted fields go in: whether timestamp, nonce and ciphertext change from one delivery to the
 * next is not documented. Every part is encoded, so that no value can hold a separator: with `|` in a
 * QR scene or a menu key, one follower could otherwise make the key of another.
 */
export function pushKey(appId: string, push: Push): string {
  if (push.kind === "event") return eventKey(appId, push);
  // Not the id alone: fifteen people who spoke at once were given the same one (WxJava issue 333).
  if (push.msgId !== "") return join([appId, push.from, push.msgId]);
  return `${join([appId, push.from, push.createTime, push.type])}|${digest(push.raw)}`;
}

/** The same for a notice to a component. */
export function noticeKey(notice: ComponentNotice): string {
  const { appId, infoType, createTime, raw } = notice;
  // The hash covers the ticket or the code, and keeps both out of the store's keys.
  const parts = [appId, infoType, createTime, part(raw, "AuthorizerAppid")];
  return `${join(parts)}|${digest(raw)}`;
}

/**
 * What tells apart the events of one follower in one second. Cards come several in a second, results of
 * jobs too; their `MsgID` is not the `MsgId` of messages.
 */
const IDENTIFYING = ["EventKey", "MsgID", "CardId", "UserCardCode", "Ticket"] as const;

/**
 * Events that the identifying elements describe completely. They go without a digest of the rest, so
 * that an element which WeChat changes between deliveries could not make somebody see an answer twice.
 */
const DESCRIBED: ReadonlySet<string> = new Set<EventName>([
  "subscribe",
  "unsubscribe",
  "SCAN",
  "LOCATION",
  "CLICK",
  "VIEW",
  "view_miniprogram",
  "scancode_push",
  "scancode_waitmsg",
  "pic_sysphoto",
  "pic_photo_or_album",
  "pic_weixin",
  "location_select",
  "ENTER",
  "TEMPLATESENDJOBFINISH",
  "MASSSENDJOBFINISH",
  "user_get_card",
  "user_gifting_card",
  "user_del_card",
  "user_view_card",
  "user_enter_session_from_card",
]);

function eventKey(appId: string, push: Push & { readonly kind: "event" }): string {
  const name = push.event === "unknown" ? push.nativeEvent : push.event;
  // The name goes in: a LOCATION report comes in the very second of a CLICK or a SCAN.
  const key = join([
    appId,
    push.from,
    push.createTime,
    name,
    ...IDENTIFYING.map((element) => part(push.raw, element)),
    push.traceId ?? "",
  ]);
  return DESCRIBED.has(push.event) ? key : `${key}|${digest(push.raw)}`;
}

/** One element as a part. What is not one string still tells two events apart. */
function part(element: XmlElement, name: string): string {
  const value = element[name];
  if (value === undefined) return "";
  return typeof value === "string" ? value.trim() : JSON.stringify(value);
}

/** Longer parts (a VIEW carries a whole address) go in as their hash. */
const LONGEST_PART = 64;

function join(parts: readonly (string | number)[]): string {
  return parts.map(encode).join("|");
}

/** What nearly every part is, and what encoding leaves as it is. */
const PLAIN = /^[\w-]{1,64}$/;

function encode(value: string | number): string {
  if (typeof value === "string" && PLAIN.test(value)) return value;
  const text = typeof value === "number" ? String(value) : value.toWellFormed();
  // No encoded text begins with "#", so nobody can write another's hash out.
  return text.length > LONGEST_PART ? digest(text) : encodeURIComponent(text);
}

const DIGEST_CHARACTERS = 22;

/** 22 characters of base64 are 132 bits: nobody finds two contents with the same. */
function digest(content: XmlValue): string {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return `#${hash("sha256", text, "base64url").slice(0, DIGEST_CHARACTERS)}`;
}
