import type { Push } from "../../protocol/push.ts";
import type { Gathering } from "../../store/gather.ts";
import type { Account } from "../accounts/account.ts";

/** How long the push waits for more of its follower; undefined where it waits for nothing. */
export function gatheringOf({ gather }: Account, push: Push): Gathering | undefined {
  return gather !== undefined && isWritten(push) ? gather : undefined;
}

/** Whether somebody wrote, spoke or showed it, rather than tapping on something. */
function isWritten(push: Push): boolean {
  if (push.kind !== "message" || push.about !== "follower") return false;
  return push.type !== "text" || push.menuId === undefined;
}
