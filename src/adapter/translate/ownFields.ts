import { EVENTS } from "../../protocol/events.ts";
import { type Fields, readBy } from "../../protocol/fields.ts";
import { MESSAGE_HEAD, MESSAGES } from "../../protocol/messages.ts";
import type { Push } from "../../protocol/push.ts";
import type { XmlValue } from "../../protocol/xml.ts";

/** Fields that every push has; the activity has them elsewhere. */
const HEAD = new Set([
  ...["to", "from", "openid", "createTime", "about", "traceId", "raw", "kind", "event", "type"],
  ...["msgDataId", "idx", "businessId", "nativeType"],
]);
const HEAD_ELEMENTS = new Set([
  ...["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "MsgId"],
  ...readBy(MESSAGE_HEAD),
]);

/**
 * The fields that only this kind of push has: the known ones, `key` under the name that WeChat's users know, and
 * every other element under WeChat's own name. WeChat adds kinds and fields without saying so, and a bot must not
 * have to look for them elsewhere.
 */
export function ownFields(push: Push): object {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(push)) {
    if (!HEAD.has(name)) fields[name === "key" ? "eventKey" : name] = value;
  }
  const known = typedElements(push);
  for (const [name, value] of Object.entries(push.raw)) {
    if (!HEAD_ELEMENTS.has(name) && !known.has(name) && !(name in fields)) {
      fields[name] = plain(value);
    }
  }
  return fields;
}

const typed = new Map<string, ReadonlySet<string>>();

function typedElements(push: Push): ReadonlySet<string> {
  const kind = push.kind === "event" ? push.event : push.type;
  const seen = typed.get(`${push.kind} ${kind}`);
  if (seen !== undefined) return seen;
  const names = kind === "unknown" ? new Set<string>() : readBy(rowOf(push));
  typed.set(`${push.kind} ${kind}`, names);
  return names;
}

function rowOf(push: Push): Fields {
  if (push.kind === "event") return push.event === "unknown" ? {} : EVENTS[push.event].fields;
  return push.type === "unknown" ? {} : MESSAGES[push.type];
}

/** With the usual prototype, so that a bot can do with it what it does with any object. */
function plain(value: XmlValue): unknown {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
