import { truncate } from "../../../protocol/text.ts";
import type { Gives, Numbered } from "../../../store/openChoices.ts";
import { link, webAddress } from "./links.ts";
import { firstText, type Loose, object, objects, text } from "./loose.ts";
import type { Sheet } from "./sheet.ts";

/** What the buttons of a card, or suggested actions, come to. */
export interface Actions {
  /** Addresses to open. */
  readonly links: readonly Link[];
  /** What is said in words: numbers to call, buttons that do nothing here. */
  readonly lines: readonly string[];
  readonly choices: readonly Numbered[];
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** The longest title in a list, in bytes of UTF-8. */
const TITLE_BYTES = 240;
const OPENS = [
  "openUrl",
  "signin",
  "playAudio",
  "playVideo",
  "showImage",
  "downloadFile",
  "openApp",
];

/** Reads card actions by their `type`, never by what their value looks like. */
export function readActions(actions: unknown, sheet: Sheet): Actions {
  const links: Link[] = [];
  const lines: string[] = [];
  const choices: Numbered[] = [];
  for (const action of objects(actions)) {
    const type = text(action.type);
    const title = titleOf(action);
    const url = webAddress(action.value);
    if (OPENS.includes(type)) {
      if (url !== undefined) links.push({ label: title, url });
      else {
        sheet.warn(`${type}-without-address`, "the button's title is shown, without a link");
        lines.push(title);
      }
    } else if (type === "call") {
      lines.push(sheet.phrases.call(title, text(action.value).replace(/^tel:/i, "")));
    } else if (type === "payment") {
      sheet.warn("payment", "the button is left out: Bot Framework has no payments any more");
    } else {
      const gives = givesOf(type, action, title);
      if (title !== "") choices.push(sheet.number(title, gives));
    }
  }
  return { links, lines, choices };
}

/** Writes actions under what stands on the sheet: links and lines first, choices last. */
export function writeActions({ links, lines, choices }: Actions, sheet: Sheet): void {
  sheet.words(...links.map(({ label, url }) => link(label, url)), ...lines);
  sheet.choices(choices);
}

export function titleOf(action: Loose): string {
  const title = firstText(action.title, action.displayText, action.text, action.value);
  return truncate(title.replace(/\s+/g, " ").trim(), TITLE_BYTES);
}

function givesOf(type: string, action: Loose, title: string): Gives {
  const { value } = action;
  switch (type) {
    case "postBack":
      return isWords(value)
        ? { text: text(value), mark: "postBack" }
        : { text: "", ...(value !== undefined && { value }), mark: "postBack" };
    case "messageBack":
      return {
        text: text(action.text),
        ...(value !== undefined && { value }),
        mark: "messageBack",
      };
    default:
      // imBack, and what has no type: the user says it.
      return { text: isWords(value) ? text(value) : title };
  }
}

function isWords(value: unknown): boolean {
  return text(value).trim() !== "";
}

/** Where a card's `tap`, or an adaptive card's `selectAction`, leads. */
export function addressOf(tap: unknown): string | undefined {
  const { value, url } = object(tap);
  return webAddress(value) ?? webAddress(url);
}
