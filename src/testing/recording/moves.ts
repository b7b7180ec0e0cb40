import type { FollowerAction } from "../../simulator/actions/actions.ts";
import type { TimelineEvent } from "../../simulator/world/timeline.ts";
import { isByAi, readSight, type Sight, sightOf } from "../sight.ts";

/** One thing of a recorded chat, as a test does it again. */
export type Move =
  | { readonly do: "act"; readonly action: FollowerAction; readonly label?: string }
  | { readonly do: "wait"; readonly ms: number }
  /** `byAi`: a model wrote some of it, so that its cuts depend on the time. */
  | { readonly do: "see"; readonly sights: readonly Sight[]; readonly byAi: boolean };

type Seen = Extract<Move, { readonly do: "see" }>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** What comes so soon belongs to the turn before it. */
const SOON_MS = 5 * SECOND_MS;
/** What comes so late was said by a timer: no turn takes that long unless it is told to. */
const LATE_MS = 150 * SECOND_MS;
/** What is due after two hours is on the screen a moment later, on a busy machine some seconds. */
const ON_ITS_WAY_MS = 30 * SECOND_MS;
/** Timers are set for times that people name. */
const ROUND_MS = 5 * MINUTE_MS;
/** How long somebody thinks before it is worth a line. */
const THINKING_MS = MINUTE_MS;

/** What one follower did and saw. Times are those between the moves; who he is, and when it was, is left out. */
export function movesOf(events: readonly TimelineEvent[], openid: string): readonly Move[] {
  const moves: Move[] = [];
  const menus = new Map<string, string>();
  let startedAt: number | undefined;
  /** How much time has passed in the test so far. */
  let passedMs = 0;
  /** Pushes that end with a reply: it is the first that their own turns say. */
  const replied = new Set(
    events.flatMap((event) =>
      event.type === "push.ended" && event.saw === "reply" && event.handover === undefined
        ? [event.pushId]
        : [],
    ),
  );
  /** Those of them that are on their way. */
  const open = new Set<string>();

  function wait(ms: number, before = moves.length): void {
    passedMs += ms;
    moves.splice(before, 0, { do: "wait", ms });
  }
  function see(sight: Sight, byAi: boolean, lateMs: number): void {
    const last = moves.at(-1);
    const isAlone = last?.do !== "see";
    if (lateMs >= LATE_MS) wait(dueAfter(lateMs));
    else if (lateMs >= SOON_MS) {
      wait(roundedUp(lateMs, SOON_MS), isAlone ? moves.length : moves.length - 1);
    }
    if (isAlone || lateMs >= LATE_MS) moves.push({ do: "see", sights: [sight], byAi });
    else moves[moves.length - 1] = withMore(last, sight, byAi);
  }

  /** Of a turn before: who writes fast writes before all of an answer is there. */
  function seeBeforeAct(sight: Sight, byAi: boolean): void {
    const before = moves.at(-2);
    if (before?.do === "see") moves[moves.length - 2] = withMore(before, sight, byAi);
    else moves.splice(-1, 0, { do: "see", sights: [sight], byAi });
  }

  for (const event of events) {
    if (!("openid" in event) || event.openid !== openid) continue;
    startedAt ??= event.at;
    const ahead = event.at - startedAt - passedMs;
    if (event.type === "follower.acted") {
      if (ahead >= THINKING_MS) wait(Math.floor(ahead / SECOND_MS) * SECOND_MS);
      passedMs = Math.max(passedMs, event.at - startedAt);
      const { action } = event;
      const label = action.do === "choose" ? menus.get(action.id) : undefined;
      moves.push({ do: "act", action, ...(label !== undefined && { label }) });
    }
    if (event.type === "message.shown") {
      const sight = sightOf(event);
      for (const { id, content } of readSight(sight).items) menus.set(id, content);
      const isTail = open.size > 0 && event.via !== "passive" && moves.at(-1)?.do === "act";
      if (isTail && ahead < LATE_MS) seeBeforeAct(sight, isByAi(event));
      else see(sight, isByAi(event), ahead);
      passedMs = Math.max(passedMs, event.at - startedAt);
    }
    if (event.type === "push.begun" && replied.has(event.pushId)) open.add(event.pushId);
    if (event.type === "push.ended") open.delete(event.pushId);
    if (event.type === "push.ended" && event.saw === "fault") {
      see({ fault: event.fault }, false, ahead);
    }
  }
  return moves;
}

function withMore(seen: Seen, sight: Sight, byAi: boolean): Seen {
  return { do: "see", sights: [...seen.sights, sight], byAi: seen.byAi || byAi };
}

/** What the follower wrote: it is the same in every run. */
export function typedIn(moves: readonly Move[]): readonly string[] {
  return moves.flatMap((move) =>
    move.do === "act" && move.action.do === "say" ? [move.action.text] : [],
  );
}

/** For when a timer was set whose message was shown so late. */
function dueAfter(lateMs: number): number {
  const round = Math.round(lateMs / ROUND_MS) * ROUND_MS;
  return Math.abs(lateMs - round) <= ON_ITS_WAY_MS ? round : roundedUp(lateMs, MINUTE_MS);
}

function roundedUp(ms: number, to: number): number {
  return Math.ceil(ms / to) * to;
}
