import type { Notification } from "../../client/messages/notification.ts";
import type { Reply } from "../../protocol/reply.ts";
import type { Account } from "../accounts/account.ts";
import type { Outgoing } from "../plan/outgoing.ts";

/**
 * Carries one customer-service message to WeChat and says what became of it; never rejects. `reply`: what a passive
 * reply would say. `forms`: what customer service says better, and how the message is marked.
 */
export type Courier = (
  account: Account,
  openid: string,
  reply: Reply,
  forms: Pick<Outgoing, "custom" | "marks">,
) => Promise<Verdict>;

/**
 * Carries one notification, within `deadlineMs` where that is given; never rejects. `id` is equal for every
 * try of the same message.
 */
export type Notifier = (
  account: Account,
  openid: string,
  notification: Notification,
  id: string,
  deadlineMs?: number,
) => Promise<Verdict>;

/**
 * `sent`; `refused` with WeChat's code; `not-sent` (certainly not: safe to repeat); `unknown` (perhaps sent: never
 * repeated); `held` keeps the message, and all behind it, for the follower's next contact, with the code where WeChat
 * gave one.
 */
export type Verdict =
  | "sent"
  | "not-sent"
  | "held"
  | "unknown"
  | { readonly refused: number }
  | { readonly held: number };
