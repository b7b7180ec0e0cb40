import { truncate, utf8Length } from "../../../protocol/text.ts";
import { PIECE_BYTES } from "../../plan/outgoing.ts";
import type { Actions } from "./actions.ts";
import { writeActions } from "./actions.ts";
import { link } from "./links.ts";
import { joined, type Sheet } from "./sheet.ts";

/** What every card comes to: what can be shown of it in WeChat. */
export interface Plate extends Actions {
  readonly title: string;
  /** Subtitle, text, facts … in order. */
  readonly words: readonly string[];
  /** The address of the picture. */
  readonly picture?: string | undefined;
  /** Where a tap on the card leads. */
  readonly url?: string | undefined;
}

/** What the phone shows of an article before it cuts; longer words go in a text. Our choice. */
const TITLE_BYTES = 192;
const DESCRIPTION_BYTES = 512;

/** A card with a picture is an article, any other one a text; choices stand under it. */
export function writePlate(plate: Plate, sheet: Sheet): void {
  const { title, picture, links } = plate;
  const description = joined(plate.words);
  const url = plate.url ?? links[0]?.url ?? picture;
  const heading = title || description;
  if (picture === undefined || url === undefined || heading === "") {
    return void writeInWords(plate, sheet);
  }
  const shown = title === "" ? "" : description;
  const whole = utf8Length(heading) <= TITLE_BYTES && utf8Length(shown) <= DESCRIPTION_BYTES;
  const label = plate.url === undefined ? links[0]?.label : undefined;
  const words = [...headLines(plate, sheet), link(label ?? sheet.phrases.open, url)].join("\n");
  if (utf8Length(words) > PIECE_BYTES) return void writeInWords(plate, sheet);
  const article = {
    title: truncate(heading.replace(/\s+/g, " "), TITLE_BYTES),
    description: truncate(shown, DESCRIPTION_BYTES),
    picUrl: picture,
    url,
  };
  sheet.part({ reply: { type: "news", articles: [article] }, words, card: true });
  // What the article cuts is said in full below it.
  if (!whole) sheet.words(description);
  const rest = links.filter((one) => one.url !== url);
  writeActions({ ...plate, links: rest }, sheet);
}

function writeInWords(plate: Plate, sheet: Sheet): void {
  const { picture, url, links } = plate;
  const lines = headLines(plate, sheet);
  const extra: string[] = [];
  if (picture !== undefined) extra.push(link(sheet.phrases.picture, picture));
  if (url !== undefined && !links.some((one) => one.url === url)) {
    extra.push(link(sheet.phrases.open, url));
  }
  sheet.words(
    ...lines,
    ...extra,
    ...links.map(({ label, url: target }) => link(label, target)),
    ...plate.lines,
  );
  sheet.choices(plate.choices);
}

function headLines({ title, words }: Plate, { phrases }: Sheet): readonly string[] {
  return [title === "" ? "" : phrases.title(title), ...words].filter((line) => line.trim() !== "");
}
