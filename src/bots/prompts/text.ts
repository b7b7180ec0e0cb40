import type { Prompt } from "../../machines/dialogue/prompt.ts";
import { demand, miss, type PromptSettings, prompt, typed } from "./prompt.ts";

export interface TextSettings extends PromptSettings<string> {
  /** The fewest characters, as people count them. Default 1. */
  readonly shortest?: number | undefined;
  /** Default 500. */
  readonly longest?: number | undefined;
  /** What the whole text must look like. Give `samples` with it. */
  readonly pattern?: RegExp | undefined;
  /** Whether a question counts as an answer. Default false: the follower is asked whether it does. */
  readonly questions?: boolean | undefined;
  /**
   * Whether words count that were said before the question, for a matter that people tell at once: a follower who has
   * told it at length, or said more at another question, is not asked again; a reply that is too short joins what was
   * said before. Default false.
   */
  readonly before?: boolean | undefined;
}

/** Somebody who is still thinking or typing: 等等我想一下, "one moment". */
const HESITATES =
  /^(?:[嗯呃额啊]+|sorry)?[，,…。.\s]*(?:(?:等等|稍等|等一?下|等会儿?)[，,\s]*(?:(?:让|容)?我)?(?:先)?(?:想|打|写|查)(?:一?下|一想|想)(?:字)?|(?:让|容)?我(?:先)?(?:想|打|写)(?:一?下|一想|想)(?:字|写什么|怎么写|写啥)?|give me a (?:moment|sec|second|minute)|let me think|(?:one|just a) (?:moment|sec|second|minute)|hold on|wait a (?:moment|sec|second|minute))[啊哈吧。.…!！\s]*(?:稍等|等等|please)?[。.!！]*$/iu;

/** Made for the first answer, because it costs 3 MB. */
let letters: Intl.Segmenter | undefined;

/**
 * Asks for words, as they are typed or recognised from a voice message, without blanks at their ends.
 * Reasons: `not-text`, `too-short`, `too-long`, `wrong-form`.
 */
export function text(ask: string, settings: TextSettings = {}): Prompt<string> {
  const { shortest = 1, longest = 500, pattern, questions = false, before = false } = settings;
  demand(
    shortest >= 1 && longest >= shortest,
    "text",
    ask,
    "takes no text: `longest` is below `shortest`",
  );
  demand(
    !pattern?.global && !pattern?.sticky,
    "text",
    ask,
    "has a pattern with g or y: it would remember where it was",
  );
  demand(!pattern || !!settings.samples, "text", ask, "has a pattern: give `samples` that fit it");
  const words = "李雷 Li Lei".slice(0, longest).padEnd(shortest, "x");
  return prompt(
    "text",
    ask,
    {
      free: true,
      questions,
      before,
      samples: typed([words.trimEnd(), words.trimEnd()]),
      read({ text: given }) {
        const said = given.trim();
        if (said === "" || HESITATES.test(said)) return miss("not-text");
        letters ??= new Intl.Segmenter();
        const length = [...letters.segment(said)].length;
        if (length < shortest) return miss("too-short", said);
        if (length > longest) return miss("too-long");
        return pattern?.test(said) === false ? miss("wrong-form", said) : { ok: true, value: said };
      },
    },
    settings,
  );
}
