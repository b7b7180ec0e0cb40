import { type Ledger, openGrants } from "../../protocol/grants.ts";
import type { Push } from "../../protocol/push.ts";
import type { Account } from "../accounts/account.ts";
import type { Timer, Timers } from "./timers.ts";

const EXPIRING = "wechat.windowExpiring";
const EXPIRED = "wechat.windowExpired";
const MINUTE_MS = 60_000;

/**
 * Sets the timers of an account that wants to hear when it may no longer write to a follower: some minutes before
 * that, and then. Each push moves them to the end of the grant that stays open longest.
 */
export function timeWindow(
  timers: Timers,
  { windowEvents, customerService }: Account,
  push: Push | undefined,
  ledger: Ledger,
  now: number,
): void {
  if (windowEvents === undefined || push?.about !== "follower") return;
  const open = push.kind === "event" && push.event === "unsubscribe" ? [] : openGrants(ledger, now);
  const until = Math.max(0, ...open.map((grant) => grant.until));
  const data = JSON.stringify({ until });
  const warnAt = until - windowEvents.minutesBefore * MINUTE_MS;
  // Without customer service a last word would be held, and read when it is no longer true.
  if (warnAt > now && customerService !== false) timers.setTimer(EXPIRING, warnAt, data);
  else timers.cancelTimer(EXPIRING);
  if (until > now) timers.setTimer(EXPIRED, until, data);
  else timers.cancelTimer(EXPIRED);
}

/** The event that the bot gets from such a timer; undefined for the bot's own timers. */
export function windowEventOf({
  id,
  data,
}: Timer): { readonly name: string; readonly value: unknown } | undefined {
  if (id === EXPIRING) return { name: "windowExpiring", value: JSON.parse(data) };
  return id === EXPIRED ? { name: "windowExpired", value: JSON.parse(data) } : undefined;
}
