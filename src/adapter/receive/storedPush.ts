import type { AsyncResource } from "node:async_hooks";
import { readPush } from "../../protocol/push.ts";
import { readPushXml } from "../../protocol/pushXml.ts";
import type { StoredPush } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import { NO_REQUEST } from "../turn/asyncContext.ts";
import type { Origin, RunBot, Turn } from "../turn/turn.ts";
import { presentSeal } from "./authenticate.ts";

/** What a turn comes from, where it arrived in this process. */
export interface Brought extends Origin {
  /** The async context of what brought it; undefined while nothing but that can begin its turn. */
  context?: AsyncResource | undefined;
  /** The turn that runs for it in this process, or ran. */
  turn?: Turn | undefined;
}

/** A push that arrived at another process, read from what that one stored. */
export function readStored(
  stored: StoredPush,
  account: Account,
  runBot: RunBot | undefined,
): Brought | undefined {
  if (runBot === undefined) return undefined;
  const isRead = stored.kind === "push" && stored.unreadable !== true;
  const push = isRead ? readPush(readPushXml(stored.body)) : undefined;
  return { push, seal: presentSeal(account), runBot, context: NO_REQUEST };
}
