import type { Numbered } from "../../../store/openChoices.ts";
import type { Sheet } from "./sheet.ts";

/** A prompt of `botbuilder-dialogs`: its question and what can be chosen. */
interface PromptText {
  readonly head: string;
  readonly titles: readonly string[];
}

/**
 * Finds the choices in the text of a ChoicePrompt or ConfirmPrompt. The SDK knows no buttons for this
 * channel and writes `pick (1) a, (2) b, or (3) c`, or a list indented by three blanks. Undefined for any
 * text that is not surely one of the two.
 */
export function readPromptText(text: string): PromptText | undefined {
  return readList(text) ?? readInline(text);
}

function readList(text: string): PromptText | undefined {
  const [head = "", list, ...more] = text.split(/\n\n(?= {3}1\. )/);
  if (list === undefined || more.length > 0 || head.trim() === "") return undefined;
  const titles: string[] = [];
  for (const [index, line] of list.split("\n").entries()) {
    const mark = `   ${index + 1}. `;
    if (!line.startsWith(mark) || line.length === mark.length) return undefined;
    titles.push(line.slice(mark.length));
  }
  return titles.length < 2 ? undefined : { head, titles };
}

/** What the SDK writes between two choices, in the languages it knows; the longer ones first. */
const BETWEEN = [
  ...[
    "， 要么 ",
    " 要么 ",
    "、 または ",
    " または ",
    ", oder ",
    " oder ",
    ", or ",
    " or ",
    ", ou ",
  ],
  ...[" ou ", ", of ", " of ", ", o ", " o ", "、 ", "， ", ", "],
];

function readInline(text: string): PromptText | undefined {
  const [head = "", ...pieces] = text.split(/(?:^| )\((\d{1,2})\) /);
  if (pieces.length < 4 || head.trim() === "" || text.includes("\n\n")) return undefined;
  const titles: string[] = [];
  for (let i = 0; i < pieces.length; i += 2) {
    if (Number(pieces[i]) !== i / 2 + 1) return undefined;
    const piece = pieces[i + 1] ?? "";
    const isLast = i === pieces.length - 2;
    const title = isLast ? piece : withoutEnd(`${piece} `);
    if (title === undefined || title.trim() === "") return undefined;
    titles.push(title.trim());
  }
  return { head: head.trim(), titles };
}

function withoutEnd(piece: string): string | undefined {
  const end = BETWEEN.find((one) => piece.endsWith(one));
  return end === undefined ? undefined : piece.slice(0, -end.length);
}

/** Writes a prompt as a question with choices; each gives its own title. */
export function writePrompt({ head, titles }: PromptText, sheet: Sheet): void {
  sheet.words(head);
  const choices: Numbered[] = titles.map((title) => sheet.number(title, { text: title }));
  sheet.choices(choices);
}
