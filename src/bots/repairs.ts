import type { PromptInput, Reading } from "../language/reading.ts";
import { fold, withoutFillers } from "../language/tidy.ts";
import { CANCEL } from "../language/usualWords.ts";
import { readYesNo } from "../language/yesNo.ts";
import { define } from "../machines/dialogue/define.ts";
import type { Prompt } from "../machines/dialogue/prompt.ts";
import type { AnyDialogue, Dialogue } from "../machines/dialogue/spec.ts";
import type { Instruction } from "../machines/dialogue/talk.ts";
import { handoff } from "./handoff.ts";
import type { Intent, Repair } from "./intents.ts";

/**
 * Repairs: what people want beside what they are asked. Each is a dialogue like any other, begun on top of
 * the present one; what it gives tells the stack what to do. To replace one, give `dialogueBot` a dialogue
 * of your own with the same output.
 */
export type RepairDialogue = Dialogue<RepairInput, Instruction>;

/** What a repair is begun with. */
export interface RepairInput {
  /** The dialogue that it interrupts, and the question that stands. */
  readonly dialogue?: string;
  readonly ask?: string;
  /** Of `clarify`: what it may have meant. Of `correct`: the answer and its new value. */
  readonly choices?: readonly string[];
  readonly correct?: { readonly ask: string; readonly value?: unknown };
}

function saying(id: string, instruction: Instruction): RepairDialogue {
  return define<RepairInput, Instruction>()({
    id,
    version: 1,
    start: "done",
    steps: { done: { end: true, output: () => instruction } },
  });
}

function telling(id: string, key: string): RepairDialogue {
  return define<RepairInput, Instruction>()({
    id,
    version: 1,
    start: "told",
    steps: { told: { end: key, output: () => ({ do: "resume" }) } },
  });
}

/** "Cancel?": here the word itself is a yes, which in any other question it is not. */
const sure: Prompt<boolean> = {
  kind: "yesNo",
  ask: "engine.cancel.sure",
  retry: ["engine.cancel.retry"],
  samples: [
    { input: { text: "是" }, value: true },
    { input: { text: "no" }, value: false },
  ],
  read({ text }: PromptInput): Reading<boolean> {
    return CANCEL.has(withoutFillers(fold(text))) ? { ok: true, value: true } : readYesNo(text);
  },
};

/** Asks once more before it cancels. */
export const cancel: RepairDialogue = define<RepairInput, Instruction>()({
  id: "engine-cancel",
  version: 1,
  asks: { sure },
  start: "sure",
  steps: {
    sure: {
      ask: "sure",
      interrupt: "none",
      next: [{ when: (a) => a.sure === true, label: "yes", to: "cancelled" }, "kept"],
      giveUp: "kept",
      after: { "1h": "kept" },
    },
    cancelled: { end: "engine.cancelled", output: () => ({ do: "cancel" }) },
    kept: { end: true, output: () => ({ do: "resume" }) },
  },
});

const correct: RepairDialogue = define<RepairInput, Instruction>()({
  id: "engine-correct",
  version: 1,
  start: "done",
  steps: {
    done: {
      end: true,
      output: (_, { input }) =>
        input.correct === undefined ? { do: "resume" } : { do: "correct", ...input.correct },
    },
  },
});

/** Asks which of several things was meant. */
function clarify(intents: readonly Intent[]): RepairDialogue {
  const offered = intents.filter(({ begins }) => typeof begins !== "string");
  const which: Prompt<string> = {
    kind: "choice",
    ask: "engine.which",
    options: offered.map(({ name }) => ({ id: name, label: name })),
    samples: offered.slice(0, 1).map(({ name }) => ({ input: { text: name }, value: name })),
    async read(input, context): Promise<Reading<string>> {
      const named = offered.find(({ name }) => name === input.text || name === input.tapped);
      if (named !== undefined) return { ok: true, value: named.name };
      const meant: string[] = [];
      for (const one of offered) if (await one.matches(input, context)) meant.push(one.name);
      return meant.length === 1
        ? { ok: true, value: meant[0] as string }
        : { ok: false, reason: "unclear" };
    },
  };
  const idOf = (name: string | undefined) =>
    (offered.find((one) => one.name === name)?.begins as AnyDialogue | undefined)?.id ?? "";
  return define<RepairInput, Instruction>()({
    id: "engine-clarify",
    version: 1,
    given: () => ({}),
    asks: { which },
    start: "which",
    steps: {
      which: { ask: "which", next: "chosen", giveUp: "unclear", after: { "1h": "unclear" } },
      chosen: { end: true, output: (a) => ({ do: "begin", dialogue: idOf(a.which) }) },
      unclear: { end: true, output: () => ({ do: "resume" }) },
    },
  });
}

const help = telling("engine-help", "engine.help");
const repeat = saying("engine-repeat", { do: "resume" });
const back = saying("engine-back", { do: "back" });
const restart = saying("engine-restart", { do: "restart" });
const error = telling("engine-error", "engine.sorry");

/** The repairs that a bot begins with. */
export function usualRepairs(intents: readonly Intent[]): Readonly<Record<Repair, AnyDialogue>> {
  const clarifies = clarify(intents);
  return { cancel, handoff, help, repeat, back, restart, correct, clarify: clarifies, error };
}
