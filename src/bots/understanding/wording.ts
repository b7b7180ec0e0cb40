import { isChinese } from "../../language/languageFor.ts";
import type { PromptOption } from "../../language/reading.ts";
import { fold } from "../../language/tidy.ts";
import type { Answer } from "../../machines/dialogue/answered.ts";
import type { Said } from "../../machines/dialogue/memory.ts";
import type { Intent } from "../intents.ts";
import type { Note } from "../notes.ts";
import { type Amendment, type Change, namesOf } from "./amend.ts";
import type { Told } from "./slots.ts";

/** What was understood, in the form that the talk and the speaker need. */

/** What is said back; the speaker puts it into words. */
export function notes(told: readonly Told[]): readonly Note[] {
  return told.map(({ slot: { dialogue, ask, prompt }, words, value }) => {
    return { of: dialogue.id, ask, kind: prompt.kind, value, words };
  });
}

/** Names an answer as repairs name it. */
export function placeOf({ dialogue, ask }: Answer): { of: string; ask: string } {
  return { of: dialogue.id, ask };
}

/** Says that an answer was changed. */
export function changed({ answer, words }: Change, locale: string): Extract<Said, { type: "say" }> {
  if (answer.dialogue.names[answer.ask] === undefined) {
    return { type: "say", key: "engine.changed", params: {} };
  }
  const params = { name: nameFor(namesOf(answer), locale), value: words };
  return { type: "say", key: "engine.corrected", params };
}

/** The choices for several answers that may be meant, and what each choice stands for. */
export function whichOf(
  meant: Extract<Amendment, { do: "which" }>["meant"],
  locale: string,
): { readonly choices: readonly PromptOption[]; readonly may: object } {
  const all = meant.map(({ answer, value }) => {
    const { of, ask } = placeOf(answer);
    return { id: `${of}.${ask}`, answer, to: { of, ask, value } };
  });
  const choices = all.map(({ id, answer }) => {
    const names = namesOf(answer);
    return { id, label: nameFor(names, locale), also: names };
  });
  return { choices, may: Object.fromEntries(all.map(({ id, to }) => [id, to])) };
}

/** What a follower chooses an intent by: its name or, if that is no word for people, a message that means it. */
export function choiceOf({ name, words = [] }: Intent, said: string, locale: string): PromptOption {
  const other = words.filter((one) => fold(one) !== fold(said));
  const names = /^[\w.-]+$/.test(name) ? [...other, name] : [name, ...other];
  return { id: name, label: nameFor(names, locale), also: names };
}

/** The name that is in the follower's script. */
function nameFor(names: readonly string[], locale: string): string {
  const own = names.find((name) => /\p{Script=Han}/u.test(name) === isChinese(locale));
  return own ?? names[0] ?? "";
}
