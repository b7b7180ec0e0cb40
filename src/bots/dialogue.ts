import type { TurnContext } from "botbuilder";
import { define } from "../machines/dialogue/define.ts";
import type { AnyDialogue, Define } from "../machines/dialogue/spec.ts";
import type { BotTexts } from "./dialogueOptions.ts";
import { DialogueRunner } from "./dialogueRunner.ts";

/** How a dialogue is run from a bot of another kind. */
export interface RunOptions {
  /** Texts, for a dialogue that brings none of its own. */
  readonly texts?: BotTexts;
}

/** What came of running a dialogue in a turn. */
export type RunResult<Output> =
  /** It waits for the follower: run it again with his next message. */
  | { readonly status: "waiting" }
  | { readonly status: "done"; readonly output: Output | undefined }
  | { readonly status: "cancelled" };

/** What `dialogue` adds: a dialogue that any bot can run. */
export interface Runnable<Input, Output> {
  /**
   * Runs the dialogue in a turn of any bot: begins it, or goes on with it where it waits. Everything that
   * `dialogueBot` understands is understood here too.
   */
  run(
    context: TurnContext,
    ...input: undefined extends Input
      ? [input?: Input, options?: RunOptions]
      : [input: Input, options?: RunOptions]
  ): Promise<RunResult<Output>>;
}

/**
 * Defines a dialogue: `dialogue<Input, Output>()({ id, version, asks, steps, … })`. See `docs/dialogues.md`.
 * Throws `WeChatError` with the code `dialogue` or `machine` and every mistake that it finds.
 */
export function dialogue<Input = void, Output = void>(): Define<
  Input,
  Output,
  Runnable<Input, Output>
> {
  const make = define<Input, Output>();
  return (spec) => {
    const made = make(spec);
    return Object.assign(made, {
      async run(context: TurnContext, input?: unknown, options: RunOptions = {}) {
        return runOnce<Output>(made, context, input, options);
      },
    });
  };
}

const RUNNERS = new WeakMap<AnyDialogue, DialogueRunner>();

async function runOnce<Output>(
  made: AnyDialogue,
  context: TurnContext,
  input: unknown,
  options: RunOptions,
): Promise<RunResult<Output>> {
  let runner = RUNNERS.get(made);
  if (runner === undefined) {
    runner = new DialogueRunner({ dialogues: [made], ...options });
    RUNNERS.set(made, runner);
  }
  const { ended } = await runner.runDialogue(context, made, input);
  const mine = ended.find((one) => one.dialogue === made);
  if (mine === undefined) return { status: "waiting" };
  return mine.cancelled
    ? { status: "cancelled" }
    : { status: "done", output: mine.output as Output };
}
