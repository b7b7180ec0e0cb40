import { type Push, readPush } from "../../protocol/push.ts";
import { readXml } from "../../protocol/xml.ts";
import type { StoredPush } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Turn } from "../turn/turn.ts";
import { presentSeal, type Seal } from "./authenticate.ts";

/** Runs the bot for one turn; what it says goes into the turn. Rejects when the bot threw. */
export type RunBot = (turn: Turn) => Promise<void>;

/** Where a turn comes from: a push (undefined for a proactive turn), how to seal its answer, and the bot. */
export interface Origin {
  readonly push?: Push | undefined;
  readonly seal: Seal;
  readonly runBot: RunBot;
}

/** A push that arrived at another process, read from what that one stored. */
export function readStored(
  stored: StoredPush,
  account: Account,
  runBot: RunBot | undefined,
): Origin | undefined {
  if (runBot === undefined) return undefined;
  const push = stored.kind === "push" ? readPush(readXml(stored.body)) : undefined;
  return { push, seal: presentSeal(account), runBot };
}
