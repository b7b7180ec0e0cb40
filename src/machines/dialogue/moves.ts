import { answered, outputOf } from "./answered.ts";
import { askedAgain, isAskedAgain } from "./askedAgain.ts";
import { type Frame, put } from "./frame.ts";
import type { Memory } from "./memory.ts";
import { baseOf, presentAt } from "./present.ts";
import type { Instruction } from "./spec.ts";
import type { Stack } from "./stack.ts";

/** What a follower may have done with the present dialogue, beside answering it. Each is false where it cannot be done. */

/** Begins the present dialogue anew, with its input. */
export function restart(stack: Stack): boolean {
  const base = baseOf(stack.frames, stack.frames.length - 1);
  const frame = stack.frames[base];
  if (frame === undefined) return false;
  const { dialogue, repair } = frame;
  const { input } = frame.snapshot.context as Memory;
  stack.cut(base);
  stack.push(dialogue, input, undefined, repair);
  return true;
}

/** Goes back to the question before the present one. */
export function back(stack: Stack): boolean {
  for (let index = stack.frames.length - 1; index >= 0; index--) {
    const frame = stack.frames[index] as Frame;
    const before = frame.history.pop();
    if (before !== undefined) {
      stack.place(index, before);
      return true;
    }
    if (isAskedAgain(frame.dialogue)) {
      stack.cut(index);
      stack.resume();
      return true;
    }
    if (frame.usedBy === undefined) return false;
  }
  return false;
}

/** Changes an answer: at once, or by asking for it on top of the open question. */
export function correct(
  stack: Stack,
  { ask, of, value, miss }: Extract<Instruction, { do: "correct" }>,
): boolean {
  const answer = answered(presentAt(stack.frames, stack.frames.length - 1), ask, of);
  if (answer === undefined) return false;
  const { frame, dialogue } = answer;
  const { answers } = frame.snapshot.context as Memory;
  if (value === undefined) {
    const input = { answers: { ...answers, ...outputOf(answer), ...miss } };
    stack.push(askedAgain(dialogue, ask), input, undefined, "correct");
    return true;
  }
  const changed =
    answer.use === undefined
      ? { ...answers, [ask]: value }
      : { ...answers, [answer.use]: { ...outputOf(answer), [ask]: value } };
  put(frame, frame.snapshot.value, changed, stack.now);
  stack.resume();
  return true;
}
