import { truncate } from "../../../protocol/text.ts";
import { readActions, writeActions } from "./actions.ts";
import { link, webAddress, withoutLinks } from "./links.ts";
import { firstText, type Loose, object, objects, text } from "./loose.ts";
import { isData, isPicture, writePicture } from "./picture.ts";
import { joined, type Sheet, textParts } from "./sheet.ts";
import { videoMessage } from "./video.ts";

/** What the phone shows beside music and films. Our choice: WeChat names no limits. */
const TITLE_BYTES = 192;
const DESCRIPTION_BYTES = 512;

/** What a card with sound or film says, and where the thing itself is. */
interface Media {
  readonly source: string;
  readonly url: string | undefined;
  readonly title: string;
  readonly description: string;
  /** All of it as a text. */
  readonly words: string;
  /** Links to the same thing in other forms. */
  readonly others: readonly string[];
}

function readMedia(card: Loose, label: string, sheet: Sheet): Media {
  const [first, ...more] = objects(card.media);
  const source = text(first?.url);
  const url = webAddress(source);
  const whole = joined([text(card.subtitle), text(card.text)].map(sheet.plain));
  const title = truncate(text(card.title), TITLE_BYTES);
  const description = truncate(withoutLinks(whole), DESCRIPTION_BYTES);
  const isCut = title !== text(card.title) || description !== whole;
  // Long words, and what holds links, stand above it in full.
  if (isCut) sheet.words(heading(card, sheet), whole);
  const above = isCut ? [] : [heading(card, sheet), description];
  const below = url === undefined ? [] : [link(isCut ? title || label : label, url)];
  // Further files of one card are qualities or formats of the same thing: links do.
  const others = more.map(({ url: other, profile }) => {
    const address = webAddress(other);
    return address === undefined ? "" : link(`${label} ${text(profile)}`, address);
  });
  return { source, url, title, description, words: joined([...above, ...below]), others };
}

/** Music needs a small picture (JPEG, 64 kB) that WeChat holds; without it, words and a link. */
export function writeAudio(card: Loose, sheet: Sheet): void {
  const { url, title, description, words, others } = readMedia(card, sheet.phrases.listen, sheet);
  const picture = text(object(card.image).url);
  if (url !== undefined && isPicture(picture)) {
    sheet.part({
      upload: { type: "thumb", source: picture },
      made: (thumbMediaId) => ({
        reply: { type: "music", title, description, musicUrl: url, thumbMediaId },
        words,
      }),
      instead: textParts(words),
    });
  } else {
    if (url === undefined) sheet.unshown("voice", "the card has no https: address", title);
    sheet.words(words);
  }
  sheet.words(...others);
  writeActions(readActions(card.buttons, sheet), sheet);
}

export function writeVideo(card: Loose, sheet: Sheet): void {
  const { source, url, title, description, words, others } = readMedia(
    card,
    sheet.phrases.watch,
    sheet,
  );
  const thumb = text(object(card.image).url);
  if (url !== undefined || isData(source)) {
    const said = url === undefined ? joined([words, sheet.phrases.unshown("video")]) : words;
    sheet.part({
      upload: { type: "video", source: url ?? source },
      ...(isPicture(thumb) && { thumb }),
      made: (mediaId, thumbMediaId) =>
        videoMessage({ mediaId, thumbMediaId, title, description, words: said }),
      instead: textParts(said),
      ...(url === undefined && { lost: true as const }),
    });
  } else {
    sheet.unshown("video", "the card has no https: or data: address");
    sheet.words(words);
  }
  sheet.words(...others);
  writeActions(readActions(card.buttons, sheet), sheet);
}

export function writeAnimation(card: Loose, sheet: Sheet): void {
  const [media] = objects(card.media);
  sheet.words(heading(card, sheet), ...[text(card.subtitle), text(card.text)].map(sheet.plain));
  const source = firstText(media?.url, object(card.image).url);
  if (source !== "") writePicture(source, "", sheet);
  writeActions(readActions(card.buttons, sheet), sheet);
}

export function heading({ title }: Loose, { phrases }: Sheet): string {
  return text(title) === "" ? "" : phrases.title(text(title));
}
