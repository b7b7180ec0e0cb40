import { asked, type Frame } from "./frame.ts";
import type { Memory } from "./memory.ts";
import { baseOf } from "./present.ts";
import type { Prompt } from "./prompt.ts";
import type { AnyDialogue } from "./spec.ts";

/** An answer that somebody gave, and where it is kept. */
export interface Answer {
  readonly ask: string;
  readonly prompt: Prompt<unknown>;
  readonly value: unknown;
  /** The dialogue that asked. */
  readonly dialogue: AnyDialogue;
  /** The frame that keeps the answer. */
  readonly frame: Frame;
  /** For an answer of a dialogue that is over: the name under which the frame keeps that dialogue's output. */
  readonly use?: string;
}

/**
 * What was answered in these dialogues and in those that they used. Of a used dialogue that is over, the answers are
 * what its output has under the names of its questions. The topmost dialogue comes first, and its latest question
 * first.
 */
export function answersIn(frames: readonly Frame[]): Answer[] {
  return frames.toReversed().flatMap((frame) => {
    const { dialogue, snapshot } = frame;
    if (dialogue.raw) return [];
    const { answers } = snapshot.context as Memory;
    const own = answersOf(dialogue, answers).map((answer) => ({ ...answer, frame }));
    const used = Object.entries(dialogue.uses).flatMap(([use, child]) =>
      answersOf(child, answers[use]).map((answer) => ({ ...answer, frame, use })),
    );
    return [...used, ...own];
  });
}

function answersOf(dialogue: AnyDialogue, known: unknown): Omit<Answer, "frame">[] {
  if (typeof known !== "object" || known === null) return [];
  const values = known as Readonly<Record<string, unknown>>;
  return Object.entries(dialogue.asks)
    .filter(([ask]) => Object.hasOwn(values, ask) && values[ask] !== undefined)
    .map(([ask, prompt]) => ({ ask, prompt, value: values[ask], dialogue }))
    .reverse();
}

/** What was answered in the dialogue at `index` and all that belong together with it, where one of them is asking. */
export function givenUp(frames: readonly Frame[], index: number): readonly Answer[] | undefined {
  const base = baseOf(frames, index);
  const all = frames.filter((_, at) => baseOf(frames, at) === base);
  return all.some((frame) => asked(frame) !== undefined) ? answersIn(all) : undefined;
}

/** The answer to one question. `of`: the dialogue that asked it; by default the topmost. */
export function answered(
  frames: readonly Frame[],
  ask: string,
  of: string | undefined,
): Answer | undefined {
  return answersIn(frames).find(
    (answer) => answer.ask === ask && (of === undefined || of === answer.dialogue.id),
  );
}

/** The output of the dialogue that the answer belongs to; empty where that dialogue is not over. */
export function outputOf({ frame, use }: Answer): Readonly<Record<string, unknown>> {
  if (use === undefined) return {};
  const { answers } = frame.snapshot.context as Memory;
  return answers[use] as Readonly<Record<string, unknown>>;
}
