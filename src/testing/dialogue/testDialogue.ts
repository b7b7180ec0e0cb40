import type { DialogueBot } from "../../bots/dialogueBot.ts";
import { type Duration, milliseconds } from "../../duration.ts";
import type { PromptInput } from "../../language/reading.ts";
import type { AnyDialogue, Lifecycle } from "../../machines/dialogue/spec.ts";
import { checkTimers } from "../checkTimers.ts";
import { collectReached } from "../reached.ts";
import { TROUBLES, type Trouble } from "./line.ts";
import { Play, type PlayOptions } from "./play.ts";
import type { Answering, Called } from "./services.ts";

/** How a scenario is set up. */
export interface TestDialogueOptions extends PlayOptions {
  /** What goes wrong on purpose, in turn. Default: everything that can, one scenario after the other. */
  readonly troubles?: readonly Trouble[] | undefined;
}

export type Act = (play: Play) => Promise<void> | void;

/** Dialogues to be tested: one, those of a bot, or the bot (else the one dialogue) that a module exports. */
export type TestedDialogue = AnyDialogue | DialogueBot | string;

/**
 * A conversation as a list: what the follower does and what the bot must say, by message keys. Nothing runs
 * before it is awaited; then it runs once for each trouble that a real conversation can have, and each time
 * must come to the same end. A bot brings its intents, triggers, repairs and texts along; a string names its module as
 * `start` does.
 */
export function testDialogue(
  dialogue: TestedDialogue,
  options: TestDialogueOptions = {},
): DialogueScenario {
  checkTimers();
  collectReached();
  return new DialogueScenario(dialogue, options, []);
}

/** See {@link testDialogue}. Each call gives a longer scenario and leaves this one as it is. */
export class DialogueScenario implements PromiseLike<void> {
  readonly #dialogue: TestedDialogue;
  readonly #options: TestDialogueOptions;
  readonly #acts: readonly Act[];

  constructor(dialogue: TestedDialogue, options: TestDialogueOptions, acts: readonly Act[]) {
    this.#dialogue = dialogue;
    this.#options = options;
    this.#acts = acts;
  }

  /** The time at which it goes on, in the account's time zone: `2026-12-01T09:00`. */
  at(time: string): DialogueScenario {
    return this.#then((play) => play.at(time));
  }

  /** What is stored of the conversation, as JSON: a record of an older or a newer release. */
  stored(record: string): DialogueScenario {
    return this.#then((play) => play.stored(record));
  }

  /** The follower says something, or gives something native. */
  user(said: string | PromptInput): DialogueScenario {
    return this.#then((play) => play.user(said));
  }

  /** Something happens to the follower: `scanned`, `menu`, `windowExpiring` … */
  happens(type: Lifecycle, value?: object): DialogueScenario {
    return this.#then((play) => play.happens(type, value));
  }

  /** Time passes; what falls due meanwhile happens at its own moment. */
  wait(duration: Duration): DialogueScenario {
    return this.#then((play) => play.wait(milliseconds(duration)));
  }

  /** What the bot must have said since the last expectation: message keys, in order. */
  expect(...keys: readonly string[]): DialogueScenario {
    return this.#then((play) => play.expect(keys));
  }

  /** What the bot must have said since the last expectation, as the follower reads it. */
  expectText(...texts: readonly (string | RegExp)[]): DialogueScenario {
    return this.#then((play) => play.expectText(texts));
  }

  /** How the dialogue must have ended: with this output. */
  expectOutput(output: unknown): DialogueScenario {
    return this.#then((play) => play.expectOutput(output));
  }

  /** Anything else, for example what a service was asked. */
  check(
    look: (play: {
      readonly calls: readonly Called[];
      readonly record: string | undefined;
    }) => void,
  ) {
    return this.#then((play) => look(play));
  }

  /** What a service does from here on. */
  service(name: string): ServiceScript {
    const script = (answering: Answering) =>
      this.#then((play) => play.services.script(name, answering));
    return {
      gives: (output) => script({ gives: output }),
      fails: (error = { message: "failed on purpose" }) => script({ fails: error }),
      takes: (duration, output) => script({ gives: output, takes: milliseconds(duration) }),
      hangs: () => script({ hangs: true }),
      usual: () => script({}),
    };
  }

  /** The result of a `callback` service comes in. */
  calledBack(name: string, output: unknown): DialogueScenario {
    return this.#then((play) => play.calledBack(name, output));
  }

  /** Goes back by so many of the follower's turns, as if they had not been. */
  back(turns: number): DialogueScenario {
    return this.#then((play) => play.back(turns));
  }

  /** Runs it. */
  async run(): Promise<void> {
    const { troubles = TROUBLES, ...options } = this.#options;
    const given = this.#dialogue;
    const dialogue = typeof given === "string" ? await loadFrom(given) : given;
    for (const trouble of troubles) {
      const play = new Play(dialogue, options, trouble);
      try {
        for (const act of this.#acts) await act(play);
        await play.settled();
      } catch (error) {
        throw play.failure(error);
      }
    }
  }

  // biome-ignore lint/suspicious/noThenProperty: a scenario is awaited.
  then<A = void, B = never>(
    done?: ((value: undefined) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    return this.run().then(done as never, failed);
  }

  #then(act: Act): DialogueScenario {
    return new DialogueScenario(this.#dialogue, this.#options, [...this.#acts, act]);
  }
}

/** What a service does. */
export interface ServiceScript {
  gives(output: unknown): DialogueScenario;
  /** It fails until told otherwise. */
  fails(error?: { readonly message: string; readonly code?: string }): DialogueScenario;
  /** It takes its time, by the scenario's clock. */
  takes(duration: Duration, output: unknown): DialogueScenario;
  /** It never comes to an end. */
  hangs(): DialogueScenario;
  /** It gives its first sample again, as before it was told anything. */
  usual(): DialogueScenario;
}

/** Loaded when a module is named: a test that has its bot needs no adapter. */
async function loadFrom(path: string): Promise<DialogueBot | AnyDialogue> {
  const { loadPlayed } = await import("./loadDialogues.ts");
  return loadPlayed(path);
}
