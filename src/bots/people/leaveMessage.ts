import { answersIn } from "../../machines/dialogue/answered.ts";
import { define } from "../../machines/dialogue/define.ts";
import { type CallFacts, service } from "../../machines/dialogue/service.ts";
import type { AnyDialogue, Instruction } from "../../machines/dialogue/spec.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import { phone } from "../prompts/contact.ts";
import { text } from "../prompts/text.ts";

/** A message that somebody leaves for people when none of them can come. */
export interface LeftMessage {
  /** What it is about, in the follower's words. Undefined where his answers say it. */
  readonly text: string | undefined;
  /** The number to call: `+8613800138000`. */
  readonly phone: string;
  /** What the follower had answered by then, by dialogue and question: `{ booking: { party: 13 } }`. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Takes a message. The follower is told that somebody will call, so the taker must see to that. */
export type TakeMessage = (message: LeftMessage, call: CallFacts) => Promise<void> | void;

/** What the dialogue is begun with. */
interface Leaving {
  readonly phone?: string;
  readonly answers: LeftMessage["answers"];
}

const ID = "engine-message";
const TAKEN = "taken";

/** Takes a message for people: asks what it is about and for a number to call, unless these were said already. */
export function messageDialogue(take: TakeMessage): AnyDialogue {
  const resume = (): Instruction => ({ do: "resume" });
  return define<Leaving, Instruction>()({
    id: ID,
    version: 1,
    given: ({ phone: known }) => (known === undefined ? {} : { phone: known }),
    asks: {
      matter: text("engine.message.matter", { shortest: 2, questions: true }),
      phone: phone("engine.message.phone"),
    },
    calls: {
      take: service(async (message: LeftMessage, call) => {
        await take(message, call);
        return {};
      }),
    },
    start: "matter",
    steps: {
      matter: {
        ask: "matter",
        // A follower who has left a number had finished what he wanted, so his answers are the message.
        unless: (_, { input }) => input.phone !== undefined,
        next: "phone",
        giveUp: "off",
        after: { "1d": "off" },
      },
      phone: {
        ask: "phone",
        unless: (a) => a.phone !== undefined,
        next: "take",
        giveUp: "off",
        after: { "1d": "off" },
      },
      take: {
        call: "take",
        with: ({ matter, phone: number = "" }, { input: { answers } }) => {
          return { text: matter, phone: number, answers };
        },
        done: "taken",
        fail: "failed",
      },
      taken: {
        end: "engine.message.taken",
        output: ({ phone: number }) => ({
          do: "resume",
          told: { of: ID, ask: TAKEN, value: number },
        }),
      },
      failed: { end: "engine.noHuman", output: resume },
      off: { end: "engine.backToBot", output: resume },
    },
  });
}

/**
 * Begins to take a message. A follower who has left one hears that it is there; one who is leaving one is asked
 * again.
 */
export function leavesMessage(talk: Talk, dialogue: AnyDialogue): void {
  const taken = talk.toldOf(ID, TAKEN);
  const isLeaving = talk.frames.some((frame) => frame.dialogue === dialogue);
  if (isLeaving || (taken !== undefined && "v" in taken)) {
    if (!isLeaving) {
      const { v } = taken as { v: unknown };
      talk.say({ type: "say", key: "engine.message.there", params: { phone: v } });
    }
    talk.resume();
    return;
  }
  const answers: Record<string, Record<string, unknown>> = {};
  let number: string | undefined;
  for (const { dialogue: of, ask, prompt, value } of answersIn(talk.present)) {
    answers[of.id] = { ...answers[of.id], [ask]: value };
    if (prompt.kind === "phone") number = String(value);
  }
  const input: Leaving = { answers, ...(number !== undefined && { phone: number }) };
  talk.begin(dialogue, input, "handoff");
}
