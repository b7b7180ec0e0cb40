import { truncate, utf8Length } from "../../../protocol/text.ts";
import { PIECE_BYTES } from "../../plan/outgoing.ts";
import type { Actions } from "./actions.ts";
import { link, linksIn, withoutLinks } from "./links.ts";
import { joined, type Sheet } from "./sheet.ts";

/** What every card comes to: what can be shown of it in WeChat. */
interface Plate extends Actions {
  readonly title: string;
  /** Subtitle, text, facts … in order. */
  readonly words: readonly string[];
  /** The address of the picture. */
  readonly picture?: string | undefined;
  /** Links that stand below everything else: further pictures. */
  readonly below?: readonly string[];
  /** Where a tap on the card leads. */
  readonly url?: string | undefined;
}

/** What the phone shows of an article before it cuts; longer words go in a text. Our choice. */
const TITLE_BYTES = 192;
const DESCRIPTION_BYTES = 512;

/**
 * A card with a picture is an article, any other one a text; choices stand under it. Articles show no markup:
 * the links of their words stand below them, and so does in full what they cut. What stands below is not
 * said in the article's own words again, because both may come to stand in one text.
 */
export function writePlate(plate: Plate, sheet: Sheet): void {
  const { picture, links, below = [] } = plate;
  const [title, ...words] = [plate.title, ...plate.words].map(withoutLinks) as [string];
  const description = joined(words);
  const url = plate.url ?? links[0]?.url ?? picture;
  const heading = title || description;
  if (picture === undefined || url === undefined || heading === "") {
    return void writeInWords(plate, sheet);
  }
  const shown = title === "" ? "" : description;
  const isTitleCut = utf8Length(heading) > TITLE_BYTES;
  const whole = !isTitleCut && utf8Length(shown) <= DESCRIPTION_BYTES;
  const own = [isTitleCut ? "" : title, ...(whole ? words : [])];
  const inWords = joined([
    ...headLines({ title: own[0] ?? "", words: own.slice(1) }, sheet),
    ...addresses(plate, url, picture, sheet),
  ]);
  if (utf8Length(inWords) > PIECE_BYTES) return void writeInWords(plate, sheet);
  const article = {
    title: truncate(heading.replace(/\s+/g, " "), TITLE_BYTES),
    description: truncate(shown, DESCRIPTION_BYTES),
    picUrl: picture,
    url,
  };
  sheet.part({ reply: { type: "news", articles: [article] }, words: inWords, card: true });
  sheet.beneath();
  const full = [isTitleCut ? plate.title : "", ...plate.words];
  const said = whole ? [plate.title, ...plate.words].flatMap(linksIn) : full;
  const rest = links.filter((one) => one.url !== url).map((one) => link(one.label, one.url));
  sheet.words(...said, ...below, ...rest, ...plate.lines);
  sheet.choices(plate.choices);
}

/** Where a tap on the article leads, and its picture where that is something else. */
function addresses({ url: tap, links }: Plate, url: string, picture: string, { phrases }: Sheet) {
  const own = tap === undefined ? links[0]?.label : undefined;
  const label = own ?? (url === picture ? phrases.picture : phrases.open);
  return [...(url === picture ? [] : [link(phrases.picture, picture)]), link(label, url)];
}

function writeInWords(plate: Plate, sheet: Sheet): void {
  const { picture, url, links, below = [] } = plate;
  const lines = headLines(plate, sheet);
  const extra: string[] = [];
  if (picture !== undefined) extra.push(link(sheet.phrases.picture, picture));
  if (url !== undefined && !links.some((one) => one.url === url)) {
    extra.push(link(sheet.phrases.open, url));
  }
  sheet.words(
    ...lines,
    ...extra,
    ...below,
    ...links.map(({ label, url: target }) => link(label, target)),
    ...plate.lines,
  );
  sheet.choices(plate.choices);
}

function headLines(
  { title, words }: Pick<Plate, "title" | "words">,
  { phrases }: Sheet,
): readonly string[] {
  return [title === "" ? "" : phrases.title(title), ...words].filter((line) => line.trim() !== "");
}
