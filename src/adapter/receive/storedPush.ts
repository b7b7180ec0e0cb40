import type { AsyncResource } from "node:async_hooks";
import { readPush } from "../../protocol/push.ts";
import { readPushXml } from "../../protocol/pushXml.ts";
import type { StoredPush } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import { NO_REQUEST } from "../turn/asyncContext.ts";
import type { Origin, RunBot, Turn } from "../turn/turn.ts";
import { presentSeal } from "./authenticate.ts";

/** What a turn is run from, for a push that arrived in this process. */
export interface Brought extends Origin {
  /** The async context of the request that brought it; undefined as long as only that request can begin the turn. */
  context?: AsyncResource | undefined;
  /** The turn that runs, or ran, for it in this process. */
  turn?: Turn | undefined;
  /** What the store was given of the push; undefined for what did not arrive here. */
  readonly xml?: string | undefined;
  /** When the first delivery arrived, and how many have: as the store knows it, once it has told. */
  firstAt?: number | undefined;
  deliveries?: number | undefined;
}

/** Reads a push that arrived at another process, from what that process stored. */
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
