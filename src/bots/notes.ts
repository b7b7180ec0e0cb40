import { isChinese } from "../language/languageFor.ts";
import type { Prompt } from "../machines/dialogue/prompt.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";
import { formatted } from "./texts/fill.ts";

/** One value that was taken from a message, as it is said back. */
export interface Note {
  /** The dialogue that asks for the value, and its question. */
  readonly of: string;
  readonly ask: string;
  readonly kind: string;
  readonly value: unknown;
  /** How the follower said it. */
  readonly words: string;
}

/** Finds the words under a key of the dialogue's texts. */
type Lookup = (key: string, dialogue: AnyDialogue | undefined) => string | undefined;

/**
 * What was taken, in words: "花园，12月5日星期六 18:30，五个人". Without what `shown`, the text that comes next, says anyway.
 * Undefined where nothing is left.
 */
export function inWords(
  notes: readonly Note[],
  dialogues: ReadonlyMap<string, AnyDialogue>,
  locale: string,
  lookup: Lookup,
  shown = "",
): string | undefined {
  const bare = (text: string) => text.replace(/\s/g, "").toLowerCase();
  const all = notes
    .map((note) => {
      const dialogue = dialogues.get(note.of);
      const prompt = dialogue?.asks[note.ask];
      return {
        note,
        words: wordsOf(note, prompt, dialogue?.names[note.ask] ?? [], locale, (key) =>
          lookup(key, dialogue),
        ),
      };
    })
    .filter(({ note, words }) => !bare(shown).includes(bare(essence(note, words))));
  if (all.length === 0) return undefined;
  return all.map(({ words }) => words).join(isChinese(locale) ? "，" : ", ");
}

/** The part of the words that must be shown: for a number, without the counter word. */
function essence({ kind, value }: Note, words: string): string {
  return kind === "integer" || kind === "number" ? String(value) : words;
}

/** Adds what was counted: "五个人" says it, "4" does not. */
function counted(words: string, names: readonly string[], chinese: boolean): string {
  if (/[^\d\s]/.test(words) && !/^[a-z]+$/i.test(words)) return words;
  const name = names.find((one) => /\p{Script=Han}/u.test(one) === chinese);
  return name === undefined ? words : `${name}${chinese ? "" : ":"} ${words}`;
}

function wordsOf(
  { kind, value, words }: Note,
  prompt: Prompt<unknown> | undefined,
  names: readonly string[],
  locale: string,
  lookup: (key: string) => string | undefined,
): string {
  if (kind === "choice") {
    const label = prompt?.options?.find(({ id }) => id === value)?.label ?? String(value);
    return lookup(label) ?? label;
  }
  if (kind === "phone") return String(value).replace(/^\+86(?=1\d{10}$)/, "");
  if (kind === "integer" || kind === "number")
    return counted(words.trim(), names, isChinese(locale));
  return formatted(kind, value, locale) ?? String(value);
}
