import { readActions, writeActions } from "./actions.ts";
import { link, webAddress } from "./links.ts";
import { firstText, type Loose, objects, text } from "./loose.ts";
import type { Sheet } from "./sheet.ts";

/**
 * Writes what a card of another channel says, by the names that such cards have in common: title and text,
 * sections or items with facts, buttons and what is opened (Office 365 connector cards, list cards). False
 * where it says nothing that we can read.
 */
export function writeOtherCard(card: Loose, sheet: Sheet): boolean {
  const title = sheet.plain(text(card.title));
  const words = [text(card.subtitle), firstText(card.text, card.summary)];
  const parts = [card.sections, card.items].flatMap(objects).flatMap((one) => partOf(one, sheet));
  sheet.words(title === "" ? "" : sheet.phrases.title(title), ...words.map(sheet.plain), ...parts);
  const opened = objects(card.potentialAction).map((action) => {
    const url = [...listed(action.target), objects(action.targets)[0]?.uri]
      .map(webAddress)
      .find((one) => one !== undefined);
    return url === undefined ? "" : link(firstText(action.name, sheet.phrases.open), url);
  });
  sheet.words(...opened);
  const actions = readActions(card.buttons, sheet);
  writeActions(actions, sheet);
  const said = [title, ...words, ...parts, ...opened, ...actions.lines];
  return said.some((one) => one !== "") || actions.links.length + actions.choices.length > 0;
}

function partOf(part: Loose, sheet: Sheet): readonly string[] {
  const facts = objects(part.facts).map(({ name, value }) =>
    [text(name), text(value)].filter((one) => one !== "").join(sheet.phrases.between),
  );
  return [
    firstText(part.activityTitle, part.title),
    firstText(part.activitySubtitle, part.subtitle),
    firstText(part.activityText, part.text),
    ...facts,
  ].map(sheet.plain);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
