import { isDeepStrictEqual } from "node:util";
import { clausesOf, isRefusal, mentioning } from "../../language/mentions.ts";
import type { PromptContext } from "../../language/reading.ts";
import { answersIn } from "../../machines/dialogue/answered.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import type { Change } from "./amend.ts";
import { asksSomething, namesPlace } from "./slots.ts";

/**
 * Choices that somebody makes anew beside another answer: 花园 of "四位，坐花园", where the hall was chosen before. It needs no
 * word of change; but a part of the message must name the option and say nothing else.
 */
export async function restatedIn(
  { top, present }: Pick<Talk, "top" | "present">,
  text: string,
  told: readonly string[],
  context: PromptContext,
): Promise<readonly Change[]> {
  if (top === undefined || !top.dialogue.slotFilling) return [];
  const answers = answersIn(present).filter(
    ({ prompt, dialogue }) =>
      prompt.kind === "choice" && prompt.questions !== true && dialogue.slotFilling,
  );
  if (answers.length === 0) return [];
  const rest = told.reduce((said, words) => said.replace(words, ","), mentioning(text));
  const found: Change[] = [];
  for (const { words } of clausesOf(rest)) {
    if (asksSomething(words) || isRefusal(words) || namesPlace(words)) continue;
    const fitting: Change[] = [];
    for (const answer of answers) {
      const reading = await answer.prompt.read({ text: words }, context);
      if (reading.ok) fitting.push({ do: "change", answer, value: reading.value, words });
    }
    const [change, other] = fitting;
    const isNew = change && !isDeepStrictEqual(change.value, change.answer.value);
    if (change !== undefined && other === undefined && isNew) found.push(change);
  }
  return found;
}
