import { isFetchWord } from "../../language/words/road.ts";
import { awaitsReply, type Push } from "../../protocol/push.ts";
import { openChoices } from "../../store/openChoices.ts";
import type { Facts } from "../../store/store.ts";
import type { TurnScope } from "../../store/turnScope.ts";
import type { Account } from "../accounts/account.ts";
import { isReadable } from "../plan/outgoing.ts";
import type { Plan } from "../plan/routes.ts";
import type { Road } from "../road.ts";

/*
 * What is held is offered: the last text that the follower saw says how to get it. Only then is such a
 * word a wish for it, and not something to tell the bot.
 */

/** Whether a push asks for what is held. A word that is an open choice is an answer to the bot instead. */
export function asksForHeld(
  push: Push | undefined,
  { held, untaken }: Facts,
  scope: Pick<TurnScope, "read">,
): boolean {
  if (held.length + untaken.length === 0) return false;
  if (push?.kind !== "message" || push.type !== "text" || push.menuId !== undefined) return false;
  if (!isFetchWord(push.content)) return false;
  const word = push.content.trim().toLowerCase();
  if (openChoices(scope).some(({ title }) => title.trim().toLowerCase() === word)) return false;
  return [...held, ...untaken.flatMap(({ items }) => items)].some(isReadable);
}

/**
 * Whether the follower got the notice. An account that rides gives a waiting follower's slot away only with "still
 * working, ask for it".
 */
export function gaveNotice(
  { dispatch }: Road,
  account: Account,
  push: Push | undefined,
  { slot }: Facts,
): boolean {
  const rides = dispatch.rightNow(account) !== "yes" && account.slowTurns !== "release";
  return rides && slot === "gone" && push !== undefined && awaitsReply(push);
}

/** Whether the last text that the follower saw, once this plan is carried out, offers what is held. */
export function offersAfter(plan: Plan, offered: boolean): boolean {
  const shows = plan.reply !== undefined || plan.chain.length > 0;
  return plan.offers || (offered && !shows);
}
