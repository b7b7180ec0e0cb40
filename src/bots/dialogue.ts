import type { TurnContext } from "botbuilder";
import { define } from "../machines/dialogue/define.ts";
import type { AnyDialogue, Asks, Define, Dialogue, ValueOf } from "../machines/dialogue/spec.ts";
import type { Texts } from "../machines/dialogue/texts.ts";
import type { BotTexts } from "./dialogueOptions.ts";
import { DialogueRunner } from "./dialogueRunner.ts";
import { contextOf, type EitherContext } from "./eitherContext.ts";

/** How a dialogue is run from a bot of another kind. */
export interface RunOptions {
  /** Texts, for a dialogue that brings none of its own. */
  readonly texts?: BotTexts | undefined;
}

/** What came of running a dialogue in a turn. */
export type RunResult<Output> =
  /** The dialogue waits for the follower: run it again with the follower's next message. */
  | { readonly status: "waiting" }
  | { readonly status: "done"; readonly output: Output | undefined }
  | { readonly status: "cancelled" };

/** What `dialogue` adds: a dialogue that any bot can run. */
export interface Runnable<Input, Output> {
  /**
   * Runs the dialogue in a turn of any bot: begins it, or goes on with it where it waits. It understands everything
   * that `dialogueBot` understands.
   */
  run(
    context: EitherContext,
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
  return (spec) => runnable(make(spec));
}

/** What a form is made of. */
export interface FormSpec<A extends Asks> {
  readonly id: string;
  readonly version: number;
  readonly texts?: Texts | undefined;
  /** What is asked, in this order. */
  readonly asks: A;
  readonly names?: { readonly [K in keyof A]?: readonly string[] } | undefined;
  /** The message key at the form's end. Default: nothing is said. */
  readonly end?: string | undefined;
  /** How long each question waits. After that, or after too many misses, the form ends without output. */
  readonly patience?: string | undefined;
}

/** The answers of a form, all of them. */
export type Filled<A extends Asks> = { readonly [K in keyof A]: ValueOf<A[K]> };

/**
 * A dialogue that asks for everything in `asks` that its input does not bring, and gives all of it: `form({ id:
 * "contact", version: 1, asks: { name: text("ask.name"), phone: phone("ask.phone") } })`.
 */
export function form<const A extends Asks>(
  spec: FormSpec<A>,
): Dialogue<Partial<Filled<A>> | undefined, Filled<A>> &
  Runnable<Partial<Filled<A>> | undefined, Filled<A>> {
  const { id, version, texts, asks, names, end, patience } = spec;
  const order = Object.keys(asks);
  const off = patience === undefined ? {} : { after: { [patience]: "left" } };
  const questions = order.map((ask, index) => [
    ask,
    {
      ask,
      unless: (answers: Readonly<Record<string, unknown>>) => answers[ask] !== undefined,
      next: order[index + 1] ?? "filled",
      giveUp: "left",
      ...off,
    },
  ]);
  const make = define<unknown, unknown>() as (spec: unknown) => AnyDialogue;
  const made = runnable(
    make({
      id,
      version,
      asks,
      names,
      ...(texts !== undefined && { texts }),
      given: (input: object | undefined) => ({ ...input }),
      start: order[0],
      steps: {
        ...Object.fromEntries(questions),
        filled: { end: end ?? true, output: (answers: unknown) => answers },
        left: { end: true },
      },
    }),
  );
  return Object.assign(made, { fills: true });
}

function runnable<D extends AnyDialogue>(made: D) {
  return Object.assign(made, {
    run: (context: EitherContext, input?: unknown, options: RunOptions = {}) =>
      runOnce<never>(made, contextOf(context), input, options),
  });
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
