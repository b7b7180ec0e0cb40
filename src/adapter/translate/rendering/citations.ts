import { truncate } from "../../../protocol/text.ts";
import { link, webAddress } from "./links.ts";
import { firstText, type Loose, object, objects, text } from "./loose.ts";
import type { Sheet } from "./sheet.ts";

/** Sources beyond these are not listed: a message is no bibliography. */
const MOST = 20;
const NAME_BYTES = 120;

/**
 * Where a model's answer has its facts from, as the SDKs note it in a message's entities; the answer's `[1]` refers to
 * it. Said under the text.
 */
export function writeCitations(entities: readonly Loose[], sheet: Sheet): void {
  const claims = entities.flatMap(({ citation }) => objects(citation)).slice(0, MOST);
  const lines = claims.map((claim, index) => {
    const { name, url, abstract } = object(claim.appearance);
    const label = truncate(firstText(name, abstract, url), NAME_BYTES, "…");
    const address = webAddress(url);
    const source = address === undefined ? label : link(label, address);
    return source === "" ? "" : `[${text(claim.position) || index + 1}] ${source}`;
  });
  const said = lines.filter((line) => line !== "");
  if (said.length > 0) sheet.words(sheet.phrases.sources, ...said);
}
