import type { ActorLogic, AnyEventObject, Snapshot } from "xstate";
import { getAdjacencyMap, getShortestPaths } from "xstate/graph";
import {
  type FollowerEvent,
  type FollowerRecord,
  newFollower,
  stepFollower,
} from "../../src/machines/follower.ts";
import type { GrantRule } from "../../src/protocol/grants.ts";
import { grantsOf } from "./openings.ts";
import { START } from "./walks.ts";

/** What can happen next, without a time: the wrapper below has the clock. */
type Move =
  | { type: "wait"; ms: number }
  | { type: "message" | "click" | "late click" | "nothing" | "follow" | "leave" | "late leave" }
  | { type: "sent" | "unsent" | "45015" | "45047" };

interface World {
  readonly at: number;
  readonly record: FollowerRecord;
  readonly sentAt?: number;
}

const HOUR = 3_600_000;
// Together they reach each end of a grant to the second, from either side.
const WAITS = [1_000, 59_000, 48 * HOUR - 60_000];
const MOVES: readonly Move[] = [
  ...WAITS.map((ms) => ({ type: "wait", ms }) as const),
  ...(["message", "click", "late click", "nothing", "follow", "leave", "late leave"] as const).map(
    (type) => ({ type }),
  ),
  ...(["sent", "unsent", "45015", "45047"] as const).map((type) => ({ type })),
];

/** All the ways through the machine: for each edge of its graph the shortest way to it, then the edge. */
export function edgePaths(rule: GrantRule) {
  const options = {
    events: MOVES as readonly AnyEventObject[],
    serializeState: (state: unknown) => bucket(state as World & Snapshot<unknown>),
    limit: 400_000,
  };
  const logic = {
    getInitialSnapshot: () => ({ at: START, record: newFollower() }),
    transition: (world: World, move: Move) => {
      const event = eventOf(world, move);
      const record = stepFollower(world.record, event, rule);
      const sentAt = event.type === "sent" ? event.at : world.sentAt;
      return { at: event.at, record, ...(sentAt === undefined ? {} : { sentAt }) };
    },
  } as unknown as ActorLogic<Snapshot<unknown>, AnyEventObject>;
  const shortest = getShortestPaths(logic, options);
  const edges = getAdjacencyMap(logic, options);
  const paths = shortest.flatMap((path) => {
    const moves = path.steps.slice(1).map((step) => step.event as unknown as Move);
    const here = edges[bucket(path.state as unknown as World) as keyof typeof edges];
    return Object.values(here?.transitions ?? {}).map(({ event }) => [
      ...moves,
      event as unknown as Move,
    ]);
  });
  return { states: shortest.length, paths: paths.map((moves) => eventsOf(moves, rule)) };
}

function eventsOf(moves: readonly Move[], rule: GrantRule): FollowerEvent[] {
  let world: World = { at: START, record: newFollower() };
  return moves.map((move) => {
    const event = eventOf(world, move);
    const sentAt = event.type === "sent" ? event.at : world.sentAt;
    const record = stepFollower(world.record, event, rule);
    world = { at: event.at, record, ...(sentAt === undefined ? {} : { sentAt }) };
    return event;
  });
}

function eventOf({ at, sentAt }: World, move: Move): FollowerEvent {
  switch (move.type) {
    case "wait":
      return { type: "clock", at: at + move.ms };
    case "message":
      return { type: "spoke", at, from: at, opening: grantsOf.message };
    case "click":
      return { type: "spoke", at, from: at, opening: grantsOf.click };
    case "late click":
      return { type: "spoke", at, from: at - 2_000, opening: grantsOf.click };
    case "nothing":
      return { type: "spoke", at, from: at };
    case "follow":
      // Without its grant: a third kind would multiply the graph by ten; random walks have all kinds.
      return { type: "followed", at, from: at };
    case "leave":
      return { type: "unfollowed", at, from: at };
    case "late leave":
      return { type: "unfollowed", at, from: at - 2_000 };
    case "sent":
      return { type: "sent", at };
    case "unsent":
      return { type: "unsent", at, charged: sentAt ?? 0 };
    case "45015":
    case "45047":
      return { type: "refused", at, code: move.type === "45015" ? 45015 : 45047 };
  }
}

/** What makes two worlds the same: states, counts as far as they matter, and roughly the time left. */
function bucket({ at, record }: World): string {
  const grants = record.g.map(([kind, , left, , until]) => {
    const remaining = WAITS.filter((ms) => until - at > ms).length;
    return `${kind} ${Math.max(-1, Math.min(left, 6))} ${remaining}`;
  });
  // Whether a late push would still be believed.
  const recent = at - record.s < 2_000 ? "just now" : "";
  return [record.r, record.w, recent, ...grants.sort()].join("|");
}
