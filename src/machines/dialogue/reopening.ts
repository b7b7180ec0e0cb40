import type { StepMeta } from "./compile.ts";
import { activeNodes, type Frame, put, revive } from "./frame.ts";
import type { Memory } from "./memory.ts";
import type { FrameRecord } from "./record.ts";
import type { AnyDialogue } from "./spec.ts";
import type { Stack } from "./stack.ts";

/**
 * Dialogues that ended, and are put back because the follower changes an answer. What was done before stands until the
 * dialogue comes to such an end again.
 */

/** The question that an ended dialogue goes back to; undefined where its end is final. */
function reopensAt({ dialogue, snapshot }: Frame): string | undefined {
  if (dialogue.raw) return undefined;
  const [end] = activeNodes(snapshot).filter(({ type }) => type === "final");
  return ((end?.meta ?? {}) as Partial<StepMeta>).reopens;
}

/** A dialogue that ended, from its record; undefined where this release may have other questions. */
export function reviveEnded(
  record: FrameRecord | undefined,
  dialogues: ReadonlyMap<string, AnyDialogue>,
  now: number,
): Frame | undefined {
  const dialogue = dialogues.get(record?.d ?? "");
  if (record === undefined || dialogue === undefined || record.w !== dialogue.version) {
    return undefined;
  }
  const revived = revive(record, dialogue, now);
  return "frame" in revived && reopensAt(revived.frame) !== undefined ? revived.frame : undefined;
}

/** What is kept of a dialogue that has just ended; undefined where nobody can change it any more. */
export function keptAfterEnd(frame: Frame): Frame | undefined {
  if (reopensAt(frame) === undefined) return undefined;
  const { dialogue, snapshot } = frame;
  return { dialogue, snapshot, history: [], usedBy: undefined, repair: undefined };
}

/** Puts an ended dialogue on top of the stack, at the question that its end names. */
export function reopen(stack: Stack, ended: Frame): void {
  const step = reopensAt(ended);
  if (step === undefined) return;
  const { answers } = ended.snapshot.context as Memory;
  const stands = { s: ended.snapshot.value as string | object, a: answers };
  stack.frames.push({ ...ended, stands });
  stack.place(stack.frames.length - 1, step, "reopen");
}

/** A reopened dialogue as it was before; undefined where a new version has come in between. */
export function asItStood(frame: Frame, now: number): Frame | undefined {
  const { s, a } = frame.stands ?? {};
  if (s === undefined || a === undefined) return undefined;
  const { dialogue, snapshot } = frame;
  const before = { dialogue, snapshot, history: [], usedBy: undefined, repair: undefined };
  put(before, s, a, now);
  return keptAfterEnd(before);
}

/** Whether the end that a dialogue came to says something. */
export function saysAtEnd({ snapshot }: Frame): boolean {
  return activeNodes(snapshot).some(({ type, entry }) => type === "final" && entry.length > 0);
}

/** What a service of a reopened dialogue gave before. */
export function resultBefore({ stands, snapshot }: Frame, call: string): unknown {
  return stands === undefined ? undefined : (snapshot.context as Memory).answers[call];
}
