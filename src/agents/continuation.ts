import { randomUUID } from "node:crypto";
import { Activity, ActivityTypes, type ConversationReference } from "@microsoft/agents-activity";
import type { TurnContext } from "@microsoft/agents-hosting";
import type { Reference } from "../adapter/accounts/followers.ts";
import type { Seat } from "../adapter/turn/guests.ts";
import { SettingsError } from "../errors.ts";
import { TURN_SCOPE } from "../store/turnScope.ts";

/**
 * Throws `SettingsError` where an agent writes first in the form of the SDK's own examples of `sendProactiveActivity`
 * (1.8.1), which leave out the first argument.
 */
export function checkContinuation(botAppIdOrIdentity: unknown, logic: unknown): void {
  const isReference =
    typeof botAppIdOrIdentity === "object" &&
    botAppIdOrIdentity !== null &&
    ("conversation" in botAppIdOrIdentity || "activity" in botAppIdOrIdentity);
  if (!isReference && typeof logic === "function") return;
  throw new SettingsError([
    "Writing first takes an AppID (any will do), then the conversation reference, then what to do or say: the examples in the SDK leave out the AppID.",
  ]);
}

/**
 * With an id of its own: replies do not belong to the message that the reference was taken from. A reference that
 * somebody put together has no locale: then it is the account's.
 */
export function continuation(
  reference: Partial<ConversationReference> & Reference,
  locale: string,
): object {
  const { bot, agent = bot, ...rest } = reference;
  const renamed = { ...rest, agent } as ConversationReference;
  const activity = Activity.getContinuationActivity(renamed);
  activity.id = randomUUID();
  activity.locale ??= locale;
  return activity;
}

/**
 * Tells a guest's seat of its context. Only a guest moves: closures put on every seat would keep its turn in memory until a
 * full collection.
 */
export function seatGuest(seat: Seat, context: TurnContext): void {
  seat.onMove = ({ scope }) => void context.turnState.set(TURN_SCOPE, scope);
  // The SDK answers the request of an agent that has ended only after the logic, and the turn that asked waits for it.
  seat.isWaitedFor = () => context.activity.type === ActivityTypes.EndOfConversation;
}
