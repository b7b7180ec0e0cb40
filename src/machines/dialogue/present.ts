import { isAskedAgain } from "./askedAgain.ts";
import type { Frame } from "./frame.ts";

/** Which dialogues of a stack belong together: a dialogue, those that use it, and a question that is asked again. */

/** The index of the lowest dialogue among those that use the one at `index`. */
export function baseOf(frames: readonly Frame[], index: number): number {
  let lowest = index;
  for (let frame = frames[lowest]; frame !== undefined; frame = frames[lowest]) {
    if (frame.usedBy !== undefined) lowest = frame.usedBy.frame;
    else if (isAskedAgain(frame.dialogue) && lowest > 0) lowest -= 1;
    else break;
  }
  return lowest;
}

/** The dialogue at `index` and those that use it; the one that no other uses comes first. */
export function presentAt(frames: readonly Frame[], index: number): readonly Frame[] {
  const base = baseOf(frames, index);
  const present = base < 0 ? [] : frames.slice(base, index + 1);
  return present.filter((frame) => !isAskedAgain(frame.dialogue));
}

/**
 * The index of the dialogue that the topmost one belongs to or, where that is a repair, of the one that it interrupts. A
 * talk with people is no repair of a question, and stands for itself.
 */
export function meantAt(frames: readonly Frame[]): number {
  let index = baseOf(frames, frames.length - 1);
  for (let name = frames[index]?.repair; name !== undefined && name !== "handoff" && index > 0; ) {
    index = baseOf(frames, index - 1);
    name = frames[index]?.repair;
  }
  return index;
}
