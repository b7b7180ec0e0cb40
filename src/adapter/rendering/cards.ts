import { addressOf, readActions, titleOf, writeActions } from "./actions.ts";
import { link, webAddress } from "./links.ts";
import { firstText, type Loose, object, objects, text } from "./loose.ts";
import { writePlate } from "./plate.ts";
import { joined, type Sheet, textParts } from "./sheet.ts";

/** Writes one kind of card. */
type WriteCard = (card: Loose, sheet: Sheet) => void;

/** Bot Framework's rich cards, by the end of their content type. */
export const RICH_CARDS: Readonly<Record<string, WriteCard>> = {
  hero: writeHero,
  thumbnail: writeHero,
  animation: writeAnimation,
  audio: writeAudio,
  video: writeVideo,
  receipt: writeReceipt,
  signin: writeSignIn,
  oauth: writeSignIn,
};

function writeHero(card: Loose, sheet: Sheet): void {
  const [image] = objects(card.images);
  const picture = webAddress(image?.url);
  const title = text(card.title);
  const words = [text(card.subtitle), text(card.text)];
  if (joined([title, ...words]) === "" && image !== undefined) {
    writePicture(text(image.url), firstText(image.alt), sheet);
    return void writeActions(readActions(card.buttons, sheet), sheet);
  }
  if (image !== undefined && picture === undefined && isData(image.url)) {
    writePicture(text(image.url), firstText(image.alt, title), sheet);
  }
  const actions = readActions(card.buttons, sheet);
  const url = addressOf(card.tap) ?? addressOf(image?.tap);
  const tap = object(card.tap);
  const says = ["imBack", "postBack", "messageBack"].includes(text(tap.type));
  const taps = says ? readActions([{ ...tap, title: titleOf(tap) || title }], sheet).choices : [];
  writePlate(
    { ...actions, choices: [...actions.choices, ...taps], title, words, picture, url },
    sheet,
  );
}

/** A picture that WeChat shows by itself, uploaded where the account can. */
export function writePicture(source: string, name: string, sheet: Sheet): void {
  const url = webAddress(source);
  if (url === undefined && !isData(source)) {
    return void sheet.warn(
      "picture-without-address",
      "it is left out: give an https: or data: address",
    );
  }
  const words = url === undefined ? undefined : link(name || sheet.phrases.picture, url);
  sheet.part({
    upload: { type: "image", source: url ?? source },
    made: (mediaId) => ({ reply: { type: "image", mediaId }, ...(words && { words }) }),
    instead: textParts(words ?? ""),
  });
}

function writeAnimation(card: Loose, sheet: Sheet): void {
  const [media] = objects(card.media);
  sheet.words(heading(card, sheet), text(card.subtitle), text(card.text));
  const source = firstText(media?.url, object(card.image).url);
  if (source !== "") writePicture(source, text(card.title), sheet);
  writeActions(readActions(card.buttons, sheet), sheet);
}

/** Music needs a small picture (JPEG, 64 kB) that WeChat holds; without it, words and a link. */
function writeAudio(card: Loose, sheet: Sheet): void {
  const [media, ...more] = objects(card.media);
  const url = webAddress(media?.url);
  const picture = firstText(object(card.image).url);
  const actions = readActions(card.buttons, sheet);
  const description = joined([text(card.subtitle), text(card.text)]);
  const shown = url === undefined ? [] : [link(sheet.phrases.listen, url)];
  const words = joined([heading(card, sheet), description, ...shown]);
  if (url === undefined || (webAddress(picture) ?? (isData(picture) || undefined)) === undefined) {
    if (url === undefined) sheet.warn("audio-without-address", "the card's words are shown");
    sheet.words(words);
  } else {
    const title = text(card.title);
    sheet.part({
      upload: { type: "thumb", source: picture },
      made: (thumbMediaId) => ({
        reply: { type: "music", title, description, musicUrl: url, thumbMediaId },
        words,
      }),
      instead: textParts(words),
    });
  }
  writeMore(more, sheet.phrases.listen, sheet);
  writeActions(actions, sheet);
}

function writeVideo(card: Loose, sheet: Sheet): void {
  const [media, ...more] = objects(card.media);
  const source = text(media?.url);
  const url = webAddress(source);
  const actions = readActions(card.buttons, sheet);
  const title = text(card.title);
  const description = joined([text(card.subtitle), text(card.text)]);
  const shown = url === undefined ? [] : [link(sheet.phrases.watch, url)];
  const words = joined([heading(card, sheet), description, ...shown]);
  if (url === undefined && !isData(source)) {
    sheet.warn("video-without-address", "the card's words are shown");
    sheet.words(words);
  } else {
    sheet.part({
      upload: { type: "video", source },
      made: (mediaId) => ({ reply: { type: "video", mediaId, title, description }, words }),
      instead: textParts(words),
    });
  }
  writeMore(more, sheet.phrases.watch, sheet);
  writeActions(actions, sheet);
}

/** Further files of one card are qualities or formats of the same thing: links do. */
function writeMore(media: readonly Loose[], label: string, sheet: Sheet): void {
  const links = media.map(({ url, profile }) => {
    const address = webAddress(url);
    const named = text(profile) === "" ? label : `${label} ${text(profile)}`;
    return address === undefined ? "" : link(named, address);
  });
  sheet.words(...links);
}

function writeReceipt(card: Loose, sheet: Sheet): void {
  const { receipt, between, times } = sheet.phrases;
  const row = (name: string, value: unknown) =>
    text(value) === ""
      ? ""
      : joined([name === "" ? text(value) : `${name}${between}${text(value)}`]);
  const items = objects(card.items).flatMap((item) => {
    const quantity = text(item.quantity);
    const name = [text(item.title), quantity === "" ? "" : times(quantity)].join(" ").trim();
    const priced = text(item.price) === "" ? name : row(name, item.price);
    return [priced, text(item.subtitle), text(item.text)];
  });
  const facts = objects(card.facts).map(({ key, value }) => row(text(key), value) || text(key));
  sheet.words(heading(card, sheet), ...facts);
  sheet.words(...items);
  sheet.words(
    row(receipt.tax, card.tax),
    row(receipt.vat, card.vat),
    row(receipt.total, card.total),
  );
  const url = addressOf(card.tap);
  if (url !== undefined) sheet.words(link(sheet.phrases.open, url));
  writeActions(readActions(card.buttons, sheet), sheet);
}

function writeSignIn(card: Loose, sheet: Sheet): void {
  const buttons = objects(card.buttons);
  const actions = readActions(
    buttons.map((button) => ({
      ...button,
      title: titleOf(button) || sheet.phrases.signIn,
      type: "signin",
    })),
    sheet,
  );
  sheet.words(heading(card, sheet), text(card.text));
  writeActions(actions, sheet);
}

function heading({ title }: Loose, { phrases }: Sheet): string {
  return text(title) === "" ? "" : phrases.title(text(title));
}

export function isData(source: unknown): boolean {
  return typeof source === "string" && /^data:/i.test(source);
}
