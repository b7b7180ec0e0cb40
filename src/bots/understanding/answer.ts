import type { PromptContext, PromptInput, Reading } from "../../language/reading.ts";
import { bareAnswer, fold, withoutHedges } from "../../language/tidy.ts";
import { readYesNo } from "../../language/yesNo.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import { Message } from "../intents.ts";
import { matterWith } from "./matter.ts";
import { type Open, openOf, readOnDay } from "./open.ts";

/** Reads a message as an answer to the open question, together with what was said there before. */

/**
 * Reads an answer. Words too short for a matter join what was told of it. What the bot asks back is kept for the next
 * message.
 */
export async function readAnswer(
  talk: Talk,
  open: Open,
  input: PromptInput,
  context: PromptContext,
): Promise<Reading<unknown>> {
  const { ask, prompt } = open;
  const { top } = talk;
  const begun = (top?.snapshot.context as { input?: unknown } | undefined)?.input;
  const options = prompt.optionsFor?.(begun);
  const within = options === undefined ? context : { ...context, options };
  const reading = await readOnDay(prompt, input, within, talk.dayTold);
  if (reading.ok) return reading;
  if (reading.reason === "too-short") {
    const value = matterWith(talk, open, input.text);
    if (value !== undefined) return { ok: true, value };
  }
  if (ASKED_BACK.has(reading.reason) && prompt.retry === undefined && !prompt.before) {
    talk.tell(top?.dialogue.id ?? "", ask, { w: input.text });
  }
  return reading;
}

/** Reasons with which the bot asks back about the words. */
const ASKED_BACK = new Set(["unsure", "am-or-pm"]);
/** Misses that count as settled after the bot asked back. */
const SETTLED = new Set(["no-time"]);

/**
 * The message as it is meant. A yes to "您是说“12月8日”吗？" means that date; 下午 to "上午还是下午？" belongs to the hour that was
 * said before.
 */
export async function asMeant(
  talk: Talk,
  input: PromptInput,
  context: PromptContext,
): Promise<PromptInput> {
  const open = openOf(talk);
  const of = talk.top?.dialogue.id ?? "";
  const known = open === undefined || open.prompt.before ? undefined : talk.toldOf(of, open.ask);
  if (open === undefined || known === undefined || !("w" in known)) return input;
  talk.untell(of, open.ask);
  for (const text of await wordings(known.w, open, input, context)) {
    const reading = await open.prompt.read({ text }, context);
    if (reading.ok || SETTLED.has(reading.reason)) return new Message({ text });
  }
  return input;
}

/** Ways to word the answer after the bot asked back; none where the message is about something else. */
async function wordings(
  doubted: string,
  { prompt }: Open,
  { text }: PromptInput,
  context: PromptContext,
): Promise<readonly string[]> {
  const before = await prompt.read({ text: doubted }, context);
  if (before.ok) return [];
  const half = HALF.exec(bareAnswer(fold(text)))?.[0];
  if (before.reason === "am-or-pm") {
    return half === undefined
      ? []
      : [fold(doubted).replace(HOUR, `${half}$&`), `${doubted} ${half}`];
  }
  const yes = readYesNo(text);
  if (!yes.ok || !yes.value) return [];
  const certain = withoutHedges(bareAnswer(fold(doubted)));
  // Words that are hardly a name count as one after the follower said that they are.
  const named = prompt.kind === "personName" ? `我叫${before.heard}` : before.heard;
  return [certain, named].filter((words) => words !== undefined);
}

/** Matches a half of the day and nothing else. */
const HALF =
  /^(?:早上?|上午|中午|下午|晚上?|凌晨|(?:in the )?(?:morning|afternoon|evening)|at night|[ap]\.?m\.?)$/;
const HOUR = /(?:\d{1,2}(?=[:点])|[一二两三四五六七八九十]{1,3}(?=点))/;
