import type { Dice } from "../faults/dice.ts";
import type { Media } from "../world/mediaStore.ts";

type Kind = "image" | "voice" | "video";

/**
 * The types that are stored, known by their first bytes and never by what they call themselves: what is
 * given back to a browser must not be a page or a drawing that can run something.
 */
const SIGNATURES: readonly (readonly [kind: Kind, contentType: string, begins: RegExp])[] = [
  ["image", "image/jpeg", /^\xff\xd8\xff/],
  ["image", "image/png", /^\x89PNG\r\n/],
  ["image", "image/gif", /^GIF8[79]a/],
  ["image", "image/bmp", /^BM/],
  ["voice", "audio/amr", /^#!AMR/],
  ["voice", "audio/mpeg", /^(?:ID3|\xff[\xe2-\xff])/],
  ["video", "video/mp4", /^[\s\S]{4}ftyp/],
];
const BIGGEST = 10 * 1_024 * 1_024;

/** A file that a person sends, or why it cannot be sent. */
export function uploaded(
  { type, name, base64 }: { readonly type: Kind; readonly name: string; readonly base64: string },
  now: number,
  dice: Dice,
): Media | string {
  const content = Buffer.from(base64, "base64");
  if (content.length > BIGGEST) return "WeChat takes files of up to 10 MB.";
  const begin = content.subarray(0, 16).toString("latin1");
  const found = SIGNATURES.find(([kind, , begins]) => kind === type && begins.test(begin));
  if (found === undefined) return `That is no ${type} as WeChat takes them.`;
  return {
    mediaId: dice.letters(64),
    type,
    permanent: false,
    createdAt: now,
    fileName: name.slice(0, 200),
    contentType: found[1],
    content: content.toString("base64"),
  };
}

/** What a browser may show of the stored types; anything else is handed over as a file. */
export function isShowable(contentType: string): boolean {
  return SIGNATURES.some(([, type]) => type === contentType);
}
