import { type Clock, systemClock } from "../clock.ts";
import type { Said } from "../machines/dialogue/memory.ts";
import { newer, type TalkRecord } from "../machines/dialogue/record.ts";
import type { Talk } from "../machines/dialogue/talk.ts";
import type { TurnScope } from "../store/turnScope.ts";
import type { Incoming } from "./input.ts";

/** How long an older release leaves what is due to a newer one before it looks again; milliseconds. */
export const LEFT_TO_OTHERS_MS = 30_000;

let latest = 0;

/**
 * The number of a bot's release: the given one, else the time in milliseconds at which the bot was made, made greater
 * than that of every earlier bot of this process. During a deploy the newer release's processes start later.
 */
export function releaseOf(given: number | undefined, clock: Clock = systemClock): number {
  if (given !== undefined) return given;
  latest = Math.max(latest + 1, clock.now());
  return latest;
}

/**
 * Throws `WeChatError` with the code `newer-record` where a later release wrote the record and this release would
 * drop one of its dialogues or begin it again: the later release knows that dialogue. A dialogue that an earlier
 * release wrote and this one does not know was removed.
 */
export function checkRelease({ g = 0 }: TalkRecord, talk: Talk, release: number): void {
  if (talk.changed === undefined || g <= release) return;
  throw newer("this one does not know the step or the dialogue that it stands in");
}

/**
 * What the follower hears of his message in that turn where no process of the newer release answers it. One may have taken
 * this very message, and died: said again, it would answer the next question, and that release goes on by its timer.
 */
export function wordForLeft({ m }: TalkRecord, turn: string): Said {
  return { type: "say", key: m?.k === turn ? "engine.wait" : "engine.newer", params: {} };
}

/**
 * Leaves a push to the processes of the release that wrote the record. Resolves to whether one of them answers the push:
 * then the turn is over here, and its bot should end.
 */
export async function leavesPush(
  scope: TurnScope,
  { kind }: Incoming,
  slice: string,
): Promise<boolean> {
  if (kind !== "message" && kind !== "happening") return false;
  const { g } = scope.read(slice) as Partial<TalkRecord>;
  return g !== undefined && (await scope.leaveTo?.(g)) === true;
}
