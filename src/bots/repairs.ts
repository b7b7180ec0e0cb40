import { milliseconds } from "../duration.ts";
import { readChoice } from "../language/choices/choice.ts";
import { endsOrGoesOn, goesOnOrAnew } from "../language/endsOrGoesOn.ts";
import type { PromptInput, PromptOption, Reading } from "../language/reading.ts";
import { readYesNo } from "../language/yesNo.ts";
import { define } from "../machines/dialogue/define.ts";
import type { Prompt } from "../machines/dialogue/prompt.ts";
import type { AnyDialogue, Dialogue, Instruction } from "../machines/dialogue/spec.ts";
import type { DialogueOptions } from "./dialogueOptions.ts";
import type { Intent, Repair } from "./intents.ts";
import type { Note } from "./notes.ts";
import { handoffDialogue } from "./people/handoff.ts";
import { yesNo } from "./prompts/choices.ts";

/**
 * Repairs: what people want beside what they are asked. Each is a dialogue like any other, begun on top of the
 * present one; its output tells the stack what to do. To replace a repair, give `dialogueBot` a dialogue of your own
 * with the same output.
 */
export type RepairDialogue = Dialogue<RepairInput, Instruction>;

/** What a repair is begun with. */
export interface RepairInput {
  /** The dialogue that the repair interrupts, and the open question. */
  readonly dialogue?: string;
  readonly ask?: string;
  /** For `clarify`: what the message may have meant. For `correct`: the answer and its new value. */
  readonly choices?: readonly PromptOption[];
  readonly correct?: Correcting;
  /** For `correct`, where several answers may be meant: each of them, under the id of its choice. */
  readonly may?: Readonly<Record<string, Correcting>>;
  /** For `doubt`: the answer that the words would be. */
  readonly value?: unknown;
  readonly heard?: string;
  /** For `draft`: what was answered last time; the speaker puts it into words. */
  readonly noted?: readonly Note[];
}

/** An answer that is corrected; without a value the follower is asked for one. */
export interface Correcting {
  readonly ask: string;
  readonly of?: string;
  readonly value?: unknown;
  /** Why the follower's words were no value of the answer. */
  readonly miss?: { readonly reason: string; readonly heard?: string } | undefined;
}

/** Makes a repair when a bot first needs it: each is a machine, and processes without dialogues need none. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
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

/** "Cancel?": here the word "cancel" is a yes; in any other question it is not. */
const sure: Prompt<boolean> = {
  kind: "yesNo",
  ask: "engine.cancel.sure",
  retry: ["engine.cancel.retry"],
  samples: [
    { input: { text: "是" }, value: true },
    { input: { text: "no" }, value: false },
  ],
  read({ text }: PromptInput): Reading<boolean> {
    const ends = endsOrGoesOn(text);
    return ends === undefined ? readYesNo(text) : { ok: true, value: ends === "ends" };
  },
};

/** Asks whether to cancel before cancelling. */
const cancel = once(
  (): RepairDialogue =>
    define<RepairInput, Instruction>()({
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
    }),
);

/** "Go on from there?": whoever wants to begin anew says no. */
const goOn: Prompt<boolean> = {
  kind: "yesNo",
  ask: "engine.draft",
  retry: ["engine.draft.retry"],
  samples: [
    { input: { text: "是" }, value: true },
    { input: { text: "no" }, value: false },
  ],
  read({ text }: PromptInput): Reading<boolean> {
    const goesOn = goesOnOrAnew(text);
    return goesOn === undefined ? readYesNo(text) : { ok: true, value: goesOn === "goes-on" };
  },
};

/** Offers what was answered last time in a dialogue that ended without it. */
const draft = once(
  (): RepairDialogue =>
    define<RepairInput, Instruction>()({
      id: "engine-draft",
      version: 1,
      given: ({ noted }) => ({ noted }) as object,
      asks: { goOn },
      start: "offered",
      steps: {
        offered: {
          ask: "goOn",
          next: [{ when: (a) => a.goOn === true, label: "yes", to: "taken" }, "left"],
          giveUp: "kept",
          after: { "1h": "kept" },
        },
        taken: { end: true, output: () => ({ do: "draft", take: true }) },
        left: { end: true, output: () => ({ do: "draft", take: false }) },
        kept: { end: true, output: () => ({ do: "resume" }) },
      },
    }),
);

/** Asks to choose among what this message may mean; the choices come with the input. */
function choosing(ask: string): Prompt<string> {
  return {
    kind: "choice",
    ask,
    optionsFor: (input) => (input as RepairInput | undefined)?.choices ?? [],
    samples: [],
    read: (input, { options = [] }) =>
      readChoice(input, options, ({ label, also = [] }) => [label, ...also]),
  };
}

const correct = once(
  (): RepairDialogue =>
    define<RepairInput, Instruction>()({
      id: "engine-correct",
      version: 1,
      asks: { which: choosing("engine.correct.which") },
      start: "which",
      steps: {
        which: {
          ask: "which",
          unless: (_, { input }) => input.may === undefined,
          next: "done",
          giveUp: "unclear",
          after: { "1h": "unclear" },
        },
        done: {
          end: true,
          output: ({ which = "" }, { input: { may, correct: known } }) => {
            const meant = known ?? may?.[which];
            return meant === undefined ? { do: "resume" } : { do: "correct", ...meant };
          },
        },
        unclear: { end: true, output: () => ({ do: "resume" }) },
      },
    }),
);

/** Asks which of several things was meant. */
function clarify(intents: readonly Intent[]): RepairDialogue {
  const idOf = (name: string | undefined) => {
    const begins = intents.find((one) => one.name === name)?.begins;
    return typeof begins === "object" ? begins.id : "";
  };
  return define<RepairInput, Instruction>()({
    id: "engine-clarify",
    version: 1,
    asks: { which: choosing("engine.which") },
    start: "which",
    steps: {
      which: { ask: "which", next: "chosen", giveUp: "unclear", after: { "1h": "unclear" } },
      chosen: { end: true, output: (a) => ({ do: "begin", dialogue: idOf(a.which) }) },
      unclear: { end: true, output: () => ({ do: "resume" }) },
    },
  });
}

/** At a question that any words answer: asks whether the words were the answer. */
const doubt = once(
  (): RepairDialogue =>
    define<RepairInput, Instruction>()({
      id: "engine-doubt",
      version: 1,
      given: ({ heard }) => ({ heard }) as object,
      asks: { meant: yesNo("engine.doubt", { options: false }) },
      start: "meant",
      steps: {
        meant: {
          ask: "meant",
          next: [{ when: (a) => a.meant === true, label: "yes", to: "taken" }, "kept"],
          giveUp: "kept",
          after: { "1h": "kept" },
        },
        taken: {
          end: true,
          output: (_, { input: { ask = "", value } }) => ({ do: "answer", ask, value }),
        },
        kept: { end: true, output: () => ({ do: "resume" }) },
      },
    }),
);

const help = once(() => telling("engine-help", "engine.help"));
const repeat = once(() => saying("engine-repeat", { do: "resume" }));
const back = once(() => saying("engine-back", { do: "back" }));
const restart = once(() => saying("engine-restart", { do: "restart" }));
const error = once(() => telling("engine-error", "engine.sorry"));
/** The handoff of every bot that does not set one. */
const handoff = once((): AnyDialogue => handoffDialogue());

/** The repairs that a bot begins with. */
function usualRepairs(intents: readonly Intent[]): Readonly<Record<Repair, AnyDialogue>> {
  return {
    cancel: cancel(),
    handoff: handoff(),
    help: help(),
    repeat: repeat(),
    back: back(),
    restart: restart(),
    correct: correct(),
    clarify: clarify(intents),
    doubt: doubt(),
    draft: draft(),
    error: error(),
  };
}

/**
 * The repairs of a bot. A dialogue of yours with the id of a usual repair replaces that repair. Throws `WeChatError` with
 * the code `duration` where `keepDrafts` is none.
 */
export function repairsOf({
  intents = [],
  repairs,
  dialogues,
  keepDrafts,
}: DialogueOptions): Readonly<Record<Repair, AnyDialogue | false>> {
  const usual = Object.entries(usualRepairs(intents)).map(([name, one]) => {
    return [name, dialogues.find(({ id }) => id === one.id) ?? one] as const;
  });
  if (keepDrafts) milliseconds(keepDrafts);
  const all = Object.fromEntries(usual) as Record<Repair, AnyDialogue | false>;
  return { ...all, ...repairs };
}

/** The dialogues of a bot that may begin by themselves. */
export function beginningOf(options: DialogueOptions): readonly AnyDialogue[] {
  const { dialogues, begin, triggers = [], intents = [] } = options;
  return [
    ...dialogues,
    ...(begin === undefined ? [] : [begin]),
    ...triggers.map(({ begins }) => begins),
    ...intents.flatMap(({ begins }) => (typeof begins === "string" ? [] : [begins])),
  ];
}
