import { readPush } from "../../protocol/push.ts";
import { readPushXml } from "../../protocol/pushXml.ts";
import type { StoredPush } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import { NO_REQUEST } from "../turn/asyncContext.ts";
import type { Origin, RunBot } from "../turn/turn.ts";
import { presentSeal } from "./authenticate.ts";

/** A push that arrived at another process, read from what that one stored. */
export function readStored(
  stored: StoredPush,
  account: Account,
  runBot: RunBot | undefined,
): Origin | undefined {
  if (runBot === undefined) return undefined;
  const isRead = stored.kind === "push" && stored.unreadable !== true;
  const push = isRead ? readPush(readPushXml(stored.body)) : undefined;
  return { push, seal: presentSeal(account), runBot, context: NO_REQUEST };
}
