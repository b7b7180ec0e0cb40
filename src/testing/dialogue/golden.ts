import { WeChatError } from "../../errors.ts";
import { isStillAnswer } from "../../machines/dialogue/checks/stillAnswer.ts";
import { family } from "../../machines/dialogue/define.ts";
import type { Memory } from "../../machines/dialogue/memory.ts";
import { readTalk } from "../../machines/dialogue/record.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import { Talk } from "../../machines/dialogue/talk.ts";
import { type PathOptions, reach } from "./paths.ts";

/**
 * The records that a dialogue can leave behind, one for each step, as JSON. Keep them in a file when you
 * release a version; {@link checkGolden} shows that the next one can still read them.
 */
export async function goldenRecords(
  dialogue: AnyDialogue,
  options: PathOptions = {},
): Promise<readonly string[]> {
  return reach(dialogue, options);
}

/**
 * Whether records of an older release can go on in this one. Throws `WeChatError` with the code `golden`
 * for a record whose dialogue would be dropped, begun again, or misread.
 */
export function checkGolden(dialogue: AnyDialogue, records: readonly string[]): void {
  const dialogues = family([dialogue]);
  for (const text of records) {
    const record = readTalk(JSON.parse(text));
    const options = { dialogues, now: 0, callKey: String };
    // What begins again says something at once; what goes on waits.
    const talk = new Talk(record, options);
    const stands = talk.frames.length === record.f.length && talk.takeSaid().length === 0;
    const same = stands && (record.k === undefined || talk.reopenable !== undefined);
    const all = [...talk.frames, ...(talk.reopenable === undefined ? [] : [talk.reopenable])];
    const problem = same
      ? (talk.useless() ?? all.map(strayAnswer).find((one) => one !== undefined))
      : "It is begun again, or dropped.";
    if (problem === undefined && isRoundTrip(talk, dialogues)) continue;
    throw new WeChatError(
      "golden",
      `A dialogue that stands like this cannot go on: ${problem ?? "its record changes by being read twice."}\n${text}`,
    );
  }
}

/** An answer that could not be given any more, in words. */
function strayAnswer({ dialogue, snapshot }: Talk["frames"][number]): string | undefined {
  if (dialogue.raw) return undefined;
  const { answers, input } = snapshot.context as Memory;
  const stray = Object.entries(answers).find(([name, value]) => {
    const prompt = dialogue.asks[name];
    return prompt !== undefined && !isStillAnswer(prompt, value, input);
  });
  if (stray === undefined) return undefined;
  return `${JSON.stringify(stray[1])} is no answer to "${stray[0]}" any more.`;
}

function isRoundTrip(talk: Talk, dialogues: ReadonlyMap<string, AnyDialogue>): boolean {
  const once = JSON.stringify(talk.toRecord());
  const again = new Talk(readTalk(JSON.parse(once)), { dialogues, now: 0, callKey: String });
  return JSON.stringify(again.toRecord()) === once;
}
