import type { HearMove } from "../../bots/watch/moves.ts";
import { edgesTaken } from "../../machines/dialogue/checks/graph.ts";
import type { Memory } from "../../machines/dialogue/memory.ts";

/** The edges that a move took, each as `dialogue/edge`. */
export function edgesOfMove(...[move, frame]: Parameters<HearMove>): readonly string[] {
  const isFirst = move.event.type === "begin";
  const { input, now } = frame.snapshot.context as Memory;
  const event = isFirst ? { type: "begin", input: { input, now } } : move.event;
  const taken = edgesTaken(frame.dialogue, isFirst ? undefined : frame.snapshot, event);
  return taken.map((id) => `${move.dialogue}/${id}`);
}
