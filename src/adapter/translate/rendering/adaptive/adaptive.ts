import { link, webAddress } from "../links.ts";
import { firstText, type Loose, object, objects, text } from "../loose.ts";
import { plainText } from "../markdown.ts";
import { isData, writePicture } from "../picture.ts";
import { writePlate } from "../plate.ts";
import { joined, type Sheet } from "../sheet.ts";
import { readAdaptiveActions } from "./adaptiveActions.ts";
import { fieldOf } from "./adaptiveInputs.ts";
import { withDates } from "./adaptiveText.ts";
import type { Field } from "./form.ts";

/** Deeper or larger cards than anybody writes are cut here. */
const MOST_LEVELS = 24;
const MOST_ELEMENTS = 1_000;

/** What a walk through a card has found, in reading order. */
interface Found {
  readonly lines: string[];
  readonly pictures: { readonly url: string; readonly alt: string }[];
  readonly fields: Field[];
  readonly actions: Loose[];
  /** Everything hidden is shown: an action would have shown it. */
  readonly showsHidden: boolean;
  count: number;
}

/**
 * Writes an Adaptive Card: its words in order, the first picture as that of an article, links and
 * choices. Inputs become a form that is asked one by one.
 */
export function writeAdaptiveCard(card: Loose, sheet: Sheet): void {
  const showsHidden = objects(card.actions).some(({ type }) => type === "Action.ToggleVisibility");
  const found: Found = { lines: [], pictures: [], fields: [], actions: [], showsHidden, count: 0 };
  walkAll(card.body, found, sheet, 0);
  found.actions.push(...objects(card.actions));
  const actions = readAdaptiveActions(found.actions, found.fields.length > 0, sheet, (inner) => {
    walkAll(inner.body, found, sheet, 1);
    return objects(inner.actions);
  });
  const url = webAddress(object(card.selectAction).url);
  const nothing = found.lines.length + found.pictures.length + found.fields.length === 0;
  if (nothing && actions.choices.length + actions.links.length === 0) {
    return void sheet.words(plainText(firstText(card.fallbackText, card.speak)));
  }
  const [title = "", ...words] = found.lines;
  if (found.fields.length > 0) {
    writeForm(found, title, words, sheet);
    sheet.words(...actions.links.map(({ label, url: target }) => link(label, target)));
    if (sheet.form !== undefined) sheet.warn("two forms", "only the last one is asked");
    sheet.form = { fields: found.fields, submits: actions.submits };
    return;
  }
  const [picture, ...others] = found.pictures;
  const rest = others.map(({ url: source, alt }) => pictureLink(source, alt, sheet));
  const shown = picture === undefined ? undefined : webAddress(picture.url);
  writePlate({ ...actions, title, words: [...words, ...rest], picture: shown, url }, sheet);
  if (picture !== undefined && (title === "" || isData(picture.url))) {
    writePicture(picture.url, picture.alt, sheet);
  }
}

function writeForm(found: Found, title: string, words: readonly string[], sheet: Sheet): void {
  const pictures = found.pictures.map(({ url, alt }) => pictureLink(url, alt, sheet));
  sheet.words(title === "" ? "" : sheet.phrases.title(title), ...words, ...pictures);
}

function pictureLink(source: string, alt: string, sheet: Sheet): string {
  const url = webAddress(source);
  return url === undefined ? "" : link(alt || sheet.phrases.picture, url);
}

function walkAll(elements: unknown, found: Found, sheet: Sheet, level: number): void {
  for (const element of objects(elements)) walk(element, found, sheet, level);
}

function walk(element: Loose, found: Found, sheet: Sheet, level: number): void {
  if (level > MOST_LEVELS || found.count++ > MOST_ELEMENTS) {
    return void sheet.warn("adaptive-too-large", "the rest of the card is left out");
  }
  if (element.isVisible === false && !found.showsHidden) return;
  const type = text(element.type);
  const tap = object(element.selectAction);
  if (text(tap.type) !== "")
    found.actions.push({ ...tap, title: firstText(tap.title, element.title) });
  switch (type) {
    case "TextBlock":
      return void say(found, plainText(withDates(text(element.text), sheet.locale)));
    case "RichTextBlock":
      return void say(found, runs(element.inlines, sheet));
    case "FactSet":
      for (const { title, value } of objects(element.facts)) {
        const words = [text(title), plainText(withDates(text(value), sheet.locale))];
        say(found, words.filter((one) => one !== "").join(sheet.phrases.between));
      }
      return;
    case "Image":
      return void see(found, element);
    case "ImageSet":
      for (const image of objects(element.images)) see(found, image);
      return;
    case "Media":
      for (const source of objects(element.sources)) {
        const url = webAddress(source.url);
        if (url !== undefined)
          say(found, link(firstText(element.altText, sheet.phrases.watch), url));
      }
      return;
    case "ColumnSet":
      return void inOneLine(objects(element.columns), "  ", found, sheet, level);
    case "Table":
      for (const row of objects(element.rows)) {
        inOneLine(objects(row.cells), " | ", found, sheet, level + 1);
      }
      return;
    case "ActionSet":
      found.actions.push(...objects(element.actions));
      return;
    default:
      return void walkOther(type, element, found, sheet, level);
  }
}

/** Inputs, containers of any name, and what is unknown. */
function walkOther(type: string, element: Loose, found: Found, sheet: Sheet, level: number): void {
  if (type.startsWith("Input.")) {
    const field = fieldOf(element, found.lines.at(-1) ?? "", sheet);
    if (field !== undefined) found.fields.push(field);
    return;
  }
  const inner = [element.items, element.body, element.elements, element.pages, element.columns];
  const children = inner.flatMap(objects);
  if (children.length > 0) return void walkAll(children, found, sheet, level + 1);
  if (type === "" || type === "Container" || type === "Column" || type === "TableCell") return;
  const fallback = object(element.fallback);
  if (text(fallback.type) !== "") return void walk(fallback, found, sheet, level + 1);
  const words = firstText(element.text, element.title, element.altText);
  sheet.warn(`adaptive ${type}`, words === "" ? "it is left out" : "its words are shown");
  say(found, plainText(words));
}

/** Cells that hold a line each stand beside each other; others below. */
function inOneLine(
  cells: readonly Loose[],
  between: string,
  found: Found,
  sheet: Sheet,
  level: number,
): void {
  const columns = cells.map((cell) => {
    const column: Found = { ...found, lines: [] };
    walk({ ...cell, type: "Column" }, column, sheet, level + 1);
    found.count = column.count;
    return column.lines;
  });
  if (columns.every((lines) => lines.length <= 1)) say(found, columns.flat().join(between));
  else for (const line of columns.flat()) say(found, line);
}

function say({ lines }: Found, words: string): void {
  const clean = joined(words.split("\n"));
  if (clean !== "") lines.push(clean);
}

/** Small pictures are ornaments. */
function see({ pictures }: Found, element: Loose): void {
  const url = text(element.url);
  const size = text(element.size).toLowerCase();
  const width = Number.parseInt(text(element.width) || "100", 10);
  if (url === "" || size === "small" || width < 50) return;
  pictures.push({ url, alt: text(element.altText) });
}

function runs(inlines: unknown, sheet: Sheet): string {
  if (!Array.isArray(inlines)) return "";
  const words = inlines.map((run) => {
    if (typeof run === "string") return run;
    const { text: words, selectAction } = object(run);
    const url = webAddress(object(selectAction).url);
    return url === undefined ? text(words) : link(text(words), url);
  });
  return withDates(text(words.join("")), sheet.locale);
}
