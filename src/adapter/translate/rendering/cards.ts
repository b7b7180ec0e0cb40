import { addressOf, readActions, titleOf, writeActions } from "./actions.ts";
import { link, webAddress } from "./links.ts";
import { firstText, type Loose, object, objects, text } from "./loose.ts";
import { heading, writeAnimation, writeAudio, writeVideo } from "./mediaCards.ts";
import { writePicture } from "./picture.ts";
import { writePlate } from "./plate.ts";
import { joined, type Sheet } from "./sheet.ts";

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
  const title = sheet.plain(text(card.title));
  const words = [text(card.subtitle), text(card.text)].map(sheet.plain);
  if (joined([title, ...words]) === "" && image !== undefined) {
    writePicture(text(image.url), firstText(image.alt), sheet);
    return void writeActions(readActions(card.buttons, sheet), sheet);
  }
  if (image !== undefined && picture === undefined) {
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
    return [priced, ...[text(item.subtitle), text(item.text)].map(sheet.plain)];
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
  const own = objects(card.buttons);
  // OAuthPrompt leaves the address to the channel.
  const address = own.some(({ value }) => webAddress(value) !== undefined)
    ? undefined
    : sheet.signInLink(text(card.connectionName));
  const buttons = address === undefined ? own : [{ ...own[0], value: address }];
  if (!buttons.some(({ value }) => webAddress(value) !== undefined)) {
    sheet.words(heading(card, sheet), sheet.plain(text(card.text)), sheet.phrases.cannotSignIn);
    sheet.warn(
      "sign-in",
      "said to be impossible: the account has no `signIn`, the card no address",
    );
    return;
  }
  const actions = readActions(
    buttons.map((button) => ({
      ...button,
      title: titleOf(button) || sheet.phrases.signIn,
      type: "signin",
    })),
    sheet,
  );
  sheet.words(heading(card, sheet), sheet.plain(text(card.text)));
  writeActions(actions, sheet);
}
