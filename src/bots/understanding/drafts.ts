import type { PromptContext } from "../../language/reading.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import type { Note } from "../notes.ts";
import { type Repairing, repair } from "./correcting.ts";
import { slotsOf, toldIn } from "./slots.ts";

/**
 * Whoever comes back to a dialogue that he left halfway is offered what he had answered. Nothing of it counts without
 * his yes.
 */

/** Offers what was answered last time in the dialogue that has just begun, without what he has said again. */
export function offersDraft(bot: Repairing, talk: Talk): void {
  if (bot.repairs.draft === false) return;
  const noted = talk.draft
    .filter(({ of, ask }) => talk.toldOf(of, ask) === undefined)
    .map(({ of, ask, prompt, value }): Note => {
      return { of, ask, kind: prompt.kind, value, words: String(value) };
    });
  if (noted.length === 0) return;
  talk.unask();
  repair(bot, talk, "draft", { noted });
}

/** Whether a message answers questions of the dialogue, rather than the offer: then it begins without the answers of last time. */
export async function beginsAnew(
  talk: Talk,
  text: string,
  context: PromptContext,
): Promise<boolean> {
  if (talk.top?.repair !== "draft") return false;
  const told = await toldIn(text, slotsOf(talk.below), context, false);
  if (told.length === 0) return false;
  talk.dismiss();
  talk.instruct({ do: "draft", take: false });
  return true;
}
