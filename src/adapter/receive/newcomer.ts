import { isStop } from "../../language/usualWords.ts";
import type { Push } from "../../protocol/push.ts";
import type { Gathering, Newer } from "../../store/gather.ts";
import type { Account } from "../accounts/account.ts";

/** What the push does to other messages and to the running turn of its follower. */
interface Meeting {
  /** How long the push waits for more messages of its follower. */
  readonly gather?: Gathering;
  /** What the push does to the turn that runs. */
  readonly newer?: Newer;
}

/** Most pushes wait for nothing and stop nothing. */
const ALONE: Meeting = {};
/** How a word that stops something can begin: the first letters decide for most texts. */
const MAY_STOP = /^\W{0,3}(?:[停别別打闭閉Ｓｓ]|s[th]|hu)/i;
/** A longer text is a sentence, which the bot must understand. */
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

/** Whether the event ends the running turn: the follower tapped on the menu or left, and does not read on. */
function endsWhatRuns(event: string): boolean {
  return event === "CLICK" || event === "unsubscribe";
}

function isStopping(text: string): boolean {
  return text.length <= LONGEST_STOP && MAY_STOP.test(text) && isStop(text);
}

/** Whether the follower wrote, spoke or showed something, rather than tapping on something. */
function isWritten(push: Push): boolean {
  if (push.kind !== "message" || push.about !== "follower") return false;
  return push.type !== "text" || push.menuId === undefined;
}
