import { isStop } from "../../language/usualWords.ts";
import type { Push } from "../../protocol/push.ts";
import type { Gathering, Newer } from "../../store/gather.ts";
import type { Account } from "../accounts/account.ts";

/** How the push meets what its follower has under way. */
interface Meeting {
  /** How long it waits for more of its follower. */
  readonly gather?: Gathering;
  /** What it does to the turn that runs. */
  readonly newer?: Newer;
}

/** Most pushes wait for nothing and stop nothing. */
const ALONE: Meeting = {};
/** What words can begin with that stop something: most are told by their first letter. */
const MAY_STOP = /^\W{0,3}[停别別打闭閉shＳｓ]/i;
/** Longer words are a sentence, and for the bot to understand. */
const LONGEST_STOP = 12;

export function meetingOf({ gather, onNewer }: Account, push: Push): Meeting {
  const newer = onNewer === "queue" ? "stream" : "turn";
  if (push.kind === "event") return endsWhatRuns(push.event) ? { newer } : ALONE;
  if (push.type === "text" && isStopping(push.content)) return { newer };
  const written = isWritten(push);
  if (onNewer === "queue") return written && gather !== undefined ? { gather } : ALONE;
  if (!written) return { newer };
  return { newer: onNewer === "merge" ? "merge" : "turn", ...(gather && { gather }) };
}

/** A tap on the menu, or the follower leaves: he does not read on. */
function endsWhatRuns(event: string): boolean {
  return event === "CLICK" || event === "unsubscribe";
}

function isStopping(text: string): boolean {
  return text.length <= LONGEST_STOP && MAY_STOP.test(text) && isStop(text);
}

/** Whether somebody wrote, spoke or showed it, rather than tapping on something. */
function isWritten(push: Push): boolean {
  if (push.kind !== "message" || push.about !== "follower") return false;
  return push.type !== "text" || push.menuId === undefined;
}
