import { compile, type LooseSpec } from "./compile.ts";
import type { AnyDialogue } from "./spec.ts";

/**
 * A question of a dialogue that is asked once more, to change its answer. It stands on top of the question that was
 * there, as a dialogue of one step. So nothing below it moves, whichever dialogue the answer belongs to.
 */

const PREFIX = "engine-again:";
const MADE = new WeakMap<AnyDialogue, Map<string, AnyDialogue>>();

/** The input of such a dialogue: what the question's text may mention. */
interface AgainInput {
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** The dialogue that asks one question of another dialogue again. */
export function askedAgain(dialogue: AnyDialogue, ask: string): AnyDialogue {
  const made = MADE.get(dialogue) ?? new Map<string, AnyDialogue>();
  MADE.set(dialogue, made);
  const again = made.get(ask) ?? make(dialogue, ask);
  made.set(ask, again);
  return again;
}

export function isAskedAgain({ id }: AnyDialogue): boolean {
  return id.startsWith(PREFIX);
}

/** The dialogue under an id of this kind; undefined where its question does not exist any more. */
export function askedAgainUnder(
  id: string,
  dialogues: ReadonlyMap<string, AnyDialogue>,
): AnyDialogue | undefined {
  if (!id.startsWith(PREFIX)) return undefined;
  const [of = "", ask = ""] = id.slice(PREFIX.length).split(":");
  const dialogue = dialogues.get(of);
  return dialogue?.asks[ask] === undefined ? undefined : askedAgain(dialogue, ask);
}

function make(dialogue: AnyDialogue, ask: string): AnyDialogue {
  const { asks, texts, names } = dialogue;
  const prompt = asks[ask] as AnyDialogue["asks"][string];
  const spec: LooseSpec = {
    id: `${PREFIX}${dialogue.id}:${ask}`,
    asks: { [ask]: prompt },
    calls: {},
    uses: {},
    given: ({ answers }: AgainInput) => answers ?? {},
    start: "asked",
    steps: {
      asked: { ask, next: "known", giveUp: "kept" },
      known: {
        end: true,
        output: (answers: Readonly<Record<string, unknown>>) => {
          return { do: "correct", of: dialogue.id, ask, value: answers[ask] };
        },
      },
      kept: { end: true, output: () => ({ do: "resume" }) },
    },
  };
  return {
    id: spec.id,
    version: 1,
    machine: compile(spec),
    asks: spec.asks as AnyDialogue["asks"],
    calls: {},
    uses: {},
    names,
    migrate: {},
    outdated: "drop",
    slotFilling: true,
    texts,
    keys: [prompt.ask, ...(prompt.retry ?? [])],
    raw: false,
  };
}
