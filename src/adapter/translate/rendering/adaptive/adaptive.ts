import { link, webAddress } from "../links.ts";
import { firstText, type Loose, object, objects, text } from "../loose.ts";
import { plainText } from "../markup/markdown.ts";
import { writePicture } from "../picture.ts";
import { writePlate } from "../plate.ts";
import { joined, type Sheet } from "../sheet.ts";
import { type AdaptiveActions, givesOf, readAdaptiveActions } from "./adaptiveActions.ts";
import { fieldOf } from "./adaptiveInputs.ts";
import { withDates } from "./adaptiveText.ts";
import { fallbackOf, supported } from "./fallback.ts";
import type { Field, Submit } from "./form.ts";

const KNOWN = ["", "Container", "Column", "TableCell"];
/** Deeper or larger cards than anybody writes are cut here. */
const MOST_LEVELS = 24;
const MOST_ELEMENTS = 1_000;

/** What a walk through a card has found, in reading order. */
interface Found {
  readonly lines: string[];
  /** The lines of the cell before this one: an input's question may stand beside it. */
  readonly beside?: string[];
  readonly pictures: { readonly url: string; readonly alt: string }[];
  /** Links to films and sounds, which stand below the words. */
  readonly films: string[];
  readonly fields: Field[];
  readonly actions: Loose[];
  /** Everything hidden is shown: an action would have shown it. */
  readonly showsHidden: boolean;
  count: number;
  /** How many lines stood there when the last input was found: they are not about the next one. */
  asked: number;
}

/**
 * Writes an Adaptive Card: its words in order, the first picture as that of an article, links and
 * choices. Inputs become a form that is asked one by one.
 */
export function writeAdaptiveCard(card: Loose, sheet: Sheet): void {
  const showsHidden = objects(card.actions).some(({ type }) => type === "Action.ToggleVisibility");
  const found: Found = {
    lines: [],
    pictures: [],
    films: [],
    fields: [],
    actions: [],
    showsHidden,
    count: 0,
    asked: 0,
  };
  walkAll(card.body, found, sheet, 0);
  found.actions.push(...objects(card.actions));
  const { links, submits } = readAdaptiveActions(found.actions, sheet, (inner) => {
    const sub: Found = {
      ...found,
      lines: [],
      fields: [],
      actions: [...objects(inner.actions)],
      asked: 0,
    };
    walkAll(inner.body, sub, sheet, 1);
    found.count = sub.count;
    const hasSubmit = sub.actions.some(({ type }) => text(type) !== "Action.OpenUrl");
    if (sub.fields.length > 0 && hasSubmit) {
      return { actions: sub.actions, fields: sub.fields, words: sub.lines };
    }
    found.lines.push(...sub.lines);
    found.fields.push(...sub.fields);
    return { actions: sub.actions, fields: [], words: [] };
  });
  const nothing =
    found.lines.length + found.pictures.length + found.films.length + found.fields.length === 0;
  if (nothing && submits.length + links.length === 0) {
    return void sheet.words(plainText(firstText(card.fallbackText, card.speak), sheet.phrases));
  }
  const isForm = found.fields.length > 0 || submits.some(({ fields }) => fields !== undefined);
  if (isForm) return void writeForm(found, links, submits, sheet);
  const url = webAddress(object(card.selectAction).url);
  const [title = "", ...words] = found.lines;
  const choices = submits.map((submit) => sheet.number(submit.title, givesOf(submit, {})));
  const [picture, ...others] = title === "" ? [] : showable(found);
  const below = [...found.films, ...picturesBelow(others, sheet)];
  writePlate({ links, lines: [], choices, title, words, picture: picture?.url, below, url }, sheet);
  // What cannot stand in an article or a link is shown by itself.
  const alone = found.pictures.filter((one) => title === "" || webAddress(one.url) === undefined);
  for (const one of alone) writePicture(one.url, one.alt, sheet);
}

function writeForm(
  { lines, fields, ...found }: Found,
  links: AdaptiveActions["links"],
  submits: readonly Submit[],
  sheet: Sheet,
): void {
  const [lone, ...others] = submits;
  const isLone = others.length === 0 && lone?.fields !== undefined;
  const [title = "", ...words] = isLone ? [...lines, ...(lone.words ?? "").split("\n")] : lines;
  sheet.words(
    title === "" ? "" : sheet.phrases.title(title),
    ...words,
    ...found.films,
    ...picturesBelow(showable(found), sheet),
    ...links.map(({ label, url }) => link(label, url)),
  );
  const alone = found.pictures.filter((one) => webAddress(one.url) === undefined);
  for (const one of alone) writePicture(one.url, one.alt, sheet);
  if (sheet.form !== undefined) sheet.warn("two forms", "only the last one is asked");
  sheet.form = { fields, submits };
  if (!isLone) return;
  const { fields: own = [], words: _, ...submit } = lone;
  sheet.form = { fields: [...fields, ...own], submits: [submit] };
}

function showable({ pictures }: Pick<Found, "pictures">): Found["pictures"] {
  return pictures.flatMap(({ url, alt }) => {
    const address = webAddress(url);
    return address === undefined ? [] : [{ url: address, alt }];
  });
}

/** Links to pictures; several without a name are counted. */
function picturesBelow(pictures: Found["pictures"], { phrases }: Sheet): readonly string[] {
  const nameless = pictures.filter(({ alt }) => alt === "");
  return pictures.map((one) => {
    const count = nameless.length > 1 ? ` ${nameless.indexOf(one) + 1}` : "";
    return link(one.alt || `${phrases.picture}${count}`, one.url);
  });
}

function walkAll(elements: unknown, found: Found, sheet: Sheet, level: number): void {
  for (const element of objects(elements)) walk(element, found, sheet, level);
}

function walk(element: Loose, found: Found, sheet: Sheet, level: number): void {
  if (level > MOST_LEVELS || found.count++ > MOST_ELEMENTS) {
    return void sheet.warn("adaptive-too-large", "the rest of the card is left out");
  }
  if (element.isVisible === false && !found.showsHidden) return;
  const other = supported(element);
  if (other !== element) {
    if (other !== undefined) return void walk(other, found, sheet, level + 1);
    if (element.fallback !== "drop")
      sheet.warn("requires", "an element is left out: WeChat has no such feature");
    return;
  }
  const type = text(element.type);
  const tap = object(element.selectAction);
  if (text(tap.type) !== "")
    found.actions.push({ ...tap, title: firstText(tap.title, element.title) });
  switch (type) {
    case "TextBlock":
      return void say(found, read(text(element.text), sheet));
    case "RichTextBlock":
      return void say(found, runs(element.inlines, sheet));
    case "FactSet":
      for (const { title, value } of objects(element.facts)) {
        const words = [text(title), read(text(value), sheet)];
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
        if (url !== undefined) {
          found.films.push(link(firstText(element.altText, sheet.phrases.watch), url));
        }
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
    return void ask(element, found, sheet);
  }
  const fallback = KNOWN.includes(type) ? undefined : fallbackOf(element);
  if (fallback !== undefined) return void walk(fallback, found, sheet, level + 1);
  const inner = [element.items, element.body, element.elements, element.pages, element.columns];
  const children = inner.flatMap(objects);
  if (children.length > 0) return void walkAll(children, found, sheet, level + 1);
  if (KNOWN.includes(type) || element.fallback === "drop") return;
  const words = firstText(element.text, element.title, element.altText);
  sheet.warn(`adaptive ${type}`, words === "" ? "it is left out" : "its words are shown");
  say(found, plainText(words, sheet.phrases));
}

/** Cells that hold a line each stand beside each other; others below. */
function inOneLine(
  cells: readonly Loose[],
  between: string,
  found: Found,
  sheet: Sheet,
  level: number,
): void {
  const columns: string[][] = [];
  for (const cell of cells) {
    const beside = columns.at(-1);
    const column: Found = { ...found, lines: [], asked: 0, ...(beside && { beside }) };
    columns.push(column.lines);
    walk({ ...cell, type: "Column" }, column, sheet, level + 1);
    found.count = column.count;
  }
  if (columns.every((lines) => lines.length <= 1)) say(found, columns.flat().join(between));
  else for (const line of columns.flat()) say(found, line);
}

/**
 * An input as a question. Where it has no label the words over it are one, or those in the cell beside it; they are
 * asked then and not said before as well.
 */
function ask(input: Loose, found: Found, sheet: Sheet): void {
  const { lines, beside = [], fields } = found;
  const near = lines.length > found.asked ? lines : beside;
  const before = near.at(-1) ?? "";
  const field = fieldOf(input, before, sheet);
  if (field === undefined) return;
  if (before !== "" && field.label === before) near.pop();
  found.asked = lines.length;
  fields.push(field);
}

/** A card's words without marks, dates on the reader's clock. */
function read(words: string, { locale, timeZone, phrases }: Sheet): string {
  return plainText(withDates(words, locale, timeZone), phrases);
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
  return withDates(text(words.join("")), sheet.locale, sheet.timeZone);
}
