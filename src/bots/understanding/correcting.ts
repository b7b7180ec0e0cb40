import type { PromptContext, PromptInput } from "../../language/reading.ts";
import { asked } from "../../machines/dialogue/frame.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import type { Repair } from "../intents.ts";
import { severalChanges } from "./alongside.ts";
import { amendmentOf, changesEnded, revisionsOf } from "./amend.ts";
import { missed } from "./misses.ts";
import { openOf } from "./open.ts";
import { changed, placeOf, whichOf } from "./wording.ts";

/** What repairs a bot has, and how patient it is. */
export interface Repairing {
  readonly repairs: Readonly<Record<Repair, AnyDialogue | false>>;
  /** Whether the follower is asked before a dialogue gives up his answers. */
  readonly patient: boolean;
}

/** Begins a repair. False where the bot has none of this name, or nothing that it could repair. */
export function repair(
  { repairs }: Pick<Repairing, "repairs">,
  talk: Talk,
  name: Repair,
  more: object,
): boolean {
  const dialogue = repairs[name];
  const { top } = talk;
  // "Cancel?" would ask for what was done before, and nobody can cancel that here.
  if (name === "cancel" && talk.isReopened) return talk.cancel();
  // Without a running dialogue only a person and help can be asked for.
  if (dialogue === false || (top === undefined && name !== "handoff" && name !== "help"))
    return false;
  const ask = top && asked(top);
  const input = {
    ...(top !== undefined && { dialogue: top.dialogue.id }),
    ...(ask !== undefined && { ask }),
    ...more,
  };
  talk.begin(dialogue, input, name);
  return true;
}

/** Takes a correction: "改人数", "人数改成4", "换成包间", "不是4位,是5位", "no, 5 people". False where it is none. */
export async function corrects(
  bot: Repairing,
  talk: Talk,
  { text }: PromptInput,
  context: PromptContext,
): Promise<boolean> {
  if (talk.top === undefined || bot.repairs.correct === false) return false;
  const found = await amendmentOf(talk, text, context);
  switch (found?.do) {
    case undefined:
      return false;
    case "resume":
      talk.resume();
      return true;
    case "answer":
      return talk.send({ type: `answer.${found.ask}`, value: found.value });
    case "miss":
      missed(talk, found.miss, bot.patient);
      return true;
    case "ask":
      return repair(bot, talk, "correct", {
        correct: { ...placeOf(found.answer), miss: found.miss },
      });
    case "change": {
      // A summary shows what changed. Before any other question the change is said.
      if (openOf(talk)?.prompt.kind !== "yesNo") talk.say(changed(found, context.locale));
      const correct = { ...placeOf(found.answer), value: found.value };
      return repair(bot, talk, "correct", { correct });
    }
    case "which":
      return repair(bot, talk, "correct", whichOf(found.meant, context.locale));
  }
}

/** Takes a correction of a dialogue that ended lately: the dialogue is put back, and its summary asked again. */
export async function reopens(
  bot: Repairing,
  talk: Talk,
  input: PromptInput,
  context: PromptContext,
): Promise<boolean> {
  const ended = talk.reopenable;
  if (ended === undefined || bot.repairs.correct === false) return false;
  if (!(await changesEnded(ended, input.text, context))) return false;
  talk.reopen();
  talk.unask();
  if (!(await corrects(bot, talk, input, context))) talk.resume();
  return true;
}

/** Takes the answer to the question "what is not right?", where a new value is enough. */
export async function revises(
  bot: Repairing,
  talk: Talk,
  input: PromptInput,
  context: PromptContext,
): Promise<boolean> {
  const { below } = talk;
  const changes = await severalChanges(below, input.text, context);
  const revisions = changes.length > 1 ? changes : await revisionsOf(below, input.text, context);
  // Of "改成6位，大厅" one amendment would take the number, and drop the hall as a remark.
  if (revisions.length < 2) {
    const found = await amendmentOf(below, input.text, context);
    if (found !== undefined && found.do !== "which" && found.do !== "resume") {
      talk.dismiss();
      return corrects(bot, talk, input, context);
    }
  }
  if (revisions.length === 0) return false;
  talk.dismiss();
  for (const { answer, value } of revisions) {
    talk.unask();
    talk.instruct({ do: "correct", ...placeOf(answer), value });
  }
  return true;
}
