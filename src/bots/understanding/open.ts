import type { PromptContext, PromptInput, Reading } from "../../language/reading.ts";
import { activeNodes, asked, type Frame } from "../../machines/dialogue/frame.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";

/** Why a message was no answer. */
export type Miss = { readonly reason?: string; readonly heard?: string };

/** The open question. */
export interface Open {
  readonly ask: string;
  readonly prompt: Prompt<unknown>;
}

/** How many misses make a question give up, where it sets no number. */
export const MAX_MISSES = 3;

/** The open question; undefined where there is none. */
export function openOf({ top }: Talk): Open | undefined {
  const ask = top && asked(top);
  const prompt = ask === undefined ? undefined : top?.dialogue.asks[ask];
  return ask === undefined || prompt === undefined ? undefined : { ask, prompt };
}

/** Whether one more miss may end the question. */
export function givesUp({ dialogue, snapshot }: Frame): boolean {
  if (dialogue.raw) return false;
  return activeNodes(snapshot).some(
    ({ transitions }) => (transitions.get("miss")?.length ?? 0) > 1,
  );
}

/** Reads an hour without a day: it is on the day that was said before. */
export async function readOnDay(
  prompt: Prompt<unknown>,
  input: PromptInput,
  context: PromptContext,
  day: string | undefined,
): Promise<Reading<unknown>> {
  if (day !== undefined) {
    const then = await prompt.read({ ...input, text: `${day} ${input.text}` }, context);
    if (then.ok) return then;
  }
  return prompt.read(input, context);
}
