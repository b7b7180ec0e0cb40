import type { Activity } from "botbuilder";
import type { Lease } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Identity } from "../translate/identity.ts";
import { CHANNEL_ID, SERVICE_URL } from "../translate/toActivity.ts";
import type { Timer } from "../turn/timers.ts";
import { windowEventOf } from "../turn/windowEvents.ts";

/**
 * The activity of a timer's turn: an `event` named `timer`, or named after the end of a window. It comes from the
 * follower, so that state and conversation are the follower's, and has everything that a conversation reference
 * needs.
 */
export function timerActivity(
  timer: Timer,
  turn: { readonly lease: Lease },
  account: Account,
  who: Pick<Identity, "name">,
): Partial<Activity> {
  const { id, data, at } = timer;
  const event = windowEventOf(timer) ?? { name: "timer", value: { id, data } };
  return ownEvent(event, at, turn, account, who);
}

/** Something that the bot is told and that is no push of WeChat's. */
export interface OwnEvent {
  /** Default `event`. */
  readonly type?: "event" | "invoke";
  readonly name: string;
  readonly value: unknown;
}

/** An event of the adapter's own, not of WeChat's. */
export function ownEvent(
  { type = "event", name: eventName, value }: OwnEvent,
  at: number,
  { lease }: { readonly lease: Lease },
  account: Account,
  { name }: Pick<Identity, "name">,
): Partial<Activity> {
  const { openid } = lease.follower;
  // A lone account learns its original id from its first push after the start.
  const own = account.originalId ?? account.appId;
  return {
    type,
    name: eventName,
    value,
    channelId: CHANNEL_ID,
    serviceUrl: SERVICE_URL,
    id: lease.pushKey,
    timestamp: new Date(at),
    localTimezone: account.timeZone,
    locale: account.locale,
    from: { id: openid, name, role: "user" },
    recipient: { id: own, name: own, role: "bot" },
    conversation: { id: openid, isGroup: false } as Activity["conversation"],
    channelData: {},
  };
}
