import { truncate } from "../../../protocol/text.ts";
import { link, webAddress } from "./links.ts";
import { type Sheet, textParts } from "./sheet.ts";

/** A picture that WeChat shows by itself, uploaded where the account can. */
export function writePicture(source: string, name: string, sheet: Sheet): void {
  const url = webAddress(source);
  if (url === undefined && !isData(source)) {
    return void sheet.unshown("image", "give an https: or data: address", truncate(name, 256));
  }
  const words = url === undefined ? undefined : link(name || sheet.phrases.picture, url);
  sheet.part({
    upload: { type: "image", source: url ?? source },
    made: (mediaId) => ({ reply: { type: "image", mediaId }, ...(words && { words }) }),
    instead: textParts(words ?? sheet.phrases.unshown("image", truncate(name, 256))),
    ...(words === undefined && { lost: true as const }),
  });
}

/** Whether it is the address of something that can be uploaded. */
export function isPicture(source: unknown): boolean {
  return webAddress(source) !== undefined || isData(source);
}

export function isData(source: unknown): boolean {
  return typeof source === "string" && /^data:/i.test(source);
}
